/** What a diagnosis finds, as data: which server, what, since when, shown by which lines. The words are elsewhere. */
import type { StateReason } from "../trace/events.ts";
import type { Support } from "../trace/quorum.ts";

/** A line that shows something. */
export interface Evidence {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** The log's own timestamp and the same in ms since 1970; null in a configuration. */
  readonly at: string | null;
  readonly ms: number | null;
  /** What it says. */
  readonly text: string;
}

/**
 * `error`: servers cannot do their work, or the ensemble cannot. `warning`: something went wrong, or will at the next
 * failure. `note`: worth knowing, no problem.
 */
export type Severity = "error" | "warning" | "note";

/** How the ensemble stands when these servers are missing. */
export interface Standing {
  readonly without: readonly number[];
  /** The participants that are left. */
  readonly left: readonly number[];
  readonly support: Support;
}

export interface Common {
  readonly severity: Severity;
  /** On which servers it was seen, the first one first; empty where a configuration does not say whose it is. */
  readonly sids: readonly number[];
  /** Lines that show it: the first of each server, and one of each kind. */
  readonly evidence: readonly Evidence[];
  /** The first and last line of all, and how many there are; null where it is not in logs. */
  readonly first: Evidence | null;
  readonly last: Evidence | null;
  readonly count: number;
}

/** Connections. */
export type ConnectionFinding =
  | {
      readonly kind: "unreachable";
      readonly peer: number;
      readonly address: string;
      readonly cause: ConnectCause;
      /** Whether its own log shows that the peer ran all the while. */
      readonly peerRuns: boolean;
      readonly standing: Standing;
    }
  | { readonly kind: "unresolved"; readonly peer: number | null; readonly host: string; readonly standing: Standing }
  | { readonly kind: "tls"; readonly peer: number; readonly address: string; readonly standing: Standing }
  /** It heard nothing from a peer that was up; `mutual`: nor that from it. */
  | {
      readonly kind: "one-way";
      readonly peer: number;
      readonly mutual: boolean;
      /** For how long at a stretch; null where it never heard it while it looked. */
      readonly silentMs: number | null;
      /** Whether the peer heard it meanwhile. */
      readonly isHeard: boolean;
      readonly longestWaitMs: number;
    }
  /** It ended, or was never there, and the others go on: `since` its last sign of life, by its own timestamp. */
  | { readonly kind: "server-down"; readonly since: string | null; readonly standing: Standing }
  /** 0.0.0.0 as its own election address; `peer` drops its connections, or null where only the address is seen. */
  | { readonly kind: "wildcard-address"; readonly peer: number | null; readonly proven: boolean }
  | { readonly kind: "bad-greeting"; readonly version: string | null };

/** Why a connection could not be opened. */
export type ConnectCause = "refused" | "timeout" | "no-route" | "other";

/** Data, and the logs themselves. */
export type DataFinding =
  /** It started with a lower zxid than it had; `holder` has newer data, or null where nobody is known to. */
  | {
      readonly kind: "data-lost";
      readonly lost: readonly { readonly sid: number; readonly had: string; readonly now: string }[];
      readonly holder: { readonly sid: number; readonly zxid: string } | null;
    }
  /** Logs that say the same as others, and were left out. */
  | { readonly kind: "log-copy"; readonly files: readonly { readonly file: string; readonly of: string }[] };

/** Starting. */
export type StartFinding =
  | { readonly kind: "not-in-list"; readonly id: number; readonly listed: readonly number[] }
  /** `how`: two logs, two myid files, or another server that calls itself so. */
  | { readonly kind: "duplicate-sid"; readonly how: "logs" | "files" | "connection"; readonly files: readonly string[] }
  | { readonly kind: "myid-missing" }
  | { readonly kind: "myid-not-number"; readonly found: string }
  | { readonly kind: "invalid-config" | "aborted"; readonly reason: string }
  | {
      readonly kind: "cannot-bind";
      readonly port: "election" | "quorum";
      readonly address: string;
      readonly inUse: boolean;
    }
  | { readonly kind: "database"; readonly problem: DatabaseProblem; readonly reason: string };

/** What of the data does not fit: the epoch files or the snapshots. */
export type DatabaseProblem = "current-epoch" | "accepted-epoch" | "no-snapshot" | "other";

