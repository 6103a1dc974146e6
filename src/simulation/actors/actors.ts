import type { Address, Effect, Ensemble, Happening, Input, Message, Protocol, View } from "../../protocols/protocol.ts";
import type { Action, Cluster, Step } from "../../scenario/cluster.ts";
import { InputError } from "../../scenario/problem.ts";
import { hexed } from "../../trace/encode.ts";
import type { ProtocolResult } from "../../trace/protocol-events.ts";
import { randomNumbers } from "../random.ts";
import { Backlog } from "./backlog.ts";
import type { Observer } from "./observer.ts";
import type { Opening, TimerEffect } from "./opening.ts";
import { Presence } from "./presence.ts";
import { type Emit, Reporter } from "./report.ts";
import { Timers } from "./timers.ts";
import { isAwaited, type Parcel, Wires } from "./wires.ts";

/** Sets what timers draw apart from what the network draws. */
const seedOfTimers = 0x7135;
/** Inputs handled in one simulation; a protocol that never comes to rest is stopped there. */
const maxInputs = 5_000_000;

/** A cluster under a virtual clock, whose servers run a protocol other than ZooKeeper's own. */
export class Actors<S, M extends Message, E extends Happening, O> {
  readonly #protocol: Protocol<S, M, E, O>;
  readonly #cluster: Cluster;
  readonly #ensemble: Ensemble<O>;
  readonly #report: Reporter<M, E>;
  readonly #observer: Observer | undefined;
  readonly #states: Map<Address, S>;
  readonly #presence: Presence;
  readonly #timers: Timers;
  readonly #wires: Wires<M>;
  readonly #random: () => number;
  readonly #backlog = new Backlog<M>();
  #now = 0;
  #lastNews = 0;
  #inputs = 0;

  constructor(
    protocol: Protocol<S, M, E, O>,
    cluster: Cluster,
    opening: Opening<S, M, E, O>,
    emit?: Emit,
    observer?: Observer,
  ) {
    this.#protocol = protocol;
    this.#cluster = cluster;
    this.#ensemble = opening.ensemble;
    this.#report = new Reporter(emit, observer?.messages !== false);
    this.#observer = observer;
    const onDraw = observer && (() => observer.drawn());
    this.#wires = new Wires(cluster.network, onDraw);
    this.#random = randomNumbers((cluster.network.seed ^ seedOfTimers) >>> 0, onDraw);
    this.#states = new Map(opening.states);
    this.#presence = new Presence(opening.up);
    this.#timers = new Timers(this.#presence.paused);
    const places = new Map<string, number>();
    for (const { address, timer } of opening.timers) {
      const { together } = timer;
      if (together !== undefined && !places.has(together)) places.set(together, this.#random());
      this.#setTimer(address, timer, together === undefined ? undefined : places.get(together));
    }
  }

  /** Runs one step: what it does, then until nothing new happens or for the time the step allows. */
  run(step: Step, index: number): void {
    const { action, forMs } = step;
    this.#report.step(this.#now, step, index);
    const begin = this.#now;
    this.#lastNews = begin;
    this.#begin(action);
    this.#observe();
    this.#instant();
    if (action.kind === "wait") this.#advance(begin + action.ms);
    if (forMs !== undefined) this.#advance(begin + forMs);
    else this.#settle(this.#observer?.untilRest === true && index === this.#cluster.steps.length - 1);
  }

  /** What the step before held back goes on, but for what this step takes away. */
  #begin(action: Action): void {
    // Who is paused has sent it before; what comes back to it waits until it goes on.
    if (action.kind === "pause") {
      for (const sid of action.sids) if (this.#presence.runs(sid)) this.#give(sid, { kind: "release" });
    }
    if (action.kind !== "write") {
      this.#act(action);
      this.#tellAll({ kind: "release" });
      return;
    }
    this.#tellAll({ kind: "release" });
    this.#act(action);
  }

  #observe(): void {
    if (!this.#observer) return;
    const { leader, eligible } = this.#outcome();
    if (leader === null) this.#observer.vacant(eligible);
  }

  #act(action: Action): void {
    switch (action.kind) {
      case "start":
      case "restart":
        for (const sid of action.sids) this.#start(sid, action.kind);
        break;
      case "fail":
        for (const sid of action.sids) this.#crash(sid);
        for (const sid of action.sids) this.#disconnect(sid);
        break;
      case "pause":
        for (const sid of action.sids) this.#presence.pause(sid);
        this.#timers.recheck();
        break;
      case "resume":
        for (const sid of action.sids) this.#resume(sid);
        break;
      case "partition":
        this.#presence.partition(action.groups);
        break;
      case "heal":
        this.#presence.heal();
        this.#release();
        break;
      case "write":
        this.#write(action.count, action.reach);
        break;
      case "command":
        this.#tellAll({ kind: "command", name: action.name, argument: action.argument });
        break;
      case "wait":
        break;
    }
  }

