/** What a controller makes of one partition, when brokers come and go or it is told to (PartitionStateMachine). */
import type { Why, WhyKept } from "./events.ts";
import {
  type Choice,
  type Selector,
  selectControlledShutdown,
  selectNoOp,
  selectOffline,
  selectPreferred,
  selectReassigned,
  withoutReplicas,
} from "./selectors.ts";
import type { Controller, Task } from "./state.ts";
import type { Stored } from "./znodes.ts";

export type Decision =
  | { readonly next: Stored; readonly selector: Selector | null; readonly reason: Why }
  | { readonly kept: Selector; readonly reason: WhyKept };

/** @returns null when there is nothing to say about it */
export function decide(
  controller: Controller,
  task: Task,
  name: string,
  stored: Stored,
  unclean: boolean,
): Decision | null {
  const live = new Set(controller.live.keys());
  switch (task.kind) {
    case "preferred":
      return picked(controller, stored, "preferred-replica", selectPreferred(stored, live), "preferred");
    case "reassign":
      return moved(controller, stored, task.targets[name] ?? stored.replicas, live);
    case "moving":
      return stored.target ? moved(controller, stored, stored.target, live) : null;
    case "shut-down":
      return shutDown(controller, stored, live, task.broker);
    case "failover":
    case "brokers":
    case "gone":
    case "back":
      return online(controller, stored, live, unclean);
  }
}

function changed(controller: Controller, stored: Stored, change: Partial<Stored>): Stored {
  return { ...stored, ...change, leaderEpoch: stored.leaderEpoch + 1, controllerEpoch: controller.epoch };
}

function picked(
  controller: Controller,
  stored: Stored,
  selector: Selector,
  choice: Choice<WhyKept>,
  reason: Why,
): Decision {
  if ("none" in choice) return { kept: selector, reason: choice.none };
  return { next: changed(controller, stored, { leader: choice.leader, isr: choice.isr }), selector, reason };
}

/** A partition has a live leader, gets one, or is offline; replicas that are gone leave the in-sync ones. */
function online(controller: Controller, stored: Stored, live: ReadonlySet<number>, unclean: boolean): Decision {
  const gone = stored.replicas.filter((sid) => !live.has(sid));
  const current = selectNoOp(stored);
  if (!("none" in current) && live.has(current.leader)) {
    const { leader, isr } = withoutReplicas(stored, gone);
    if (isr.length === stored.isr.length) return { kept: "no-op", reason: "leader-live" };
    return { next: changed(controller, stored, { leader, isr }), selector: null, reason: "replica-gone" };
  }
  const choice = selectOffline(stored, live, unclean);
  if (!("none" in choice)) {
    return picked(controller, stored, "offline", choice, choice.unclean ? "unclean" : "in-sync");
  }
  const { leader, isr } = withoutReplicas(stored, gone);
  if (leader === stored.leader && isr.length === stored.isr.length) return { kept: "offline", reason: choice.none };
  return { next: changed(controller, stored, { leader, isr }), selector: "offline", reason: choice.none };
}

/**
 * Old and new replicas hold it until all the new ones are in sync; then one of them leads, and the old ones leave
 * (KafkaController.onPartitionReassignment).
 */
function moved(
  controller: Controller,
  stored: Stored,
  target: readonly number[],
  live: ReadonlySet<number>,
): Decision | null {
  if (!target.every((sid) => stored.isr.includes(sid))) {
    if (stored.target && String(stored.target) === String(target)) return null;
    const replicas = [...target, ...stored.replicas.filter((sid) => !target.includes(sid))];
    const isr = replicas.filter((sid) => stored.isr.includes(sid));
    return { next: changed(controller, stored, { replicas, isr, target }), selector: null, reason: "reassigning" };
  }
  const { target: _, ...settled } = stored;
  const isr = target.filter((sid) => stored.isr.includes(sid));
  const stays = stored.leader !== null && target.includes(stored.leader) && live.has(stored.leader);
  const choice = stays ? selectNoOp(stored) : selectReassigned(stored, target, live);
  if ("none" in choice) return { kept: "reassigned", reason: "no-target-in-sync" };
  const next = changed(controller, settled, { replicas: target, isr, leader: choice.leader });
  return { next, selector: stays ? "no-op" : "reassigned", reason: "reassigned" };
}

/** The broker that goes neither leads any more nor is in sync (KafkaController.doControlledShutdown). */
function shutDown(controller: Controller, stored: Stored, live: ReadonlySet<number>, broker: number): Decision | null {
  if (stored.replicas.length < 2) return null;
  if (stored.leader === broker) {
    const choice = selectControlledShutdown(stored, live, controller.leaving);
    return picked(controller, stored, "controlled-shutdown", choice, "shutting-down");
  }
  const { isr } = withoutReplicas(stored, [broker]);
  if (isr.length === stored.isr.length) return null;
  return { next: changed(controller, stored, { isr }), selector: null, reason: "shutting-down" };
}
