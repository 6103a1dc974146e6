import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// Every sample in the documents is what the program prints: a block of ```console has commands, each behind "$ ",
// and below each its output. Other blocks whose first line is a comment with a file name are that file.
// UPDATE_DOCS=1 (npm run golden) puts the outputs in.

const root = join(import.meta.dirname, "..");
const documents = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)];
const block = /^```(\w+)\n([\s\S]*?)^```$/gm;

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zk-elect-docs-"));
  mkdirSync(join(folder, "bin"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "bin/zk-elect.cjs"), join(folder, "bin/zk-elect"));
  symlinkSync(root, join(folder, "node_modules/zk-elect"));
  symlinkSync(join(root, "fixtures"), join(folder, "fixtures"));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(documents)("%s", (name) => {
  const file = join(root, name);
  const text = readFileSync(file, "utf8");

  test("shows what the program prints", () => {
    const actual = text.replace(block, (whole, language: string, body: string) => {
      const [, fileName] = /^(?:#|\/\/) ([\w.-]+)\n/.exec(body) ?? [];
      if (fileName) writeFileSync(join(folder, fileName), body);
      return language === "console" ? `\`\`\`console\n${commandsOf(body).map(run).join("")}\`\`\`` : whole;
    });
    if (process.env["UPDATE_DOCS"]) writeFileSync(file, actual);
    else expect(text).toBe(actual);
  });

  test("links to files that exist", () => {
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => String(target));
    for (const target of targets) expect(() => readdirOrFile(join(dirname(file), target)), target).not.toThrow();
  });
});

function commandsOf(body: string): string[] {
  return body.split("\n").filter((line) => line.startsWith("$ "));
}

function run(line: string): string {
  const env = {
    ...process.env,
    PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
    LC_ALL: "C.UTF-8",
    FORCE_COLOR: undefined,
  };
  const output = execFileSync("bash", ["-c", line.slice(2)], {
    cwd: folder,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return `${line}\n${output.replaceAll("\r\n", "\n")}`;
}

function readdirOrFile(path: string): unknown {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EISDIR") return readdirSync(path);
    throw error;
  }
}
