import { sidCell } from "../../locales/lists.ts";
import type { Attempt } from "../../trace/attempts.ts";
import { type Batch, fateOf } from "../../trace/batch.ts";
import { supportOf } from "../../trace/quorum.ts";
import type { Section } from "../../trace/story.ts";
import { rangeOf } from "../../trace/zxid-set.ts";
import { votersAmong } from "../derive.ts";
import type { Block, Cell, Table } from "../document.ts";
import { zxidText } from "../notation.ts";
import type { ZabContext } from "./context.ts";
import { afterColumn } from "./discovery.ts";
import { line, memberTable } from "./member-table.ts";
import { merged, rangeText } from "./zxids.ts";

/** Broadcast, as logs show it: who serves since when. Simulations say that in a sentence. */
export function servingBlocks({ leader, members }: Attempt, context: ZabContext): Block[] {
  const { messages, notation, servers, simulated } = context;
  const serving = members.filter(({ broadcast }) => broadcast);
  const shown = serving.filter(({ sid }) => servers?.includes(sid) ?? true);
  if (simulated || shown.length === 0) return [];
  const { zab } = messages;
  const columns = [
    afterColumn(({ broadcast }) => broadcast?.t, context),
    {
      head: zab.columns.lastZxid,
      cell: ({ broadcast }: Attempt["members"][number]) => {
        const zxid = broadcast?.detail.zxid;
        return line(zxid === undefined ? "" : zxidText(zxid, notation));
      },
    },
  ];
  const epoch = serving.find(({ broadcast }) => broadcast?.detail.epoch !== undefined)?.broadcast?.detail.epoch;
  return [
    { kind: "subheading", text: zab.phases.broadcast, note: zab.under(leader, epoch) },
    { kind: "table", table: memberTable(shown, leader, columns, context) },
  ];
}

/** What was written in this section, who has logged it at its end, and whether it is committed. */
export function writtenBlocks(section: Section, context: ZabContext): Block[] {
  const written = alikeInARow(
    section.batches.filter((batch) => isWrittenIn(section, batch)),
    context,
  );
  if (written.length === 0) return [];
  const { zab } = context.messages;
  const leaders = new Set(written.map(leaderOf));
  const [leader] = leaders;
  const epoch = leader === undefined ? undefined : section.standings.get(leader)?.currentEpoch;
  const one = leaders.size === 1 && leader !== undefined && epoch !== undefined;
  return [
    {
      kind: "subheading",
      text: zab.phases.broadcast,
      ...(one && { note: zab.serves(leader, epoch) }),
    },
    { kind: "table", table: writtenTable(written, context) },
  ];
}

function writtenTable(batches: readonly Batch[], context: ZabContext): Table {
  const { columns } = context.messages.zab;
  return {
    head: [columns.zxids, columns.proposedBy, columns.loggedBy],
    rows: batches.map((batch) => [
      line(rangeText(batch.range, context)),
      line(String(leaderOf(batch) ?? "")),
      loggedCell(batch, context),
    ]),
    flexible: 2,
  };
}

/** `1,2,4 → 3 of 5 ✔ committed` */
function loggedCell(batch: Batch, { cluster, messages, signs }: ZabContext): Cell {
  const { zab } = messages;
  const who = sidCell(votersAmong(cluster, batch.servers));
  const support = supportOf(cluster, batch.servers);
  const leader = leaderOf(batch);
  const has = `${who}${who && ` ${signs.arrow} `}${messages.amount(support)}`;
  switch (fateOf(batch)) {
    case "committed":
      return [{ text: `${has} ${signs.check} ${zab.committed}`, breakAt: has.length, tone: "quorum" }];
    case "lost":
      return [{ text: `${has} ${zab.lostHere}`, breakAt: has.length, tone: "lost" }];
    case "open": {
      const isQuorum = support.have >= support.need && leader !== undefined;
      return [{ text: `${has} ${isQuorum ? zab.unheard(leader) : zab.onlyLogged}`, breakAt: has.length }];
    }
  }
}

/** Whether it was proposed, logged or committed by a quorum in this section; not only carried on, dropped or lost. */
function isWrittenIn({ written, commits }: Section, { range: [first, last], proposed, committed }: Batch): boolean {
  if (committed?.type === "commit" && commits.includes(committed)) return true;
  return written.some((event) => {
    if (event.type === "propose") return event === proposed;
    const [from, to] = rangeOf(event.zxid, event.count);
    return from <= first && last <= to;
  });
}

function leaderOf({ proposed, committed }: Batch): number | undefined {
  return proposed?.sid ?? committed?.sid;
}

/** Batches that follow each other and came to the same, as one. */
function alikeInARow(batches: readonly Batch[], { cluster }: ZabContext): Batch[] {
  const keyOf = (batch: Batch) => `${leaderOf(batch)} ${fateOf(batch)} ${votersAmong(cluster, batch.servers)}`;
  const found: Batch[] = [];
  for (const batch of batches) {
    const before = found.at(-1);
    const both = before && merged([before.range, batch.range]);
    if (before && both?.length === 1 && both[0] && keyOf(before) === keyOf(batch)) {
      found[found.length - 1] = { ...batch, range: both[0] };
    } else found.push(batch);
  }
  return found;
}
