import type { Attempt, Member } from "../../trace/attempts.ts";
import type { Block, Cell } from "../document.ts";
import { zxidText } from "../notation.ts";
import type { ZabContext } from "./context.ts";
import { type Column, line, memberTable } from "./member-table.ts";

/** Discovery: what each server brings along, the epoch that comes of it, and who is refused. */
export function discoveryBlocks(attempt: Attempt, context: ZabContext): Block[] {
  const { messages, servers } = context;
  const came = attempt.members.filter(({ discovery, accepted, refused }) => discovery ?? accepted ?? refused);
  const shown = came.filter(({ sid }) => servers?.includes(sid) ?? true);
  if (shown.length === 0) return [];
  const columns = columnsOf(attempt, context);
  return [
    { kind: "subheading", text: messages.zab.phases.discovery, note: captionOf(attempt, context) },
    { kind: "table", table: memberTable(shown, attempt.leader, columns, context) },
  ];
}

function captionOf({ leader, members }: Attempt, context: ZabContext): string {
  const { messages, simulated, section } = context;
  const { zab } = messages;
  const own = members.find(({ sid }) => sid === leader);
  const { heard, epoch } = own?.accepted ?? {};
  if (heard && epoch !== undefined) {
    const highest = Math.max(...heard.map((other) => other.epoch));
    return zab.newEpoch(
      epoch,
      heard.map(({ sid }) => sid),
      highest,
    );
  }
  const told = members.flatMap(({ accepted, synchronization, broadcast }) => {
    return [accepted?.epoch, synchronization?.detail.epoch, broadcast?.detail.epoch].filter(
      (each) => each !== undefined,
    );
  });
  if (!simulated) return zab.under(leader, told[0]);
  if (own) return zab.noEpoch(leader);
  if (told[0] === undefined && section.states.get(leader) !== "LEADING") return zab.notReached(leader);
  // It may have begun before this section, and come to serve in it.
  const begins = section.serving.some(({ sid }) => sid === leader);
  return begins ? zab.under(leader, told[0]) : zab.inOffice(leader, told[0]);
}

function columnsOf(attempt: Attempt, context: ZabContext): Column[] {
  const { messages, notation, signs, simulated, section } = context;
  const { columns } = messages.zab;
  const standing = (sid: number) => (simulated ? section.standings.get(sid) : undefined);
  return [
    afterColumn(({ discovery }) => discovery?.t, context),
    {
      head: columns.lastZxid,
      cell: ({ discovery, refused }) => {
        const zxid = refused?.zxid ?? discovery?.detail.zxid;
        return line(zxid === undefined ? "" : zxidText(zxid, notation));
      },
    },
    {
      head: "acceptedEpoch",
      cell: ({ sid, accepted }) => {
        if (!accepted) return line(String(standing(sid)?.acceptedEpoch ?? ""));
        const { was, epoch } = accepted;
        return line(was === epoch ? String(epoch) : `${was} ${signs.arrow} ${epoch}`);
      },
    },
    {
      head: "currentEpoch",
      cell: ({ sid, refused, acknowledged }) => {
        return line(String(refused?.currentEpoch ?? acknowledged?.was ?? standing(sid)?.currentEpoch ?? ""));
      },
    },
    { head: columns.counted, flexible: true, cell: (member) => countedCell(member, attempt, context) },
  ];
}

/** In a trace from logs, when something was: no two lines are from the same moment. */
export function afterColumn(timeOf: (member: Member) => number | undefined, context: ZabContext): Column {
  const { messages, simulated, section } = context;
  return {
    head: messages.zab.columns.after,
    cell: (member) => {
      const t = simulated ? undefined : timeOf(member);
      return line(t === undefined ? "" : messages.zab.ms(t - section.start));
    },
  };
}

/** Whether the epoch was chosen on what it said, or came later to it, or was refused. */
function countedCell({ sid, accepted, refused }: Member, { leader, members }: Attempt, context: ZabContext): Cell {
  const { messages, notation, signs, section } = context;
  const own = members.find((member) => member.sid === leader);
  if (refused) {
    const epoch = own?.acknowledged?.was ?? section.standings.get(leader)?.currentEpoch ?? 0;
    const zxid = own?.discovery?.detail.zxid;
    if (refused.currentEpoch > epoch) {
      return [{ text: messages.zab.refused("epoch", String(refused.currentEpoch), String(epoch)), tone: "lost" }];
    }
    if (zxid === undefined || refused.zxid <= zxid) return [{ text: messages.zab.refusedAhead, tone: "lost" }];
    const [its, leaders] = [zxidText(refused.zxid, notation), zxidText(zxid, notation)];
    return [{ text: messages.zab.refused("zxid", its, leaders), tone: "lost" }];
  }
  const heard = own?.accepted?.heard;
  if (heard?.some((other) => other.sid === sid)) return [{ text: signs.check, tone: "quorum" }];
  return line(heard && accepted ? messages.zab.later : "");
}
