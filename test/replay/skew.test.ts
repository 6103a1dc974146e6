/** Clocks that are wrong: found, told, and no matter for what happened. */
import { describe, expect, test } from "vitest";
import type { TraceEvent } from "../../src/trace/events.ts";
import { configOf, type Logs, logsOf, recorded, type Traced, traced } from "./traced.ts";

const second = 1000;
const hour = 3600 * second;
const stamp = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}/;

/** A log whose clock is ahead by so many ms from a line on. */
function ahead(text: string, ms: number, from = 1): string {
  const lines = text.split("\n");
  return lines.map((line, index) => (index + 1 < from ? line : line.replace(stamp, (at) => later(at, ms)))).join("\n");
}

function later(at: string, ms: number): string {
  const shifted = new Date(Date.parse(`${at.replace(" ", "T").replace(",", ".")}Z`) + ms);
  return shifted.toISOString().replace("T", " ").replace(".", ",").slice(0, 23);
}

function shifted(logs: Logs, file: string, ms: number): Logs {
  return { ...logs, [file]: ahead(logs[file] ?? "", ms) };
}

/** What happened in the elections, whenever that was. */
function outcomes({ elections }: Traced) {
  return elections.map(({ looking, outcome, electionEpoch }) => {
    return { looking: looking.map(({ sid }) => sid).sort(), outcome, electionEpoch };
  });
}

/** Every notification whose vote its sender's own log shows: in the trace that has to be above. */
function uncaused({ events }: Traced): TraceEvent[] {
  const cast = new Map<string, number>();
  const key = (sid: number, { electionEpoch, vote }: Extract<TraceEvent, { type: "vote" | "receive" }>) =>
    `${sid} ${electionEpoch} ${vote.leader} ${vote.zxid} ${vote.peerEpoch}`;
  for (const [at, event] of events.entries()) {
    if (event.type === "vote" && !cast.has(key(event.sid, event))) cast.set(key(event.sid, event), at);
  }
  return events.filter((event, at) => {
    if (event.type !== "receive" || event.state !== "LOOKING") return false;
    return (cast.get(key(event.from, event)) ?? 0) > at;
  });
}

describe.each(["rejoin-established", "article-8-8-8-7-7", "leader-crash"])("%s", async (name) => {
  const [logs, config] = [logsOf(name), configOf(name)];
  const original = await traced(logs, { config });
  test("no vote is received before it is cast", () => expect(uncaused(original)).toEqual([]));
  const files = Object.keys(logs);
  const amounts = [150, 700, 5 * second, 3 * hour, 24 * hour].flatMap((ms) => [ms, -ms]);

  test.each(amounts)("one clock is %i ms off", async (ms) => {
    for (const [index, file] of files.entries()) {
      const trace = await traced(shifted(logs, file, ms), { config });
      expect(outcomes(trace)).toEqual(outcomes(original));
      expect(trace.result.servers.map(({ state, leader }) => ({ state, leader }))).toEqual(
        original.result.servers.map(({ state, leader }) => ({ state, leader })),
      );
      const skew = Object.entries(trace.header.logs?.skew ?? {}).map(([sid, found]) => [Number(sid), found] as const);
      const sids = files.map((each) => Number(/\d+/.exec(each)?.[0]));
      // Clocks are compared with that of the first server: when that is off, all others are, the other way.
      const wrong = index === 0 ? sids.slice(1) : [sids[index]];
      if (Math.abs(ms) <= 300) continue;
      expect(skew.map(([sid]) => sid)).toEqual(wrong);
      for (const [, found] of skew) expect(Math.abs(found - (index === 0 ? -ms : ms))).toBeLessThan(150);
    }
  });

  // Of the article's log nothing but its start is before the line where the clock is put back.
  test.skipIf(name.startsWith("article"))("a clock is put back by an hour in the middle of a log", async () => {
    for (const file of files) {
      const length = (logs[file] ?? "").split("\n").length;
      for (const from of [Math.floor(length / 3), Math.floor((2 * length) / 3)]) {
        const trace = await traced({ ...logs, [file]: ahead(logs[file] ?? "", -hour, from) }, { config });
        expect(outcomes(trace)).toEqual(outcomes(original));
        expect(trace.divergences).toEqual([]);
        expect(trace.warnings).toMatchObject([{ file, kind: "clock-backwards" }]);
      }
    }
  });
});

test.each(recorded)("%s: what is not wrong is not told", async (name) => {
  const { header } = await traced(logsOf(name), { config: configOf(name) });
  const skewed: Record<string, number[]> = { "skewed-clocks": [2, 3], "time-zones": [2, 3] };
  expect(Object.keys(header.logs?.skew ?? {}).map(Number)).toEqual(skewed[name] ?? []);
});

test("clocks of a recording that were set wrong on purpose", async () => {
  const { header, elections } = await traced(logsOf("skewed-clocks"));
  const { 2: behind = 0, 3: before = 0 } = header.logs?.skew ?? {};
  expect(Math.abs(behind + 120 * second)).toBeLessThan(150);
  expect(Math.abs(before - 60 * second)).toBeLessThan(150);
  expect(elections.map(({ outcome }) => outcome)).toMatchObject([
    { kind: "elected", leader: 3, supporters: [2, 3] },
    // Server 1 is started when these two have elected 3.
    { kind: "joined", leader: 3, sids: [1] },
    { kind: "elected", leader: 1, supporters: [1, 2] },
    { kind: "joined", leader: 1, sids: [3] },
  ]);
});

test("an ensemble that is restarted every day, with the same votes, has no clock that is a day off", async () => {
  const logs = logsOf("ensemble-restarts");
  const days = Object.entries(logs).map(([file, text]) => {
    const starts = text.split(/^(?=.*Reading configuration from)/m).filter(Boolean);
    // Every day begins as the first one did: nothing was written in between.
    return [file, [0, 1, 2].map((day) => ahead(starts[0] ?? "", day * 24 * hour)).join("")];
  });
  const { header, elections, divergences } = await traced(Object.fromEntries(days));
  expect(header.logs?.skew).toBeUndefined();
  expect(divergences).toEqual([]);
  const aDay = [
    { kind: "elected", leader: 2, supporters: [1, 2] },
    { kind: "joined", leader: 2, sids: [3] },
  ];
  expect(elections.map(({ outcome }) => outcome)).toEqual([...aDay, ...aDay, ...aDay]);
});
