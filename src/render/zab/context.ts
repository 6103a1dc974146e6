import type { Batch } from "../../trace/batch.ts";
import type { Header } from "../../trace/events.ts";
import type { Section } from "../../trace/story.ts";
import type { Notation } from "../notation.ts";
import type { Context } from "../rounds.ts";

/** What the tables of discovery, synchronization and broadcast of a section have in common. */
export interface ZabContext extends Context {
  readonly section: Section;
  /** A simulation tells where every server stands; from logs only what events say is shown. */
  readonly simulated: boolean;
  /** Only the rows of these servers. */
  readonly servers: readonly number[] | undefined;
}

/** @param context of the section's other tables */
export function zabContext(
  section: Section,
  { source }: Header,
  servers: readonly number[] | undefined,
  context: Context,
): ZabContext {
  const simulated = source === "simulation";
  const split = context.notation.split || zxidsOf(section, simulated).some(hasEpoch);
  return { ...context, notation: { ...context.notation, split }, section, simulated, servers };
}

/** Those that are shown: the zxid with which a server serves only where it is from a log. */
function zxidsOf({ phases, refusals, batches }: Section, simulated: boolean): bigint[] {
  const shown = phases.filter(({ phase }) => !simulated || phase !== "broadcast");
  return [
    ...shown.flatMap(({ detail: { zxid = 0n, from = 0n, discarded = [], received = [] } }) => [
      ...[zxid, from],
      ...[...discarded, ...received].flat(),
    ]),
    ...refusals.map(({ zxid }) => zxid),
    ...batches.flatMap(({ range }) => range),
  ];
}

/** How these zxids are written together. */
export function batchNotation(batches: readonly Batch[]): Notation {
  return { epochShown: false, epoch: undefined, split: batches.some(({ range }) => range.some(hasEpoch)) };
}

/** Whether it has an epoch in its upper half. */
function hasEpoch(zxid: bigint): boolean {
  return zxid >> 32n > 0n;
}
