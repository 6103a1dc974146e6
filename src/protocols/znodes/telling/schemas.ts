/** Shapes of what happens at the ZooKeeper service, for the traces of protocols that use it. */
import * as v from "valibot";

const sid = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const count = sid;
const t = v.pipe(v.number(), v.minValue(0));

export const znodeSchemas = [
  v.looseObject({
    type: v.literal("session"),
    t,
    sid,
    session: count,
    change: v.picklist(["opened", "disconnected", "expired", "closed"]),
    dropped: count,
    held: count,
  }),
  v.looseObject({
    type: v.literal("znode"),
    t,
    path: v.string(),
    change: v.picklist(["created", "deleted", "changed"]),
    owner: v.nullable(sid),
    session: v.nullable(count),
    data: v.string(),
    version: count,
    why: v.picklist(["request", "session-expired", "session-closed"]),
    by: v.nullable(sid),
  }),
  v.looseObject({
    type: v.literal("watch"),
    t,
    sid,
    session: count,
    path: v.string(),
    on: v.picklist(["data", "children"]),
    change: v.picklist(["set", "fired", "removed"]),
    event: v.optional(v.picklist(["created", "deleted", "changed", "children"])),
    held: count,
  }),
  v.looseObject({
    type: v.literal("refused"),
    t,
    sid,
    request: v.picklist(["create", "set", "delete", "get", "children"]),
    path: v.string(),
    reason: v.picklist(["exists", "none", "version", "children"]),
    owner: v.nullable(sid),
  }),
] as const;
