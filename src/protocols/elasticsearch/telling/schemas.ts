/** The shape of each event in a trace. */
import * as v from "valibot";

const sid = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const sids = v.array(sid);
const t = v.pipe(v.number(), v.minValue(0));

export const schemas = [
  v.looseObject({
    type: v.literal("pinged"),
    t,
    sid: v.pipe(sid, v.description("It has no master, and its time for answers is over")),
    sees: v.pipe(sids, v.description("Master-eligible nodes that answered, and itself, the best candidate first")),
    versions: v.pipe(v.array(count), v.description("Of each of these, the version of its cluster state")),
    masters: v.pipe(sids, v.description("Whom those that answered take for the master, the lowest id first")),
    need: v.pipe(count, v.description("minimumMasterNodes")),
    chosen: v.nullable(sid),
    why: v.pipe(
      v.picklist(["named", "unreachable", "first", "too-few"]),
      v.description(
        "A master that was named; one that was, but did not answer; the first candidate; nobody, of too few candidates",
      ),
    ),
  }),
  v.looseObject({
    type: v.literal("joins"),
    t,
    sid: v.pipe(sid, v.description("It has chosen itself, and counts who joins it")),
    from: v.pipe(sids, v.description("Who joins")),
    have: v.pipe(count, v.description("Master-eligible nodes for it so far, itself among them")),
    need: count,
  }),
  v.looseObject({
    type: v.literal("again"),
    t,
    sid: v.pipe(sid, v.description("Its attempt failed, and it pings again")),
    chosen: v.pipe(sid, v.description("Whom it had chosen")),
    why: v.picklist(["refused", "no-answer", "crashed", "too-few-joins", "failed-to-publish"]),
  }),
  v.looseObject({
    type: v.literal("nodes"),
    t,
    sid: v.pipe(sid, v.description("A master, of which a cluster state is committed")),
    version: count,
    nodes: v.pipe(sids, v.description("Its nodes, itself among them")),
  }),
  v.looseObject({
    type: v.literal("unanswered"),
    t,
    sid,
    from: v.pipe(sid, v.description("Who did not answer a ping in time")),
    attempt: count,
    of: v.pipe(count, v.description("After so many it is given up")),
  }),
  v.looseObject({
    type: v.literal("removed"),
    t,
    sid: v.pipe(sid, v.description("A master, which takes a node out of its cluster")),
    node: sid,
    why: v.picklist(["crashed", "silent"]),
  }),
  v.looseObject({
    type: v.literal("another-master"),
    t,
    sid: v.pipe(sid, v.description("A master, which another one has pinged")),
    other: sid,
    version: count,
    otherVersion: count,
    yields: v.pipe(sid, v.description("Who is to give up: of the older cluster state, of equals the other")),
  }),
  v.looseObject({
    type: v.literal("stepped-down"),
    t,
    sid: v.pipe(sid, v.description("A master, which gives up")),
    why: v.picklist(["not-enough-nodes", "failed-to-publish", "older-state", "told-to"]),
    have: v.pipe(
      count,
      v.description("Master-eligible nodes that it has left, or that acknowledged; itself among them"),
    ),
    need: count,
  }),
];
