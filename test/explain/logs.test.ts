/** What is said of traces from logs: fixtures whose course `observed.txt` tells. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../cli/fake-io.ts";

const logs = join(import.meta.dirname, "../../fixtures/logs");

/** The trace of some of a folder's logs; those of all its servers where none is named. */
async function traceOf(folder: string, sids: readonly number[], ...options: string[]): Promise<string> {
  const names = readdirSync(join(logs, folder)).filter((name) => name.endsWith(".log"));
  const wanted = names.filter((name) => sids.length === 0 || sids.some((sid) => name === `zookeeper-${sid}.log`));
  const files = Object.fromEntries(wanted.map((name) => [name, readFileSync(join(logs, folder, name), "utf8")]));
  const { out } = await run(["trace", ...wanted, ...options], { files });
  return out;
}

async function told(trace: string, language = "en", command = "explain"): Promise<string> {
  const { out } = await run([command, "-", "--lang", language], { stdin: trace });
  return language === "en" ? out.replace(/\s+/g, " ") : out.replace(/\s+/g, "");
}

describe("without the log of the new leader", async () => {
  const trace = await traceOf("leader-crash", [1, 2, 3, 4]);

  test("it is elected with the same votes and reasons", async () => {
    const whole = await told(await traceOf("leader-crash", []));
    const part = await told(trace);
    const answer = /Server 5 leads with 3 of 5 votes[^.]*\./.exec(whole)?.[0] ?? "none";
    expect(part).toContain(answer);
    const reasons = "1 lower zxid (0:0 < 1:0) 2 lower zxid (0:0 < 1:0) 3 down";
    expect(whole).toContain(reasons);
    expect(part).toContain(reasons);
  });
});

test("who is elected in the trace was not in office from its start", async () => {
  expect(await told(await traceOf("id-not-in-list", []))).toContain("Server 3 leads with 2 of 3 votes (2, 3)");
  const trace = await traceOf("leader-port-blocked", [], "--election", "2");
  expect(await told(trace)).not.toContain("nobody was elected since");
});

test("overlapping elections are told in the order of time, and an epoch only after its decision", async () => {
  const text = await told(await traceOf("one-way", []));
  expect(text.match(/Epoch 1 is established/g)).toHaveLength(1);
  expect(text).not.toContain("then to (3, 0)");
  expect(text).not.toContain("then again");
  const gaveUp = text.indexOf("Server 1 cannot connect to leader 3");
  expect(gaveUp).toBeGreaterThan(text.indexOf("Server 1 decides on 3, which is LOOKING"));
  expect(text.indexOf("did not get a quorum of followers")).toBeGreaterThan(gaveUp);
});

test.each([
  ["en", "The same 5 times more, until 2026-11-22 17:14:59,932."],
  ["zh-CN", "同样的经过又重复了5次，直到2026-11-2217:14:59,932。"],
  ["zh-TW", "同樣的經過又重複了5次，直到2026-11-2217:14:59,932。"],
])("parts that say the same are summed up: %s", async (language, words) => {
  expect(await told(await traceOf("wiped-majority", []), language)).toContain(words);
});

test.each([
  ["en", "by the members known here it is none"],
  ["zh-CN", "按这里已知的成员，尚未过半"],
  ["zh-TW", "按這裡已知的成員，尚未過半"],
])("a quorum that the members do not explain is called that: %s", async (language, words) => {
  expect(await told(await traceOf("members-disagree", []), language)).toContain(words);
});

test("a message before the trace is one error", async () => {
  const { code, err } = await run(["explain", "-"], { stdin: "zk-elect: note: 1 of 2\n{}\n" });
  expect({ code, lines: err.trim().split("\n").length }).toEqual({ code: 2, lines: 1 });
  expect(err).toContain("2>&1");
});

test("the logical clock of a log has the name of its field", async () => {
  const text = await told(await traceOf("one-way", []), "en", "table");
  expect(text).toContain("electionEpoch 1 · LOOKING: 1, 3");
});
