import type { Messages } from "../locales/tables/en.ts";
import { alike } from "../trace/alike.ts";
import type { Header, StateEvent, StateReason, StepAction, TraceCluster } from "../trace/events.ts";
import { expectedLeader } from "../trace/expected.ts";
import { supportOf } from "../trace/quorum.ts";
import { condensedAbove, type Round, type Section, type Story } from "../trace/story.ts";
import { clean } from "./clean.ts";
import { byState, electionsOf, spanOf } from "./derive.ts";
import type { Block } from "./document.ts";
import { notationOf, notationText } from "./notation.ts";
import { outcomeBlocks } from "./outcome.ts";
import { type Context, condensedTable, ownVotesTable, votesTable } from "./rounds.ts";
import type { Signs } from "./style.ts";
import { zabBlocks } from "./zab/blocks.ts";
import { batchNotation, zabContext } from "./zab/context.ts";
import { fatesText } from "./zab/fates.ts";

/** What part of a story to show. */
export interface Selection {
  /** First and last round, both included. */
  readonly rounds?: { readonly from: number; readonly to: number } | undefined;
  /** Only the rows of these servers. */
  readonly servers?: readonly number[] | undefined;
  /** Also what follows an election: discovery, synchronization, broadcast. */
  readonly phases?: boolean | undefined;
}

/** The whole story as blocks: title, sections, what it came to. */
export function storyBlocks(story: Story, selection: Selection, messages: Messages, signs: Signs): Block[] {
  const { header, sections, result } = story;
  const blocks: Block[] = [titleBlock(header, messages, signs)];
  let notation = "";
  let splitSaid = false;
  sections.forEach((section, index) => {
    const steps = sections.filter((other) => other.step).length;
    const number = sections.slice(0, index + 1).filter((other) => other.step).length;
    const context = { cluster: header.cluster, notation: notationOf(section), messages, signs };
    blocks.push(headingBlock(section, number, steps, messages));
    if (section.looking.length + section.stillLooking.length > 0 && section.rounds.length > 0) {
      blocks.push({ kind: "line", text: lookingText(section, context) });
      const legend = notationText(context.notation, messages);
      if (legend !== notation) blocks.push({ kind: "line", text: legend, tone: "quiet" });
      notation = legend;
      splitSaid ||= context.notation.split;
    }
    for (const round of section.rounds) blocks.push(...roundBlocks(round, section, selection, context));
    blocks.push(...outcomeBlocks(section, header, context));
    if (!selection.phases) return;
    const zab = zabContext(section, header, selection.servers, context);
    const phases = zabBlocks(zab);
    const split = phases.length > 0 && zab.notation.split && !splitSaid;
    if (split) blocks.push({ kind: "line", text: messages.legend([messages.notation.splitZxid]), tone: "quiet" });
    splitSaid ||= split;
    blocks.push(...phases);
  });
  if (sections.length > 1) {
    const last = sections.at(-1);
    const states = byState(last?.states ?? new Map());
    // A log may show a leader, and not that a quorum follows it.
    const leads = header.source === "log" ? states.find(({ state }) => state === "LEADING")?.sids : undefined;
    blocks.push({ kind: "heading", text: messages.end(result.leader ?? leads?.at(-1) ?? null, states) });
  }
  if (selection.phases) {
    const fates = fatesText(story, {
      cluster: header.cluster,
      notation: batchNotation(story.batches),
      messages,
      signs,
    });
    if (fates !== undefined) blocks.push({ kind: "line", text: fates });
  }
  if (result.expect) {
    const expected = expectedLeader(header);
    const met = result.expect === "met";
    const text = messages.expected(met, expected, result.leader);
    blocks.push({ kind: "line", text, tone: met ? "strong" : "bad" });
  }
  return blocks;
}

/** What the scenario is called, and what it is about: the ensemble, and who is in office. */
export function titleBlock({ cluster }: Header, messages: Messages, signs: Signs): Block {
  const voters = cluster.servers.filter((server) => server.role === "participant");
  const observers = cluster.servers.length - voters.length;
  const ensemble = messages.ensemble(voters.length, observers, supportOf(cluster, []));
  const office = cluster.leader == null ? [] : [messages.inOffice(cluster.leader)];
  return titledBlock(cluster, [ensemble, ...office], messages, signs);
}

/** The title of a scenario, and what is said of its servers and of who is in office; that alone where there is no title. */
export function titledBlock(cluster: TraceCluster, said: readonly string[], messages: Messages, signs: Signs): Block {
  const note = said.join(` ${signs.dot} `);
  const title = localized(cluster.title, messages.language);
  return title === undefined ? { kind: "title", text: note } : { kind: "title", text: clean(title), note };
}

