import type { Entry, LogRecord } from "../logs/record.ts";
import type { Effect, Notification } from "../protocols/fle/messages.ts";
import type { ServerState as Election } from "../protocols/fle/server.ts";
import { Reporter, type Told } from "../simulation/report.ts";
import type { ReceiveEvent, ServerState, StateReason, TraceEvent } from "../trace/events.ts";
import type { Divergence } from "./divergence.ts";
import type { World } from "./world.ts";

/** Tells what one server's log shows, each event with the record that shows it. */
export class Telling {
  /** The record that is being replayed; null before the first. */
  at: LogRecord | null = null;
  /** Whether it only claims the sid of another server: then nothing but what it hears is told. */
  readonly silent: boolean;
  readonly #sid: number;
  readonly #world: World;
  readonly #reporter: Reporter;

  constructor(sid: number, world: World, silent: boolean) {
    this.#sid = sid;
    this.#world = world;
    this.silent = silent;
    this.#reporter = new Reporter((event) => this.event(event));
  }

  /** What the trace says the server is. */
  get state(): ServerState {
    return this.#world.states.get(this.#sid) ?? "DOWN";
  }

  event(event: TraceEvent): void {
    if (!this.at) return;
    if (!this.silent) this.#world.emit(event, this.at);
    else if (event.type === "receive") this.#world.emit({ ...event, claimed: true }, this.at);
  }

  /** What one step of its election came to. */
  effects(t: number, node: Told, before: Election, effects: readonly Effect[], notification?: Notification): void {
    this.#reporter.effects(t, node, before, effects, notification);
  }

  tally(t: number, node: Told): void {
    if (!this.silent) this.#reporter.tally(t, node);
  }

  /** A server that looks for a leader anew has no tally yet. */
  forget(node: Told): void {
    this.#reporter.forget(node);
  }

  /** A notification that the protocol was not given. */
  receive(
    t: number,
    { from, electionEpoch, round, vote, state }: Notification,
    outcome: ReceiveEvent["outcome"],
    by: ReceiveEvent["by"],
  ): void {
    this.event({ type: "receive", t, sid: this.#sid, from, electionEpoch, round, vote, state, outcome, by });
  }

  sending({ to, vote: { electionEpoch, ...vote } }: Extract<Entry, { kind: "sending" }>, t: number): void {
    if (to === this.#sid) return;
    const round = this.#world.casts.roundOf(this.#sid, { vote, electionEpoch });
    this.event({ type: "send", t, sid: this.#sid, to, electionEpoch, round, vote, state: "LOOKING" });
  }

  changeState(
    t: number,
    electionEpoch: number,
    from: ServerState,
    to: ServerState,
    reason: StateReason,
    detail = "",
  ): void {
    if (this.silent) return;
    this.#world.states.set(this.#sid, to);
    this.event({ type: "state", t, sid: this.#sid, electionEpoch, from, to, reason, ...(detail && { detail }) });
  }

  /** Names where the log says otherwise than the protocol. */
  diverge(expected: Divergence["expected"], found: Divergence["found"]): void {
    if (this.at) this.#world.diverge({ sid: this.#sid, record: this.at, expected, found });
  }
}
