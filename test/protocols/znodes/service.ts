import type { Effect } from "../../../src/protocols/protocol.ts";
import type { Store } from "../../../src/protocols/znodes/draft.ts";
import type { ZnodeEvent } from "../../../src/protocols/znodes/events.ts";
import type { Reply, Request } from "../../../src/protocols/znodes/messages.ts";
import { emptyStore, storeStep } from "../../../src/protocols/znodes/store.ts";

/** A service that is asked one thing after another, and what it did about the last. */
export class Service {
  store: Store;
  effects: readonly Effect<Reply, ZnodeEvent>[] = [];

  constructor(paths: readonly string[] = []) {
    this.store = emptyStore(paths);
  }

  ask(from: number, message: Request): this {
    return this.#took(storeStep(this.store, { kind: "message", from, message }));
  }

  timer(name: string): this {
    return this.#took(storeStep<Request>(this.store, { kind: "timer", name }));
  }

  disconnected(from: number): this {
    return this.#took(storeStep<Request>(this.store, { kind: "disconnected", from }));
  }

  #took(step: { state: Store; effects: readonly Effect<Reply, ZnodeEvent>[] }): this {
    this.store = step.state;
    this.effects = step.effects;
    return this;
  }

  /** What it said, and to whom. */
  get said(): [number | "zookeeper", Reply][] {
    return this.effects.flatMap((effect) =>
      effect.kind === "send" ? [[effect.to, effect.message] as [number, Reply]] : [],
    );
  }

  get told(): ZnodeEvent[] {
    return this.effects.flatMap((effect) => (effect.kind === "event" ? [effect.event] : []));
  }

  /** sids whose watches fired, in that order. */
  get woken(): number[] {
    return this.told.flatMap((event) => (event.type === "watch" && event.change === "fired" ? [event.sid] : []));
  }
}

export function create(session: number, path: string, more: { sequential?: true; lasting?: true } = {}): Request {
  const { sequential = false, lasting = false } = more;
  return { kind: "create", session, path, data: `of ${session}`, ephemeral: !lasting, sequential };
}
