import type { Zxids } from "../../../locales/explain/zab/en.ts";
import type { ZxidRange } from "../../../trace/events.ts";
import { zxidText } from "../../notation.ts";

/** Whether a zxid is written epoch:counter beside these votes: where one of them, or it, has an epoch in its upper half. */
export function textOf(zxid: bigint, { split }: { readonly split: boolean }): string {
  return zxidText(zxid, { split: split || zxid >> 32n > 0n });
}

/** Ranges as a sentence names them; undefined for none. */
export function zxidsOf(ranges: readonly ZxidRange[], notation: { readonly split: boolean }): Zxids | undefined {
  const [first] = ranges;
  const last = ranges.at(-1);
  if (!first || !last) return undefined;
  const count = ranges.reduce((sum, [from, to]) => sum + Number(to - from) + 1, 0);
  const zxids = count === 1 ? [first[0]] : [first[0], last[1]];
  const split = notation.split || zxids.some((zxid) => zxid >> 32n > 0n);
  return { count, zxids: zxids.map((zxid) => zxidText(zxid, { split })) };
}

/** Of one range. */
export function rangeText(range: ZxidRange, notation: { readonly split: boolean }): Zxids {
  return zxidsOf([range], notation) ?? { count: 0, zxids: [] };
}
