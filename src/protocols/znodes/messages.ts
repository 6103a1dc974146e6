/**
 * What clients and the ZooKeeper service tell each other, as far as recipes for leadership need it (ZooKeeper.java,
 * DataTree, WatchManager, SessionTrackerImpl). Watches fire once. A session lives on the service's clock: it expires when
 * nothing was heard of its client for the session timeout, and its ephemeral znodes go with it.
 */

export type Znode = {
  readonly path: string;
  /** sid of the client whose session owns it; null for a persistent one. */
  readonly owner: number | null;
  /** That session (Stat.ephemeralOwner); null for a persistent one. */
  readonly session: number | null;
  readonly data: string;
  /** Changes of its data so far (Stat.version). */
  readonly version: number;
  /** Number of the transaction that created it (Stat.czxid), counted from 1. */
  readonly czxid: number;
};

/** What a client asks of the service. */
export type Request =
  /** Opens a session. One that an earlier process of the client left behind stays until it expires. */
  | { readonly kind: "connect"; readonly timeoutMs: number }
  /** A sign of life, routine. */
  | { readonly kind: "ping"; readonly session: number }
  | { readonly kind: "close"; readonly session: number }
  /** With `sequential` the path gets a counter of ten digits. Its parent must be there. */
  | {
      readonly kind: "create";
      readonly session: number;
      readonly path: string;
      readonly data: string;
      readonly ephemeral: boolean;
      readonly sequential: boolean;
    }
  /** Refused when the version is another one; -1 takes any. */
  | {
      readonly kind: "set";
      readonly session: number;
      readonly path: string;
      readonly data: string;
      readonly version: number;
    }
  | { readonly kind: "delete"; readonly session: number; readonly path: string }
  /** What is in it; `watch` leaves a watch if it is there (getData). */
  | { readonly kind: "get"; readonly session: number; readonly path: string; readonly watch: boolean }
  /** Whether it is there, and what is in it; `watch` leaves a watch either way (exists). */
  | { readonly kind: "exists"; readonly session: number; readonly path: string; readonly watch: boolean }
  /** Takes back the watch that this session left on the znode itself. */
  | { readonly kind: "removeWatches"; readonly session: number; readonly path: string }
  /** Names of its children, in order of creation. */
  | { readonly kind: "children"; readonly session: number; readonly path: string; readonly watch: boolean };

/** What the service answers, and what it says unasked. */
export type Reply =
  | { readonly kind: "connected"; readonly session: number }
  /** To a ping, routine. */
  | { readonly kind: "pong" }
  /** `asked`: the path as it was asked for, without the counter of a sequential one. */
  | { readonly kind: "created"; readonly path: string; readonly asked: string; readonly znode: Znode }
  | {
      readonly kind: "done";
      readonly request: "set" | "delete" | "close" | "removeWatches";
      readonly path: string;
      readonly znode: Znode | null;
    }
  /** `reason`: NodeExists, NoNode (of a new znode: no parent) or NoWatcher, BadVersion, NotEmpty. The znode that is there, if one is. */
  | {
      readonly kind: "failed";
      readonly request: Request["kind"];
      readonly path: string;
      readonly reason: "exists" | "none" | "version" | "children";
      readonly znode: Znode | null;
    }
  /** To `get` and `exists`. */
  | { readonly kind: "znode"; readonly path: string; readonly znode: Znode | null }
  | { readonly kind: "names"; readonly path: string; readonly names: readonly string[] }
  /** Unasked, once: a watch of that session. */
  | { readonly kind: "watch"; readonly session: number; readonly path: string; readonly change: Change }
  /** To anything that a client asks in a session that has expired. */
  | { readonly kind: "expired"; readonly session: number };

/** Of what a watch tells (Watcher.Event.EventType); `children`: of a child watch, that children came or went. */
export type Change = "created" | "deleted" | "changed" | "children";
