/** Recorded ensembles, and simulations of what was done to them: their servers go through the same, in the same order. */
import { describe, expect, test } from "vitest";
import { builtinDescription } from "../../src/scenario/builtins.ts";
import type { ResultEvent, TraceLine } from "../../src/trace/events.ts";
import { hexZxid } from "../../src/trace/zxid.ts";
import { configOf, logsOf, textOf, traced } from "../replay/traced.ts";
import { linesOf } from "../trace/traces.ts";
import { asFarAsRecorded, staysOf } from "./recorded/stays.ts";
import { stories } from "./recorded/stories.ts";

const builtIn = { of: ["leader-crash"], cluster: builtinDescription("late-joiners-win")?.data as object };

for (const { of, cluster } of [...stories, builtIn]) {
  describe.each(of)("%s", async (name) => {
    const { lines: recorded } = await traced(logsOf(name), { config: configOf(name) });
    const simulated = await linesOf(cluster);

    test("every server goes through the same", () => {
      const [told, seen] = [staysOf(simulated), staysOf(recorded)];
      for (const [sid, expected] of seen) {
        expect({ sid, stays: asFarAsRecorded(told.get(sid) ?? [], expected) }).toEqual({ sid, stays: expected });
      }
    });

    test("leaders come in the same order, with the same epochs", () => {
      expect(terms(simulated)).toEqual(terms(recorded));
    });

    test("the last zxids are those that were observed", () => {
      const { servers } = simulated.at(-1) as ResultEvent;
      const observed = observedZxids(name);
      for (const { sid, lastZxid } of servers) {
        const zxid = lastZxid === undefined ? undefined : hexZxid(lastZxid);
        expect({ sid, zxid }).toEqual({ sid, zxid: observed.get(sid) ?? zxid });
      }
    });
  });
}

function terms(lines: readonly TraceLine[]): string[] {
  return lines.flatMap((line) => {
    if (line.type !== "phase" || line.phase !== "broadcast" || line.sid !== line.detail.leader) return [];
    return [`${line.sid} in epoch ${line.detail.epoch}`];
  });
}

/** What the servers said of themselves at the last look. */
function observedZxids(name: string): Map<number, string> {
  const last = textOf(name, "observed.txt")
    .split(/^(?!server \d).*\n/m)
    .at(-1);
  return new Map(
    [...(last ?? "").matchAll(/^server (\d+): Zxid: (\S+)/gm)].map(([, sid, zxid = ""]) => [Number(sid), zxid]),
  );
}
