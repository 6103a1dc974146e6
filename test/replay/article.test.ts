/** Five real servers, with the zxids of the familiar walk-through, elect as the built-in scenario does. */
import { describe, expect, test } from "vitest";
import { builtin } from "../../src/scenario/builtins.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import type { TraceEvent, TraceLine } from "../../src/trace/events.ts";
import { explain, wrongIn } from "../explain/check.ts";
import { linesOf } from "../explain/subjects.ts";
import { configOf, logsOf, traced } from "./traced.ts";

const name = "article-8-8-8-7-7";
const real = (await traced(logsOf(name), { config: configOf(name) })).lines;
const simulated = linesOf(builtin("five-server-restart") as Cluster);

/** The votes that a server cast, as (sid, counter of the zxid) and what decided. */
function votes(lines: readonly TraceLine[], sid: number) {
  const cast = lines.filter((line) => line.type === "vote" && line.sid === sid) as Extract<
    TraceEvent,
    { type: "vote" }
  >[];
  return cast.map(({ vote, was, by }) => ({
    leader: vote.leader,
    counter: vote.zxid & 0xffffffffn,
    was: was?.leader,
    by,
  }));
}

test("it is the election of the article", () => {
  expect(votes(real, 4)).toEqual([
    { leader: 4, counter: 7n, was: undefined, by: "initial" },
    { leader: 1, counter: 8n, was: 4, by: "zxid" },
    { leader: 2, counter: 8n, was: 1, by: "sid" },
  ]);
});

test.each([1, 2, 3, 4, 5])("server %i votes alike", (sid) => {
  expect(votes(real, sid)).toEqual(votes(simulated, sid));
  expect(votes(real, sid).length).toBe([2, 1, 0, 3, 0][sid - 1]);
});

describe("what is explained", () => {
  const [log, told] = [explain(real), explain(simulated)];

  test("the same leader is elected by the same servers, for the same reason", () => {
    expect(log.answer).toMatchObject({ kind: "elected", leader: 2, supporters: [1, 2, 4], by: "sid", inOffice: true });
    const { kind, leader, supporters, support, by, field } = told.answer as Extract<
      typeof told.answer,
      { kind: "elected" }
    >;
    expect(log.answer).toMatchObject({ kind, leader, supporters, support, by, field });
  });

  test("the others lose for the same reasons", () => {
    const reasons = ({ others }: typeof log) =>
      others.map(({ sid, criterion, comparison }) => ({ sid, criterion, rule: comparison?.rule }));
    expect(reasons(log)).toEqual(reasons(told));
    expect(reasons(log).map(({ criterion }) => criterion)).toEqual(["sid", "down", "zxid", "down"]);
  });

  test("nothing in it is wrong", () => {
    // Phases before broadcast are in a trace from logs only, and no part of the explanation.
    expect(wrongIn(log, real).filter((wrong) => !/^complete: phase/.test(wrong))).toEqual([]);
  });
});
