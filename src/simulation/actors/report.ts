import type { ActorState, Address, Effect, Happening, Message } from "../../protocols/protocol.ts";
import type { Step } from "../../scenario/cluster.ts";
import { actionJson } from "../../scenario/describe.ts";
import { hexed } from "../../trace/encode.ts";
import type { SettledEvent, StepEvent } from "../../trace/events.ts";
import type { MessageEvent, OwnEvent, RoleEvent } from "../../trace/protocol-events.ts";

export type Emit = (event: StepEvent | SettledEvent | RoleEvent | MessageEvent | OwnEvent) => void;

/** Turns what happens in a run into trace events, if anybody wants them, and counts messages in any case. */
export class Reporter<M extends Message, E extends Happening> {
  readonly #emit: Emit | undefined;
  readonly #tellsMessages: boolean;
  #messages = 0;

  constructor(emit: Emit | undefined, tellsMessages: boolean) {
    this.#emit = emit;
    this.#tellsMessages = tellsMessages;
  }

  /** Messages sent so far, signs of life aside. */
  get messages(): number {
    return this.#messages;
  }

  step(t: number, step: Step, index: number): void {
    this.#emit?.({ type: "step", t, index, action: actionJson(step) });
  }

  crash(t: number, sid: number, from: ActorState): void {
    this.#emit?.({ type: "state", t, sid, from, to: "DOWN", reason: "crash" });
  }

  /** What the protocol tells itself. */
  event(t: number, event: E): void {
    // A spread behind other fields takes V8 many times as long.
    this.#emit?.(Object.assign({ type: event.type, t }, event));
  }

  message(t: number, from: Address, { to, message }: Extract<Effect<M, E>, { kind: "send" }>): void {
    this.#messages++;
    if (!this.#emit || !this.#tellsMessages) return;
    const { kind, ...content } = message;
    const said = Object.keys(content).length > 0 && { content: hexed(content) as typeof content };
    this.#emit({ type: "message", t, from, to, kind, ...said });
  }

  settled(t: number, leader: number | null): void {
    this.#emit?.({ type: "settled", t, leader });
  }
}
