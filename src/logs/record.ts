/** What the lines of server logs say, once it is known where they stand, when they were written and by which server. */
import type { PeerState } from "../trace/events.ts";

/** A line of a log that says something of elections. */
export interface LogRecord {
  /** The log as the user named it, `-` for standard input. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /**
   * Tells apart who writes: a file is one stream, unless each of its lines begins with a name (docker compose) or
   * several servers are otherwise interleaved in it. Streams are counted through all logs that are read together.
   */
  readonly stream: number;
  /** The server that wrote it. */
  readonly sid: number;
  /** The log's own timestamp, as it is written there. */
  readonly at: string;
  /** The same in ms since 1970 in UTC, by the clock of that server. */
  readonly ms: number;
  readonly entry: Entry;
  /** The exception that is printed below the line, such as "java.net.ConnectException: Connection refused". */
  readonly cause?: string;
}

/** A vote as logs print it; `leader` is null for that of a server that may not vote (Long.MIN_VALUE). */
export interface LoggedVote {
  readonly leader: number | null;
  readonly zxid: bigint;
  readonly peerEpoch: number;
  /** Printed as n.round. */
  readonly electionEpoch: number;
}

/** What the line says. Entries with the same `kind` come from the texts of all versions, 3.4 to 3.9. */
export type Entry =
  /** The process starts ("Starting quorum peer"). */
  | { readonly kind: "start" }
  /** "New election. My id = 1, proposed zxid=0x0". */
  | { readonly kind: "look"; readonly zxid: bigint }
  /** "Notification: …": heard from `from`, while the server itself was `state`. */
  | {
      readonly kind: "notification";
      readonly from: number;
      readonly vote: LoggedVote;
      /** Of the sender. */
      readonly state: PeerState;
      readonly myState: PeerState;
    }
  /** "Notification time out: 400": the next wait in ms, already doubled. */
  | { readonly kind: "timeout"; readonly next: number }
  /** The line that is nothing but LOOKING, FOLLOWING, LEADING or OBSERVING (QuorumPeer.run). */
  | { readonly kind: "state"; readonly state: PeerState }
  /** "Peer state changed: following - synchronization - diff" (from 3.6). */
  | {
      readonly kind: "phase";
      readonly state: PeerState;
      readonly phase: "discovery" | "synchronization" | "broadcast" | null;
      readonly mode: "DIFF" | "SNAP" | "TRUNC" | null;
    }
  /**
   * A learner is told how it is brought up to date, and to which zxid ("Getting a diff from the leader 0x…"); null
   * where the text has none (snapshots before 3.4.11, and in 3.5 before 3.5.5).
   */
  | { readonly kind: "sync"; readonly mode: "DIFF" | "SNAP" | "TRUNC"; readonly zxid: bigint | null }
  /** "Have quorum of supporters, sids: [[1, 2]]; starting up …: 0x…"; before 3.4.6 there are no sids in it. */
  | { readonly kind: "quorum"; readonly sids: readonly number[]; readonly zxid: bigint }
  /** The database is read: the last logged zxid ("highest zxid is 0x…"). */
  | { readonly kind: "loaded"; readonly zxid: bigint }
  /**
   * It stops following, observing or leading; `reason` as the log gives it, "" where it gives none. A learner that
   * loses its leader says so twice: first "Exception when following the leader", the exception being the record's
   * `cause`, and then, without a reason, that it shuts down.
   */
  | { readonly kind: "left"; readonly role: "FOLLOWING" | "OBSERVING" | "LEADING"; readonly reason: string }
  /** The process ends ("Exiting JVM with code 14", "QuorumPeer main thread exited"). */
  | { readonly kind: "exit"; readonly code: number | null }
  /** "Connection broken for id 3, my id = 5". */
  | { readonly kind: "broken"; readonly to: number }
  /** "Cannot open channel to 3 at election address …"; `cause` of the record says why. */
  | { readonly kind: "unreachable"; readonly to: number; readonly address: string }
  /** A leader hears of a learner ("Follower sid: 4 : info : …", "Synchronizing with Learner sid: 4"): `sid` is up. */
  | { readonly kind: "learner"; readonly sid: number; readonly role: "participant" | "observer" | null }
  /** A `server.N=…` line echoed in the log. */
  | { readonly kind: "member"; readonly sid: number; readonly value: string }
  /** "zookeeper.fastleader.minNotificationInterval = 200 ms". */
  | { readonly kind: "interval"; readonly which: "min" | "max"; readonly ms: number }
  /** DEBUG: "Sending Notification: 3 (n.leader), 0x0 (n.zxid), 0x1 (n.round), 2 (recipient), 3 (myid), 0x0 (n.peerEpoch)". */
  | { readonly kind: "sending"; readonly to: number; readonly vote: LoggedVote }
  /** DEBUG: "Updating proposal: 3 (newleader), 0x0 (newzxid), 2 (oldleader), 0x0 (oldzxid)". */
  | { readonly kind: "proposal"; readonly leader: number; readonly zxid: bigint }
  /** DEBUG: "Adding vote: from=2, proposed leader=3, proposed zxid=0x0, proposed election epoch=0x1". */
  | {
      readonly kind: "counted";
      readonly from: number;
      readonly leader: number;
      readonly zxid: bigint;
      readonly electionEpoch: number;
    }
  /** Something that goes wrong, or is part of what does, by the name of its signature (`src/logs/failures.ts`). */
  | { readonly kind: "failure"; readonly signature: string; readonly args: Readonly<Record<string, string>> };

/** How to find a message among all the lines of a log, and what it says. */
export interface Pattern {
  /**
   * Texts of which one stands in every such line, at least 6 characters each: only lines that have one of them are
   * looked at. The more telling a text is, the faster logs are read.
   */
  readonly words: readonly string[];
  /**
   * What a message says, undefined when it is another one after all.
   *
   * @param message the text after the layout's timestamp, level, thread and class; it may be cut at 64 KiB
   * @param thread name of the thread where the layout has it, else that of the class, "" without either
   */
  readonly parse: (message: string, thread: string) => Entry | undefined;
}

/** Something about the logs themselves that the user should know, in words of `src/locales/`. */
export interface LogWarning {
  readonly file: string;
  /** 1-based; absent where it is about the whole file. */
  readonly line?: number;
  /**
   * What was noticed, and `args`: of `half-line`, `long-line`, `not-utf8` and `unknown-notification` how many such lines
   * there are (`line` is the first), of `clock-backwards` by how many ms, of `no-server` how many records were dropped
   * because nothing tells whose they are, of `assumed-server` the sid and the name it was taken from.
   */
  readonly kind:
    | "half-line"
    | "long-line"
    | "not-utf8"
    | "clock-backwards"
    | "no-server"
    | "assumed-server"
    | "same-server"
    | "unknown-notification"
    | "broken-archive"
    | "nothing";
  readonly args: readonly (string | number)[];
}
