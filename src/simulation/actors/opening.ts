import type { Address, Effect, Ensemble, Happening, Message, Protocol } from "../../protocols/protocol.ts";
import type { Cluster } from "../../scenario/cluster.ts";

/** How a run begins. Chance has no part in it: the runs of one cluster with many seeds share it. */
export interface Opening<S, M, E, O> {
  readonly ensemble: Ensemble<O>;
  readonly states: ReadonlyMap<Address, S>;
  readonly up: readonly number[];
  /** What those in office wait for. */
  readonly timers: readonly { readonly address: Address; readonly timer: TimerEffect<M, E> }[];
}

export type TimerEffect<M, E> = Extract<Effect<M, E>, { kind: "timer" }>;

/** Everybody down; with a leader in office, everybody up but who is started later. Nothing of it is told. */
export function openingOf<S, M extends Message, E extends Happening, O>(
  protocol: Protocol<S, M, E, O>,
  cluster: Cluster,
  options: O,
): Opening<S, M, E, O> {
  const { servers, leader, timing, steps } = cluster;
  const ensemble: Ensemble<O> = { servers, leader, timing, options };
  const states = new Map(protocol.begin(ensemble));
  if (leader === null) return { ensemble, states, up: [], timers: [] };
  const late = new Set(steps.flatMap(({ action }) => (action.kind === "start" ? action.sids : [])));
  const up = servers.map(({ sid }) => sid).filter((sid) => !late.has(sid));
  const timers: { address: Address; timer: TimerEffect<M, E> }[] = [];
  for (const [address, state] of states) {
    if (address !== "zookeeper" && !up.includes(address)) continue;
    const step = protocol.step(state, { kind: "office", leader, up });
    states.set(address, step.state);
    for (const effect of step.effects) if (effect.kind === "timer") timers.push({ address, timer: effect });
  }
  return { ensemble, states, up, timers };
}
