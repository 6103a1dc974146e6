/** What happens at the ZooKeeper service, for the trace. `held` is always: how many watches it holds after that. */
import type { Change } from "./messages.ts";

export type ZnodeEvent =
  /**
   * `disconnected`: the connection of a process that crashed is gone, and the watches with it; the session goes on until
   * it expires, and its ephemeral znodes with it.
   */
  | {
      readonly type: "session";
      readonly sid: number;
      readonly session: number;
      readonly change: "opened" | "disconnected" | "expired" | "closed";
      /** Watches that went with it. */
      readonly dropped: number;
      readonly held: number;
    }
  | {
      readonly type: "znode";
      readonly path: string;
      readonly change: "created" | "deleted" | "changed";
      /** sid and session of an ephemeral one; null for a persistent one. */
      readonly owner: number | null;
      readonly session: number | null;
      readonly data: string;
      readonly version: number;
      /** Asked for by `by`, or gone with its session. */
      readonly why: "request" | "session-expired" | "session-closed";
      readonly by: number | null;
    }
  | {
      readonly type: "watch";
      readonly sid: number;
      readonly session: number;
      readonly path: string;
      /** On the znode itself (exists, getData), or on its children. */
      readonly on: "data" | "children";
      /** `removed`: its session took it back. */
      readonly change: "set" | "fired" | "removed";
      /** What made it fire. */
      readonly event?: Change;
      readonly held: number;
    }
  /** What it does not grant: a create that came too late, say. */
  | {
      readonly type: "refused";
      readonly sid: number;
      readonly request: "create" | "set" | "delete" | "get" | "children";
      readonly path: string;
      readonly reason: "exists" | "none" | "version" | "children";
      /** Whose ephemeral znode is there, if one is. */
      readonly owner: number | null;
    };
