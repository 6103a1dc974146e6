import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { explainCommand } from "../../src/whatif/command.ts";

test("plain names stand as they are", () => {
  expect(explainCommand(["five-server-restart"], "4.zxid=8 5.up")).toBe(
    'zk-elect explain five-server-restart --what-if "4.zxid=8 5.up"',
  );
});

test.each([
  "a b.yaml",
  "it's.yaml",
  "$(date) `id` \\ * ~.yaml",
  "三.yaml",
  "\u001b[31m'\\.yaml",
  "a\nb\u202e.yaml",
  "",
])("a shell reads the name %j as it is", (name) => {
  const command = explainCommand([name], "start=1,2+3");
  expect(command).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const print = command.replace("zk-elect", "printf '%s\\0'");
  const env = { LC_ALL: "C.UTF-8" };
  const words = execFileSync("bash", ["--norc", "-c", print], { encoding: "utf8", env }).split("\0");
  expect(words).toEqual(["explain", name, "--what-if", "start=1,2+3", ""]);
});
