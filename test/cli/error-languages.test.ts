import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { widthOf } from "../../src/render/width.ts";
import { knownFields } from "../scenario/known.ts";
import { problems, run, systemError } from "./fake-io.ts";
import { runProgram } from "./program.ts";

const files: Record<string, string> = {
  "fields.yaml": "servers:\n  - { sid: 1, zxid: -1 }\n  - { sid: 2, zxidd: 8 }\nfoo: 1\nepoch:\n",
  "steps.yaml": "servers: 3\nsteps:\n  - explode: [1]\n",
  "course.yaml":
    "servers: [{ sid: 1 }, { sid: 1 }, { sid: 4 }]\nleader: 7\nsteps:\n  - fail: [4]\n  - fail: [4]\nexpect: { leader: 4 }\n",
  "tab.yaml": "servers:\n\t- 1\n",
  "evil.yaml": 'servers: 3\n"\\e]0;x\\a": 2\n',
  "comma.json": '{"servers":\n[1,]}',
  "rounded.json": '{"servers":[{"sid":1,"zxid":9007199254740993}]}',
  "zoo.cfg": "server.1=a:2888:3888\nserver.1=b:2888:3888\nserver.2=c:2888\ngroup.1=1:9\n",
  "empty.yaml": "",
  "trace.ndjson": '{"type":"trace","version":2}\n',
  "cut.ndjson": '{"type":"trace","version":1,"source":"log","protocol":"zookeeper","cluster":{"servers":[{"sid":1',
};

const header = '{"type":"trace","version":1,…}';

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zk-elect-languages-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("the built program, asked for simplified Chinese,", () => {
  test.each<[string, string[]]>([
    [
      "simulate fields.yaml",
      [
        'fields.yaml:2:21: servers[0].zxid: 应为 zxid（整数、"0x…" 或 "epoch:counter"），实际是 -1',
        'fields.yaml:3:15: servers[1]: 未知字段 "zxidd"；是否想写 zxid？',
        `fields.yaml:4:1: 未知字段 "foo"；可用：${knownFields.replaceAll(", ", "、")}`,
        "fields.yaml:5:7: epoch: 应为 0 到 4294967295 的整数，实际是空值",
      ],
    ],
    [
      "simulate steps.yaml",
      [
        'steps.yaml:3:5: steps[0]: 未知步骤 "explode"；可用：start、fail、restart、pause、resume、partition、heal、write、wait、command',
      ],
    ],
    [
      "simulate course.yaml",
      [
        "course.yaml:1:30: servers[1].sid: sid 1 已被 servers[0] 使用",
        "course.yaml:2:9: leader: 没有服务器 7；现有服务器 1、4",
        "course.yaml:5:12: steps[1].fail[0]: 服务器 4 已经宕机",
        "course.yaml:6:19: expect.leader: 服务器 4 在最后一个步骤之后没有运行，不能当 Leader",
      ],
    ],
    ["simulate tab.yaml", ["tab.yaml:2:1: 不是有效的 YAML：Tabs are not allowed as indentation"]],
    [
      "simulate evil.yaml",
      [String.raw`evil.yaml:2:1: 未知字段 "\u001b]0;x\u0007"；可用：${knownFields.replaceAll(", ", "、")}`],
    ],
    ["simulate comma.json", ['comma.json:2:4: 不是有效的 JSON：应为一个值，实际是 "]"']],
    [
      "simulate rounded.json",
      ['rounded.json:1:29: servers[0].zxid: 9007199254740993 作为数字不精确，请写成字符串 "0x20000000000001"'],
    ],
    [
      "simulate zoo.cfg",
      [
        "zoo.cfg:2:1: server.1: sid 1 已被第 1 行使用",
        'zoo.cfg:3:1: server.2: 应为 host:port:port[:participant|observer][;[address:]clientPort]，实际是 "c:2888"',
        "zoo.cfg:3:1: server.2: 服务器 2 没有 group；只要有一台写了 group，所有参与者都要写",
        "zoo.cfg:4:1: group.1: 没有服务器 9；现有服务器 1、2",
      ],
    ],
    ["simulate empty.yaml", ["empty.yaml: 内容为空，应为集群描述（JSON、YAML 或 zoo.cfg）"]],
    [
      "simulate trace.ndjson",
      ["trace.ndjson: 是 trace，不是集群描述；请用 zk-elect table 显示，用 zk-elect explain 解释"],
    ],
    ["simulate five-server-restar", ['没有场景或文件 "five-server-restar"；是否想写 five-server-restart？']],
    ["simulate .", [".: 是目录，应为文件"]],
    [
      "simulate --servers 5 --leader 9 --zxid 1,2",
      [
        "--zxid: 5 台服务器（1 到 5）给了 2 个值；应为共用一个，或每台一个",
        "--leader: 没有服务器 9；现有服务器 1 到 5",
      ],
    ],
    ["simulate --rounds 0", ['--rounds: 应为从 1 开始的轮次或范围（例如 1-2），实际是 "0"']],
    ["simulate --jsno", ['未知选项 "--jsno"；是否想写 --json？']],
    ["simulate one two", ['"simulate" 的参数太多；应为 1 个，实际有 2 个']],
    ["simulat", ['未知命令 "simulat"；是否想写 simulate？']],
    ["frobnicate", ['未知命令 "frobnicate"；zk-elect help 可列出所有命令']],
    [
      "help frobnicate",
      [
        '未知命令 "frobnicate"；可用：simulate、explain、table、trace、diagnose、compare、rules、scenarios、schema、help',
      ],
    ],
    ["scenarios late-joine", ['没有内置场景 "late-joine"；是否想写 late-joiner？']],
    ["schema", ['缺少参数 "cluster|trace"']],
    ["schema clustre", ['未知格式 "clustre"；是否想写 cluster？']],
    ["table trace.ndjson", ["trace.ndjson:1: version: 应为 1，实际是 2"]],
    ["table cut.ndjson", ["cut.ndjson:1: 不是 JSON 或被截断，每行应为一个 JSON 对象"]],
    ["table fields.yaml", [`fields.yaml:1: 不是 trace；开头应为 zk-elect simulate --json 所写的文件头 ${header}`]],
    ["table nowhere", ["nowhere: 没有这个文件或目录"]],
    ["simulate observer -o nowhere/new", ["nowhere/new: 没有这个文件或目录"]],
  ])("%s", async (line, expected) => {
    const { code, out, err } = await runProgram([...line.split(" "), "--lang", "zh-CN"], { cwd: folder });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(expected.map((problem) => `zk-elect: ${problem}\n`).join(""));
  });

  test("option without its value", async () => {
    const { err } = await runProgram(["simulate", "--lang=zh-CN", "--zxid"]);
    expect(err).toBe('zk-elect: 选项 "--zxid <zxids>" 缺少值\n');
  });
});

