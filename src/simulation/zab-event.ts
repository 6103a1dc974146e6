import type { Log } from "../protocols/zab/log.ts";
import type { Effect } from "../protocols/zab/packets.ts";
import type { TraceEvent, ZxidRange } from "../trace/events.ts";
import type { Node } from "./node.ts";

/**
 * What there is to tell about something that a leader or a learner wants done; undefined when that is told otherwise.
 *
 * @param leader the sid of its leader, its own when it leads
 * @param reach who gets what is proposed before the next step, where the step says so
 */
export function zabEvent(
  t: number,
  { sid, history }: Node,
  leader: number,
  effect: Effect,
  reach: readonly number[] | undefined,
): TraceEvent | undefined {
  switch (effect.kind) {
    case "refuse": {
      const { from, currentEpoch, zxid } = effect;
      return { type: "refuse", t, sid, from, currentEpoch, zxid };
    }
    case "epoch": {
      const { file, epoch, was, heard } = effect;
      return { type: "epoch", t, sid, leader, file, epoch, was, ...(heard && { heard }) };
    }
    case "synchronizes":
      return { type: "phase", t, sid, phase: "synchronization", detail: { leader, epoch: effect.epoch } };
    case "synchronized": {
      const { kind, discarded, received, ...told } = effect;
      const detail = { leader, ...told, ...ranges("discarded", discarded), ...ranges("received", received) };
      return { type: "phase", t, sid, phase: "synchronization", detail };
    }
    case "serves": {
      const detail = { leader, epoch: effect.epoch, zxid: history.zxid };
      return { type: "phase", t, sid, phase: "broadcast", detail };
    }
    case "proposed": {
      const { count, zxid } = effect;
      return { type: "propose", t, sid, count, zxid, ...(reach && { reach }) };
    }
    case "logged":
      return { type: "logged", t, sid, leader, count: effect.count, zxid: effect.zxid };
    default:
      return undefined;
  }
}

function ranges<Key extends string>(key: Key, log: Log): { [key in Key]?: ZxidRange[] } {
  if (log.length === 0) return {};
  return { [key]: log.map(({ first, last }): ZxidRange => [first, last]) } as { [key in Key]: ZxidRange[] };
}
