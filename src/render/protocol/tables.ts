/** The frame of the tables of all protocols but ZooKeeper's own: a title, a heading a step, what it came to. */
import type { ProtocolMessages } from "../../locales/protocol/en.ts";
import type { Messages } from "../../locales/tables/en.ts";
import type { StepEvent } from "../../trace/events.ts";
import { expectedLeader } from "../../trace/expected.ts";
import type { OwnEvent, ProtocolEvent, ProtocolTrace } from "../../trace/protocol-events.ts";
import { clean, withoutControls } from "../clean.ts";
import { byState } from "../derive.ts";
import type { Block } from "../document.ts";
import { headingBlock, titledBlock } from "../sections.ts";
import type { Signs } from "../style.ts";

/** Indexes into the events of a trace: of a step, and of the first event that is no longer part of it. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What is told of a trace, whatever its protocol. */
interface Frame {
  readonly messages: Messages;
  readonly words: ProtocolMessages;
  readonly signs: Signs;
  /** What the protocol calls the one whom it elects. */
  readonly office: string;
}

/** @param tell what the protocol says of one step */
export function protocolBlocks(
  trace: ProtocolTrace,
  tell: (stretch: Stretch) => readonly Block[],
  { messages, words, signs, office }: Frame,
): Block[] {
  const { header, events, result } = trace;
  const { cluster, protocol } = header;
  const stretches = stretchesOf(events);
  const steps = stretches.filter(({ from }) => stepAt(events, from)).length;
  const servers = [clean(protocol), words.servers(cluster.servers.length)];
  const inOffice = cluster.leader == null ? [] : [words.inOffice(office, cluster.leader)];
  const blocks: Block[] = [titledBlock(cluster, [...servers, ...inOffice], messages, signs)];
  let number = 0;
  for (const stretch of stretches) {
    const step = stepAt(events, stretch.from);
    if (step) number++;
    blocks.push(
      headingBlock({ step, start: events[stretch.from]?.t ?? 0 }, number, steps, messages),
      ...tell(stretch).map(cleaned),
    );
  }
  if (!result) return blocks;
  const states = byState(new Map(result.servers.map(({ sid, state }) => [sid, state])));
  const believe = result.servers.flatMap(({ sid, state }) => (state === "LEADING" ? [sid] : []));
  const others = believe.filter((sid) => sid !== result.leader);
  blocks.push({ kind: "heading", text: words.end(office, result.leader, others, states) });
  if (result.expect) {
    const met = result.expect === "met";
    const text = messages.expected(met, expectedLeader(header), result.leader);
    blocks.push({ kind: "line", text, tone: met ? "strong" : "bad" });
  }
  return blocks;
}

/** Step by step; what comes before the first of them stands by itself. */
function stretchesOf(events: readonly ProtocolEvent[]): Stretch[] {
  const begins = events.flatMap((_, at) => (at === 0 || stepAt(events, at) ? [at] : []));
  return begins.map((from, at) => ({ from, to: begins[at + 1] ?? events.length }));
}

function stepAt(events: readonly ProtocolEvent[], at: number): StepEvent | undefined {
  const event: OwnEvent | undefined = events[at];
  return event?.type === "step" ? (event as StepEvent) : undefined;
}

/** What a protocol tells holds names from the trace. */
function cleaned(block: Block): Block {
  if (block.kind !== "table") return { ...block, text: withoutControls(block.text) };
  const rows = block.table.rows.map((row) =>
    row.map((cell) =>
      cell.map((line) => ({
        ...line,
        text: withoutControls(line.text),
        ...(line.short !== undefined && { short: withoutControls(line.short) }),
      })),
    ),
  );
  return { ...block, table: { ...block.table, rows } };
}
