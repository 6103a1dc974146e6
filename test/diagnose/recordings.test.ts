import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diagnosed, diagnosedFolder } from "./diagnosed.ts";

// Logs of real servers. What was wrong with them is known, and most were well.

const folder = join(import.meta.dirname, "../../fixtures/logs");

/** What is found in the recordings in which something was wrong: the kind, the servers, and the line that proves it. */
const ill: Record<string, readonly { kind: string; sids: number[]; file: string; says: string }[]> = {
  "duplicate-myid": [
    {
      kind: "duplicate-sid",
      sids: [2],
      file: "zookeeper-3.log",
      says: "Exception while listening to address /127.0.0.1:23802",
    },
  ],
  "no-quorum": [
    {
      kind: "no-quorum",
      sids: [1, 2],
      file: "zookeeper-1.log",
      says: "Cannot open channel to 3 at election address /127.0.0.1:23803",
    },
  ],
};

describe.each(readdirSync(folder))("%s", (name) => {
  const expected = ill[name] ?? [];

  test(expected.length === 0 ? "is silent" : "names the cause, with its line", async () => {
    const { findings, looked } = await diagnosedFolder(join(folder, name));
    expect(looked.logs).toBeGreaterThan(1);
    expect(findings.map(({ kind, sids }) => ({ kind, sids }))).toEqual(
      expected.map(({ kind, sids }) => ({ kind, sids })),
    );
    for (const [at, { file, says }] of expected.entries()) {
      const proof = findings[at]?.evidence.find((line) => line.file === file && line.text.startsWith(says));
      const lines = readFileSync(join(folder, name, file), "utf8").split("\n");
      expect(lines[(proof?.line ?? 0) - 1]).toContain(says);
    }
  });
});

test("of one of two servers that look in vain, the other is known to be there", async () => {
  const file = join(folder, "no-quorum/zookeeper-1.log");
  const { findings } = await diagnosed({ "zookeeper-1.log": readFileSync(file, "utf8") });
  expect(findings).toMatchObject([{ kind: "no-quorum", looking: [1, 2], support: { have: 2, need: 3, of: 5 } }]);
});
