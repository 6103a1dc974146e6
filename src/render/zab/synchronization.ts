import type { Attempt, Member } from "../../trace/attempts.ts";
import { supportOf } from "../../trace/quorum.ts";
import { wholeRanges } from "../../trace/zxid-set.ts";
import type { Block, Cell } from "../document.ts";
import { zxidText } from "../notation.ts";
import type { ZabContext } from "./context.ts";
import { afterColumn } from "./discovery.ts";
import { type Column, line, memberTable } from "./member-table.ts";
import { syncReason } from "./sync-reason.ts";
import { rangeLines } from "./zxids.ts";

/** Synchronization: how each learner is brought up to date and why so, who acknowledges it, and who then serves. */
export function synchronizationBlocks(attempt: Attempt, context: ZabContext): Block[] {
  const { messages, servers } = context;
  const came = attempt.members.filter(({ synchronization, acknowledged }) => synchronization ?? acknowledged);
  const shown = came.filter(({ sid }) => servers?.includes(sid) ?? true);
  const blocks: Block[] = [];
  if (shown.length > 0) {
    const table = memberTable(shown, attempt.leader, columnsOf(attempt, context), context);
    const note = captionOf(attempt, context);
    blocks.push({ kind: "subheading", text: messages.zab.phases.synchronization, note }, { kind: "table", table });
  }
  const texts = endTexts(attempt, context);
  if (texts.length > 0) blocks.push({ kind: "line", text: messages.sentences(texts) });
  return blocks;
}

function captionOf({ leader, members }: Attempt, { messages: { zab }, notation }: ZabContext): string {
  const zxid = members.find(({ sid }) => sid === leader)?.discovery?.detail.zxid;
  if (zxid !== undefined) return zab.history(leader, zxidText(zxid, notation));
  const epochs = members.flatMap(({ synchronization, broadcast }) => [
    synchronization?.detail.epoch,
    broadcast?.detail.epoch,
  ]);
  return zab.under(
    leader,
    epochs.find((epoch) => epoch !== undefined),
  );
}

function columnsOf({ leader }: Attempt, context: ZabContext): Column[] {
  const { messages, notation, signs } = context;
  const { columns } = messages.zab;
  const zxidCell = (zxid: bigint | undefined) => line(zxid === undefined ? "" : zxidText(zxid, notation));
  return [
    afterColumn(({ synchronization }) => synchronization?.t, context),
    {
      head: columns.had,
      cell: ({ discovery, synchronization }) => zxidCell(synchronization?.detail.from ?? discovery?.detail.zxid),
      joins: { into: columns.has, head: columns.hadAndHas },
    },
    {
      head: columns.mode,
      flexible: true,
      cell: ({ synchronization }) => (synchronization ? [syncReason(synchronization, context)] : line("")),
    },
    {
      head: columns.drops,
      cell: ({ synchronization }) => rangesCell(rangeLines(wholeRanges(synchronization?.detail.discarded), context)),
    },
    { head: columns.gets, cell: (member) => getsCell(member, context) },
    {
      head: columns.has,
      cell: ({ sid, discovery, synchronization }) =>
        zxidCell(synchronization?.detail.zxid ?? (sid === leader ? discovery?.detail.zxid : undefined)),
    },
    {
      head: columns.acknowledges,
      cell: ({ acknowledged }) => (acknowledged ? [{ text: signs.check, tone: "quorum" }] : line("")),
    },
  ];
}

function getsCell({ synchronization }: Member, context: ZabContext): Cell {
  const { mode, received } = synchronization?.detail ?? {};
  const lines = rangeLines(wholeRanges(received), context);
  return lines.length === 0 && mode === "SNAP" ? line(context.messages.zab.snapshot) : rangesCell(lines);
}

function rangesCell(lines: readonly string[]): Cell {
  return lines.length === 0 ? line("") : lines.map((text) => ({ text }));
}

/** Who has written the new currentEpoch, and who serves in it. From logs, that is the table of the broadcast. */
function endTexts({ leader, members }: Attempt, { cluster, messages, simulated }: ZabContext): string[] {
  if (!simulated) return [];
  const { zab } = messages;
  const acknowledged = members.filter((member) => member.acknowledged);
  const serving = members.filter(({ broadcast }) => broadcast);
  const epoch = acknowledged[0]?.acknowledged?.epoch;
  const begins = members.some(({ sid, synchronization }) => sid === leader && synchronization);
  const support = supportOf(cluster, sidsOf(acknowledged));
  const texts: string[] = [];
  if (epoch !== undefined) {
    const isQuorum = support.have >= support.need;
    texts.push(zab.acknowledged(sidsOf(acknowledged), epoch, begins ? support : undefined, isQuorum));
  }
  if (serving.length > 0) {
    const same = sidsOf(serving).join() === sidsOf(acknowledged).join();
    texts.push(zab.serving(sidsOf(serving), serving[0]?.broadcast?.detail.epoch, same));
  }
  return texts;
}

function sidsOf(members: readonly Member[]): number[] {
  return members.map(({ sid }) => sid);
}
