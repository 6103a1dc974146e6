import { expect, test } from "vitest";
import { znodeRace } from "../../../src/protocols/znode-race/index.ts";
import { runProtocol } from "../../../src/simulation/actors/run-protocol.ts";
import { traceHeader } from "../../../src/simulation/header.ts";
import { read } from "../../scenario/helpers.ts";

async function expiredIn(steps: readonly object[]) {
  const cluster = await read(JSON.stringify({ protocol: "znode-race", servers: 3, leader: 1, steps }));
  const events: object[] = [];
  const options = { partitions: 1, sessionTimeout: 6000 };
  const result = runProtocol(znodeRace.protocol, cluster, options, (event) => events.push(event));
  const trace = { header: traceHeader(cluster), events, result };
  const told = znodeRace.telling.explain(trace as never).parts.map((part) => part.told);
  const facts = told.flat().filter(({ fact }) => fact.kind === "expired");
  return { facts: facts as unknown as { fact: { crashed: boolean; since: number }; lines: number[] }[], events };
}

test("a session ends because its server crashed, also when that was steps ago", async () => {
  const steps = [{ fail: [1], for: 1000 }, { wait: 1000, for: 1000 }, { wait: 6000 }];
  const { facts, events } = await expiredIn(steps);
  const [first] = facts;
  expect(facts).toHaveLength(1);
  expect(first?.fact.crashed).toBe(true);
  // The last ping was sent within 2 s before the crash.
  expect(first?.fact.since).toBeGreaterThan(3900);
  expect(events[(first?.lines[0] ?? 0) - 2]).toMatchObject({ type: "state", sid: 1, to: "DOWN", t: 0 });
});

test("a session that was opened after a crash, and is then not heard of, is nobody's who crashed", async () => {
  const steps = [{ fail: [1] }, { restart: [1] }, { pause: [1] }];
  const { facts } = await expiredIn(steps);
  expect(facts.map(({ fact }) => fact.crashed)).toEqual([true, false]);
});
