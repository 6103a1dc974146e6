import type { ActorState } from "../protocol.ts";
import type { Log } from "./log.ts";

/** What a cluster description says to Raft alone, every default filled in. */
export interface RaftOptions {
  /** Each timeout is drawn from this range, both ends included; ms. */
  readonly electionTimeout: readonly [min: number, max: number];
  /** How often a leader makes itself heard, in ms. */
  readonly heartbeat: number;
  readonly preVote: boolean;
}

/** What a server's disk has before the first step. */
export interface Disk {
  readonly term: number;
  readonly log: Log;
}

/** What all servers know of the cluster. */
export interface Config {
  readonly options: RaftOptions;
  readonly voters: readonly number[];
  /** They get entries, but have no vote and never lead, as the learners of etcd do: the observers. */
  readonly learners: readonly number[];
  /** How many votes win. */
  readonly majority: number;
  readonly disks: ReadonlyMap<number, Disk>;
}

/** What a leader knows of another server's log (figure 2: nextIndex, matchIndex). */
export interface Progress {
  readonly match: number;
  readonly next: number;
  /** Entries are on their way, whether they fit or not; until that is known no more are sent. */
  readonly probing: boolean;
}

/** Clients' entries that only some get before the next step. */
export interface Hold {
  /** The last entry that everybody gets. */
  readonly index: number;
  readonly reach: readonly number[];
}

export type Role = "down" | "follower" | "pre-candidate" | "candidate" | "leader";

/** A Raft server. The first three fields are on its disk (figure 2: persistent state). */
export interface Server {
  readonly currentTerm: number;
  readonly votedFor: number | null;
  readonly log: Log;

  readonly sid: number;
  readonly config: Config;
  readonly role: Role;
  /** Whom it takes for the leader of its term. */
  readonly leader: number | null;
  readonly commitIndex: number;
  /** Pre-vote: it has heard from its leader within the shortest election timeout. */
  readonly leaderAlive: boolean;
  /** Who has said yes to this candidate, itself among them; and who has answered at all. */
  readonly votes: readonly number[];
  readonly answered: readonly number[];
  /** How often it has asked for votes since this step began, and how often in a row without a majority's answers. */
  readonly tries: number;
  readonly unanswered: number;
  readonly progress: ReadonlyMap<number, Progress>;
  readonly hold: Hold | null;
}

/** Tries in a step, and of those tries in a row that no majority answers, after which more of them bring nothing new. */
const maxTries = 10;
const maxUnanswered = 2;

/** Whether it goes on trying although that changes nothing: otherwise no step without a majority would ever end. */
export function isVain({ tries, unanswered }: Server): boolean {
  return tries > maxTries || unanswered > maxUnanswered;
}

export function down(sid: number, config: Config, { term, log }: Disk): Server {
  return {
    currentTerm: term,
    votedFor: null,
    log,
    sid,
    config,
    role: "down",
    leader: null,
    commitIndex: 0,
    leaderAlive: false,
    votes: [],
    answered: [],
    tries: 0,
    unanswered: 0,
    progress: new Map(),
    hold: null,
  };
}

/** Term, vote and log are on disk; up to where the log is committed is not (figure 2). */
export function crash(server: Server): Server {
  const { sid, config, currentTerm, votedFor, log } = server;
  return { ...down(sid, config, { term: currentTerm, log }), votedFor };
}

export function isVoter({ sid, config }: Server): boolean {
  return config.voters.includes(sid);
}

export function stateOf(server: Server): ActorState {
  switch (server.role) {
    case "down":
      return "DOWN";
    case "follower":
      return isVoter(server) ? "FOLLOWING" : "OBSERVING";
    case "pre-candidate":
    case "candidate":
      return "LOOKING";
    case "leader":
      return "LEADING";
  }
}
