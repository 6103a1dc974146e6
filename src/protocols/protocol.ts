/**
 * What a protocol beside ZooKeeper's own is to the simulation: pure steps of its servers, and of the ZooKeeper service
 * where it has one. It knows no clock, no chance and no other server; what it wants done are effects.
 */

/** Who sends and receives: a server, by its sid, or the ZooKeeper service of which the servers are clients. */
export type Address = number | "zookeeper";

/** What travels; `kind` is the name that the protocol's source gives it. */
export interface Message {
  readonly kind: string;
}

/** An event of a trace, of which the simulation adds the time. */
export interface Happening {
  readonly type: string;
}

/** As a trace names states, whatever the protocol calls them: a candidate is LOOKING, a master LEADING. */
export type ActorState = "LOOKING" | "FOLLOWING" | "LEADING" | "OBSERVING" | "DOWN";

/** What an actor is given. */
export type Input<M> =
  /** Before the first step there is a leader in office, and this server or service is up: it becomes what it then is. */
  | { readonly kind: "office"; readonly leader: number; readonly up: readonly number[] }
  /** The process starts, with what its disk has. */
  | { readonly kind: "start"; readonly reason: "start" | "restart" }
  | { readonly kind: "message"; readonly from: Address; readonly message: M }
  | { readonly kind: "timer"; readonly name: string }
  /** The connection to a server broke: its process crashed. Nothing says so when it is paused or out of reach. */
  | { readonly kind: "disconnected"; readonly from: number }
  /** To whoever takes writes: clients write `count` times. With `reach` only those get it before the next step. */
  | { readonly kind: "write"; readonly count: number; readonly reach?: readonly number[] }
  /** To everybody: a command of a step, as the description writes it. */
  | { readonly kind: "command"; readonly name: string; readonly argument: unknown }
  /** A new step begins: what `reach` held back goes on. */
  | { readonly kind: "release" };

/** What an actor wants done. */
export type Effect<M, E> =
  /**
   * `routine`: a sign of life that nobody counts and no trace tells; nothing waits for it, and it is not kept for whom it
   * cannot reach. `vain`: told and counted like others, but nothing new comes of it, and nothing waits for it.
   */
  | {
      readonly kind: "send";
      readonly to: Address;
      readonly message: M;
      readonly routine?: true;
      readonly vain?: true;
    }
  /**
   * Sets the timer of that name, in place of one that is running; of a range, the delay is drawn. `awaited`: something
   * may come of it. When it has long been quiet, the step still goes on until those that were set before have fired.
   */
  | {
      readonly kind: "timer";
      readonly name: string;
      readonly ms: number | readonly [min: number, max: number];
      readonly awaited?: true;
      /** Of those in office: what is called the same is drawn once, and each gets the same place in its range. */
      readonly together?: string;
    }
  | { readonly kind: "cancel"; readonly name: string }
  /** Tells. What is `routine` brings nothing new: attempts that go on in vain, say. */
  | { readonly kind: "event"; readonly event: E; readonly routine?: true };

export interface Step<S, M, E> {
  readonly state: S;
  readonly effects: readonly Effect<M, E>[];
}

/** A configured server, as a cluster description has it. */
export interface Configured {
  readonly sid: number;
  readonly zxid: bigint;
  readonly epoch: number;
  readonly role: "participant" | "observer";
  readonly log?: readonly bigint[];
}

/** What a protocol is told of the cluster. */
export interface Ensemble<O> {
  /** In sid order. */
  readonly servers: readonly Configured[];
  readonly leader: number | null;
  readonly timing: { readonly tickTime: number };
  /** The protocol's own part of the description, every default filled in. */
  readonly options: O;
}

/** What all are now. */
export interface View<S> {
  readonly states: ReadonlyMap<Address, S>;
  /** Up and not paused. */
  readonly running: (sid: number) => boolean;
  readonly reachable: (a: Address, b: Address) => boolean;
}

/** What it came to. More fields than these become fields of the trace's result. */
export interface Outcome {
  /** In office: it leads, and may. */
  readonly leader: number | null;
  /** Who could lead as things are now, by the protocol's own rules, the leader among them. */
  readonly eligible: readonly number[];
  readonly [field: string]: unknown;
}

/** @template S state of an actor, M its messages, E its events, O its part of the description */
export interface Protocol<S, M extends Message, E extends Happening, O> {
  readonly name: string;
  /** Everybody before the first step, as they are while they are down; the service, if there is one, last. */
  begin(ensemble: Ensemble<O>): ReadonlyMap<Address, S>;
  step(state: S, input: Input<M>): Step<S, M, E>;
  /** What is left of a server that crashes: what its disk has. */
  crash(state: S): S;
  /** What a server is, and whom it takes for the leader. More fields become fields of its line in the result. */
  status(state: S): { readonly state: ActorState; readonly leader: number | null; readonly [field: string]: unknown };
  /** Whether clients write to it. Absent: to whoever is LEADING. */
  takesWrites?(state: S): boolean;
  /** After how many ms in which nothing new happens nothing more will. */
  quietMs(ensemble: Ensemble<O>): number;
  outcome(view: View<S>, ensemble: Ensemble<O>): Outcome;
  /**
   * Whether nothing new can come before something else happens to the cluster, while no counted message is on its way.
   * No is always safe: then that is awaited, for `quietMs`. Absent: no.
   *
   * @param latencyMs how long a message takes at most; none gets lost
   */
  atRest?(view: View<S>, ensemble: Ensemble<O>, latencyMs: number): boolean;
}
