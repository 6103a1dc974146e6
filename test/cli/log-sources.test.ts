import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findLogs, isLogName, openLog } from "../../src/cli/log-sources.ts";
import { nodeIo } from "../../src/cli/node-io.ts";
import type { LogWarning } from "../../src/logs/record.ts";
import { InputError } from "../../src/scenario/problem.ts";

const io = nodeIo();
let folder = "";
const found = (...args: string[]) =>
  findLogs(
    args.map((arg) => join(folder, arg)),
    io,
  ).map((file) => file.slice(folder.length + 1));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zk-elect-"));
  for (const directory of ["logs/old", "logs/.hidden", "empty"])
    mkdirSync(join(folder, directory), { recursive: true });
  const files = [
    "zk-2.log",
    "zk-1.log",
    "zk-1.log.1",
    "old/zk-1.log.2.gz",
    ".hidden/zk-9.log",
    ".zk.log",
    "zoo.cfg",
    "notes.txt",
  ];
  for (const file of files) writeFileSync(join(folder, "logs", file), file);
  symlinkSync("zk-1.log", join(folder, "logs/current.log"));
  symlinkSync("..", join(folder, "logs/up"));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("names", () => {
  test("files as they are named, each once", () => {
    expect(found("logs/zk-2.log", "logs/notes.txt", "logs/zk-2.log")).toEqual(["logs/zk-2.log", "logs/notes.txt"]);
    expect(found("logs/zk-1.log", "logs/current.log")).toEqual(["logs/zk-1.log"]);
    expect(findLogs(["-", join(folder, "logs/../logs/zk-1.log"), "-"], io)).toHaveLength(2);
  });

  test("the logs below a directory, in order", () => {
    expect(found("logs")).toEqual(["logs/current.log", "logs/old/zk-1.log.2.gz", "logs/zk-1.log.1", "logs/zk-2.log"]);
    expect(() => found("empty")).toThrow(InputError);
  });

  test("patterns that the shell left alone", () => {
    expect(found("logs/zk-?.log")).toEqual(["logs/zk-1.log", "logs/zk-2.log"]);
    expect(found("*/zk*1")).toEqual(["logs/zk-1.log.1"]);
    expect(found("**/*.gz")).toEqual(["logs/old/zk-1.log.2.gz"]);
    expect(findLogs([`${folder}/l*s/../logs/zk-2.*`], io)).toEqual([`${folder}/logs/../logs/zk-2.log`]);
    expect(found("logs/old/**")).toEqual(["logs/old/zk-1.log.2.gz"]);
  });

  test("what is not there is a problem", () => {
    expect(() => found("logs/zk-3.log")).toThrow(InputError);
    expect(() => found("logs/nothing*")).toThrow(InputError);
    expect(() => found("nowhere/*.log")).toThrow(InputError);
  });

  test.each([
    ["zookeeper.log", true],
    ["zookeeper.log.12", true],
    ["zookeeper.log.2026-11-22", true],
    ["zookeeper.log.2026-11-22_01.gz", true],
    ["zookeeper-root-server-host.out", true],
    ["a.LOG", true],
    ["zoo.cfg", false],
    ["log.100000001", false],
    ["snapshot.0", false],
    ["notes.txt", false],
    ["zookeeper.log.md", false],
  ])("%s", (name, is) => {
    expect(isLogName(name)).toBe(is);
  });
});

describe("bytes", () => {
  const text = Array.from({ length: 300_000 }, (_, line) => `line ${line * 7919}\n`).join("");

  async function bytesOf(bytes: Uint8Array): Promise<{ text: string; warnings: LogWarning[] }> {
    const file = join(folder, "some");
    writeFileSync(file, bytes);
    const warnings: LogWarning[] = [];
    const all: Buffer[] = [];
    for await (const piece of openLog(file, io, (it) => warnings.push(it)).chunks) all.push(Buffer.from(piece));
    return { text: Buffer.concat(all).toString(), warnings };
  }

  test("a plain file", async () => {
    for (const short of ["", "a", "ab"]) expect((await bytesOf(Buffer.from(short))).text).toBe(short);
    expect(await bytesOf(Buffer.from(text))).toEqual({ text, warnings: [] });
  });

  test("a packed one, whatever its name, of several parts", async () => {
    expect(await bytesOf(gzipSync(text))).toEqual({ text, warnings: [] });
    const parts = Buffer.concat([gzipSync("one\n"), gzipSync("two\n")]);
    expect(await bytesOf(parts)).toEqual({ text: "one\ntwo\n", warnings: [] });
  });

  test("a packed one that is cut or damaged gives what there is, and a warning", async () => {
    const packed = gzipSync(text);
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, packed.length / 2, packed.length / 2 + 100);
    for (const bytes of [packed.subarray(0, packed.length / 2), damaged, packed.subarray(0, -4)]) {
      const read = await bytesOf(bytes);
      expect(read.text.length).toBeGreaterThan(text.length / 3);
      expect(text.startsWith(read.text.slice(0, text.length / 3))).toBe(true);
      expect(read.warnings).toMatchObject([{ kind: "broken-archive" }]);
    }
    expect((await bytesOf(packed.subarray(0, 5))).warnings).toHaveLength(1);
  });

  test("a file that grows is read to the length that it had", async () => {
    const file = join(folder, "growing");
    writeFileSync(file, "x".repeat(3 << 20));
    let length = 0;
    for await (const piece of openLog(file, io, () => {}).chunks) {
      length += piece.length;
      appendFileSync(file, "more");
    }
    expect(length).toBe(3 << 20);
  });

  test("a pipe is read to its end", async () => {
    const file = join(folder, "pipe");
    execFileSync("mkfifo", [file]);
    const reading = (async () => {
      let all = "";
      for await (const piece of openLog(file, io, () => {}).chunks) all += Buffer.from(piece).toString();
      return all;
    })();
    writeFileSync(file, "through a pipe");
    expect(await reading).toBe("through a pipe");
    expect(found("pipe")).toEqual(["pipe"]);
  });

  test("a file that cannot be read is a problem", async () => {
    const reading = async () => {
      for await (const _ of openLog(join(folder, "logs"), io, () => {}).chunks);
    };
    await expect(reading()).rejects.toThrow(InputError);
  });
});
