/** The engine of other protocols, with one whose servers do what commands say: what comes when, and in which order. */
import { describe, expect, test, vi } from "vitest";
import { optionsOf } from "../../../src/scenario/protocol.ts";
import { readScenario } from "../../../src/scenario/read.ts";
import { openingOf } from "../../../src/simulation/actors/opening.ts";
import { runProtocol } from "../../../src/simulation/actors/run-protocol.ts";
import type { OwnEvent, ProtocolResult } from "../../../src/trace/protocol-events.ts";
import { protocol } from "../../protocols/parrot/protocol.ts";

vi.mock("../../../src/protocols/registry.ts", async (original) => {
  const { withParrot } = await import("../../protocols/parrot/registered.ts");
  return withParrot(await original<typeof import("../../../src/protocols/registry.ts")>());
});

interface Ran {
  readonly events: (OwnEvent & Record<string, unknown>)[];
  readonly result: ProtocolResult;
}

async function ran(steps: object[], more: object = {}): Promise<Ran> {
  const text = JSON.stringify({ protocol: "parrot", servers: 3, steps, ...more });
  const cluster = await readScenario(text, "cluster.json");
  const events: Ran["events"] = [];
  const result = runProtocol(protocol, cluster, optionsOf(cluster) as never, (event) => events.push({ ...event }));
  return { events, result };
}

const all = { start: [1, 2, 3] };
const say = (from: number, to: number | "zookeeper", text: string, more: object = {}) => ({
  command: { say: { from, to, text, ...more } },
  for: 0,
});
const wake = (sid: number, name: string, ms: unknown) => ({ command: { wake: { sid, name, ms } }, for: 0 });

/** `t sid what` of the events that tell what came to servers. */
function came({ events }: Ran): string[] {
  return events.flatMap(({ type, t, sid, text, name, gone }) =>
    ["heard", "woke", "told", "alone"].includes(type) ? [`${t} ${sid} ${text ?? name ?? `alone ${gone}`}`] : [],
  );
}

