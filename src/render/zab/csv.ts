import type {
  CommitEvent,
  EpochEvent,
  LoggedEvent,
  PhaseEvent,
  ProposeEvent,
  RefuseEvent,
  ZxidRange,
} from "../../trace/events.ts";
import type { Section } from "../../trace/story.ts";
import { hexZxid } from "../../trace/zxid.ts";
import { wholeRanges } from "../../trace/zxid-set.ts";
import { clean } from "../clean.ts";

/** Columns that the events of Zab need beside those of an election. */
export const zabColumns = ["epoch", "was", "mode", "why", "had", "drops", "gets", "count"] as const;

type Record = Readonly<globalThis.Record<string, string | number | undefined>>;

/** A line for each event of discovery, synchronization and broadcast, in the order of time. */
export function zabRecords({ phases, epochs, refusals, written, commits }: Section): Record[] {
  return [...phases, ...epochs, ...refusals, ...written, ...commits].sort((a, b) => a.t - b.t).map(recordOf);
}

type ZabEvent = PhaseEvent | EpochEvent | RefuseEvent | ProposeEvent | LoggedEvent | CommitEvent;

function recordOf(event: ZabEvent): Record {
  const record = { t: event.t, server: event.sid, event: event.type };
  switch (event.type) {
    case "phase": {
      const { leader, epoch, zxid, mode, why, from, discarded, received } = event.detail;
      const zxids = { zxid: hex(zxid), had: hex(from), drops: ranges(discarded), gets: ranges(received) };
      return { ...record, event: event.phase, leader, epoch, mode, why: why && clean(why), ...zxids };
    }
    case "epoch": {
      const { leader, file, epoch, was, heard } = event;
      return { ...record, event: file, leader, epoch, was, supporters: heard?.map(({ sid }) => sid).join(" ") };
    }
    case "refuse":
      return { ...record, from: event.from, zxid: hex(event.zxid), epoch: event.currentEpoch };
    case "propose":
      return { ...record, leader: event.sid, zxid: hex(event.zxid), count: event.count };
    case "logged":
      return { ...record, leader: event.leader, zxid: hex(event.zxid), count: event.count };
    case "commit": {
      const { sid, zxid, count, servers } = event;
      return { ...record, leader: sid, zxid: hex(zxid), count, supporters: servers.join(" ") };
    }
  }
}

function hex(zxid: bigint | undefined): string | undefined {
  return zxid === undefined ? undefined : hexZxid(zxid);
}

/** `0x100000009-0x10000000a`, several with a blank between. */
function ranges(list: readonly ZxidRange[] | undefined): string {
  return wholeRanges(list)
    .map(([first, last]) => (first === last ? hexZxid(first) : `${hexZxid(first)}-${hexZxid(last)}`))
    .join(" ");
}
