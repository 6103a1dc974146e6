/** One server among sids 1 to n, and what one may say to it. */
import type { Effect, Input, Notification } from "../../../src/protocols/fle/messages.ts";
import type { Voter } from "../../../src/protocols/fle/quorum.ts";
import { newServer, type ServerState } from "../../../src/protocols/fle/server.ts";
import { step } from "../../../src/protocols/fle/step.ts";
import type { Vote } from "../../../src/protocols/fle/vote.ts";
import { selfOf } from "./arbitrary.ts";
import type { Done } from "./java.ts";
import { doneBy } from "./told.ts";

export interface Given {
  /** How many voters; 3 without it. */
  readonly voters?: number | readonly Voter[];
  readonly sid?: number;
  readonly zxid?: bigint;
  readonly currentEpoch?: number;
  /** Its logical clock once it is LOOKING; 1 without it. */
  readonly clock?: number;
}

/** A server and what its last step did. */
export interface Subject {
  readonly state: ServerState;
  readonly done: Done;
  readonly effects: readonly Effect[];
}

/** A server that has just begun to look for a leader. */
export function looking({ voters = 3, sid = 1, zxid = 0n, currentEpoch = 0, clock = 1 }: Given = {}): Subject {
  const list =
    typeof voters === "number"
      ? Array.from({ length: voters }, (_, index) => ({ sid: index + 1, weight: 1, group: 0 }))
      : voters;
  return take(newServer(selfOf(sid, list), clock - 1), { kind: "look", zxid, currentEpoch });
}

export function take(state: ServerState, input: Input): Subject {
  const result = step(state, input);
  return { state: result.state, effects: result.effects, done: doneBy(result.effects, result.state) };
}

/** What becomes of a server that hears these one after another; `done` is of the last. */
export function hears(subject: Subject, ...notifications: Notification[]): Subject {
  return notifications.reduce((before, notification) => take(before.state, { kind: "receive", notification }), subject);
}

export function timesOut(subject: Subject, delivered = true): Subject {
  return take(subject.state, { kind: "timeout", delivered });
}

export function vote(leader: number | null, zxid = 0n, peerEpoch = 0): Vote {
  return { leader, zxid, peerEpoch };
}

/** A notification of somebody LOOKING in election 1, unless said otherwise. */
export function from(sid: number, theirs: Vote, more: Partial<Notification> = {}): Notification {
  return { from: sid, vote: theirs, electionEpoch: 1, state: "LOOKING", round: 1, ...more };
}

/** How the last notification was handled: the outcome and the rule or reason. */
export function handled({ effects }: Subject): string {
  const effect = effects.find(({ kind }) => kind === "handled");
  return effect?.kind === "handled" ? [effect.outcome, effect.by, effect.rule].filter(Boolean).join(" ") : "nothing";
}
