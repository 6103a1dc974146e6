import type { Row } from "../../src/compare/row.ts";

/** A row of a comparison: what is not said is as in a protocol that elects 2 in 200 ms, without anything else to tell. */
export function row(protocol: string, changes: Partial<Row> = {}): Row {
  const { leader = 2 } = changes;
  return {
    protocol,
    leader,
    leading: leader === null ? [] : [leader],
    eligible: leader === null ? [] : [leader],
    messages: 10,
    withoutLeaderMs: leader === null ? null : 200,
    twoLeadersMs: 0,
    twoLeadersUntil: null,
    service: false,
    waitedForSession: false,
    lostLeader: true,
    up: [1, 2, 4],
    watches: null,
    attempts: null,
    write: "none",
    ...changes,
  };
}
