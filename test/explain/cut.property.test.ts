/** Traces that stop in the middle, or have not all that happened: what is told is true of what is there. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Explanation, Fact } from "../../src/explain/facts.ts";
import { builtin } from "../../src/scenario/builtins.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import type { Header, TraceEvent, TraceLine } from "../../src/trace/events.ts";
import { property, runs } from "../runs.ts";
import { zookeeperScenarios } from "../scenario/zookeeper.ts";
import { runOf } from "../simulation/arbitrary.ts";
import { explain, wrongIn } from "./check.ts";
import { linesOf } from "./subjects.ts";

const builtins = zookeeperScenarios.map(({ name }) => ({ name, lines: linesOf(builtin(name) as Cluster) }));

/** The lines that some claim of the explanation leans on. */
function leansOn({ answer, parts, others }: Explanation): number[] {
  const claims = [answer, ...others, ...parts.flatMap(({ facts, step }) => [...facts, ...(step ? [step] : [])])];
  return claims.flatMap(({ events }) => events);
}

function checkCut(lines: readonly TraceLine[]): void {
  const explanation = explain(lines);
  expect(explanation.unknown).toContainEqual({ kind: "cut", line: lines.length });
  expect(Math.max(1, ...leansOn(explanation))).toBeLessThanOrEqual(lines.length);
  expect({ cut: lines.length, wrong: wrongIn(explanation, lines) }).toEqual({ cut: lines.length, wrong: [] });
}

describe("a trace that is cut short", () => {
  test.each(builtins)("after any line of $name", ({ lines }) => {
    for (let end = 1; end < lines.length; end++) checkCut(lines.slice(0, end));
  });

  test("anywhere in any simulation", property, () => {
    fc.assert(
      fc.property(runOf(), fc.nat(), ({ cluster }, cut) => {
        const lines = linesOf(cluster);
        checkCut(lines.slice(0, 1 + (cut % (lines.length - 1))));
      }),
      runs(150),
    );
  });
});

/** What a log may not have: each way takes the events that it keeps. */
const ways: Record<string, (event: TraceEvent, sid: number) => boolean> = {
  "no sends": ({ type }) => type !== "send",
  "no tallies": ({ type }) => type !== "tally",
  "no receives": ({ type }) => type !== "receive",
  "no votes": ({ type }) => type !== "vote",
  "no steps": ({ type }) => type !== "step",
  "no states": ({ type }) => type !== "state",
  "no decisions": ({ type }) => type !== "decide",
  "nothing of one server": (event, sid) => !("sid" in event) || event.sid !== sid,
  "nothing that one server heard": (event, sid) => event.type !== "receive" || event.sid !== sid,
  "nothing but states": ({ type }) => type === "state",
  "nothing but what was heard": ({ type }) => type === "receive",
};

function without(
  lines: readonly TraceLine[],
  source: Header["source"],
  keeps: (event: TraceEvent) => boolean,
): TraceLine[] {
  return lines
    .filter((line) => line.type === "trace" || line.type === "result" || keeps(line))
    .map((line) => (line.type === "trace" ? { ...line, source } : line));
}

/** The server whose event it is; followers tell of their leader, too. */
function namesOf(event: TraceEvent): number[] {
  if (event.type === "phase") return [event.sid, event.detail.leader];
  if (event.type === "epoch" || event.type === "logged") return [event.sid, event.leader];
  return "sid" in event ? [event.sid] : [];
}

/** What is there is said as it is: no fact leans on an event that says something else. */
function checkThere(lines: readonly TraceLine[]): void {
  const explanation = explain(lines);
  const { servers, answer, others } = explanation;
  for (const line of leansOn(explanation)) expect(lines[line - 1]?.type ?? "trace").not.toBe("trace");
  const leader = answer.kind === "none" ? undefined : answer.leader;
  expect(others.map(({ sid }) => sid)).toEqual(servers.map(({ sid }) => sid).filter((sid) => sid !== leader));
  const wrong = explanation.parts.flatMap(({ facts }) =>
    facts.flatMap((fact) => {
      const events = fact.events.map((line) => lines[line - 1] as TraceEvent);
      const sid = "sid" in fact ? fact.sid : undefined;
      // Whoever a fact is about, one of its events is that server's.
      const own = sid === undefined || events.some((event) => namesOf(event).includes(sid));
      const from = "from" in fact && typeof fact.from === "number" ? fact.from : undefined;
      const isFrom = (event: TraceEvent) => "from" in event && event.from === from;
      const heard = from === undefined || events.some(isFrom);
      const at = !("t" in fact) || events.some((event) => event.t === fact.t);
      return own && heard && at ? [] : [fact];
    }),
  );
  expect(wrong).toEqual([]);
  for (const { facts } of explanation.parts) for (const fact of facts) checkVotes(fact, lines);
  for (const { own, criterion, events } of others) {
    if (own && ["peerEpoch", "zxid", "sid", "late"].includes(criterion)) {
      const votes = events.map((line) => lines[line - 1]).filter((line) => line?.type === "vote");
      expect(votes.map((event) => event?.type === "vote" && event.vote)).toContainEqual(own);
    }
  }
}

