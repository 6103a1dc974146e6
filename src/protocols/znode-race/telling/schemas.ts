import * as v from "valibot";
import { znodeSchemas } from "../../znodes/telling/schemas.ts";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const t = v.pipe(v.number(), v.minValue(0));

export const raceSchemas = [
  ...znodeSchemas,
  v.looseObject({
    type: v.literal("view"),
    t,
    sid: count,
    partition: count,
    leader: v.nullable(count),
    why: v.picklist(["created", "read", "watch", "session-expired"]),
  }),
  v.looseObject({ type: v.literal("holds"), t, watches: count }),
] as const;
