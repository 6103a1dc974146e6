/** `step` does what FastLeaderElection.java does, whatever comes in, and never changes what it was given. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Input, Notification, PeerState } from "../../../src/protocols/fle/messages.ts";
import type { Voter } from "../../../src/protocols/fle/quorum.ts";
import { newServer, proposalOf, type ServerState } from "../../../src/protocols/fle/server.ts";
import { step } from "../../../src/protocols/fle/step.ts";
import { property, runs } from "../../runs.ts";
import { notificationOf, selfOf, votersOf, zxid } from "./arbitrary.ts";
import { type Done, JavaServer } from "./java.ts";
import { doneBy, snapshot, text } from "./told.ts";

type Event =
  | { kind: "receive"; notification: Notification }
  /** Somebody sends what this server proposes. */
  | { kind: "echo"; from: number; state: PeerState }
  | { kind: "timeout"; delivered: boolean }
  | { kind: "look"; zxid: bigint; currentEpoch: number }
  | { kind: "established"; epoch: number };

interface Life {
  voters: Voter[];
  sid: number;
  clock: number;
  events: Event[];
}

const life: fc.Arbitrary<Life> = votersOf(5).chain((voters) => {
  const members = voters.map(({ sid }) => sid);
  const observer = 90;
  const stranger = 91;
  const notification = notificationOf([...members, ...members, observer, stranger], [...members, stranger, null]);
  const look = fc.record({
    kind: fc.constant("look" as const),
    zxid: fc.oneof({ weight: 9, arbitrary: zxid }, fc.constant(2n ** 64n - 1n)),
    currentEpoch: fc.nat(2),
  });
  const echo = fc.record({
    kind: fc.constant("echo" as const),
    from: fc.constantFrom(...members),
    state: fc.constantFrom<PeerState[]>("LOOKING", "FOLLOWING", "LEADING"),
  });
  const event = fc.oneof(
    { weight: 12, arbitrary: fc.record({ kind: fc.constant("receive" as const), notification }) },
    { weight: 12, arbitrary: echo },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("timeout" as const), delivered: fc.boolean() }) },
    { weight: 1, arbitrary: look },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("established" as const), epoch: fc.nat(3) }) },
  );
  return fc.record({
    voters: fc.constant(voters),
    sid: fc.constantFrom(...members, observer),
    clock: fc.nat(2),
    events: fc.tuple(look, fc.array(event, { minLength: 5, maxLength: 40 })).map(([first, rest]) => [first, ...rest]),
  });
});

/** The inputs of a life that fit the state the server is in. */
function inputOf(event: Event, server: ServerState): Input | undefined {
  const looking = server.peerState === "LOOKING";
  switch (event.kind) {
    case "echo":
      return { kind: "receive", notification: { ...proposalOf(server), from: event.from, state: event.state } };
    case "timeout":
      return looking ? event : undefined;
    case "established":
      return looking ? undefined : event;
    case "look":
      return looking && server.round > 0 ? undefined : event;
    default:
      return event;
  }
}

function twinDoes(twin: JavaServer, input: Input): Done | undefined {
  switch (input.kind) {
    case "receive":
      return twin.receive(input.notification);
    case "timeout":
      return twin.timeout(input.delivered);
    case "look":
      return twin.look(input.zxid, input.currentEpoch);
    case "established":
      twin.established(input.epoch);
      return undefined;
  }
}

function observable(state: ServerState): object {
  const { peerState, logicalClock, proposal, round, current, finalizing } = state;
  return { peerState, clock: logicalClock, proposal, round, current, finalizing };
}

function observableTwin({ peerState, clock, proposal, round, current, finalizing }: JavaServer): object {
  const { leader, zxid, peerEpoch, ...rest } = current;
  return { peerState, clock, proposal, round, current: { vote: { leader, zxid, peerEpoch }, ...rest }, finalizing };
}

function sorted(done: Done): Done {
  const { decided } = done;
  return { ...done, decided: decided && { ...decided, supporters: [...decided.supporters].sort((a, b) => a - b) } };
}

test("every life of a server is the same as in Java: state, notifications, answers, waits, decisions", property, () => {
  const seen = { quorum: 0, joined: 0 };
  fc.assert(
    fc.property(life, ({ voters, sid, clock, events }) => {
      const twin = new JavaServer(sid, voters, clock);
      let server = newServer(selfOf(sid, voters), clock);
      for (const event of events) {
        const input = inputOf(event, server);
        if (!input) continue;
        const expected = twinDoes(twin, input);
        const { state, effects } = step(server, input);
        server = state;
        const done = doneBy(effects, server);
        expect(text(observable(server))).toBe(text(observableTwin(twin)));
        if (expected) expect(text(done)).toBe(text(sorted(expected)));
        if (done.decided) seen[done.decided.via]++;
      }
    }),
    runs(500),
  );
  expect(Math.min(seen.quorum, seen.joined), "lives that decide").toBeGreaterThan(0);
});

test("a step leaves its state as it was, and the same step again gives the same", property, () => {
  fc.assert(
    fc.property(life, ({ voters, sid, clock, events }) => {
      let server = newServer(selfOf(sid, voters), clock);
      const past: { server: ServerState; input: Input; before: string; after: string }[] = [];
      for (const event of events) {
        const input = inputOf(event, server);
        if (!input) continue;
        const before = snapshot(server);
        const { state, effects } = step(server, input);
        past.push({ server, input, before, after: snapshot(state) + text(doneBy(effects, state)) });
        server = state;
      }
      for (const { server, input, before, after } of past.reverse()) {
        expect(snapshot(server)).toBe(before);
        const { state, effects } = step(server, input);
        expect(snapshot(state) + text(doneBy(effects, state))).toBe(after);
        expect(snapshot(server)).toBe(before);
      }
    }),
    runs(120),
  );
});
