/** Changes to a cluster, as `--what-if` takes them: what each says, and how it is written. */
import type { Server } from "./cluster.ts";
import { shortZxid } from "./zxid.ts";

/** The numbers of a server that are integers. */
export const numberFields = ["epoch", "electionEpoch", "weight", "group"] as const;

/** One thing that is different. */
export type Change =
  /** `4.zxid=9`; its epoch stays as it was. */
  | { readonly field: "zxid"; readonly sid: number; readonly value: bigint }
  /** `4.epoch=2` */
  | { readonly field: (typeof numberFields)[number]; readonly sid: number; readonly value: number }
  /** `4.role=observer` */
  | { readonly field: "role"; readonly sid: number; readonly value: Server["role"] }
  /** `5.up`: no step fails it, and it is started; `4.down`: it never starts, or fails before anything else. */
  | { readonly field: "up" | "down"; readonly sid: number }
  /** `start=1,2+3`: the sids that each `start` step starts, one step after another. */
  | { readonly field: "start"; readonly order: readonly (readonly number[])[] };

/** The change as `--what-if` takes it; no shell finds anything special in it. */
export function formatChange(change: Change): string {
  switch (change.field) {
    case "start":
      return `start=${change.order.map((sids) => sids.join("+")).join(",")}`;
    case "up":
    case "down":
      return `${change.sid}.${change.field}`;
    case "zxid":
      return `${change.sid}.zxid=${shortZxid(change.value)}`;
    default:
      return `${change.sid}.${change.field}=${change.value}`;
  }
}

/** Several changes as one text. */
export function formatChanges(changes: readonly Change[]): string {
  return changes.map(formatChange).join(" ");
}

/** What it changes: of two changes with one target only one can hold. */
export function targetOf(change: Change): string {
  if (change.field === "start") return "start";
  return `${change.sid}.${change.field === "down" ? "up" : change.field}`;
}