/** Votes that were heard or cast are those of the events: nothing is put together that does not belong together. */
function checkVotes(fact: Fact, lines: readonly TraceLine[]): void {
  const events = fact.events.map((line) => lines[line - 1]);
  const heard = events.flatMap((event) => (event?.type === "receive" ? [event.vote] : []));
  const cast = events.flatMap((event) => (event?.type === "vote" ? [event.vote] : []));
  switch (fact.kind) {
    case "initial-vote":
      expect({ fact, cast }).toEqual({ fact, cast: [fact.vote] });
      break;
    case "vote-changed":
      if (fact.from !== null) expect({ fact, heard }).toEqual({ fact, heard: [fact.vote] });
      if (cast.length > 0) expect({ fact, cast }).toEqual({ fact, cast: [fact.vote] });
      break;
    case "election-joined":
      expect({ fact, heard, cast }).toEqual({ fact, heard: [fact.received], cast: fact.vote ? [fact.vote] : [] });
      break;
    case "wait-broken":
      if (fact.from !== null) expect({ fact, heard }).toEqual({ fact, heard: [fact.better] });
      break;
    case "vote-lost":
    case "agreed":
    case "older-election":
      expect({ fact, heard }).toEqual({ fact, heard: [fact.vote] });
      break;
  }
}

/** Votes of the trace that no fact tells. */
function untoldVotes(lines: readonly TraceLine[]): number[] {
  const told = new Set(explain(lines).parts.flatMap(({ facts }) => facts.flatMap(({ events }) => events)));
  return lines.flatMap((line, at) => (line.type === "vote" && !told.has(at + 1) ? [at + 1] : []));
}

describe("a trace that has not all", () => {
  for (const [way, keeps] of Object.entries(ways)) {
    test(`but ${way}, claims nothing that is not there`, property, () => {
      fc.assert(
        fc.property(
          runOf(),
          fc.nat(),
          fc.constantFrom<Header["source"][]>("log", "simulation"),
          ({ cluster }, pick, source) => {
            const sid = cluster.servers[pick % cluster.servers.length]?.sid ?? -1;
            checkThere(without(linesOf(cluster), source, (event) => keeps(event, sid)));
          },
        ),
        runs(40),
      );
    });
  }

  test("but any of its events, is explained all the same", property, () => {
    fc.assert(
      fc.property(runOf(), fc.infiniteStream(fc.nat(9)), ({ cluster }, chance) => {
        checkThere(without(linesOf(cluster), "log", () => (chance.next().value ?? 0) > 0));
      }),
      runs(100),
    );
  });

  test("tells every vote that is there, whether or not what brought it about is", property, () => {
    fc.assert(
      fc.property(runOf(), fc.infiniteStream(fc.boolean()), ({ cluster }, chance) => {
        const lines = without(
          linesOf(cluster),
          "log",
          ({ type }) => type !== "receive" || chance.next().value === true,
        );
        expect(untoldVotes(lines)).toEqual([]);
      }),
      runs(100),
    );
  });

  test("says what cannot be known", property, () => {
    for (const { lines } of builtins) {
      const [header] = lines;
      if (header?.type !== "trace") throw new Error("no header");
      const heard = lines.flatMap((line) => (line.type === "receive" ? [line.sid] : []));
      const sids = [...new Set(heard)];
      for (const sid of sids) {
        const { unknown } = explain(without(lines, "log", (event) => !("sid" in event) || event.sid !== sid));
        const silent = unknown.flatMap((one) => (one.kind === "silent" ? one.sids : []));
        expect({ sid, silent: silent.includes(sid) }).toEqual({ sid, silent: true });
      }
      const { unknown } = explain(without(lines, "log", ({ type }) => type !== "send"));
      const fromOthers = lines.some((line) => line.type === "receive" && line.from !== line.sid);
      expect(unknown.some(({ kind }) => kind === "no-sends")).toBe(fromOthers);
    }
  });
});
