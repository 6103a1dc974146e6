import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { run } from "./fake-io.ts";
import { runProgram } from "./program.ts";

// What the built program does to real files.

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zk-elect-files-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const done = { code: 0, out: "", err: "" };
const { out: observer } = await run(["simulate", "observer"]);

function inFolder(argv: string[]): ReturnType<typeof runProgram> {
  return runProgram(argv, { cwd: folder });
}

function textOf(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

describe("-o", () => {
  test("makes a file, and nothing else", async () => {
    expect(await inFolder(["simulate", "observer", "-o", "new"])).toEqual(done);
    expect(readdirSync(folder)).toEqual(["new"]);
    expect(textOf("new")).toBe(observer);
  });

  test("replaces a file, and keeps its mode", async () => {
    writeFileSync(join(folder, "old"), "old");
    chmodSync(join(folder, "old"), 0o640);
    expect(await inFolder(["simulate", "observer", "-o", "old"])).toEqual(done);
    expect(textOf("old")).toBe(observer);
    expect(statSync(join(folder, "old")).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(["old"]);
  });

  test("may be the file that is read", async () => {
    expect(await inFolder(["simulate", "observer", "--json", "-o", "trace"])).toEqual(done);
    expect(await inFolder(["table", "trace", "-o", "trace"])).toEqual(done);
    expect(textOf("trace")).toBe(observer);
  });

  test("follows a symbolic link, even to nothing yet", async () => {
    mkdirSync(join(folder, "there"));
    writeFileSync(join(folder, "there/old"), "old");
    for (const name of ["old", "new"]) {
      symlinkSync(`there/${name}`, join(folder, name));
      expect(await inFolder(["simulate", "observer", "-o", name])).toEqual(done);
      expect(readlinkSync(join(folder, name))).toBe(`there/${name}`);
      expect(lstatSync(join(folder, "there", name)).isFile()).toBe(true);
      expect(textOf(name)).toBe(observer);
    }
    expect(readdirSync(join(folder, "there")).sort()).toEqual(["new", "old"]);
  });

  test("is standard output as -", async () => {
    expect(await inFolder(["simulate", "observer", "-o", "-"])).toEqual({ ...done, out: observer });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ["nowhere/new", "no such file or directory"],
    ["file/new", "a part of the path is not a directory"],
    ["loop", "too many symbolic links"],
    [".", "is a directory; expected a file"],
    ["x".repeat(300), "the name is too long"],
  ])("%s: %s", async (name, message) => {
    writeFileSync(join(folder, "file"), "");
    symlinkSync("loop", join(folder, "loop"));
    const refused = { code: 2, out: "", err: `zk-elect: ${name}: ${message}\n` };
    expect(await inFolder(["simulate", "observer", "-o", name])).toEqual(refused);
    expect(readdirSync(folder).sort()).toEqual(["file", "loop"]);
  });
});

describe("a run that fails", () => {
  test.each(["old", "new"])("leaves the %s file as it was", async (name) => {
    writeFileSync(join(folder, "old"), "old");
    const { out: trace } = await inFolder(["simulate", "--servers", "30", "--json"]);
    // Long enough that some of it was written before the end is missed.
    const cut = trace.split("\n").slice(0, -2).join("\n");
    expect(cut.length).toBeGreaterThan(200_000);
    writeFileSync(join(folder, "cut"), cut);
    for (const format of ["table", "ndjson"]) {
      const { code, out, err } = await inFolder(["table", "cut", "-f", format, "-o", name]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/^zk-elect: cut:\d+: the trace is cut short after this line; .*\n$/);
      expect(readdirSync(folder).sort()).toEqual(["cut", "old"]);
      expect(textOf("old")).toBe("old");
    }
  });
});

test("a file in a file is no file", async () => {
  writeFileSync(join(folder, "file"), "");
  const err = "zk-elect: file/new: a part of the path is not a directory\n";
  for (const command of ["simulate", "table"]) {
    expect(await inFolder([command, "file/new"])).toEqual({ code: 2, out: "", err });
  }
});
