import { expect, test } from "vitest";
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