describe("the language of an error", () => {
  const [en, zhCN, zhTW] = [
    'unknown command "x"; zk-elect help lists the commands',
    '未知命令 "x"；zk-elect help 可列出所有命令',
    '未知指令 "x"；zk-elect help 可列出所有指令',
  ];

  test.each<[string, string[], Record<string, string>, string]>([
    ["is English", [], {}, en],
    ["is the environment's", [], { LANG: "zh_CN.UTF-8" }, zhCN],
    ["is the environment's, LC_ALL first", [], { LC_ALL: "C", LC_MESSAGES: "zh_TW", LANG: "zh_CN" }, en],
    ["is the environment's, LC_MESSAGES next", [], { LC_MESSAGES: "zh_TW", LANG: "zh_CN" }, zhTW],
    ["is what --lang asks for", ["--lang", "zh-TW"], { LANG: "zh_CN.UTF-8" }, zhTW],
    ["is what --lang= asks for", ["--lang=en"], { LANG: "zh_CN.UTF-8" }, en],
    ["is what the last --lang asks for", ["--lang", "en", "--lang=zh-CN"], {}, zhCN],
    ["is the environment's where --lang asks for none", ["--lang=fr"], { LANG: "zh_TW.UTF-8" }, zhTW],
    ["is the environment's where --lang has no value", ["--lang"], { LANG: "zh_TW.UTF-8" }, zhTW],
    ["is not what stands behind --", ["--", "--lang", "zh-CN"], {}, en],
  ])("%s", async (_, argv, env, problem) => {
    expect(await problems(["x", ...argv], { env })).toEqual([problem]);
  });

  test("is known where --lang itself is wrong", async () => {
    const env = { LC_ALL: "zh_CN.UTF-8" };
    expect(await problems(["simulate", "--lang", "fr"], { env })).toEqual([
      '--lang: 未知语言 "fr"；可用：en、zh-CN、zh-TW',
    ]);
    expect(await problems(["simulate", "--lang"], { env })).toEqual(['选项 "--lang <language>" 缺少值']);
  });

  test.each(["simulate", "table", "scenarios", "schema", "help"])("can be asked for with %s", async (command) => {
    expect((await run([command, "--help"])).out).toContain("--lang <language>");
  });

  test("is that of a refusal by the system, too", async () => {
    const env = { LANG: "zh_TW.UTF-8" };
    const full = { env, stdoutError: systemError("ENOSPC", "write") };
    expect(await problems(["simulate", "observer"], full)).toEqual(["標準輸出：磁碟空間已用完"]);
    expect(await problems(["--help"], full)).toEqual(["無法寫入：磁碟空間已用完"]);
    const odd = { odd: systemError("EODD", "read") };
    expect(await problems(["table", "odd"], { env, files: odd })).toEqual(["odd: 系統回報：as the system puts it"]);
  });

  test("is that of a bug, too", async () => {
    expect(await run(["scenarios", "--lang", "zh-CN"], { stdoutError: new Error("boom") })).toMatchObject({
      code: 3,
      err: "zk-elect: 内部错误：boom（设置 ZK_ELECT_DEBUG=1 可查看位置）\n",
    });
  });

  test.each(["zh-CN", "zh-TW"])("is that of the hint after a bare simulate: %s", async (lang) => {
    const { err } = await run(["simulate", "--lang", lang]);
    expect(err).toMatch(/^\n\p{Script=Han}{4}/u);
    const shown = (text: string) => text.match(/zk-elect [a-z-]+(?: [\w,-]+)*/g);
    expect(shown(err)).toEqual(shown((await run(["simulate"])).err));
  });
});