describe("messages", () => {
  test("arrive after the latency, in order on one connection, however it varies", async () => {
    const texts = ["a", "b", "c", "d", "e", "f"];
    for (const seed of [1, 2, 3]) {
      const run = await ran([all, ...texts.map((text) => say(1, 2, text)), { wait: 100 }], {
        network: { latency: [5, 60], seed },
      });
      expect(came(run).map((line) => line.split(" ")[2])).toEqual(texts);
      for (const { t } of run.events.filter(({ type }) => type === "heard")) expect(t).toBeGreaterThanOrEqual(5);
    }
  });

  test("of different connections in the same millisecond come in an order that the seed draws", async () => {
    const orders = new Set<string>();
    for (let seed = 1; seed <= 20; seed++) {
      const run = await ran([all, say(1, 3, "one"), say(2, 3, "two"), { wait: 5 }], { network: { seed } });
      orders.add(came(run).join());
    }
    expect([...orders].sort()).toEqual(["1 3 one,1 3 two", "1 3 two,1 3 one"]);
  });

  test("wait for a paused process, which first does what its timers ask for; signs of life are dropped", async () => {
    const run = await ran([
      all,
      { pause: [2], for: 0 },
      say(1, 2, "first"),
      say(1, 2, "beat", { routine: true }),
      say(1, 2, "second"),
      { wait: 30 },
      { resume: [2] },
    ]);
    expect(came(run)).toEqual(["30 2 first", "30 2 second"]);
    const timed = await ran([
      all,
      wake(2, "late", 10),
      { pause: [2], for: 0 },
      say(1, 2, "mail"),
      { wait: 30 },
      { resume: [2] },
    ]);
    expect(came(timed)).toEqual(["30 2 late", "30 2 mail"]);
  });

  test("wait for the network to be whole; the service is with the larger side", async () => {
    const run = await ran([
      all,
      { partition: [[1], [2, 3]], for: 0 },
      say(1, 2, "over"),
      say(3, 2, "here"),
      say(1, "zookeeper", "far"),
      say(2, "zookeeper", "near"),
      { wait: 20 },
      { heal: true },
    ]);
    expect(
      came(run)
        .filter((line) => line.startsWith("1 "))
        .sort(),
    ).toEqual(["1 2 here", "1 zookeeper near"]);
    expect(came(run).slice(2).sort()).toEqual(["20 2 over", "20 zookeeper far"]);
  });

  test("of which nothing comes are told and kept like others, but no step waits for them", async () => {
    const vain = (to: number) => ({ command: { say: { from: 1, to, text: "again", vain: true } } });
    const network = { latency: 80 };
    const kept = await ran([all, { partition: [[1], [2, 3]] }, { ...vain(2), for: 90 }, { wait: 20 }, { heal: true }], {
      network,
    });
    expect(came(kept).map((line) => line.slice(line.indexOf(" ")))).toEqual([" 2 again"]);
    expect(kept.result.messages).toBe(1);
    const ended = await ran([all, vain(3)], { network, parrot: { quiet: 10 } });
    expect(came(ended)).toEqual([]);
    expect(ended.events.filter(({ type }) => type === "message")).toHaveLength(1);
  });

  test("to and from who crashes are lost, and nobody hears what is sent to who is down", async () => {
    const run = await ran([
      all,
      say(1, 2, "to"),
      say(2, 3, "from"),
      { fail: [2], for: 0 },
      say(1, 2, "late"),
      { wait: 9 },
    ]);
    expect(came(run)).toEqual(["0 1 alone 2", "0 3 alone 2"]);
    expect(run.result.messages).toBe(2);
    expect(run.result.servers[1]).toMatchObject({ sid: 2, state: "DOWN", leader: null });
  });

  test("that get lost come later, and signs of life do not", async () => {
    const lossy = { network: { loss: 0.5, seed: 3 } };
    const texts = Array.from({ length: 40 }, (_, at) => `m${at}`);
    const run = await ran([all, ...texts.map((text) => say(1, 2, text)), { wait: 5000 }], lossy);
    expect(came(run).map((line) => line.split(" ")[2])).toEqual(texts);
    expect(came(run).some((line) => Number(line.split(" ")[0]) > 200)).toBe(true);
    const beats = texts.map((text) => say(1, 2, text, { routine: true }));
    const heard = came(await ran([all, ...beats, { wait: 5000 }], lossy)).length;
    expect(heard).toBeGreaterThan(5);
    expect(heard).toBeLessThan(35);
    const nothing = await ran([all, say(1, 2, "never")], { network: { loss: 1 } });
    expect(came(nothing)).toEqual([]);
  });

  test("that are signs of life are neither told nor counted", async () => {
    const { events, result } = await ran([all, say(1, 2, "beat", { routine: true }), { wait: 5 }]);
    expect(events.some(({ type }) => type === "message")).toBe(false);
    expect(result.messages).toBe(0);
  });
});

describe("timers", () => {
  test("of one name replace each other, and die with the process", async () => {
    const run = await ran([
      all,
      wake(1, "a", 10),
      wake(1, "a", 30),
      wake(2, "b", 20),
      { fail: [2], for: 0 },
      { wait: 40 },
    ]);
    expect(came(run)).toEqual(["0 1 alone 2", "0 3 alone 2", "30 1 a"]);
  });

  test("of a range are drawn from it, by the seed", async () => {
    const times = new Set<number>();
    for (let seed = 1; seed <= 30; seed++) {
      const steps = [all, wake(1, "a", [10, 13]), { wait: 40 }];
      const run = await ran(steps, { network: { seed } });
      expect(await ran(steps, { network: { seed } })).toEqual(run);
      times.add(Number(came(run)[0]?.split(" ")[0]));
    }
    expect([...times].sort()).toEqual([10, 11, 12, 13]);
  });
});

