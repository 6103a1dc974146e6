import type { Effect, Step } from "../protocol.ts";
import type { ZnodeEvent } from "./events.ts";
import type { Reply, Znode } from "./messages.ts";
import type { SpreadMap } from "./spread-map.ts";
import type { Watches } from "./watches.ts";

export interface Session {
  readonly sid: number;
  readonly timeoutMs: number;
}

export interface Store {
  readonly sessions: ReadonlyMap<number, Session>;
  readonly znodes: SpreadMap<Znode>;
  readonly dataWatches: Watches;
  readonly childWatches: Watches;
  /** Watches held, of both kinds. */
  readonly held: number;
  /** Children that a znode ever had, from which sequential ones take their number (Stat.cversion on the server). */
  readonly cversions: SpreadMap<number>;
  readonly lastSession: number;
  readonly lastZxid: number;
}

export type StoreEffect = Effect<Reply, ZnodeEvent>;

export type StoreStep = Step<Store, Reply, ZnodeEvent>;

/** While one input is handled. */
export type Draft = { -readonly [K in keyof Store]: Store[K] } & { readonly effects: StoreEffect[] };

/** Here and in `stepOf` every field is named: a spread, or a rest pattern, takes V8 many times as long. */
export function draftOf(store: Store): Draft {
  const { sessions, znodes, dataWatches, childWatches, held, cversions, lastSession, lastZxid } = store;
  return { sessions, znodes, dataWatches, childWatches, held, cversions, lastSession, lastZxid, effects: [] };
}

export function stepOf(draft: Draft): StoreStep {
  const { sessions, znodes, dataWatches, childWatches, held, cversions, lastSession, lastZxid, effects } = draft;
  const state: Store = { sessions, znodes, dataWatches, childWatches, held, cversions, lastSession, lastZxid };
  return { state, effects };
}

export function tell(draft: Draft, event: ZnodeEvent): void {
  draft.effects.push({ kind: "event", event });
}

export function reply(draft: Draft, sid: number, message: Reply): void {
  draft.effects.push({ kind: "send", to: sid, message });
}
