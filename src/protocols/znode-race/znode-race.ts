import type { Address, Ensemble, Input, Outcome, Protocol, View } from "../protocol.ts";
import { keepSessions } from "../znodes/at-rest.ts";
import { newClient } from "../znodes/client.ts";
import { pingEveryMs } from "../znodes/sessions.ts";
import { emptyStore, storeInOffice, storeStep } from "../znodes/store.ts";
import { replicaStep, roleOf } from "./replica.ts";
import {
  leaderPath,
  type RaceEvent,
  type RaceMessage,
  type RaceOptions,
  type RaceState,
  type RaceStep,
  type Service,
} from "./types.ts";

/**
 * The naive way to elect leaders with ZooKeeper: an ephemeral znode for each partition, on which every replica has a
 * watch. Who creates it leads.
 */
export const znodeRace: Protocol<RaceState, RaceMessage, RaceEvent, RaceOptions> = {
  name: "znode-race",
  begin({ servers, options }) {
    const nobody = Array.from({ length: options.partitions }, () => null);
    const states = new Map<Address, RaceState>();
    for (const { sid } of servers) {
      states.set(sid, { kind: "replica", sid, up: false, client: newClient(options.sessionTimeout), leaders: nobody });
    }
    const parents = nobody.map((_, index) => parentPath(index + 1));
    const store = emptyStore(parents);
    return states.set("zookeeper", { kind: "service", store, timeoutMs: options.sessionTimeout });
  },
  step(state, input) {
    if (state.kind === "service") return serviceStep(state, input);
    const { replica, effects } = replicaStep(state, input);
    return { state: replica, effects };
  },
  crash(state) {
    if (state.kind === "service") return state;
    const { client, leaders } = state;
    return { ...state, up: false, client: newClient(client.timeoutMs), leaders: leaders.map(() => null) };
  },
  status(state) {
    if (state.kind === "service") return { state: "FOLLOWING", leader: null };
    const leads = state.leaders.filter((leader) => leader === state.sid).length;
    return { state: roleOf(state), leader: state.leaders[0] ?? null, leads };
  },
  quietMs({ options: { sessionTimeout } }: Ensemble<RaceOptions>) {
    // A session that nobody keeps alive ends within its timeout, and whoever comes back learns of it at its next ping.
    return sessionTimeout + 2 * pingEveryMs(sessionTimeout);
  },
  outcome,
  // Nobody waits for anything but the service's answers and its watches.
  atRest(view, _, latencyMs) {
    const { states } = view;
    const service = states.get("zookeeper");
    const replicas = [...states.values()].filter((state) => state.kind === "replica");
    return service?.kind === "service" && keepSessions(service.store, replicas, view, latencyMs);
  },
};

function parentPath(partition: number): string {
  return `/partition-${partition}`;
}

function serviceStep(state: Service, input: Input<RaceMessage>): RaceStep {
  if (input.kind === "release") {
    return { state, effects: [{ kind: "event", event: { type: "holds", watches: state.store.held } }] };
  }
  const step = input.kind === "office" ? inOffice(state, input) : storeStep(state.store, input);
  return { state: step.state === state.store ? state : { ...state, store: step.state }, effects: step.effects };
}

/** One leader of all partitions, as if it had won every race, and a watch of every replica on each of its znodes. */
function inOffice({ store, timeoutMs }: Service, { leader, up }: Extract<Input<RaceMessage>, { kind: "office" }>) {
  const paths = [...store.znodes.values()].map(({ path }) => `${path}/leader`);
  const data = String(leader);
  return storeInOffice(store, {
    up,
    timeoutMs,
    znodes: paths.map((path) => ({ path, data, owner: leader })),
    watches: paths.flatMap((path) => up.map((sid) => ({ sid, path, on: "data" as const }))),
  });
}

/**
 * The first partition stands for all: its leader has the znode, in a session that lives, reaches ZooKeeper, and believes
 * that it leads. Who is cut off is about to lose it, and could not win the race for it.
 */
function outcome({ states, running, reachable }: View<RaceState>): Outcome {
  const service = states.get("zookeeper");
  const there = (sid: number) => running(sid) && reachable(sid, "zookeeper");
  const eligible = [...states.values()].flatMap((state) =>
    state.kind === "replica" && there(state.sid) ? [state.sid] : [],
  );
  if (service?.kind !== "service") return { leader: null, eligible };
  const owner = service.store.znodes.get(leaderPath(1))?.owner ?? null;
  const state = owner === null ? undefined : states.get(owner);
  const leads = state?.kind === "replica" && owner !== null && there(owner) && roleOf(state) === "LEADING";
  return { leader: leads ? owner : null, eligible, watches: service.store.held };
}