test.each(["en", "zh-CN", "zh-TW"])("hints fit a terminal of 80 columns: %s", async (lang) => {
  for (const command of ["simulate", "explain"]) {
    const { err } = await run([command, "--lang", lang]);
    for (const line of err.split("\n")) expect(widthOf(line), line).toBeLessThanOrEqual(80);
  }
});

describe.each(["en", "zh-CN", "zh-TW"])("in %s nothing that is wrong can steer a terminal:", (lang) => {
  const evil = "\u001b]0;evil\u0007\u001b[31m\nzk-elect: \u202e";
  const shown = String.raw`\u001b]0;evil\u0007\u001b[31m`;
  const quoted = JSON.stringify(evil);

  test.each<[string, string[], string?]>([
    ["a command", [evil]],
    ["a command to explain", ["help", evil]],
    ["an option", ["simulate", `--${evil}`]],
    ["a scenario", ["simulate", evil]],
    ["a built-in scenario", ["scenarios", evil]],
    ["a trace", ["table", evil]],
    ["a format", ["simulate", "-f", evil]],
    ["a schema", ["schema", evil]],
    ["rounds", ["simulate", "--rounds", evil]],
    ["servers", ["simulate", "--server", evil]],
    ["zxids", ["simulate", "--servers", "3", "--zxid", evil]],
    ["a field", ["simulate", "-"], `{"servers": 3, ${quoted}: 1}`],
    ["a value", ["simulate", "-"], `{"servers": ${quoted}}`],
    ["a field given twice", ["simulate", "-"], `{"servers": 3, "title": {"en": "", ${quoted}: 1, ${quoted}: 2}}`],
    ["a step", ["simulate", "-"], `{"servers": 3, "steps": [{${quoted}: 1}]}`],
    ["a field of a trace", ["table", "-"], `{"type":"trace","version":${quoted}}`],
    ["a property", ["simulate", "-"], `server.1=a:1:2\nserver.${evil.replaceAll("\n", "")}=b:1:2\n`],
  ])("%s", async (_, argv, stdin) => {
    // The helper has looked for control characters, and that each line is the program's.
    const found = await problems([...argv, "--lang", lang], stdin === undefined ? {} : { stdin });
    for (const problem of found) expect(problem).not.toMatch(/[\u202e]|undefined|\[object/);
    expect(found.join("\n")).toContain(shown);
    expect(found.length).toBe(found.filter((problem) => lang === "en" || /\p{Script=Han}/u.test(problem)).length);
  });
});
