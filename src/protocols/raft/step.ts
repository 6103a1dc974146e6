import type { Input, Step } from "../protocol.ts";
import { electionTimeout, learnTerm, voteAnswered, voteRequested } from "./election.ts";
import type { RaftEvent } from "./events.ts";
import { entriesCame } from "./follow.ts";
import type { RaftMessage } from "./messages.ts";
import { putInOffice } from "./office.ts";
import { countAnswers, disconnected, entriesAnswered, heartbeat, release, write } from "./replication.ts";
import type { Server } from "./server.ts";
import { Turn } from "./turn.ts";

/** One Raft server: what it becomes and what it wants done when something happens to it (figure 2 of the paper). */
export function step(server: Server, input: Input<RaftMessage>): Step<Server, RaftMessage, RaftEvent> {
  const turn = new Turn(server, input.kind === "message" && input.message.vain === true);
  handle(turn, input);
  return { state: turn.server, effects: turn.effects };
}

function handle(turn: Turn, input: Input<RaftMessage>): void {
  switch (input.kind) {
    case "office":
      putInOffice(turn, input.leader, input.up);
      break;
    case "start":
      turn.become("follower", input.reason);
      turn.resetElection();
      break;
    case "message":
      if (typeof input.from === "number") receive(turn, input.from, input.message);
      break;
    case "timer":
      expire(turn, input.name);
      break;
    case "disconnected":
      disconnected(turn, input.from);
      break;
    case "write":
      write(turn, input.count, input.reach);
      break;
    case "release":
      turn.set({ tries: 0, unanswered: 0 });
      release(turn);
      break;
    case "command":
      break;
  }
}

function receive(turn: Turn, from: number, message: RaftMessage): void {
  switch (message.kind) {
    case "RequestVote":
    case "PreVote":
      voteRequested(turn, from, message);
      break;
    case "RequestVoteResult":
    case "PreVoteResult":
      voteAnswered(turn, from, message);
      break;
    case "AppendEntries":
      entriesCame(turn, from, message);
      break;
    case "AppendEntriesResult":
      learnTerm(turn, from, message);
      entriesAnswered(turn, from, message);
      break;
  }
}

function expire(turn: Turn, name: string): void {
  if (name === "election") electionTimeout(turn);
  else if (name === "heartbeat") heartbeat(turn);
  else if (name === "answers") countAnswers(turn);
  else turn.set({ leaderAlive: false });
}
