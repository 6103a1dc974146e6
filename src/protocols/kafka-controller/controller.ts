/**
 * What the broker does that has /controller: it reads what it needs from ZooKeeper, decides, writes each partition if it
 * is still as it was read, and then tells the brokers. One task after another (ControllerEventManager).
 *
 * It writes in the session that owns /controller and in no other: once that has expired ZooKeeper takes nothing of it.
 * Kafka, which goes on in a new session, needs a check of /controller_epoch with every write for that (2.1 and later).
 */
import type { Reply, Znode } from "../znodes/messages.ts";
import { SpreadMap } from "../znodes/spread-map.ts";
import { decide } from "./decide.ts";
import { tellBrokers } from "./rpc.ts";
import { ask, askState, type Controller, type Draft, type Task, tell, type Work } from "./state.ts";
import { brokerPath, brokersPath, partitionOf, stateData, stateOf, statePath } from "./znodes.ts";

const nothingDone = { found: new Map(), asked: SpreadMap.empty, dropped: [], changed: [], kept: [] };

/**
 * The controller does that when what it is at is done; whoever is no controller does nothing (ControllerEventManager.put).
 */
export function addTask(draft: Draft, task: Task): void {
  if (draft.controller === null) return;
  draft.controller = { ...draft.controller, tasks: [...draft.controller.tasks, task] };
  nextTask(draft);
}

function nextTask(draft: Draft): void {
  const { controller } = draft;
  const task = controller?.tasks[0];
  if (!controller || controller.work !== null || task === undefined) return;
  const live = task.kind === "back" ? new Map([...controller.live, ...task.brokers]) : controller.live;
  const leaving = task.kind === "shut-down" ? new Set([...controller.leaving, task.broker]) : controller.leaving;
  draft.controller = { ...controller, live, leaving, tasks: controller.tasks.slice(1) };
  if (task.kind === "failover" || task.kind === "brokers") listBrokers(draft, task);
  else readPartitions(draft, task);
}

function awaiting(paths: readonly string[]): SpreadMap<true> {
  return paths.reduce((all, path) => all.with(path, true), SpreadMap.empty as SpreadMap<true>);
}

function setWork(draft: Draft, work: Work | null): void {
  if (draft.controller) draft.controller = { ...draft.controller, work };
}

function listBrokers(draft: Draft, task: Task): void {
  setWork(draft, { task, awaited: awaiting([brokersPath]), ...nothingDone });
  ask(draft, (session) => ({ kind: "children", session, path: brokersPath, watch: true }));
}

/** Each broker's znode tells by its transaction whether the broker has been away in between. */
export function brokersListed(draft: Draft, names: readonly string[]): void {
  const work = draft.controller?.work;
  if (!work?.awaited.get(brokersPath)) return;
  const sids = names.map(Number).sort((a, b) => a - b);
  setWork(draft, { ...work, awaited: awaiting(sids.map(brokerPath)) });
  for (const sid of sids) {
    ask(draft, (session) => ({ kind: "exists", session, path: brokerPath(sid), watch: false }));
  }
  if (sids.length === 0) brokersFound(draft, new Map());
}

/** ZooKeeper has told a broker's registration; null: it has gone since the list was made. */
export function brokerRead(draft: Draft, sid: number, znode: Znode | null): void {
  const work = draft.controller?.work;
  if (!work?.awaited.get(brokerPath(sid))) return;
  const awaited = work.awaited.without(brokerPath(sid));
  const found = znode === null ? work.found : new Map(work.found).set(sid, znode.czxid);
  setWork(draft, { ...work, awaited, found });
  if (awaited.size === 0) brokersFound(draft, found);
}

function brokersFound(draft: Draft, found: ReadonlyMap<number, number>): void {
  const { controller, sid } = draft;
  if (!controller?.work) return;
  const { live: before, epoch, work } = controller;
  const failover = work.task.kind === "failover";
  const gone = [...before].filter(([broker, czxid]) => found.get(broker) !== czxid).map(([broker]) => broker);
  const back = [...found].filter(([broker, czxid]) => before.get(broker) !== czxid).map(([broker]) => broker);
  if (failover || gone.length > 0 || back.length > 0) {
    const live = [...found.keys()];
    tell(draft, { type: "brokers", sid, epoch, live, gone, back: failover ? [] : back });
  }
  if (failover) {
    draft.controller = { ...controller, live: found };
    readPartitions(draft, work.task);
    return;
  }
  // Who has been away and is back is first gone (Kafka 2.2 and later).
  const live = new Map([...before].filter(([broker]) => !gone.includes(broker)));
  const tasks: Task[] = [];
  if (gone.length > 0) tasks.push({ kind: "gone", brokers: gone });
  if (back.length > 0)
    tasks.push({ kind: "back", brokers: new Map(back.map((broker) => [broker, found.get(broker) ?? 0])) });
  const leaving = new Set([...controller.leaving].filter((broker) => live.has(broker)));
  draft.controller = { ...controller, leaving, live, work: null, tasks: [...tasks, ...controller.tasks] };
  nextTask(draft);
}