/** Elections and what follows them. */
export type ServiceFinding =
  | {
      readonly kind: "no-quorum";
      readonly looking: readonly number[];
      readonly missing: readonly { readonly sid: number; readonly why: MissingCause }[];
      readonly support: Support;
      readonly ms: number;
    }
  /** LOOKING though there is a leader. */
  | { readonly kind: "left-out"; readonly leader: number | null; readonly ms: number }
  /** Elected, but no quorum came to be synchronised: `synced` those that did, where the log says. */
  | {
      readonly kind: "never-synchronised";
      readonly synced: readonly number[] | null;
      readonly need: number;
      /** Servers that it does not hear, as another finding says. */
      readonly deaf: readonly number[];
    }
  /** A leader that lost its quorum of followers. */
  | { readonly kind: "quorum-lost"; readonly synced: readonly number[] | null; readonly need: number }
  | {
      readonly kind: "cannot-follow";
      readonly leader: number | null;
      readonly cause: FollowCause;
      /** Whether one of them has newer data than the leader. */
      readonly newer: boolean;
      readonly reason: string;
    }
  /** A leader kept some followers and lost others, which went on without it: each group heard only itself. */
  | { readonly kind: "partition"; readonly leader: number; readonly groups: readonly (readonly number[])[] }
  /** A follower heard nothing from its leader for syncLimit ticks. */
  | { readonly kind: "leader-silent"; readonly leader: number | null }
  | { readonly kind: "slow-disk"; readonly longestMs: number }
  | { readonly kind: "ahead-of-leader"; readonly reason: string }
  | {
      readonly kind: "members-disagree";
      readonly stranger: number;
      readonly how: "sender" | "vote" | "target" | "leader";
    }
  | {
      readonly kind: "repeated-elections";
      readonly elections: number;
      readonly withinMs: number;
      readonly triggers: readonly { readonly reason: StateReason; readonly times: number }[];
      readonly slowDisks: readonly number[];
    }
  | { readonly kind: "zxid-rollover" | "voter-left" }
  | { readonly kind: "command-blocked"; readonly commands: readonly string[] };

/** Why a server has no part in an election. */
export type MissingCause = ConnectCause | "unresolved" | "tls" | "exited" | "silent";

/** Why a follower gave up before it was synchronised. */
export type FollowCause = "read-timeout" | "unreachable" | "leader-older" | "other";

/** Configurations. */
export type ConfigFinding =
  | { readonly kind: "bad-server-line"; readonly key: string; readonly value: string }
  | { readonly kind: "id-twice"; readonly id: number }
  | {
      readonly kind: "members-differ";
      readonly id: number;
      readonly how: "missing" | "role" | "address";
      readonly files: readonly string[];
    }
  | { readonly kind: "port-collision"; readonly host: string; readonly port: number; readonly uses: readonly PortUse[] }
  | { readonly kind: "tiny-ensemble" | "even-ensemble"; readonly participants: number }
  /** `peerType=observer` without `:observer`, so it votes; or `:observer` alone, which suffices. */
  | { readonly kind: "observer-votes" | "observer-untold" }
  | { readonly kind: "groupless"; readonly ids: readonly number[] }
  | { readonly kind: "weightless-group"; readonly group: number; readonly ids: readonly number[] }
  | { readonly kind: "setting-missing"; readonly key: string }
  | { readonly kind: "commands-closed"; readonly allowed: readonly string[] };

/** What a port is for; `id` is null where it is not known whose it is. */
export interface PortUse {
  readonly id: number | null;
  readonly what: "client" | "quorum" | "election";
}

export type Detail = DataFinding | ConnectionFinding | StartFinding | ServiceFinding | ConfigFinding;
export type Finding = Common & Detail;

/** A change of leader: from the loss to the moment when a quorum was synchronised again, after several elections maybe. */
export interface LeaderChange {
  /** The last of the elections. */
  readonly election: number;
  /** When service was lost. */
  readonly at: string;
  readonly leader: number;
  /** Who led before; null where nobody did. */
  readonly before: number | null;
  /** null where the logs do not show when service was back. */
  readonly recoveryMs: number | null;
}

/** Everything found, and what was looked at. */
export interface Diagnosis {
  readonly looked: {
    readonly logs: number;
    readonly configs: number;
    readonly myids: number;
    /** The servers that the logs are of. */
    readonly servers: readonly number[];
    readonly elections: number;
  };
  /** By severity, then in time. */
  readonly findings: readonly Finding[];
  readonly changes: readonly LeaderChange[];
}
