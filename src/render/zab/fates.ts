import { alike } from "../../trace/alike.ts";
import { type Batch, fateOf } from "../../trace/batch.ts";
import type { PhaseEvent } from "../../trace/events.ts";
import type { Section, Story } from "../../trace/story.ts";
import { wholeRanges } from "../../trace/zxid-set.ts";
import type { Context } from "../rounds.ts";
import type { ZabContext } from "./context.ts";
import { countOf, merged, zxidsText } from "./zxids.ts";

/** What a new leader's history has committed in this section, and what is lost since it does not have it. */
export function settledTexts({ batches, serving }: Section, context: ZabContext): string[] {
  const { zab } = context.messages;
  const isHere = (event: PhaseEvent) => serving.includes(event);
  const carried = batches.filter(({ committed }) => committed?.type === "phase" && isHere(committed));
  const lost = batches.filter((batch) => batch.lost && isHere(batch.lost));
  return [
    ...alike(
      carried.filter((batch) => isKnown(batch) && wasOpen(batch)),
      ({ committed }) => String(committed?.sid),
    ).map((same) => {
      const ranges = same.map(({ range }) => range);
      return zab.carriedOn(zxidsText(ranges, context), countOf(ranges), same[0].committed?.sid ?? 0);
    }),
    ...alike(lost.filter(isKnown), (batch) => `${batch.lost?.sid} ${batch.servers}`).map((same) => {
      const ranges = same.map(({ range }) => range);
      return zab.lost(zxidsText(ranges, context), countOf(ranges), same[0].lost?.sid ?? 0, same[0].servers);
    }),
  ];

  /** Logs begin in the middle: what was there before may be committed long since. */
  function wasOpen({ proposed }: Batch): boolean {
    return context.simulated || proposed !== undefined;
  }

  /** Of what was there before the first event, it is only known what is committed where the trace says so. */
  function isKnown({ proposed }: Batch): boolean {
    const { leader, committed } = context.cluster;
    return proposed !== undefined || leader != null || committed !== undefined;
  }
}

/** Who drops what, or gets a snapshot, while it is brought up to date. */
export function synchronizationTexts({ phases }: Section, context: Context): string[] {
  const { zab } = context.messages;
  const told = phases.filter(({ phase, sid, detail }) => phase === "synchronization" && sid !== detail.leader);
  const dropping = told.filter(({ detail }) => wholeRanges(detail.discarded).length > 0);
  const snapshots = told.filter((event) => event.detail.mode === "SNAP" && !dropping.includes(event));
  return [
    ...alike(dropping, ({ detail }) => `${detail.mode} ${wholeRanges(detail.discarded)}`).map((same) => {
      const { discarded, mode } = same[0].detail;
      return zab.drops(sidsOf(same), zxidsText(wholeRanges(discarded), context), mode);
    }),
    ...alike(snapshots, ({ detail }) => String(detail.leader)).map((same) =>
      zab.sendsSnapshot(same[0].detail.leader, sidsOf(same)),
    ),
  ];
}

/** What became of everything that was proposed in the trace, once it is over; undefined where nothing was. */
export function fatesText({ batches }: Pick<Story, "batches">, context: Context): string | undefined {
  const proposed = batches.filter((batch) => batch.proposed);
  if (proposed.length === 0) return undefined;
  const of = (fate: ReturnType<typeof fateOf>) => {
    const ranges = merged(proposed.filter((batch) => fateOf(batch) === fate).map(({ range }) => range));
    return { count: countOf(ranges), zxids: zxidsText(ranges, context) };
  };
  const all = countOf(proposed.map(({ range }) => range));
  return context.messages.zab.fates(all, of("committed").count, of("lost"), of("open"));
}

function sidsOf(events: readonly PhaseEvent[]): number[] {
  return [...new Set(events.map(({ sid }) => sid))].sort((a, b) => a - b);
}
