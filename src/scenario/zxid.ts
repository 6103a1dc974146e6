/** The ways a zxid can be written: a number, `"0x100000008"`, or `"1:8"` (epoch:counter). */
import { maxEpoch, maxZxid } from "./limits.ts";
import { show } from "./show.ts";

/** Hexadecimal, as ZooKeeper's logs print it; leading zeros do not count towards the 64 bits. */
export const hexZxid = /^0[xX]0*[0-9a-fA-F]{1,16}$/;
/** Both halves decimal. */
export const pairZxid = /^0*[0-9]{1,10}:0*[0-9]{1,10}$/;

const expected = 'expected a zxid (an integer, "0x…" or "epoch:counter")';

/** The zxid that a value of a description stands for, or what is wrong with it. */
export function parseZxid(value: unknown): { zxid: bigint } | { problem: string } {
  if (typeof value === "number") {
    if (!Number.isInteger(value) || value < 0) return { problem: `${expected}, found ${show(value)}` };
    if (!Number.isSafeInteger(value)) return { problem: inexact(BigInt(value)) };
    return { zxid: BigInt(value) };
  }
  if (typeof value === "bigint" && value >= 0n) return sized(value, value);
  if (typeof value !== "string") return { problem: `${expected}, found ${show(value)}` };
  if (/^0[xX][0-9a-fA-F]+$/.test(value)) return sized(hexZxid.test(value) ? BigInt(value) : maxZxid + 1n, value);
  if (!/^\d+:\d+$/.test(value)) return { problem: `${expected}, found ${show(value)}` };
  const [epoch = 0, counter = 0] = value.split(":").map(Number);
  if (epoch > maxEpoch || counter > maxEpoch) {
    return { problem: `${show(value)}: epoch and counter are 32 bits each (0 to ${maxEpoch})` };
  }
  return { zxid: (BigInt(epoch) << 32n) | BigInt(counter) };
}

/** The advice for an integer that a JSON number does not hold exactly. */
export function inexact(value: bigint): string {
  if (value > maxZxid) return tooLarge(value);
  return `${value} is not exact as a number; write it as a string, "${formatZxid(value)}"`;
}

/** `0x100000008`: lower case, no leading zeros. */
export function formatZxid(zxid: bigint): string {
  return `0x${zxid.toString(16)}`;
}

/** The epoch half of a zxid. */
export function epochOf(zxid: bigint): number {
  return Number(zxid >> 32n);
}

function sized(zxid: bigint, written: unknown): { zxid: bigint } | { problem: string } {
  return zxid > maxZxid ? { problem: tooLarge(written) } : { zxid };
}

function tooLarge(written: unknown): string {
  return `${show(written)} does not fit 64 bits (0x0 to ${formatZxid(maxZxid)})`;
}
