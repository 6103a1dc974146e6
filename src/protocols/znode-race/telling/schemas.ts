import * as v from "valibot";
import { znodeSchemas } from "../../znodes/telling/schemas.ts";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const raceSchemas = [
  ...znodeSchemas,
  v.looseObject({
    type: v.literal("view"),
    sid: count,
    partition: count,
    leader: v.nullable(count),
    why: v.picklist(["created", "read", "watch", "session-expired"]),
  }),
  v.looseObject({ type: v.literal("holds"), watches: count }),
] as const;
