/** Where two explanations part. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Deed, type Parting, partingOf } from "../../src/explain/parting.ts";
import { applyChanges } from "../../src/scenario/apply-changes.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import { parseChanges } from "../../src/scenario/parse-changes.ts";
import { property, runs } from "../runs.ts";
import { read } from "../scenario/helpers.ts";
import { runOf } from "../simulation/arbitrary.ts";
import { run, scenario } from "../whatif/run.ts";

function deed(done: Deed): string {
  if (done.kind === "voted") return `votes ${done.fact.vote?.leader}`;
  if (done.kind === "settled") return `settles on ${done.fact.leader}`;
  return done.down ? "down" : `nothing after ${done.vote}`;
}

/** `parts 1/1, round 2, server 1: votes 2 / votes 4` */
function told(parting: Parting | null): string {
  if (!parting) return "same";
  if (parting.kind === "leader") return `leader ${parting.leaders.join(" / ")}`;
  const { parts, round, sid, deeds } = parting;
  return `parts ${parts.map(String).join("/")}, round ${round}, server ${sid}: ${deeds.map(deed).join(" / ")}`;
}

function part(cluster: Cluster, changes: string): string {
  const [one, other] = [run(cluster).explanation, run(applyChanges(cluster, parseChanges(changes))).explanation];
  return told(partingOf(one, other));
}

test.each([
  // In round 2 everybody hears everybody. 1 goes for (2, 8) by the sid; with (4, 9) in the field, for that.
  ["five-server-restart", "4.zxid=9", "parts 1/1, round 2, server 1: votes 2 / votes 4"],
  // Other numbers, the same votes.
  ["five-server-restart", "1.zxid=3", "same"],
  ["five-server-restart", "2.epoch=5", "same"],
  ["five-server-restart", "5.up", "parts 1/1, round 1, server 5: down / votes 5"],
  ["five-server-restart", "3.up", "parts 1/1, round 1, server 1: votes 1 / nothing after null"],
  // That 4 fails is a step of its own, before the other.
  ["five-server-restart", "4.down", "parts 1/2, round 1, server 4: votes 4 / down"],
  ["five-server-zxid-wins", "4.epoch=2", "parts 1/1, round 2, server 3: nothing after 3 / votes 4"],
  ["observer", "4.role=participant", "parts 1/1, round 1, server 4: nothing after null / votes 4"],
  ["late-joiner", "start=1+2+3+4+5", "parts 1/1, round 1, server 5: down / votes 5"],
  // 1 came to vote for 2 in the step before; only in the third does 3 come, and no longer wins.
  ["five-server-cold-start", "2.zxid=1", "parts 3/3, round 2, server 1: votes 3 / nothing after 2"],
  // Then no step starts 2.
  ["five-server-cold-start", "2.down", "parts 2/null, round 1, server 2: votes 2 / down"],
])("%s and %s: %s", (name, changes, where) => {
  expect(part(scenario(name), changes)).toBe(where);
});

test("votes may be the same and the decisions not", async () => {
  const servers = [1, 2, 3].map((sid) => ({ sid, group: 1 }));
  const cluster = await read(JSON.stringify({ servers, steps: [{ start: [1, 2] }] }), "cluster.json");
  // 2 of the weight of 3 is a quorum; 2 of 7 is none.
  expect(part(cluster, "3.weight=5")).toBe("parts 1/1, round null, server 1: settles on 2 / nothing after 2");
});

test("everything may be the same but who leads in the end", () => {
  const { explanation } = run(scenario("five-server-restart"));
  const other = { ...explanation, answer: { kind: "in-office" as const, leader: 1, events: [] } };
  expect(told(partingOf(explanation, other))).toBe("leader 2 / 1");
});

test("nothing parts from itself, and the order of the two does not matter", property, () => {
  const changes = fc.constantFrom("zxid=9", "epoch=7", "role=observer", "down", "up");
  fc.assert(
    fc.property(runOf({ maxSteps: 4 }), fc.nat(), changes, ({ cluster }, index, change) => {
      const one = run(cluster).explanation;
      expect(partingOf(one, one)).toBe(null);
      const { sid } = cluster.servers[index % cluster.servers.length] ?? { sid: -1 };
      let other = one;
      try {
        other = run(applyChanges(cluster, parseChanges(`${sid}.${change}`))).explanation;
      } catch {
        return;
      }
      const [there, back] = [partingOf(one, other), partingOf(other, one)];
      expect(there?.kind).toBe(back?.kind);
      if (there?.kind !== "server" || back?.kind !== "server") return;
      const turned = { ...back, parts: [...back.parts].reverse(), deeds: [...back.deeds].reverse() };
      expect(turned).toEqual(there);
    }),
    runs(100),
  );
});
