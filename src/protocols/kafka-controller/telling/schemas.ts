/** Shapes of the events of a trace. */
import * as v from "valibot";
import { znodeSchemas } from "../../znodes/telling/schemas.ts";

const sid = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const sids = v.array(sid);
const count = sid;
const partition = v.string();
const leader = v.nullable(sid);
const rpc = v.picklist(["LeaderAndIsr", "UpdateMetadata", "StopReplica"]);
const selector = v.picklist(["offline", "reassigned", "preferred-replica", "controlled-shutdown", "no-op"]);
const t = v.pipe(v.number(), v.minValue(0));

export const kafkaSchemas = [
  ...znodeSchemas,
  v.looseObject({
    type: v.literal("partitions"),
    t,
    partitions: v.array(v.looseObject({ partition, replicas: sids, isr: sids, leader, epoch: count })),
    ends: v.array(v.looseObject({ sid, end: count })),
  }),
  v.looseObject({ type: v.literal("registered"), t, sid, session: count }),
  v.looseObject({
    type: v.literal("controller"),
    t,
    sid,
    change: v.picklist(["attempt", "lost-race", "elected", "resigned"]),
    epoch: v.nullable(count),
    winner: v.optional(leader),
    reason: v.optional(v.picklist(["session-expired", "epoch-raised", "shut-down"])),
  }),
  v.looseObject({ type: v.literal("brokers"), t, sid, epoch: count, live: sids, gone: sids, back: sids }),
  v.looseObject({
    type: v.literal("partition"),
    t,
    ...{ sid, controllerEpoch: count, partition, replicas: sids, leader, was: leader, isr: sids, isrWas: sids },
    epoch: count,
    selector: v.nullable(selector),
    reason: v.picklist([
      ...(["in-sync", "unclean", "no-isr-live", "no-replica-live", "replica-gone"] as const),
      ...(["preferred", "reassigning", "reassigned", "shutting-down"] as const),
    ]),
  }),
  v.looseObject({
    type: v.literal("kept"),
    t,
    ...{ sid, controllerEpoch: count, partitions: v.array(partition), selector },
    reason: v.picklist([
      ...(["leader-live", "no-isr-live", "no-replica-live", "leads-already", "not-live"] as const),
      ...(["not-in-sync", "no-target-in-sync", "no-other-in-sync"] as const),
    ]),
  }),
  v.looseObject({ type: v.literal("fenced"), t, sid, from: sid, rpc, epoch: count, current: count }),
  v.looseObject({ type: v.literal("accepted"), t, sid, from: sid, rpc, epoch: count, leads: count, follows: count }),
  v.looseObject({ type: v.literal("leads"), t, sid, partition, epoch: count, end: count, highWatermark: count }),
  v.looseObject({ type: v.literal("isr"), t, sid, partition, isr: sids, isrWas: sids, epoch: count }),
  v.looseObject({
    type: v.literal("records"),
    t,
    ...{ sid, change: v.picklist(["appended", "committed", "truncated"]), partition },
    ...{ from: count, to: count, epoch: count },
  }),
  v.looseObject({ type: v.literal("left"), t, sid, remaining: v.array(partition) }),
] as const;
