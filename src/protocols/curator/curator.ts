import type { Address, Ensemble, Input, Outcome, Protocol, View } from "../protocol.ts";
import { keepSessions } from "../znodes/at-rest.ts";
import { newClient } from "../znodes/client.ts";
import type { Store } from "../znodes/draft.ts";
import { pingEveryMs } from "../znodes/sessions.ts";
import { emptyStore, storeInOffice, storeStep } from "../znodes/store.ts";
import { contenderStep, officePath, officeQueue } from "./contender.ts";
import {
  type Contender,
  type CuratorEvent,
  type CuratorMessage,
  type CuratorOptions,
  type CuratorState,
  type CuratorStep,
  parentOf,
  prefixOf,
  type QueueEvent,
  type Service,
} from "./types.ts";

/** Curator's LeaderLatch and LeaderSelector: a queue of ephemeral sequential znodes, whose first leads. */
export const curator: Protocol<CuratorState, CuratorMessage, CuratorEvent, CuratorOptions> = {
  name: "curator",
  begin({ servers, options }) {
    const states = new Map<Address, CuratorState>(servers.map(({ sid }) => [sid, contender(sid, options)]));
    return states.set("zookeeper", { kind: "service", store: emptyStore([parentOf(options)]), options });
  },
  step(state, input) {
    if (state.kind === "service") return serviceStep(state, input);
    const { contender, effects } = contenderStep(state, input);
    return { state: contender, effects };
  },
  crash(state) {
    return state.kind === "service" ? state : contender(state.sid, state.options);
  },
  status(state) {
    if (state.kind === "service") return { state: "OBSERVING", leader: null };
    const { role, sid, before } = state;
    return { state: role, leader: role === "LEADING" ? sid : null, behind: before?.owner ?? null };
  },
  quietMs({ options: { sessionTimeout, turnMs } }: Ensemble<CuratorOptions>) {
    // A session that nobody keeps alive ends within its timeout, and whoever comes back learns of it at its next ping.
    return Math.max(sessionTimeout, turnMs) + 2 * pingEveryMs(sessionTimeout);
  },
  outcome,
  // A latch waits for nothing but the service's answers and its watches; a selector's turn ends by itself.
  atRest(view, { options }, latencyMs) {
    const { states } = view;
    const service = states.get("zookeeper");
    if (service?.kind !== "service" || options.recipe !== "LeaderLatch") return false;
    const contenders = [...states.values()].filter((state) => state.kind === "contender");
    return keepSessions(service.store, contenders, view, latencyMs);
  },
};

function contender(sid: number, options: CuratorOptions): Contender {
  const client = newClient(options.sessionTimeout);
  return {
    kind: "contender",
    sid,
    options,
    client,
    role: "DOWN",
    node: null,
    creating: false,
    before: null,
    turns: 0,
  };
}

function serviceStep(state: Service, input: Input<CuratorMessage>): CuratorStep {
  const { store, options } = state;
  if (input.kind === "release") return { state, effects: [{ kind: "event", event: queueEvent(store, options) }] };
  if (input.kind === "office") {
    const step = inOffice(state, input);
    return { state: { ...state, store: step.state }, effects: step.effects };
  }
  const step = storeStep(store, input);
  if (step.state === store) return { state, effects: step.effects };
  const changed = step.state.znodes !== store.znodes;
  const queue = changed ? [{ kind: "event" as const, event: queueEvent(step.state, options) }] : [];
  return { state: { ...state, store: step.state }, effects: [...step.effects, ...queue] };
}

function inOffice({ store, options }: Service, { leader, up }: Extract<Input<CuratorMessage>, { kind: "office" }>) {
  const queue = officeQueue(leader, up);
  return storeInOffice(store, {
    up,
    timeoutMs: options.sessionTimeout,
    znodes: queue.map((owner, place) => ({ path: officePath(options, place), data: String(owner), owner })),
    watches: queue.slice(1).map((sid, place) => ({ sid, path: officePath(options, place), on: "data" })),
  });
}

function queueEvent(store: Store, options: CuratorOptions): QueueEvent {
  const queued = queueIn(store, options);
  return { type: "queue", places: queued.map(({ sid, path }) => ({ sid, znode: nameOf(path) })), held: store.held };
}

function queueIn({ znodes }: Store, options: CuratorOptions): { sid: number; path: string }[] {
  const found = [...znodes.values()].filter(({ path }) => path.startsWith(prefixOf(options)));
  return found
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ owner, path }) => (owner === null ? [] : [{ sid: owner, path }]));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * In office is who believes to lead and owns the first znode, in a session that lives. Eligible is the first in line of
 * those who are there; while nobody of them stands in line yet, all of them.
 */
function outcome({ states, running, reachable }: View<CuratorState>, { options }: Ensemble<CuratorOptions>): Outcome {
  const service = states.get("zookeeper");
  if (service?.kind !== "service") return { leader: null, eligible: [] };
  const there = [...states.values()].filter(
    (state): state is Contender =>
      state.kind === "contender" &&
      state.role !== "OBSERVING" &&
      running(state.sid) &&
      reachable(state.sid, "zookeeper"),
  );
  const queue = queueIn(service.store, options);
  const next = queue.find(({ path }) => there.some(({ node }) => node === path));
  const eligible = next ? [next.sid] : there.map(({ sid }) => sid);
  const [first] = queue;
  const state = first && states.get(first.sid);
  const leads =
    state?.kind === "contender" && running(state.sid) && state.role === "LEADING" && state.node === first?.path;
  return { leader: leads ? state.sid : null, eligible, watches: service.store.held };
}
