import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const expected = readFileSync(join(root, "fixtures/golden/no-quorum.txt"), "utf8");
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zk-elect-cache-"));
  for (const part of ["bin", "dist"]) cpSync(join(root, part), join(folder, part), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

function caches(): string[] {
  const cli = join(folder, "dist/cli");
  return readdirSync(cli)
    .filter((name) => name.endsWith(".cache"))
    .map((name) => join(cli, name));
}

function run(): string {
  const argv = [join(folder, "bin/zk-elect.cjs"), "simulate", "no-quorum"];
  return execFileSync(process.execPath, argv, { encoding: "utf8", env: {} });
}

test("the build leaves a code cache for the Node that made it, with which the program does the same", () => {
  expect(caches()).toEqual([expect.stringContaining(`${process.version}-${process.arch}`)]);
  expect(run()).toBe(expected);
});

test("without its code cache, or with one that is cut short, the program does the same", () => {
  for (const file of caches()) truncateSync(file, 1000);
  expect(run()).toBe(expected);
  for (const file of caches()) rmSync(file);
  expect(run()).toBe(expected);
});