describe("a step", () => {
  test("ends when nothing new happened for as long as the protocol says", async () => {
    const late = (ms: number) =>
      ran([all, { command: { wake: { sid: 1, name: "a", ms } } }], { parrot: { quiet: 50 } });
    expect(came(await late(49))).toEqual(["49 1 a"]);
    expect(came(await late(50))).toEqual([]);
  });

  test("finds servers that crash unnoticed by who is paused, until it goes on", async () => {
    const run = await ran([all, { pause: [1], for: 0 }, { fail: [2] }, { resume: [1] }]);
    expect(came(run)).toEqual(["0 3 alone 2", "0 1 alone 2"]);
  });

  test("writes to whoever believes to lead", async () => {
    const run = await ran([all, { command: { lead: 2 } }, { write: 4 }]);
    expect(came(run)).toEqual(["0 2 write 4"]);
    expect(run.result).toMatchObject({ leader: 2, eligible: [1, 2, 3], highest: "0x7" });
  });

  test("begins after a leader is put in office, which nothing tells of", async () => {
    const { events, result } = await ran([{ start: [3] }], { leader: 1 });
    expect(events.map(({ type, sid }) => `${type} ${sid ?? ""}`)).toEqual(["step ", "state 3", "settled "]);
    expect(result.servers.map(({ state }) => state)).toEqual(["LEADING", "FOLLOWING", "LOOKING"]);
  });
});

describe("what is told of a run", () => {
  test("of the quiet time nothing is wanted: the last step alone ends when the protocol is at rest", async () => {
    const wakes = (name: string, ms: number) => ({ command: { wake: { sid: 1, name, ms } } });
    const steps = [all, wakes("a", 20), wakes("b", 30)];
    const text = JSON.stringify({ protocol: "parrot", servers: 3, steps, parrot: { quiet: 50 } });
    const cluster = await readScenario(text, "cluster.json");
    const endsAt = (atRest: boolean, untilRest: boolean, network = cluster.network) => {
      const settled: number[] = [];
      const emit = ({ type, t }: { readonly type: string; readonly t: number }) => {
        if (type === "settled") settled.push(t);
      };
      const observer = { messages: true, untilRest, drawn: () => {}, vacant: () => {} };
      const resting = { ...protocol, atRest: () => atRest };
      runProtocol(resting, { ...cluster, network }, optionsOf(cluster) as never, emit, observer);
      return settled;
    };
    expect(endsAt(true, false)).toEqual([0, 20, 50]);
    expect(endsAt(false, true)).toEqual([0, 20, 50]);
    expect(endsAt(true, true)).toEqual([0, 20, 20]);
    // What is lost comes later than anybody can say.
    expect(endsAt(true, true, { ...cluster.network, loss: 0.1 })).toEqual([0, 20, 50]);
  });

  test("a timer that is awaited holds the step, if it was set before the quiet began", async () => {
    const awaited = (ms: number) => ({ command: { wake: { sid: 1, name: "a", ms, awaited: true } } });
    expect(came(await ran([all, awaited(500)], { parrot: { quiet: 50 } }))).toEqual(["500 1 a"]);
    const paused = await ran([all, { ...awaited(500), for: 0 }, { pause: [1] }], { parrot: { quiet: 50 } });
    expect(came(paused)).toEqual([]);
  });

  test("one opening serves many runs, none of which leaves a trace in it", async () => {
    const text = JSON.stringify({ protocol: "parrot", servers: 3, leader: 1, steps: [{ start: [3] }, { write: 2 }] });
    const cluster = await readScenario(text, "cluster.json");
    const options = optionsOf(cluster) as never;
    const opening = openingOf(protocol, cluster, options);
    expect(opening.up).toEqual([1, 2]);
    const lines = (own?: typeof opening) => {
      const events: OwnEvent[] = [];
      const result = runProtocol(protocol, cluster, options, (event) => events.push({ ...event }), undefined, own);
      return { events, result };
    };
    const alone = lines();
    expect([lines(opening), lines(opening)]).toEqual([alone, alone]);
  });
});