/** A text of the scenario in that language, else in English; undefined for what came with a trace and is none. */
function localized(text: unknown, language: string): string | undefined {
  if (typeof text !== "object" || text === null) return typeof text === "string" ? text : undefined;
  const own: unknown = Object.hasOwn(text, language) ? (text as Record<string, unknown>)[language] : undefined;
  return localized(own ?? ("en" in text ? text.en : undefined), language);
}

interface Headed {
  readonly step: { readonly action: StepAction } | null | undefined;
  readonly start: number;
  /** In a trace from logs: the timestamp of its first line. */
  readonly at?: string | undefined;
}

/**
 * The heading of a section: its step, or when servers began to look by themselves.
 *
 * @param number the step's place among those of the story
 */
export function headingBlock({ step, start, at }: Headed, number: number, of: number, messages: Messages): Block {
  if (!step && at !== undefined) {
    return { kind: "heading", text: clean(at), ...(start > 0 && { note: messages.at(start) }) };
  }
  if (!step) return { kind: "heading", text: messages.later(start) };
  const note = start > 0 ? messages.at(start) : undefined;
  return { kind: "heading", text: clean(messages.step(number, of, step.action)), ...(note && { note }) };
}

/** "Election 2 · LOOKING: 1, 2, 4 (leader lost) · down: 3, 5 · quorum: 3 of 5" */
function lookingText(section: Section, { cluster, messages, signs }: Context): string {
  const still = section.stillLooking.filter(({ sid }) => !section.looking.some((event) => event.sid === sid));
  const epochs = electionsOf(section);
  // In one election its number comes first; in several, everybody's own stands behind the name.
  const own = (epoch: number) => (epochs.length > 1 ? [messages.inElection(epoch, section.at !== undefined)] : []);
  // Beside the list of a log's elections, which has its own numbers, the clock goes by its name.
  const ofLog = section.at !== undefined;
  const parts = epochs.length > 1 ? [] : epochs.map((epoch) => messages.election(epoch, ofLog));
  // No two lines of a log are from the same moment.
  const time = (t: number) => (section.at === undefined ? t : "");
  const said = ({ reason, detail = "" }: StateEvent) => (reason === "left" ? clean(detail) : "");
  const groups = alike(
    section.looking,
    (event) => `${time(event.t)} ${event.reason} ${event.electionEpoch} ${said(event)}`,
  );
  for (const events of groups) {
    const [{ reason, electionEpoch }] = events;
    const after = spanOf(events.map(({ t }) => t - section.start));
    const why = [messages.because(clean(reason) as StateReason, after, said(events[0])), ...own(electionEpoch)];
    parts.push(messages.group(messages.looking, sidsOf(events), why));
  }
  for (const proposals of alike(still, ({ electionEpoch }) => String(electionEpoch))) {
    parts.push(messages.group(messages.stillLooking, sidsOf(proposals), own(proposals[0].electionEpoch)));
  }
  const down = [...section.states].filter(([, state]) => state === "DOWN").map(([sid]) => sid);
  if (down.length > 0) parts.push(messages.group(messages.down, down, []));
  parts.push(messages.quorum(supportOf(cluster, [])));
  const text = parts.join(` ${signs.dot} `);
  return text.startsWith("electionEpoch") ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function sidsOf(items: readonly { readonly sid: number }[]): number[] {
  return items.map(({ sid }) => sid);
}

function roundBlocks(round: Round, section: Section, selection: Selection, context: Context): Block[] {
  const { messages } = context;
  const { rounds, servers } = selection;
  if (rounds && (round.round < rounds.from || round.round > rounds.to)) return [];
  const rows = servers ? round.rows.filter((row) => servers.includes(row.sid)) : round.rows;
  if (rows.length === 0) return [];
  const shown = { ...round, rows };
  const first = round.rows.every((row) => row.heard.length === 0 && row.heardCount === 0);
  const answers = section.decisions.length > 0 && section.decisions.every(({ via }) => via === "joined");
  const text =
    round.casts || round !== section.rounds.at(-1)
      ? messages.round(round.round)
      : answers
        ? messages.answers
        : messages.counting;
  // Of a server whose log is missing the first vote that is heard may be for another.
  const own = first && round.rows.every(({ sid, holds }) => holds?.leader == null || holds.leader === sid);
  const note = !round.casts ? messages.noChange : own ? messages.ownVotes : messages.votesArrive;
  const condensed = section.states.size > condensedAbove;
  const table = condensed
    ? condensedTable(shown, context)
    : first
      ? ownVotesTable(shown, context)
      : votesTable(shown, context);
  return [
    { kind: "subheading", text, note },
    { kind: "table", table },
  ];
}
