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
