/**
 * What must hold of every trace of Kafka, worked out anew from the events alone, and told in sentences where it does not.
 */
import type { AnyEvent, KafkaTrace } from "../../../src/protocols/kafka-controller/telling/trace.ts";

export function broken({ events }: KafkaTrace, unclean: boolean): string[] {
  return [...epochs(events), ...fencing(events), ...leaders(events, unclean), ...(unclean ? [] : losses(events))];
}

/** Controller epochs only rise, and each controller elected has one of its own. */
function epochs(events: readonly AnyEvent[]): string[] {
  const found: string[] = [];
  let last = 1;
  for (const event of events) {
    if (event.type !== "controller" || event.change !== "elected" || event.epoch === null) continue;
    if (event.epoch <= last && !(last === 1 && event.epoch === 1)) found.push(`epoch ${event.epoch} after ${last}`);
    last = event.epoch;
  }
  const elected = events.flatMap((event) =>
    event.type === "controller" && event.change === "elected" ? [event.epoch] : [],
  );
  if (new Set(elected).size < elected.length) found.push(`epochs elected twice: ${elected.join(", ")}`);
  return found;
}

/** A broker takes nothing of a lower controller epoch than it has seen, and partitions change in rising epochs. */
function fencing(events: readonly AnyEvent[]): string[] {
  const found: string[] = [];
  const seen = new Map<number, number>();
  let raised = 0;
  for (const event of events) {
    if (event.type === "state" && event.to === "DOWN") seen.delete(event.sid);
    if (event.type === "znode" && event.path === "/controller_epoch") raised = Number(event.data);
    if (event.type === "accepted") {
      const before = seen.get(event.sid) ?? 0;
      if (event.epoch < before) found.push(`${event.sid} takes epoch ${event.epoch} after ${before}`);
      seen.set(event.sid, Math.max(before, event.epoch));
    }
    if (event.type === "partition" && event.controllerEpoch < raised) {
      found.push(`${event.partition} is changed in epoch ${event.controllerEpoch} after ${raised}`);
    }
    if (event.type === "fenced" && event.epoch >= event.current) found.push(`${event.sid} refuses ${event.epoch}`);
  }
  return found;
}

/** A leader is in sync, live as far as the controller knows, and of a higher leader epoch than the one before it. */
function leaders(events: readonly AnyEvent[], unclean: boolean): string[] {
  const found: string[] = [];
  const last = new Map<string, { epoch: number; isr: readonly number[] }>();
  const live = new Map<number, readonly number[]>();
  for (const event of events) {
    if (event.type === "partitions") {
      for (const { partition, epoch, isr } of event.partitions) last.set(partition, { epoch, isr });
    }
    if (event.type === "brokers") live.set(event.sid, event.live);
    if (event.type === "isr") last.set(event.partition, { epoch: event.epoch, isr: event.isr });
    if (event.type !== "partition") continue;
    const { partition, leader, was, isr, epoch, sid, selector } = event;
    const before = last.get(partition);
    if (before && epoch <= before.epoch) found.push(`${partition}: leader epoch ${epoch} after ${before.epoch}`);
    if (leader !== null && !isr.includes(leader)) found.push(`${partition}: ${leader} leads out of sync`);
    const known = live.get(sid);
    if (leader !== null && leader !== was && known && !known.includes(leader)) {
      found.push(`${partition}: ${leader} is to lead, and is not live`);
    }
    if (!unclean && selector !== null && leader !== null && before && !before.isr.includes(leader)) {
      found.push(`${partition}: ${leader} was not in sync before`);
    }
    last.set(partition, { epoch, isr });
  }
  return found;
}

/** Whoever begins to lead has every record that was committed in an earlier leader epoch. */
function losses(events: readonly AnyEvent[]): string[] {
  const found: string[] = [];
  const committed = new Map<string, { epoch: number; to: number }[]>();
  for (const event of events) {
    if (event.type === "partitions") {
      for (const { partition, isr } of event.partitions) {
        const ends = isr.map((sid) => event.ends.find((each) => each.sid === sid)?.end ?? 0);
        committed.set(partition, [{ epoch: -1, to: Math.min(...ends) }]);
      }
    }
    if (event.type === "records" && event.change === "committed") {
      committed.get(event.partition)?.push({ epoch: event.epoch, to: event.to });
    }
    if (event.type !== "leads") continue;
    const { partition, end, epoch, sid } = event;
    for (const known of committed.get(partition) ?? []) {
      if (known.epoch < epoch && known.to > end) found.push(`${partition}: ${sid} leads with ${end} of ${known.to}`);
    }
  }
  return found;
}
