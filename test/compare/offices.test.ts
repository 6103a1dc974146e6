import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AnyEvent, Offices, type OfficeTimes } from "../../src/compare/offices.ts";
import type { ServerState } from "../../src/trace/events.ts";
import { runs } from "../runs.ts";

function times(leader: number | null, events: readonly AnyEvent[], end: number): OfficeTimes {
  const offices = new Offices(leader);
  for (const event of events) offices.add(event);
  return offices.finish(end);
}

const step = (t: number, action: Record<string, unknown>): AnyEvent => ({ type: "step", t, index: 0, action });
const state = (t: number, sid: number, to: ServerState): AnyEvent => {
  return { type: "state", t, sid, from: "LOOKING", to, reason: "elected" };
};
const settled = (t: number): AnyEvent => ({ type: "settled", t, leader: null });
const news = (t: number): AnyEvent => ({ type: "message", t });

describe("without a leader", () => {
  test("from its loss to the next one; the quiet time at the end counts for nothing", () => {
    const events = [step(0, { fail: [3] }), state(0, 3, "DOWN"), news(40), state(202, 2, "LEADING"), settled(900)];
    expect(times(3, events, 900)).toEqual({ withoutMs: 202, twoMs: 0, twoUntil: null });
  });

  test("at a cold start, from the first start", () => {
    const events = [step(0, { wait: 500 }), settled(500), step(500, { start: [1] }), news(510), settled(1000)];
    const rest = [step(1000, { start: [2] }), state(1300, 2, "LEADING"), settled(1900)];
    // 500 to 510, then 1000 to 1300: between them nothing happened.
    expect(times(null, [...events, ...rest], 1900)).toMatchObject({ withoutMs: 310 });
  });

  test("while the leader is paused, and when it crashes meanwhile", () => {
    const events = [
      step(0, { pause: [1] }),
      news(100),
      settled(600),
      step(600, { resume: [1] }),
      news(650),
      settled(900),
    ];
    expect(times(1, events, 900)).toMatchObject({ withoutMs: 100 });
    const crash = [step(0, { pause: [1] }), news(10), step(20, { fail: [1] }), state(20, 1, "DOWN"), news(50)];
    expect(times(1, [...crash, state(60, 1, "LEADING"), news(70)], 70)).toMatchObject({ withoutMs: 60 });
  });

  test("what a wait lets pass counts, up to its end", () => {
    const events = [step(0, { fail: [3] }), state(0, 3, "DOWN"), settled(10), step(10, { wait: 1000 }), settled(1010)];
    expect(times(3, events, 1010)).toMatchObject({ withoutMs: 1000 });
    // It settles later than the wait is over: the rest is quiet.
    expect(times(3, [...events.slice(0, 4), settled(1500)], 1500)).toMatchObject({ withoutMs: 1000 });
  });

  test("a step that may run for a time has no quiet time", () => {
    expect(times(3, [step(0, { fail: [3], for: 300 }), state(0, 3, "DOWN")], 300)).toMatchObject({ withoutMs: 300 });
  });
});

describe("two at once", () => {
  test("from the second to the end of the first", () => {
    const events = [step(0, { partition: [[1], [2, 3]] }), state(200, 2, "LEADING"), state(230, 1, "FOLLOWING")];
    expect(times(1, events, 230)).toEqual({ withoutMs: 0, twoMs: 30, twoUntil: null });
  });

  test("goes on to the end when nothing more happens", () => {
    const events = [step(0, { partition: [[1], [2, 3]] }), state(200, 2, "LEADING"), news(210), settled(5000)];
    expect(times(1, events, 5000)).toEqual({ withoutMs: 0, twoMs: 10, twoUntil: "end" });
  });

  test("goes on until the step that makes the network whole, whether or not that before may run for a time", () => {
    const [first, ...more] = [step(0, { partition: [[1], [2, 3]] }), state(200, 2, "LEADING")];
    const healed = [{ ...step(5000, { heal: true }), index: 1 }, state(5003, 1, "FOLLOWING"), settled(6000)];
    expect(times(1, [first, ...more, settled(5000), ...healed] as AnyEvent[], 6000)).toMatchObject({ twoUntil: 2 });
    expect(times(1, [first, ...more, ...healed] as AnyEvent[], 6000)).toMatchObject({ twoUntil: 2 });
    // They outlast it.
    const kept = [first, ...more, settled(5000), healed[0], settled(6000)];
    expect(times(1, kept as AnyEvent[], 6000)).toMatchObject({ twoUntil: "end" });
  });

  test("a paused leader does not count until it goes on", () => {
    const events = [step(0, { pause: [1] }), state(200, 2, "LEADING"), settled(800), step(800, { resume: [1] })];
    const end = state(803, 1, "FOLLOWING");
    expect(times(1, [...events, end], 803)).toEqual({ withoutMs: 200, twoMs: 3, twoUntil: null });
  });
});

