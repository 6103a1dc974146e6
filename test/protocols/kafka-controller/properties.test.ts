/** What must hold however brokers crash, pause and lose each other. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KafkaTrace } from "../../../src/protocols/kafka-controller/telling/trace.ts";
import type { Action, Step } from "../../../src/scenario/cluster.ts";
import { property, runs } from "../../runs.ts";
import { broken } from "./checks.ts";
import { at, clusterOf, telling, traceOf } from "./kafka.ts";

const sids = [1, 2, 3, 4];

interface Draw {
  readonly kind:
    | "fail"
    | "restart"
    | "pause"
    | "resume"
    | "partition"
    | "heal"
    | "write"
    | "reach"
    | "wait"
    | "command";
  readonly sid: number;
  readonly forMs: number | undefined;
}

const draw = fc.record({
  kind: fc.constantFrom<Draw["kind"]>(
    ...(["fail", "fail", "restart", "restart", "pause", "resume", "partition", "heal"] as const),
    ...(["write", "write", "reach", "wait", "command"] as const),
  ),
  sid: fc.constantFrom(...sids),
  forMs: fc.constantFrom(undefined, undefined, 0, 1, 2, 3, 5, 8, 700, 6002, 6005, 6009),
});

/** Only what can be: who is down does not fail. */
function stepsOf(draws: readonly Draw[]): Step[] {
  const down = new Set<number>();
  const paused = new Set<number>();
  return draws.flatMap(({ kind, sid, forMs }): Step[] => {
    const one = (action: Action) => [at(action, forMs)];
    if (kind === "fail" && !down.has(sid)) {
      down.add(sid);
      paused.delete(sid);
      return one({ kind, sids: [sid] });
    }
    if (kind === "restart" && down.delete(sid)) return one({ kind, sids: [sid] });
    if (kind === "pause" && !down.has(sid) && !paused.has(sid)) {
      paused.add(sid);
      return one({ kind, sids: [sid] });
    }
    if (kind === "resume" && paused.delete(sid)) return one({ kind, sids: [sid] });
    if (kind === "partition") return one({ kind, groups: [[sid], sids.filter((other) => other !== sid)] });
    if (kind === "heal") return one({ kind });
    if (kind === "write") return one({ kind, count: sid });
    if (kind === "reach") return one({ kind: "write", count: 1, reach: [sid] });
    if (kind === "wait") return one({ kind, ms: 300 * sid });
    if (kind === "command") {
      return one(
        sid === 1
          ? { kind, name: "reassign", argument: { "topic-0": [3, 4] } }
          : { kind, name: "preferred-election", argument: true },
      );
    }
    return [];
  });
}

const given = fc.record({
  steps: fc.array(draw, { minLength: 1, maxLength: 9 }).map(stepsOf),
  leader: fc.constantFrom(null, 1, 2, 4),
  counts: fc.tuple(...sids.map(() => fc.constantFrom(4, 4, 4, 3))),
  seed: fc.nat(1000),
  latency: fc.constantFrom({ min: 1, max: 1 }, { min: 1, max: 12 }, { min: 0, max: 700 }),
  uncleanElection: fc.boolean(),
});

test("epochs rise, who is fenced changes nothing, leaders are in sync, and nothing committed is lost", {
  timeout: 4 * property.timeout,
}, () => {
  fc.assert(
    fc.property(given, ({ steps, leader, counts, seed, latency, uncleanElection }) => {
      const begun = leader === null ? [at({ kind: "start", sids }), ...steps] : steps;
      const cluster = clusterOf(counts, begun, leader, seed, latency);
      const trace = traceOf(cluster, { partitions: 3, uncleanElection });
      expect(broken(trace, uncleanElection)).toEqual([]);
      // Whatever happens can be told.
      for (const language of ["en", "zh-CN", "zh-TW"] as const) {
        const words = telling.words(language) as Record<string, (fact: unknown) => string>;
        const told = telling.explain(trace);
        const facts = [told.answer.fact, ...told.parts.flatMap((part) => part.told.map(({ fact }) => fact))];
        for (const fact of facts) expect(words[fact.kind]?.(fact)).not.toMatch(/undefined|NaN|\[object|Infinity/);
      }
    }),
    runs(200),
  );
});

describe("the checks notice a trace that is spoilt", () => {
  const steps = [at({ kind: "write", count: 2 }), at({ kind: "fail", sids: [1] })];
  const trace = traceOf(clusterOf([4, 4, 4, 4], steps), { partitions: 3 });
  const spoilt = (type: string, change: (event: Record<string, unknown>) => object): KafkaTrace => {
    let done = false;
    const events = trace.events.map((event) => {
      if (done || event.type !== type) return event;
      const changed = change(event as unknown as Record<string, unknown>);
      done = Object.keys(changed).length > 0;
      return { ...event, ...changed };
    });
    return { ...trace, events: events as KafkaTrace["events"] };
  };

  test("and nothing in one that is not", () => expect(broken(trace, false)).toEqual([]));
  test.each<[string, string, (event: Record<string, unknown>) => object]>([
    ["a leader out of sync", "partition", (event) => (event["leader"] === null ? {} : { leader: 9 })],
    ["a leader epoch again", "partition", () => ({ epoch: 0 })],
    ["a write of an old controller", "partition", () => ({ controllerEpoch: 1 })],
    ["a controller epoch again", "controller", (event) => (event["change"] === "elected" ? { epoch: 0 } : {})],
    ["a committed record lost", "leads", () => ({ end: 1 })],
    ["a refusal for no reason", "accepted", (event) => ({ type: "fenced", current: event["epoch"] })],
  ])("%s", (_, type, change) => {
    expect(broken(spoilt(type, change), false)).not.toEqual([]);
  });

  test("an RPC of an epoch that has been replaced", () => {
    const last = trace.events.findLast(({ type }) => type === "accepted");
    const events = [...trace.events, { ...last, epoch: 1 }] as KafkaTrace["events"];
    expect(broken({ ...trace, events }, false)).not.toEqual([]);
  });
});
