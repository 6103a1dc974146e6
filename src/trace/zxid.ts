/** A zxid as the trace's JSON writes it: `"0x…"`, lower case, no leading zeros. */
export function hexZxid(zxid: bigint): string {
  return `0x${zxid.toString(16)}`;
}
