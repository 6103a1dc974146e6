/**
 * The race for /controller (KafkaController.elect, before it ZookeeperLeaderElector). As up to Kafka 2.0 the winner
 * creates the znode and then raises /controller_epoch, if it is still as it read it; from 2.1 on both are one transaction.
 */
import type { Reply, Znode } from "../znodes/messages.ts";
import { SpreadMap } from "../znodes/spread-map.ts";
import { addTask } from "./controller.ts";
import { askToLeave } from "./leaving.ts";
import { ask, become, type Draft, tell } from "./state.ts";
import { brokerPath, controllerEpochPath, controllerPath } from "./znodes.ts";

/** A session is new: nothing of an earlier one is left. */
export function register(draft: Draft): void {
  const { sid } = draft;
  const path = brokerPath(sid);
  ask(draft, (session) => ({ kind: "create", session, path, data: `${sid}`, ephemeral: true, sequential: false }));
}

/** ZooKeeper answered about /brokers/ids/<sid>. An earlier session of this broker may still hold it: it tries again. */
export function registrationAnswered(draft: Draft, reply: Extract<Reply, { kind: "created" | "failed" }>): void {
  const { session } = draft.client;
  if (session === null || draft.registered) return;
  if (reply.kind === "failed") {
    draft.effects.push({ kind: "timer", name: "register", ms: draft.options.sessionTimeout });
    return;
  }
  draft.registered = true;
  tell(draft, { type: "registered", sid: draft.sid, session });
  watchController(draft);
}

/** Reads /controller, and sets the watch that fires once. */
function watchController(draft: Draft): void {
  ask(draft, (session) => ({ kind: "exists", session, path: controllerPath, watch: true }));
}

/** The watch on /controller fires once, and is set again (ControllerChangeHandler). */
export function controllerWatchFired(draft: Draft, change: string): void {
  if (draft.controller !== null || !draft.registered) return;
  if (change === "deleted") {
    draft.active = null;
    become(draft, "LOOKING", "controller-lost");
  }
  watchController(draft);
}

/** Nobody has /controller: it tries to create it (KafkaController.elect). Else it follows whoever has. */
export function controllerRead(draft: Draft, znode: Znode | null): void {
  if (draft.controller !== null) return;
  const { sid } = draft;
  if (znode !== null) {
    if (znode.session !== draft.client.session) follow(draft, znode);
    return;
  }
  draft.active = null;
  become(draft, "LOOKING", "controller-lost");
  tell(draft, { type: "controller", sid, change: "attempt", epoch: null });
  const path = controllerPath;
  ask(draft, (session) => ({ kind: "create", session, path, data: `${sid}`, ephemeral: true, sequential: false }));
}

function follow(draft: Draft, { owner }: Znode): void {
  draft.active = owner;
  // A session that an earlier process of this broker had may still hold it.
  if (owner === draft.sid) become(draft, "LOOKING", "own-session");
  else {
    become(draft, "FOLLOWING", "controller-known");
    if (draft.leaving) askToLeave(draft);
  }
}

/** ZooKeeper has created /controller for it, or another broker was first (KafkaController.elect). */
export function raceDecided(draft: Draft, reply: Extract<Reply, { kind: "created" | "failed" }>): void {
  const { sid } = draft;
  if (reply.kind === "created") {
    ask(draft, (session) => ({ kind: "exists", session, path: controllerEpochPath, watch: false }));
    return;
  }
  tell(draft, { type: "controller", sid, change: "lost-race", epoch: null, winner: reply.znode?.owner ?? null });
  if (reply.znode !== null) follow(draft, reply.znode);
}

/**
 * It writes the epoch after the one it has read, if nobody else does so first (KafkaController.incrementControllerEpoch).
 */
export function epochRead(draft: Draft, znode: Znode | null): void {
  if (znode === null) return;
  const { path, version } = znode;
  ask(draft, (session) => ({ kind: "set", session, path, data: String(Number(znode.data) + 1), version }));
}

/** It is the controller from now on; where another has raised the epoch in between, it gives /controller up again. */
export function epochRaised(draft: Draft, reply: Extract<Reply, { kind: "done" | "failed" }>): void {
  const { sid } = draft;
  if (reply.kind === "failed" || reply.znode === null) {
    ask(draft, (session) => ({ kind: "delete", session, path: controllerPath }));
    tell(draft, { type: "controller", sid, change: "resigned", epoch: null, reason: "epoch-raised" });
    watchController(draft);
    return;
  }
  const epoch = Number(reply.znode.data);
  const nothing = { live: new Map(), leaving: new Set<number>(), partitions: SpreadMap.empty };
  draft.controller = { epoch, ...nothing, tasks: [], work: null };
  draft.active = sid;
  tell(draft, { type: "controller", sid, change: "elected", epoch });
  become(draft, "LEADING", "elected");
  addTask(draft, { kind: "failover" });
}

/** The session is gone, and with it /controller, if it had that. */
export function sessionLost(draft: Draft): void {
  const { sid, controller } = draft;
  if (controller !== null) {
    const { epoch } = controller;
    tell(draft, { type: "controller", sid, change: "resigned", epoch, reason: "session-expired" });
  }
  draft.controller = null;
  draft.registered = false;
  draft.active = null;
  draft.writers = SpreadMap.empty;
  become(draft, "LOOKING", "session-expired");
}
