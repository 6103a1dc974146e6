/** The ways a zxid can be written: a number, `"0x100000008"`, or `"1:8"` (epoch:counter). */
import type { Fault } from "../locales/problems/fault.ts";
import { maxEpoch, maxZxid } from "./limits.ts";
import { show, showScalar } from "./show.ts";

/** Hexadecimal, as ZooKeeper's logs print it; leading zeros do not count towards the 64 bits. */
export const hexZxid = /^0[xX]0*[0-9a-fA-F]{1,16}$/;
/** Both halves decimal. */
export const pairZxid = /^0*[0-9]{1,10}:0*[0-9]{1,10}$/;

/** The zxid that a value of a description stands for, or what is wrong with it. */
export function parseZxid(value: unknown): { zxid: bigint } | { fault: Fault } {
  if (typeof value === "number") {
    if (!Number.isInteger(value) || value < 0) return { fault: noZxid(value) };
    if (!Number.isSafeInteger(value)) return { fault: inexact(BigInt(value)) };
    return { zxid: BigInt(value) };
  }
  if (typeof value === "bigint" && value >= 0n) return sized(value, value);
  if (typeof value !== "string") return { fault: noZxid(value) };
  if (/^0[xX][0-9a-fA-F]+$/.test(value)) return sized(hexZxid.test(value) ? BigInt(value) : maxZxid + 1n, value);
  if (!/^\d+:\d+$/.test(value)) return { fault: noZxid(value) };
  const [epoch = 0, counter = 0] = value.split(":").map(Number);
  if (epoch > maxEpoch || counter > maxEpoch) return { fault: ["largeHalf", showScalar(value), maxEpoch] };
  return { zxid: (BigInt(epoch) << 32n) | BigInt(counter) };
}

/** The zxid that a value stands for whose shape has been checked. */
export function readZxid(value: number | string): bigint {
  const parsed = parseZxid(value);
  return "zxid" in parsed ? parsed.zxid : 0n;
}

/** The advice for an integer that a JSON number does not hold exactly. */
export function inexact(value: bigint): Fault {
  if (value > maxZxid) return tooLarge(value);
  return ["inexactZxid", String(value), formatZxid(value)];
}

/** `0x100000008`: lower case, no leading zeros. */
export function formatZxid(zxid: bigint): string {
  return `0x${zxid.toString(16)}`;
}

/** `8`, or `1:8` where the upper half has an epoch. */
export function shortZxid(zxid: bigint): string {
  return zxid >> 32n > 0n ? `${zxid >> 32n}:${zxid & 0xffff_ffffn}` : String(zxid);
}

/** The epoch half of a zxid. */
export function epochOf(zxid: bigint): number {
  return Number(zxid >> 32n);
}

/** The other half: which transaction of its epoch it is, from 1. */
export function counterOf(zxid: bigint): number {
  return Number(zxid & 0xffff_ffffn);
}

function noZxid(value: unknown): Fault {
  return ["expected", ["zxid"], show(value)];
}

function sized(zxid: bigint, written: unknown): ReturnType<typeof parseZxid> {
  return zxid > maxZxid ? { fault: tooLarge(written) } : { zxid };
}

function tooLarge(written: unknown): Fault {
  return ["largeZxid", showScalar(written), formatZxid(maxZxid)];
}
