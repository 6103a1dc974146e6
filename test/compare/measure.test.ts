import { expect, test } from "vitest";
import { type Ended, Measuring } from "../../src/compare/measure.ts";
import type { AnyEvent } from "../../src/compare/offices.ts";

const ended: Ended = { leader: 2, t: 9000, servers: [] };
const account = { eligible: [2], watches: null, attempts: null, write: "none" } as const;

function waited(...events: object[]): boolean {
  const measuring = new Measuring(1);
  for (const event of events) measuring.add(event as AnyEvent);
  return measuring.finish(ended, account).waitedForSession;
}

const expired = (sid: number) => ({ type: "session", t: 5000, sid, session: sid, change: "expired" });
const became = (to: string) => ({ type: "state", t: 10, sid: 1, from: "LEADING", to, reason: "any" });

test("a crashed leader is waited for until its session expires", () => {
  expect(waited(became("DOWN"), expired(1))).toBe(true);
  expect(waited({ type: "step", t: 0, index: 0, action: { pause: [1] } }, expired(1))).toBe(true);
});

test("one that gave up by itself is not, nor are sessions of others", () => {
  expect(waited(became("FOLLOWING"), expired(1))).toBe(false);
  expect(waited(became("DOWN"), expired(3))).toBe(false);
  expect(waited(expired(1))).toBe(false);
});

test("a message alone does not lengthen the time with two leaders: none is told when runs are repeated", () => {
  const step = { type: "step", t: 0, index: 0, action: { partition: [[1], [2, 3]] } };
  const elected = { type: "state", t: 60, sid: 2, from: "LOOKING", to: "LEADING", reason: "elected" };
  const message = { type: "message", t: 90, from: 2, to: 3, kind: "AppendEntries" };
  const follows = { type: "state", t: 100, sid: 3, from: "LOOKING", to: "FOLLOWING", reason: "leader" };
  const settled = { type: "settled", t: 500, leader: 2 };
  const two = (...events: object[]) => {
    const measuring = new Measuring(1);
    for (const event of events) measuring.add(event as AnyEvent);
    return measuring.finish({ ...ended, t: 500 }, account).twoLeadersMs;
  };
  expect(two(step, elected, message, settled)).toBe(0);
  expect(two(step, elected, message, follows, settled)).toBe(40);
});