/** What a task may concern: replicas on those brokers, or what is named. */
function partitionsOf({ controller, options }: Draft, task: Task): string[] {
  const names = options.partitions.map(({ name }) => name);
  const having = (broker: number) => (name: string) => controller?.partitions.get(name)?.replicas.includes(broker);
  switch (task.kind) {
    case "gone":
      return names.filter((name) => task.brokers.some((broker) => having(broker)(name)));
    case "back":
      return names.filter((name) => [...task.brokers.keys()].some((broker) => having(broker)(name)));
    case "shut-down":
      return names.filter(having(task.broker));
    case "preferred":
      return names.filter((name) => task.partitions?.includes(name) ?? true);
    case "reassign":
      return names.filter((name) => Object.hasOwn(task.targets, name));
    case "moving":
      return [task.partition];
    case "failover":
    case "brokers":
      return names;
  }
}

function readPartitions(draft: Draft, task: Task): void {
  const names = partitionsOf(draft, task);
  setWork(draft, { task, awaited: awaiting(names.map(statePath)), ...nothingDone });
  for (const name of names) readPartition(draft, task, name);
  if (names.length === 0) finish(draft);
}

/** Where a partition moves, the controller watches who comes to be in sync. */
function readPartition(draft: Draft, task: Task, name: string): void {
  const moves = draft.controller?.partitions.get(name)?.target !== undefined;
  const watch = moves || task.kind === "reassign" || task.kind === "moving";
  ask(draft, (session) => ({ kind: "exists", session, path: statePath(name), watch }));
}

/** ZooKeeper has told a partition's state: the controller decides on it (KafkaController, PartitionStateMachine). */
export function partitionRead(draft: Draft, path: string, znode: Znode | null): void {
  const { controller, sid } = draft;
  const name = partitionOf(path);
  if (!controller?.work?.awaited.get(path) || name === null || znode === null) return;
  const stored = stateOf(znode.data);
  remember(draft, name, { ...stored, version: znode.version });
  const decision = decide(controller, controller.work.task, name, stored, draft.options.uncleanElection);
  if (decision !== null && "next" in decision) {
    const asked = controller.work.asked.with(path, { was: stored, decision });
    patchWork(draft, { asked });
    const { next, selector, reason } = decision;
    askState(draft, "controller", path, stateData(next), znode.version, { selector, reason });
    return;
  }
  if (decision?.reason === "leader-live") patchWork(draft, { kept: [...controller.work.kept, name] });
  else if (decision !== null) {
    const { kept: selector, reason } = decision;
    tell(draft, { type: "kept", sid, controllerEpoch: controller.epoch, partitions: [name], selector, reason });
  }
  settled(draft, path);
}

/** ZooKeeper has taken what the controller decided, or holds another version by now: then that is read. */
export function partitionWritten(draft: Draft, reply: Extract<Reply, { kind: "done" | "failed" }>): void {
  const { controller } = draft;
  const name = partitionOf(reply.path);
  const asked = controller?.work?.asked.get(reply.path);
  if (!controller?.work || name === null || asked === undefined) return;
  if (reply.kind === "failed" || reply.znode === null) {
    readPartition(draft, controller.work.task, name);
    return;
  }
  const { was, decision } = asked;
  remember(draft, name, { ...decision.next, version: reply.znode.version });
  const brokers = was.replicas.filter((broker) => !decision.next.replicas.includes(broker));
  const dropped =
    brokers.length > 0 ? [...controller.work.dropped, { partition: name, brokers }] : controller.work.dropped;
  patchWork(draft, { changed: [...controller.work.changed, name], dropped });
  settled(draft, reply.path);
}

function remember(draft: Draft, name: string, stored: Controller["partitions"] extends SpreadMap<infer P> ? P : never) {
  const { controller } = draft;
  if (controller) draft.controller = { ...controller, partitions: controller.partitions.with(name, stored) };
}

function patchWork(draft: Draft, change: Partial<Work>): void {
  const work = draft.controller?.work;
  if (work) setWork(draft, { ...work, ...change });
}

function settled(draft: Draft, path: string): void {
  const work = draft.controller?.work;
  if (!work) return;
  const awaited = work.awaited.without(path);
  setWork(draft, { ...work, awaited });
  if (awaited.size === 0) finish(draft);
}

/** All is decided and written: the brokers are told, and the next task begins. */
function finish(draft: Draft): void {
  const { controller, sid } = draft;
  if (!controller?.work) return;
  const { kept, task } = controller.work;
  if (kept.length > 0 && task.kind === "failover") {
    const selector = "no-op";
    tell(draft, {
      type: "kept",
      sid,
      controllerEpoch: controller.epoch,
      partitions: kept,
      selector,
      reason: "leader-live",
    });
  }
  tellBrokers(draft, controller, controller.work);
  setWork(draft, null);
  if (task.kind === "failover") goOnMoving(draft, controller);
  nextTask(draft);
}

/** A controller before this one has begun to move partitions. */
function goOnMoving(draft: Draft, { partitions }: Controller): void {
  for (const { name } of draft.options.partitions) {
    if (partitions.get(name)?.target) addTask(draft, { kind: "moving", partition: name });
  }
}
