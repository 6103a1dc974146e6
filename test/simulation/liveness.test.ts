/** Who is elected in the end: nobody without a quorum, and one leader for all once nothing fails any more. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Cluster, Server, Step } from "../../src/scenario/cluster.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import type { DecideEvent } from "../../src/trace/events.ts";
import { property, runs } from "../runs.ts";
import type { Condition } from "../scenario/arbitrary.ts";
import { type Run, runOf, verifierOf } from "./arbitrary.ts";

/** A run, and an order of its servers. */
const shuffled = runOf().chain((run) =>
  fc.shuffledSubarray(run.cluster.servers, { minLength: run.cluster.servers.length }).map((order) => ({ run, order })),
);

/** The servers of a list, from its beginning, for as long as they are no quorum. */
function tooFew(list: readonly Server[], all: readonly Server[]): Server[] {
  const verifier = verifierOf(all);
  const few: Server[] = [];
  for (const server of list) {
    if (!verifier.containsQuorum([...few, server].map(({ sid }) => sid))) few.push(server);
  }
  return few;
}

/** The same steps, for some of the servers only. */
function only(steps: readonly Step[], allowed: ReadonlySet<number>): Step[] {
  return steps.flatMap((step): Step[] => {
    const { action } = step;
    if (!("sids" in action)) return [step];
    const sids = action.sids.filter((sid) => allowed.has(sid));
    return sids.length > 0 ? [{ ...step, action: { ...action, sids } }] : [];
  });
}

/** Steps after which nothing fails any more: the network is whole, those of `sids` are up, and others are not. */
function recovery(conditions: ReadonlyMap<number, Condition>, sids: ReadonlySet<number>): Step[] {
  const such = (...wanted: Condition[]) => [...conditions].filter(([, it]) => wanted.includes(it)).map(([sid]) => sid);
  const up = (...wanted: Condition[]) => such(...wanted).filter((sid) => sids.has(sid));
  const steps: Step["action"][] = [
    { kind: "heal" },
    { kind: "fail", sids: such("up", "paused").filter((sid) => !sids.has(sid)) },
    { kind: "resume", sids: up("paused") },
    { kind: "restart", sids: up("down") },
    { kind: "start", sids: up("absent") },
  ];
  return steps.filter((action) => !("sids" in action) || action.sids.length > 0).map((action) => ({ action }));
}

/** A run that recovers so far that exactly the given servers are up, with elections that go on to the end. */
function recovered({ cluster, conditions }: Run, up: readonly Server[]): Cluster {
  const steps = recovery(conditions, new Set(up.map(({ sid }) => sid)));
  const started = [...cluster.steps, ...steps].flatMap(({ action }) => (action.kind === "start" ? action.sids : []));
  const late = new Set(cluster.leader === null ? [] : started);
  return {
    ...cluster,
    until: "established",
    leader: late.size > 0 ? null : cluster.leader,
    steps: [...cluster.steps, ...steps],
  };
}

test("fewer participants than any quorum needs decide on nobody", property, () => {
  let most = 0;
  fc.assert(
    fc.property(shuffled, ({ run: { cluster }, order }) => {
      const few = tooFew(order, cluster.servers);
      const steps = only(cluster.steps, new Set(few.map(({ sid }) => sid)));
      fc.pre(steps.some(({ action }) => action.kind === "start"));
      most = Math.max(most, few.length);
      const decisions: DecideEvent[] = [];
      const result = simulate({ ...cluster, leader: null, steps }, (event) => {
        if (event.type === "decide") decisions.push(event);
      });
      expect(decisions).toEqual([]);
      expect(result.leader).toBeNull();
      for (const { state } of result.servers) expect(["LOOKING", "DOWN"]).toContain(state);
    }),
    runs(200),
  );
  expect(most).toBeGreaterThan(3);
});

test("servers that are cut off from every quorum decide on nobody", property, () => {
  fc.assert(
    fc.property(shuffled, ({ run: { cluster }, order }) => {
      const groups: number[][] = [];
      for (let left = [...order]; left.length > 0; ) {
        const few = tooFew(left, cluster.servers);
        groups.push((few.length > 0 ? few : left.slice(0, 0)).map(({ sid }) => sid));
        left = few.length > 0 ? left.filter((server) => !few.includes(server)) : [];
      }
      fc.pre(groups.flat().length === order.length);
      const steps: Step[] = [
        { action: { kind: "partition", groups } },
        { action: { kind: "start", sids: groups.flat() } },
        ...cluster.steps.filter(({ action }) => action.kind === "wait"),
      ];
      const result = simulate({ ...cluster, leader: null, steps }, (event) => expect(event.type).not.toBe("decide"));
      expect(result.servers.map(({ state }) => state)).toEqual(order.map(() => "LOOKING"));
    }),
    runs(100),
  );
});

test("once nothing fails any more, all that are up end on one leader, if they are a quorum", property, () => {
  let elected = 0;
  fc.assert(
    fc.property(shuffled, fc.nat(3), ({ run, order }, down) => {
      const up = order.slice(Math.min(down, order.length - 1));
      const result = simulate(recovered(run, up));
      const sids = new Set(up.map(({ sid }) => sid));
      const states = result.servers.filter(({ sid }) => sids.has(sid));
      if (!verifierOf(run.cluster.servers).containsQuorum(sids)) {
        for (const { sid, state } of states) expect({ sid, state }).toEqual({ sid, state: "LOOKING" });
        return;
      }
      elected++;
      expect(result.leader).not.toBeNull();
      const epoch = result.servers.find(({ sid }) => sid === result.leader)?.currentEpoch ?? -1;
      for (const { sid, state, leader, acceptedEpoch = 0 } of states) {
        // A quorum that did not hear of an epoch goes on below it, and whoever has accepted that can never follow.
        if (acceptedEpoch > epoch && state === "LOOKING") continue;
        const role = run.cluster.servers.find((server) => server.sid === sid)?.role;
        const expected = sid === result.leader ? "LEADING" : role === "observer" ? "OBSERVING" : "FOLLOWING";
        expect({ sid, state, leader }).toEqual({ sid, state: expected, leader: result.leader });
      }
    }),
    runs(300),
  );
  expect(elected).toBeGreaterThan(0);
});
