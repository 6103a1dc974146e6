/** The fields that schemas of trace lines are made of, those of every protocol. */
import * as v from "valibot";

/** An integer from `least` up. */
export const from = (least: number, description: string) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.description(description));
/** An integer from 0 up. */
export const whole = (description: string) => from(0, description);

export const sid = whole("server id (myid)");
export const sids = v.array(sid);
export const time = v.pipe(v.number(), v.minValue(0), v.description("ms since the first event"));
/** `"0x…"` in a trace, bigint in memory. */
export const zxid = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-f]{1,16}$/),
  v.description("zxid, 64 bits, unsigned"),
  v.transform((text: string) => BigInt(text)),
);
export const serverState = v.picklist(["LOOKING", "FOLLOWING", "LEADING", "OBSERVING", "DOWN"]);

/** Fields of every event; only traces from logs have them. */
export const logged = {
  inferred: v.optional(v.pipe(v.literal(true), v.description("no log says so itself"))),
  at: v.optional(v.pipe(v.string(), v.description("the log's own timestamp"))),
  log: v.optional(v.pipe(v.string(), v.description("file:line of the log"))),
};
