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

test("so is another that crashed, when it was next in line, and its end lets one lead", () => {
  const crashed = { ...became("DOWN"), sid: 3, from: "FOLLOWING" };
  const over = became("LOOKING");
  const elected = { type: "state", t: 5003, sid: 2, from: "FOLLOWING", to: "LEADING", reason: "lowest" };
  expect(waited(crashed, over, expired(3), elected)).toBe(true);
  expect(waited(over, expired(3), elected)).toBe(false);
  expect(waited(crashed, expired(3), over, elected)).toBe(false);
});

test("who could have been elected is not asked where the office was never vacant", () => {
  const eligible = (...events: object[]) => {
    const measuring = new Measuring(1);
    for (const event of events) measuring.add(event as AnyEvent);
    const { eligible, lostLeader } = measuring.finish(ended, account);
    return { eligible, lostLeader };
  };
  expect(eligible()).toEqual({ eligible: null, lostLeader: false });
  expect(eligible({ ...became("DOWN"), sid: 3, from: "FOLLOWING" })).toEqual({ eligible: null, lostLeader: false });
  expect(eligible(became("DOWN"))).toEqual({ eligible: [2], lostLeader: true });
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
  const gone = { type: "state", t: 120, sid: 1, from: "LEADING", to: "FOLLOWING", reason: "higher-term" };
  expect(two(step, elected, message, gone, settled)).toBe(60);
  expect(two(step, elected, message, follows, gone, settled)).toBe(60);
});
