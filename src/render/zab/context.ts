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
  const notation = { ...context.notation, split: context.notation.split || zxidsOf(section).some(hasEpoch) };
  return { ...context, notation, section, simulated: source === "simulation", servers };
}

function zxidsOf({ phases, refusals, batches }: Section): bigint[] {
  return [
    ...phases.flatMap(({ detail: { zxid = 0n, from = 0n, discarded = [], received = [] } }) => [
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
