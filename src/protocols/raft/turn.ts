import type { Address, Effect } from "../protocol.ts";
import type { RaftEvent } from "./events.ts";
import type { RaftMessage } from "./messages.ts";
import { isVain, isVoter, type Role, type Server, stateOf } from "./server.ts";

type StateReason = Extract<RaftEvent, { type: "state" }>["reason"];

/** One step of a server: what it has become so far, and what it wants done. */
export class Turn {
  server: Server;
  readonly effects: Effect<RaftMessage, RaftEvent>[] = [];
  /** What happens comes from tries in vain, and brings nothing new. */
  #vain: boolean;

  constructor(server: Server, vain: boolean) {
    this.server = server;
    this.#vain = vain;
  }

  set(change: Partial<Server>): void {
    this.server = { ...this.server, ...change };
  }

  /** Changes its role, and tells of that where the trace knows a state of its own for it. */
  become(role: Role, reason: StateReason, change: Partial<Server> = {}): void {
    const from = stateOf(this.server);
    this.set({ ...change, role });
    const to = stateOf(this.server);
    if (from === to) return;
    const { sid, currentTerm: term } = this.server;
    if (from === "LEADING" || to === "LEADING") this.#vain = false;
    this.tell({ type: "state", sid, from, to, reason, term });
  }

  tell(event: RaftEvent): void {
    this.effects.push({ kind: "event", event, ...(this.vain && { routine: true }) });
  }

  send(to: Address, message: RaftMessage): void {
    if (this.vain) this.effects.push({ kind: "send", to, message: { ...message, vain: true }, vain: true });
    else this.effects.push({ kind: "send", to, message });
  }

  /** Sends what nobody waits for. */
  sendRoutine(to: Address, message: RaftMessage): void {
    this.effects.push({ kind: "send", to, message, routine: true });
  }

  get vain(): boolean {
    return this.#vain || isVain(this.server);
  }

  /** From now on it waits for another random time before it asks for votes (§5.2). */
  resetElection(): void {
    if (isVoter(this.server)) this.setTimer("election", this.server.config.options.electionTimeout);
  }

  setTimer(name: TimerName, ms: number | readonly [number, number]): void {
    this.effects.push({ kind: "timer", name, ms });
  }

  cancel(name: TimerName): void {
    this.effects.push({ kind: "cancel", name });
  }
}

export type TimerName = "election" | "heartbeat" | "lease" | "answers";
