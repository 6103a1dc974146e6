/** What is told of logs is what is in them, by a second reading that shares nothing with the first. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { property, runs } from "../runs.ts";
import { wrongIn } from "./naive.ts";
import { logsOf, traced } from "./recordings.ts";
import { sane, variant } from "./variants.ts";

test.each(sane)("of the recording %s", async (name) => {
  const files = logsOf(name);
  expect(wrongIn({ files, lines: await traced(files) }, true)).toEqual([]);
});

// Their servers disagree on who the members are, or on who is who: no one reading of an election fits all of them.
test.each(["members-disagree", "unlisted-follower"])("of what can be told of %s", async (name) => {
  const files = logsOf(name);
  expect(wrongIn({ files, lines: await traced(files) }, false)).toEqual([]);
});

/** What holds even where lines are missing, which no log shows, or clocks are far apart. */
const always =
  /^(no such line|a line of another|received twice|received otherwise|never received|time runs|notifications|ends in)/;

/** Logs that are cut to a few lines may have none of them. */
const ofElections = /otification|LOOKING|LEADING|FOLLOWING|OBSERVING/;

test("of recordings that are damaged, put together, or from clocks that are wrong", property, async () => {
  await fc.assert(
    fc.asyncProperty(variant, async ({ logs, whole }) => {
      fc.pre(Object.values(logs).some((text) => ofElections.test(text)));
      const wrong = wrongIn({ files: logs, lines: await traced(logs) }, whole);
      expect(wrong.filter((what) => whole || always.test(what))).toEqual([]);
    }),
    runs(20),
  );
});
