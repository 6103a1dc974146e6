import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../cli/fake-io.ts";

const golden = join(import.meta.dirname, "../../fixtures/golden");
const folder = join(golden, "explain");
const isChinese = (file: string) => file.includes(".zh-");
const chinese = readdirSync(folder).filter(isChinese);
/** States, terms and units, which are the same in every language. */
const terms = /^(Leader|LOOKING|LEADING|FOLLOWING|OBSERVING|sid|zxid|epoch|peerEpoch|eN|e|a|b|ms|DIFF|TRUNC|SNAP)$/;

describe("an explanation in Chinese", () => {
  test.each(chinese)("%s leaves no English word, breaks no vote, and begins no line with a mark", (file) => {
    const text = readFileSync(join(folder, file), "utf8");
    expect((text.match(/[A-Za-z]+/g) ?? []).filter((word) => !terms.test(word))).toEqual([]);
    for (const line of text.split("\n")) {
      expect(line).not.toMatch(/^ *[，；：、。）)]/);
      expect(line).not.toMatch(/（$/);
      expect(line).not.toMatch(/\([^)]*,$/);
    }
  });
});

describe("the marks in Chinese", () => {
  test.each(readdirSync(golden, { recursive: true, encoding: "utf8" }).filter(isChinese))("%s", (file) => {
    const text = readFileSync(join(golden, file), "utf8");
    // Latin notation keeps its own: votes, and "2: (2, 8)" in a table.
    expect(text).not.toMatch(/\p{Script=Han}[,:;()]|[,:;()]\p{Script=Han}|\)[,:;]/u);
    expect(text).not.toMatch(/[，：；（、。] +[^ │]/);
  });
});

const leader3 = ["servers: [{ sid: 1, zxid: 8 }, { sid: 2, zxid: 8 }, { sid: 3, zxid: 9 }]", "epoch: 1", "leader: 3"];
const starts3 = ["servers: [{ sid: 1, zxid: 8 }, { sid: 2, zxid: 8 }, { sid: 3, zxid: 9 }]"];
const groups = [
  "servers:",
  "  - { sid: 1, group: 1 }",
  "  - { sid: 2, group: 2 }",
  "  - { sid: 3, group: 2 }",
  "  - { sid: 4, group: 3 }",
  "steps: [{ start: [1, 2] }]",
];

// What no built-in scenario comes to.
const cases: [about: string, scenario: string[], en: string, zhCN: string, zhTW: string][] = [
  [
    "all servers being down",
    [...leader3, "steps: [{ fail: [1, 2, 3] }]"],
    "Nobody leads: no server that may vote is up.",
    "没有 Leader：有投票权的服务器都不在线。",
    "沒有 Leader：有投票權的伺服器都離線。",
  ],
  [
    "a leader that nobody can hear",
    [...leader3, "steps: [{ partition: [[1, 2], [3]] }]"],
    "3  not heard: the network kept its vote from the others (else zxid 9 > 8)",
    "3  没有收到它的选票：网络分区把它隔开了（否则它以 zxid 9 > 8 胜出）",
    "3  沒有收到它的選票：網路分割把它隔開了（否則它以 zxid 9 > 8 勝出）",
  ],
  [
    "the winner of those that could be heard",
    [...leader3, "steps: [{ partition: [[1, 2], [3]] }]"],
    "of those that came to vote for it, both with equal epochs and zxids, it had the larger sid.",
    "投它的服务器中，epoch、zxid 都相同，它的 sid 更大。",
    "投它的伺服器中，epoch、zxid 都相同，它的 sid 較大。",
  ],
  [
    "a paused leader",
    [...leader3, "steps: [{ pause: [3] }]"],
    "Servers 1 and 2 hear nothing from leader 3 for syncLimit ticks and go LOOKING after 10000 ms: election 2.",
    "服务器 1、2 在 syncLimit 个 tick 内没有收到 Leader 3 的消息，10000 ms 之后进入 LOOKING，参加第 2 次选举。",
    "伺服器 1、2 在 syncLimit 個 tick 內沒有收到 Leader 3 的訊息，10000 ms 之後進入 LOOKING，參加第 2 次選舉。",
  ],
  [
    "a better vote during the wait",
    [...starts3, "steps: [{ start: [1, 2], for: 100 }, { start: [3] }]"],
    "1 had a quorum for (2, 8), but 100 ms into the wait (3, 9) came and was better: that is what the wait is for.",
    "先前 1 统计到 (2, 8) 已过半，等到 100 ms 时却来了更优的 (3, 9)：等待正是为此。",
    "先前 1 統計到 (2, 8) 已過半，等到 100 ms 時卻來了更優的 (3, 9)：等待正是為此。",
  ],
  [
    "a quorum that has not waited long enough",
    [...starts3, "steps: [{ start: [1, 2], for: 50 }]"],
    "2  the best vote, with 2 of 3 votes, but the wait for a better one is not over",
    "2  选票最优，获得 3 票中的 2 票，但等待更优选票的时间还没有过去",
    "2  選票最優，獲得 3 票中的 2 票，但等待更優選票的時間還沒有過去",
  ],
  [
    "groups without a quorum",
    groups,
    "Nobody leads: the servers up (1, 2) make 1 of 3 groups, and 2 are needed (group 1 has weight 1 of 1, 1 needed; group 2 has weight 1 of 2, 2 needed; group 3 has weight 0 of 1, 1 needed).",
    "没有 Leader：在线的服务器（1、2）只能凑成 1/3 组，需要 2 组（组 1 的权重为 1/1，需要 1；组 2 的权重为 1/2，需要 2；组 3 的权重为 0/1，需要 1）。",
    "沒有 Leader：上線的伺服器（1、2）只能湊成 1/3 組，需要 2 組（組 1 的權重為 1/1，需要 1；組 2 的權重為 1/2，需要 2；組 3 的權重為 0/1，需要 1）。",
  ],
  [
    "a step that elects nobody, and what was expected",
    [...leader3, "steps: [{ write: 3 }]", "expect: { leader: 1 }"],
    "Expected leader 1, found 3.",
    "预期 Leader 是 1，实际是 3。",
    "預期 Leader 是 1，實際是 3。",
  ],
  [
    "a step that the facts do not show",
    [...leader3, "steps: [{ write: 3 }]"],
    "3 transactions are written.",
    "写入 3 个事务。",
    "寫入 3 個交易。",
  ],
];

test.each(cases)("what is said of %s", async (_, scenario, ...expected) => {
  for (const [at, lang] of ["en", "zh-CN", "zh-TW"].entries()) {
    const { out } = await run(["explain", "my.yaml", "--lang", lang, "--no-color"], {
      files: { "my.yaml": scenario.join("\n") },
      columns: 1000,
    });
    expect(out, lang).toContain(expected[at]);
  }
});

test("a server that hears itself alone leaves nothing untold", async () => {
  const { out } = await run(["explain", "my.yaml"], {
    files: { "my.yaml": [...leader3, "steps: [{ fail: [1, 2] }]"].join("\n") },
  });
  expect(out).toContain("3 stays LOOKING");
  expect(out).not.toContain("Not told");
});
