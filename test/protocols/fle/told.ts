/** What a step did, in values that can be compared. */
import type { Effect } from "../../../src/protocols/fle/messages.ts";
import { pollMs, proposalOf, type ServerState } from "../../../src/protocols/fle/server.ts";
import type { Done } from "./java.ts";

/** The effects of the step that made `state`. */
export function doneBy(effects: readonly Effect[], state: ServerState): Done {
  const done: Done = { sent: [], answers: [], poll: undefined, outcome: undefined, decided: undefined };
  for (const effect of effects) {
    if (effect.kind === "broadcast") done.sent.push(proposalOf(state));
    else if (effect.kind === "answer") done.answers.push({ to: effect.to, notification: effect.notification });
    else if (effect.kind === "poll") done.poll = pollMs(state);
    else if (effect.kind === "handled") done.outcome = effect.outcome;
    else if (effect.kind === "decided") {
      const { vote, electionEpoch } = state.current;
      const supporters = effect.votes.supporters(vote, electionEpoch, effect.via === "joined");
      done.decided = { via: effect.via, supporters };
    }
  }
  return done;
}

/** Everything of a state as a text, with the last notification of every voter in both sets. */
export function snapshot(state: ServerState): string {
  const votes = (set: ServerState["recvset"]) => state.self.verifier.voters.map((_, index) => set.get(index));
  return text({ ...state, self: 0, recvset: votes(state.recvset), outofelection: votes(state.outofelection) });
}

/** Equal values, whatever the order of their fields, have the same text. */
export function text(value: object): string {
  return JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${part}n` : inOrder(part)));
}

function inOrder(part: unknown): unknown {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}
