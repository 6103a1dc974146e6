import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";

// What the built program prints for the worked examples, checked by hand against the articles they come from.
// `npm run golden` rewrites them.

const root = join(import.meta.dirname, "..");
const golden = join(root, "fixtures/golden");
const scenarios = readdirSync(join(root, "fixtures/scenarios")).map((file) => {
  const text = readFileSync(join(root, "fixtures/scenarios", file), "utf8");
  return { name: file.replace(/\.yaml$/, ""), isZooKeepers: !/^protocol: (?!zookeeper)/m.test(text) };
});
const names = scenarios.filter(({ isZooKeepers }) => isZooKeepers).map(({ name }) => name);
/** Those of other protocols. */
const foreign = scenarios.filter(({ isZooKeepers }) => !isZooKeepers).map(({ name }) => name);

const languages = ["en", "zh-CN", "zh-TW"];
const foreignOutputs = foreign.flatMap((name) =>
  languages.flatMap((lang): [string, string[]][] => {
    const file = lang === "en" ? `${name}.txt` : `${name}.${lang}.txt`;
    return [
      [`protocols/${file}`, ["simulate", name, "--lang", lang]],
      [`protocols/explain/${file}`, ["explain", name, "--lang", lang]],
    ];
  }),
);

const others: [string, string[]][] = [
  ["five-server-restart.ndjson", ["simulate", "five-server-restart", "--json"]],
  ["five-server-restart.md", ["simulate", "five-server-restart", "--format", "markdown"]],
  ["five-server-restart.csv", ["simulate", "five-server-restart", "--format", "csv"]],
  ["five-server-restart.ascii.txt", ["simulate", "five-server-restart", "--ascii"]],
  [
    "from-flags.txt",
    ["simulate", "--servers", "1,2,4", "--epoch", "1,1,2", "--zxid", "0x100000008,0x100000008,0x200000001"],
  ],
  ["twenty-servers.txt", ["simulate", "--servers", "20", "--start", "1+2+3+4+5+6+7+8+9+10+11,20"]],
  ["five-server-restart.zh-CN.txt", ["simulate", "five-server-restart", "--lang", "zh-CN"]],
  ["five-server-restart.zh-TW.txt", ["simulate", "five-server-restart", "--lang", "zh-TW"]],
  ["late-joiner.zh-CN.txt", ["simulate", "late-joiner", "--lang", "zh-CN"]],
  ["no-quorum.zh-CN.txt", ["simulate", "no-quorum", "--lang", "zh-CN"]],
  ["why-not.txt", ["explain", "five-server-restart", "--why-not", "4"]],
  ["why-not.zh-CN.txt", ["explain", "five-server-restart", "--why-not", "4", "--lang", "zh-CN"]],
  ["what-if.txt", ["explain", "five-server-restart", "--what-if", "4.zxid=9"]],
  ["what-if.zh-CN.txt", ["explain", "five-server-restart", "--what-if", "4.zxid=9", "--lang", "zh-CN"]],
  ["scenarios.txt", ["scenarios"]],
  ["scenarios.zh-CN.txt", ["scenarios", "--lang", "zh-CN"]],
  ["rules.txt", ["rules"]],
  ["rules.md", ["rules", "--format", "markdown"]],
  ["rules.zh-CN.txt", ["rules", "--lang", "zh-CN"]],
  ["rules.zh-TW.txt", ["rules", "--lang", "zh-TW"]],
];

const explanations: [string, string[]][] = [
  ...names.flatMap((name): [string, string[]][] => [
    [`explain/${name}.txt`, ["explain", name]],
    [`explain/${name}.zh-CN.txt`, ["explain", name, "--lang", "zh-CN"]],
    [`explain/${name}.zh-TW.txt`, ["explain", name, "--lang", "zh-TW"]],
  ]),
  ["explain/five-server-restart.md", ["explain", "five-server-restart", "--format", "markdown"]],
  ["explain/five-server-restart.server-4.txt", ["explain", "five-server-restart", "--server", "4"]],
  ["explain/five-server-restart.source.txt", ["explain", "five-server-restart", "--source"]],
];

/** What follows the vote: the scenarios that are about it, and one that is not. */
const phased = [
  ...["deposed-leader", "deposed-leader-late", "far-behind", "five-server-restart", "late-joiner", "late-joiners-win"],
  ...["leader-dies-in-discovery", "leader-dies-in-synchronization", "leader-fails-after-commit"],
  ...["leader-fails-before-commit", "leader-fails-while-committing", "repeated-failures"],
];
const phases: [string, string[]][] = [
  ...phased.map((name): [string, string[]] => [`phases/${name}.txt`, ["simulate", name, "--phases"]]),
  ...["zh-CN", "zh-TW"].map((lang): [string, string[]] => [
    `phases/deposed-leader.${lang}.txt`,
    ["simulate", "deposed-leader", "--phases", "--lang", lang],
  ]),
];

describe("the program prints what is expected of", () => {
  test.each(names)("%s", async (name) => {
    await expect(run(["simulate", name])).toMatchFileSnapshot(join(golden, `${name}.txt`));
  });

  test.each([...others, ...phases, ...explanations, ...foreignOutputs])("%s", async (file, args) => {
    await expect(run(args)).toMatchFileSnapshot(join(golden, file));
  });
});

test("every expected output belongs to a test", () => {
  const expected = [
    ...names.map((name) => `${name}.txt`),
    ...[...others, ...phases, ...explanations, ...foreignOutputs].map(([file]) => file),
  ];
  const files = readdirSync(golden, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.map(({ parentPath, name }) => relative(golden, join(parentPath, name)).replaceAll("\\", "/"));
  expect(found.sort()).toEqual(expected.sort());
});

function run(args: string[]): string {
  return execFileSync(process.execPath, [join(root, "bin/zk-elect.cjs"), ...args], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
}
