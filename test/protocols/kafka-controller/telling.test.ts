import { expect, test } from "vitest";
import { Offices } from "../../../src/compare/offices.ts";
import { at, clusterOf, telling, traceOf, vacancies } from "./kafka.ts";

const cold = (...sids: number[]) => clusterOf([9, 9, 9], [at({ kind: "start", sids })], null);
const fails = clusterOf([9, 9, 9, 9, 9], [at({ kind: "fail", sids: [1, 5] })]);

test("eligible are the brokers that could race when the office was vacant, with a session or without", () => {
  expect(vacancies(cold(2, 3))).toEqual([[2, 3]]);
  expect(
    vacancies(clusterOf([9, 9], [at({ kind: "start", sids: [1] }), at({ kind: "start", sids: [2] })], null)),
  ).toEqual([[1]]);
  expect(vacancies(fails)).toEqual([[2, 3, 4]]);
});

test("at a cold start the leader that ZooKeeper names has not led in this run", () => {
  const trace = traceOf(cold(1, 2));
  const facts = telling.explain(trace).parts.flatMap(({ told }) => told.map(({ fact }) => fact));
  const texts = facts
    .filter(({ kind }) => kind === "changed")
    .map((fact) => telling.words("en")["changed"]?.(fact as never));
  expect(texts[0]).toContain("ZooKeeper still names broker");
  expect(texts.join()).not.toContain("goes on leading");
  const later = telling.explain(traceOf(fails)).parts.flatMap(({ told }) => told.map(({ fact }) => fact));
  expect(later.filter((fact) => fact.kind === "changed" && fact.fromBefore)).toEqual([]);
});

test("of the watches those that the end of /controller fires count, not those of the new one", () => {
  expect(telling.summary(traceOf(fails)).watches).toBe(3);
});

test("a write is open when its partition has no leader at the end, and lost when a replica without it leads", () => {
  const partitions = [{ name: "a", replicas: [1, 2] }];
  const steps = [at({ kind: "write", count: 1, reach: [1] }), at({ kind: "fail", sids: [1, 2] })];
  const fate = (more: ReturnType<typeof at>[]) =>
    telling.summary(traceOf(clusterOf([9, 9, 9], [...steps, ...more], 3), { partitions })).write;
  expect(fate([])).toBe("open");
  expect(fate([at({ kind: "restart", sids: [2] })])).toBe("lost");
  expect(fate([at({ kind: "restart", sids: [1] })])).toBe("open");
});

const said = (trace: ReturnType<typeof traceOf>) => {
  const words = telling.words("en") as Record<string, (fact: never) => string>;
  return telling.explain(trace).parts.map(({ told }) => told.map(({ fact }) => words[fact.kind]?.(fact as never)));
};

test("of two leaders of a partition each has its own records: what one commits the other loses", () => {
  const trace = traceOf(
    clusterOf([9, 9, 9], [at({ kind: "partition", groups: [[1], [2, 3]] }), at({ kind: "write", count: 2 })], 1),
  );
  expect(said(trace)[1]?.join(" ")).toContain(
    "4 records are appended to 1 partition, which has two leaders, each with records of its own. All in-sync replicas have fetched 2 of them",
  );
});

test("what had been committed and is lost is no harmless loss", () => {
  const partitions = [{ name: "a", replicas: [1, 2], isr: [1] }];
  const trace = traceOf(clusterOf([9, 5, 9], [at({ kind: "fail", sids: [1] })], 3), {
    partitions,
    uncleanElection: true,
  });
  expect(telling.summary(trace).write).toBe("committed-lost");
});

test("a partition without a leader keeps none", () => {
  const partitions = [{ name: "b", replicas: [2, 3], isr: [2] }];
  const steps = [at({ kind: "fail", sids: [2] }), at({ kind: "command", name: "preferred-election", argument: true })];
  const trace = traceOf(clusterOf([9, 9, 9], steps), { partitions });
  expect(said(trace)[1]).toEqual([
    "b has no leader still: the preferred replica is not live (PreferredReplicaPartitionLeaderSelector).",
  ]);
});

test("a broker that shut down in order comes back", () => {
  const steps = [1, 2, 3].flatMap((sid) => [
    at({ kind: "command", name: "shut-down", argument: [sid] }),
    at({ kind: "restart", sids: [sid] }),
  ]);
  const trace = traceOf(clusterOf([9, 9, 9], steps));
  expect(trace.result?.servers.map(({ state }) => state).sort()).toEqual(["FOLLOWING", "FOLLOWING", "LEADING"]);
  expect(trace.result?.["partitions"]).toMatchObject([{ isr: [1, 2, 3] }]);
  expect(trace.events.filter((event) => event.type === "state" && event.reason === "crash")).toEqual([]);
});

test("who takes itself for the controller beside another is told of, and until when", () => {
  const steps = [at({ kind: "partition", groups: [[1], [2, 3]] }), at({ kind: "heal" })];
  const [first, second] = said(traceOf(clusterOf([9, 9, 9], steps)));
  expect(first).toContain(
    "Broker 1 does not hear of it: it still takes itself for the controller, of epoch 1, until step 2.",
  );
  expect(second?.join()).not.toContain("does not hear of it");
});

test("for how long nobody was the controller is what a comparison counts", () => {
  const trace = traceOf(fails);
  const offices = new Offices(1);
  for (const event of trace.events) offices.add(event);
  const { withoutMs } = offices.finish(trace.result?.t ?? 0);
  expect(said(trace)[0]).toContain(`For ${withoutMs} ms nobody was the controller.`);
});

test("what a controller sends is told where it leaves, each time, and whether it was still on its way", () => {
  const partitions = [{ name: "a", replicas: [1, 2] }];
  const steps = [at({ kind: "command", name: "reassign", argument: { a: [3] } })];
  const told = said(traceOf(clusterOf([9, 9, 9], steps), { partitions }))[0]?.filter((text) => text?.includes("RPC"));
  expect(told).toEqual([
    "Controller 1 tells the brokers by RPC, with controller epoch 1: LeaderAndIsr to 1, 2, 3 and UpdateMetadata to 1, 2, 3.",
    "Controller 1 tells the brokers by RPC, with controller epoch 1: LeaderAndIsr to 3, UpdateMetadata to 1, 2, 3 and StopReplica to 1, 2.",
  ]);
  const cut = [at({ kind: "command", name: "reassign", argument: { a: [3] } }, 4), at({ kind: "fail", sids: [1] })];
  expect(said(traceOf(clusterOf([9, 9, 9], cut), { partitions }))[0]?.join()).toContain(
    "All of this is still on its way when the step ends.",
  );
});

test("a leader that is picked though it is down is live to ZooKeeper, and nobody moves to a broker that is down", () => {
  const cluster = clusterOf([9, 9, 9], [at({ kind: "fail", sids: [1, 2] })]);
  expect(said(traceOf(cluster))[0]?.join()).toContain(
    "Broker 2 does not run, but its session has not expired yet: to ZooKeeper it is live.",
  );
  const steps = [at({ kind: "fail", sids: [3] }), at({ kind: "command", name: "reassign", argument: { a: [3, 2] } })];
  const moved = said(traceOf(clusterOf([9, 9, 9], steps), { partitions: [{ name: "a", replicas: [1, 2] }] }));
  expect(moved[1]?.join()).toContain("Broker 3 does not run: the move cannot end before it is back and in sync.");
});
