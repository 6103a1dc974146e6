import * as v from "valibot";
import { znodeSchemas } from "../../znodes/telling/schemas.ts";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const t = v.pipe(v.number(), v.minValue(0));

export const curatorSchemas = [
  ...znodeSchemas,
  v.looseObject({
    type: v.literal("queue"),
    t,
    places: v.array(v.looseObject({ sid: count, znode: v.string() })),
    held: count,
  }),
  v.looseObject({ type: v.literal("turn"), t, sid: count, change: v.picklist(["begins", "ends", "interrupted"]) }),
] as const;
