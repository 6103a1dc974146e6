import { expect, test } from "vitest";
import { languages } from "../../src/locales/index.ts";
import type { LogMessages } from "../../src/locales/logs/en.ts";
import { logMessagesOf } from "../../src/locales/logs/index.ts";

const vote = { kind: "vote", vote: "(2, 0x8, e1)", election: 1 } as const;
const decide = { kind: "decide", state: "LEADING", leader: 2 } as const;
const kinds = [
  "half-line",
  "long-line",
  "not-utf8",
  "clock-backwards",
  "no-server",
  "assumed-server",
  "same-server",
  "unknown-notification",
  "nothing",
  "broken-archive",
] as const;

/** Sentences with what they may tell of. */
function texts(words: LogMessages): string[] {
  return [
    ...kinds.map((kind) => words.warning({ kind, args: [3, "zookeeper-2.log"] })),
    words.skew(2, -3500, 1),
    words.skew(2, 3500, 1),
    words.inferred([1, 2]),
    words.configured("zoo.cfg"),
    words.differ("logs"),
    words.noElection,
    words.diverged(1),
    words.diverged(2),
    words.picked(1, 5),
    words.reading(312),
    words.elected(3, [1, 3]),
    words.joined([1], 3),
    words.joined([1, 2], 3),
    words.none,
    words.goesOn,
    words.why([1, 2], "started"),
    words.agrees(1, 18, 6, 3),
    words.disagrees(2),
    words.divergence(4, vote, decide),
    words.divergence(4, decide, { kind: "none" }),
    words.divergence(4, { kind: "none" }, vote),
  ];
}

test.each(languages)("%s says everything in whole sentences", (language) => {
  for (const text of texts(logMessagesOf(language))) {
    expect(text).not.toMatch(/undefined|NaN|\[object|null| {2}/);
    if (language === "en") continue;
    expect(text).toMatch(/\p{Script=Han}|started/u);
    expect(text).not.toMatch(/\p{Script=Han}[,;:!?()]|[，；：、。（）] /u);
  }
});
