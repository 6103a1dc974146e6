/** Where a fact stands, and what several kinds of facts claim alike. */
import type { Comparison } from "../../src/explain/facts.ts";
import type { ReceiveEvent, TraceEvent, Vote } from "../../src/trace/events.ts";
import { type Placed, same } from "./holds.ts";
import type { Known, Reading } from "./naive.ts";
import { held, supportOf } from "./quorums.ts";

/** The part that a fact stands in, by its first and last line, and the rounds in which tables have what happens. */
export interface Place {
  readonly reading: Reading;
  readonly begin: number;
  readonly end: number;
  /** When the part ends, in ms. */
  readonly endsAt: number;
  readonly roundOf: ReadonlyMap<TraceEvent, number>;
}

/** @throws Error when the numbers are not those of the votes */
export function checkNumbers(said: Comparison, heard: Vote, against: Vote): void {
  same(said.peerEpoch, [heard.peerEpoch, against.peerEpoch], "peerEpochs compared");
  same(said.zxid, [heard.zxid, against.zxid], "zxids compared");
  same(said.sid, [heard.leader, against.leader], "sids compared");
}

/** @throws Error when the numbers are not those of the votes, or something else decided between them */
export function checkComparison(said: Comparison, heard: Vote, against: Vote, { cluster }: Reading): void {
  checkNumbers(said, heard, against);
  same(said.rule, held(cluster, heard, against).by, "rule");
}

/** The round of the tables. A server's rows follow each other in time: one may be later than the vote's own depth. */
export function checkRound(round: number, event: TraceEvent & { readonly round: number }, { roundOf }: Place): void {
  same(round, roundOf.get(event) ?? event.round, "round");
}

export function checkSupport(fact: { supporters: readonly number[]; support: object }, { cluster }: Reading): void {
  same(fact.support, supportOf(cluster, fact.supporters), "support");
}

/** Who has reported the same leader in the same epoch. */
export function reporters({ reports }: Known, { vote }: Pick<ReceiveEvent, "vote">): number[] {
  return [...reports.values()]
    .filter((report) => report.vote.leader === vote.leader && report.vote.peerEpoch === vote.peerEpoch)
    .map(({ from }) => from);
}

/** The decisions by quorum on that leader before that line, whoever made them. */
export function electionsOf(reading: Reading, leader: number, line: number): Placed<"decide">[] {
  const decisions = reading.events.flatMap(({ line, event }) => (event.type === "decide" ? [{ line, event }] : []));
  return decisions.filter(
    (found) => found.line < line && found.event.leader === leader && found.event.via === "quorum",
  );
}