const sid = fc.integer({ min: 1, max: 3 });
const sids = fc.uniqueArray(sid, { minLength: 1, maxLength: 3 });
const event = fc.tuple(
  fc.nat(6),
  fc.oneof(
    sids.map((start) => step(0, { start })),
    sids.map((pause) => step(0, { pause })),
    sids.map((resume) => step(0, { resume })),
    fc.nat(12).map((wait) => step(0, { wait })),
    fc
      .tuple(sid, fc.constantFrom<ServerState[]>("LEADING", "LEADING", "FOLLOWING", "LOOKING", "DOWN"))
      .map(([one, to]) => state(0, one, to)),
    fc.constant(news(0)),
    fc.constant(settled(0)),
  ),
);

/** A trace with times that ascend; after what is settled a step begins at once, as in every simulation. */
const trace = fc.array(event, { maxLength: 30 }).map((drawn) => {
  let now = 0;
  const events: AnyEvent[] = [];
  for (const [ms, one] of drawn) {
    if (events.at(-1)?.type === "settled") events.push(step(now, { heal: true }));
    now += ms;
    events.push({ ...one, t: now });
  }
  return { events, end: now };
});

test("agrees with a naive count, millisecond by millisecond", () => {
  fc.assert(
    fc.property(fc.option(sid), trace, fc.nat(5), (leader, { events, end }, more) => {
      const last = events.at(-1)?.type === "settled" ? end : end + more;
      const found = times(leader, events, last);
      expect(found).toMatchObject(naive(leader, events, last));
    }),
    runs(300),
  );
});

function naive(leader: number | null, events: readonly AnyEvent[], end: number) {
  const sum = { withoutMs: 0, twoMs: 0 };
  for (let tick = 0; tick < end; tick++) {
    const before = events.filter((one) => one.t <= tick);
    if (!isExpected(leader, before) || isQuiet(events, tick)) continue;
    const many = [1, 2, 3].filter((one) => leads(one, leader, before)).length;
    if (many === 0) sum.withoutMs++;
    if (many > 1) sum.twoMs++;
  }
  return sum;
}

function isExpected(leader: number | null, before: readonly AnyEvent[]): boolean {
  return leader !== null || before.some((one) => actionOf(one)["start"] !== undefined);
}

function leads(sid: number, leader: number | null, before: readonly AnyEvent[]): boolean {
  let leading = sid === leader;
  let paused = false;
  for (const one of before) {
    if (one.type === "state" && "to" in one && one.sid === sid) {
      leading = one.to === "LEADING";
      if (one.to === "DOWN") paused = false;
    }
    const { pause, resume } = actionOf(one) as { pause?: number[]; resume?: number[] };
    if (pause?.includes(sid)) paused = true;
    if (resume?.includes(sid)) paused = false;
  }
  return leading && !paused;
}

/** Whether this millisecond lies between the last thing that happened in a step and its `settled`. */
function isQuiet(events: readonly AnyEvent[], tick: number): boolean {
  return events.some((one, at) => {
    if (one.type !== "settled") return false;
    const step = events.slice(0, at).findLast((each) => each.type === "step");
    const waited = step ? step.t + Number(actionOf(step)["wait"] ?? 0) : 0;
    const lastNews = Math.max(events[at - 1]?.t ?? 0, waited);
    return lastNews <= tick && tick < one.t;
  });
}

function actionOf(event: AnyEvent): Record<string, unknown> {
  return event.type === "step" && "action" in event ? event.action : {};
}
