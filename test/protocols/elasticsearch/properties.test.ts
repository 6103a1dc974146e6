import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ZenOptions } from "../../../src/protocols/elasticsearch/options.ts";
import type { Cluster } from "../../../src/scenario/cluster.ts";
import { optionsOf } from "../../../src/scenario/protocol.ts";
import { property, runs } from "../../runs.ts";
import { clusters } from "./arbitrary.ts";
import { longestOverlap, violations } from "./check.ts";
import { run, told } from "./run.ts";

function rulesOf(cluster: Cluster): { minimum: number; order: string } {
  const { minimumMasterNodes, order } = optionsOf(cluster) as ZenOptions;
  return { minimum: minimumMasterNodes, order };
}

describe("under crashes, pauses and partitions", () => {
  test("nobody is chosen but by the rules, nobody master without enough joins and acknowledgements", property, () => {
    fc.assert(
      fc.property(clusters({ minimum: "any", pauses: true }), (cluster) => {
        expect(violations(run(cluster), rulesOf(cluster))).toEqual([]);
      }),
      runs(250),
    );
  });

  // Both sides notice within the same time. A process that is paused notices nothing: of that, below.
  test(
    "with a majority for minimumMasterNodes, two are master at once only until the old one notices",
    property,
    () => {
      fc.assert(
        fc.property(clusters({ minimum: "majority", pauses: false }), (cluster) => {
          expect(longestOverlap(run(cluster))).toBeLessThanOrEqual(noticedMs);
        }),
        runs(250),
      );
    },
  );

  test("once nothing fails any more, there is one master, whom all follow", property, () => {
    fc.assert(
      fc.property(clusters({ minimum: "majority", pauses: false, mend: true }), (cluster) => {
        const { leader, masters, servers } = resultOf(cluster);
        expect(leader).not.toBeNull();
        expect(masters).toEqual([leader]);
        expect(servers.map((server) => server.leader)).toEqual(servers.map(() => leader));
      }),
      runs(250),
    );
  });

  test("the same after pauses, but for an old master that nobody follows any more", property, () => {
    fc.assert(
      fc.property(clusters({ minimum: "majority", pauses: true, mend: true }), (cluster) => {
        const { leader, servers } = resultOf(cluster);
        expect(leader).not.toBeNull();
        const others = servers.filter((server) => server.leader !== leader);
        expect(others.map(({ sid, state }) => ({ sid, state }))).toEqual(
          others.map((server) => ({ sid: server.leader, state: "LEADING" })),
        );
      }),
      runs(250),
    );
  });

  test("the same description gives the same trace", property, () => {
    fc.assert(
      fc.property(clusters({ minimum: "any", pauses: true }), (cluster) => {
        expect(run(cluster)).toEqual(run(cluster));
      }),
      runs(30),
    );
  });
});

function resultOf(cluster: Cluster) {
  const { result } = run(cluster);
  if (!result) throw new Error("a simulation that ends has a result");
  return result;
}

/** interval and retries times timeout, by default; and what its messages may take. */
const noticedMs = 1_000 + 3 * 30_000 + 5_000;

test("with less than a majority, two are master for as long as a partition lasts, and after it", async () => {
  const split = {
    partition: [
      [1, 2],
      [3, 4, 5],
    ],
  };
  const elasticsearch = { minimumMasterNodes: 2 };
  const steps = [split, { wait: 1_000_000 }, { heal: true }, { wait: 1_000_000 }];
  const trace = await told({ elasticsearch, servers: 5, leader: 1, steps });
  expect(longestOverlap(trace)).toBeGreaterThan(2_000_000);
  expect(trace.result).toMatchObject({ masters: [1, 3] });
});

// NodesFaultDetection asks no node whom it follows. Only a publication would tell the old master: it would be refused.
test("an old master that does not know the new one as a node stays, though nobody follows it", async () => {
  const steps = [
    { partition: [[1], [2, 3]] },
    { pause: [2], for: 3_000 },
    { heal: true },
    { wait: 200_000 },
    { resume: [2] },
    { wait: 200_000 },
  ];
  const { result } = await told({ servers: 3, leader: 1, steps });
  expect(result).toMatchObject({ leader: 1, masters: [1, 2] });
  expect(result?.servers.map(({ leader }) => leader)).toEqual([1, 2, 1]);
});

describe("a trace that was spoilt is not let pass", () => {
  const description = { servers: 5, leader: 1, steps: [{ fail: [1] }] };
  const rules = { minimum: 3, order: "id" };

  async function spoilt(change: (event: Record<string, unknown>) => object | undefined): Promise<string[]> {
    const trace = await told(description);
    const events = (trace.events as unknown as Record<string, unknown>[]).flatMap((event) => change(event) ?? []);
    return violations({ ...trace, events } as unknown as typeof trace, rules);
  }

  test("the trace itself", async () => {
    expect(await spoilt((event) => event)).toEqual([]);
  });

  test.each<[string, (event: Record<string, unknown>) => object | undefined, RegExp]>([
    [
      "another is chosen",
      (event) => (event["type"] === "pinged" ? { ...event, chosen: 4 } : event),
      /not choose the first/,
    ],
    [
      "too few are seen",
      (event) => (event["type"] === "pinged" ? { ...event, sees: [2, event["sid"]] } : event),
      /of too few/,
    ],
    ["nobody joined", (event) => (event["kind"] === "join" ? undefined : event), /too few joins/],
    [
      "nobody acknowledged",
      (event) => (event["kind"] === "publish-ack" ? undefined : event),
      /too few acknowledgements/,
    ],
    ["nobody chose", (event) => (event["type"] === "pinged" ? undefined : event), /without having chosen itself/],
    ["another is followed", (event) => (event["master"] === 2 ? { ...event, master: 4 } : event), /never acknowledged/],
  ])("%s", async (_, change, found) => {
    expect(await spoilt(change)).toContainEqual(expect.stringMatching(found));
  });

  test("two masters that nobody lost", async () => {
    const trace = await told(description);
    const events = trace.events.filter(({ type }) => type !== "state");
    const twice = [...events, { type: "state", t: 0, sid: 3, from: "LOOKING", to: "LEADING", reason: "elected" }];
    const late = [...twice, { type: "settled", t: 200_000, leader: null }];
    expect(longestOverlap({ ...trace, events: late } as unknown as typeof trace)).toBeGreaterThan(noticedMs);
  });
});