  #tellAll(input: Input<M>): void {
    for (const address of this.#states.keys()) if (this.#presence.runs(address)) this.#give(address, input);
  }

  #start(sid: number, reason: "start" | "restart"): void {
    // It shut down itself; or it did not, though it was told to.
    if (this.#presence.isUp(sid)) {
      this.#crash(sid);
      this.#disconnect(sid);
    }
    this.#presence.start(sid);
    this.#timers.recheck();
    this.#give(sid, { kind: "start", reason });
  }

  #crash(sid: number): void {
    const state = this.#state(sid);
    const { state: from } = this.#protocol.status(state);
    this.#presence.end(sid);
    this.#timers.clear(sid);
    this.#wires.drop(sid);
    this.#backlog.drop(sid);
    this.#states.set(sid, this.#protocol.crash(state));
    if (from !== "DOWN") this.#report.crash(this.#now, sid, from);
  }

  /** Who has a connection to it finds that broken; who is paused, when it goes on. */
  #disconnect(gone: number): void {
    for (const address of this.#states.keys()) {
      if (!this.#presence.isUp(address) || !this.#presence.reachable(address, gone)) continue;
      if (this.#presence.runs(address)) this.#give(address, { kind: "disconnected", from: gone });
      else this.#backlog.addBroken(address, gone);
    }
  }

  /** It goes on: first with what its own timers ask for, then it reads what came meanwhile. */
  #resume(sid: number): void {
    this.#presence.resume(sid);
    this.#timers.recheck();
    this.#expire();
    for (const gone of this.#backlog.takeBroken(sid)) this.#give(sid, { kind: "disconnected", from: gone });
    this.#release();
  }

  #write(count: number, reach: readonly number[] | undefined): void {
    for (const [address, state] of this.#states) {
      if (!this.#presence.runs(address) || !this.#takesWrites(state)) continue;
      this.#give(address, { kind: "write", count, ...(reach && { reach }) });
    }
  }

  #takesWrites(state: S): boolean {
    const protocol = this.#protocol;
    return protocol.takesWrites?.(state) ?? protocol.status(state).state === "LEADING";
  }

  /** What was held back and can be read now arrives. */
  #release(): void {
    this.#wires.redeliver(
      this.#now,
      this.#backlog.take((parcel) => this.#presence.canRead(parcel)),
    );
  }

  /** Handles all that is due now. */
  #instant(): void {
    while (this.#nextTime() <= this.#now) {
      if (this.#wires.next() <= this.#now) for (const parcel of this.#wires.take()) this.#deliver(parcel);
      this.#expire();
    }
  }

  #deliver(parcel: Parcel<M>): void {
    if (!this.#presence.isUp(parcel.to)) return;
    if (!this.#presence.canRead(parcel)) {
      this.#backlog.add(parcel);
      return;
    }
    if (isAwaited(parcel)) this.#lastNews = this.#now;
    this.#give(parcel.to, { kind: "message", from: parcel.from, message: parcel.message });
  }

  #expire(): void {
    for (const { address, name } of this.#timers.take(this.#now)) {
      if (this.#presence.runs(address)) this.#give(address, { kind: "timer", name });
    }
  }

  #give(address: Address, input: Input<M>): void {
    if (++this.#inputs > maxInputs) throw new InputError([{ fault: ["unsettled", maxInputs, this.#now] }]);
    const before = this.#state(address);
    const { state, effects } = this.#protocol.step(before, input);
    if (state !== before) this.#states.set(address, state);
    for (const effect of effects) this.#perform(address, effect);
  }

  #perform(address: Address, effect: Effect<M, E>): void {
    switch (effect.kind) {
      case "send":
        this.#send(address, effect);
        break;
      case "timer":
        this.#setTimer(address, effect);
        break;
      case "cancel":
        this.#timers.cancel(address, effect.name);
        break;
      case "event": {
        if (!effect.routine) this.#lastNews = this.#now;
        this.#report.event(this.#now, effect.event);
      }
    }
  }

  #send(from: Address, effect: Extract<Effect<M, E>, { kind: "send" }>): void {
    const { to, message } = effect;
    const routine = effect.routine === true;
    // Nobody listens there: the connection is refused.
    if (!this.#presence.isUp(to)) return;
    if (!routine) this.#report.message(this.#now, from, effect);
    this.#wires.send(this.#now, { from, to, message, routine, vain: effect.vain === true });
  }

  /** @param place in the range that it is drawn from, 0 to 1 */
  #setTimer(address: Address, { name, ms, awaited }: TimerEffect<M, E>, place?: number): void {
    const delay = typeof ms === "number" ? ms : ms[0] + Math.floor((place ?? this.#random()) * (ms[1] - ms[0] + 1));
    this.#timers.set(address, name, this.#now + delay, awaited && this.#now);
  }

  #nextTime(): number {
    return Math.min(this.#wires.next(), this.#timers.next());
  }

  /** Lets virtual time pass up to `until`. */
  #advance(until: number): void {
    for (let next = this.#nextTime(); next <= until; next = this.#nextTime()) {
      this.#now = next;
      this.#instant();
    }
    this.#now = Math.max(this.#now, until);
  }

  /**
   * Lets virtual time pass until nothing new has happened for as long as the protocol says is enough.
   *
   * @param untilRest or until it is at rest, which is asked after each piece of news
   */
  #settle(untilRest: boolean): void {
    const quietMs = this.#protocol.quietMs(this.#ensemble);
    for (;;) {
      if (untilRest && this.#lastNews === this.#now && this.#atRest()) break;
      const next = this.#nextTime();
      const quiet = this.#wires.idle ? this.#lastNews + quietMs : Number.POSITIVE_INFINITY;
      if (next === Number.POSITIVE_INFINITY) break;
      if (next >= quiet && !this.#timers.awaited(quiet)) break;
      this.#now = next;
      this.#instant();
    }
    this.#report.settled(this.#now, this.#outcome().leader);
  }

  #state(address: Address): S {
    const state = this.#states.get(address);
    if (state === undefined) throw new Error(`no actor ${address}`);
    return state;
  }

  #atRest(): boolean {
    const { loss, latency } = this.#cluster.network;
    if (!this.#wires.idle || loss > 0) return false;
    return this.#protocol.atRest?.(this.#view(), this.#ensemble, latency.max) === true;
  }

  #outcome() {
    return this.#protocol.outcome(this.#view(), this.#ensemble);
  }

  #view(): View<S> {
    const { runs: running, reachable } = this.#presence;
    return { states: this.#states, running, reachable };
  }

  /** What everything came to. */
  result(expected: { readonly leader: number | null } | undefined): ProtocolResult {
    const { leader, eligible, ...more } = this.#outcome();
    return {
      type: "result",
      leader,
      eligible,
      messages: this.#report.messages,
      ...(hexed(more) as typeof more),
      t: this.#now,
      ...(expected && { expect: expected.leader === leader ? "met" : "failed" }),
      servers: this.#cluster.servers.map(({ sid }) => {
        const status = this.#protocol.status(this.#state(sid));
        return { sid, ...(hexed(status) as typeof status) };
      }),
    };
  }
}
