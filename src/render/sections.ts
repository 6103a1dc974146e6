import type { ByState, Messages } from "../locales/en.ts";
import type { DecideEvent, Header, ServerState, StateEvent, StateReason, TraceCluster, Vote } from "../trace/events.ts";
import { supportOf } from "../trace/quorum.ts";
import { condensedAbove, type Round, type Section, type Story } from "../trace/story.ts";
import { clean } from "./clean.ts";
import type { Block } from "./document.ts";
import { type Notation, notationOf, voteText, zxidText } from "./notation.ts";
import { type Context, condensedTable, ownVotesTable, votesTable } from "./rounds.ts";
import type { Signs } from "./style.ts";

/** What part of a story to show. */
export interface Selection {
  /** First and last round, both included. */
  readonly rounds?: { readonly from: number; readonly to: number } | undefined;
  /** Only the rows of these servers. */
  readonly servers?: readonly number[] | undefined;
}

/** The whole story as blocks: title, sections, what it came to. */
export function storyBlocks(story: Story, selection: Selection, messages: Messages, signs: Signs): Block[] {
  const { header, sections, result } = story;
  const blocks: Block[] = [titleBlock(header, messages, signs)];
  let notation = "";
  sections.forEach((section, index) => {
    const steps = sections.filter((other) => other.step).length;
    const number = sections.slice(0, index + 1).filter((other) => other.step).length;
    const context = { cluster: header.cluster, notation: notationOf(section), messages, signs };
    blocks.push(headingBlock(section, number, steps, messages));
    if (section.looking.length + section.stillLooking.length > 0 && section.rounds.length > 0) {
      blocks.push({ kind: "line", text: lookingText(section, context) });
      const legend = notationText(context.notation, context);
      if (legend !== notation) blocks.push({ kind: "line", text: legend, tone: "quiet" });
      notation = legend;
    }
    for (const round of section.rounds) blocks.push(...roundBlocks(round, section, selection, context));
    blocks.push(...outcomeBlocks(section, header, context));
  });
  if (sections.length > 1) {
    const last = sections.at(-1);
    const states = byState(last?.states ?? new Map());
    blocks.push({ kind: "heading", text: messages.end(result.leader, states) });
  }
  if (result.expect) {
    const expected = expectedLeader(header);
    const met = result.expect === "met";
    const text = messages.expected(met, expected, result.leader);
    blocks.push({ kind: "line", text, tone: met ? "strong" : "bad" });
  }
  return blocks;
}

function titleBlock({ cluster }: Header, messages: Messages, signs: Signs): Block {
  const voters = cluster.servers.filter((server) => server.role === "participant");
  const observers = cluster.servers.length - voters.length;
  const ensemble = messages.ensemble(voters.length, observers, supportOf(cluster, []));
  const office = cluster.leader == null ? [] : [messages.inOffice(cluster.leader)];
  const note = [ensemble, ...office].join(` ${signs.dot} `);
  const title = localized(cluster.title, messages.language);
  return title === undefined ? { kind: "title", text: note } : { kind: "title", text: clean(title), note };
}

/** A text of the scenario in that language, else in English. */
function localized(text: TraceCluster["title"], language: string): string | undefined {
  return typeof text === "object" ? String(text[language] ?? text.en) : text;
}

function headingBlock(section: Section, number: number, of: number, messages: Messages): Block {
  if (!section.step) return { kind: "heading", text: messages.later(section.start) };
  const note = section.start > 0 ? messages.at(section.start) : undefined;
  return { kind: "heading", text: messages.step(number, of, section.step.action), ...(note && { note }) };
}

/** "Election 2 · LOOKING: 1, 2, 4 (leader lost) · down: 3, 5 · quorum: 3 of 5" */
function lookingText(section: Section, { cluster, messages, signs }: Context): string {
  const parts: string[] = [];
  const epochs = [...new Set(section.looking.map((event) => event.electionEpoch))].sort((a, b) => a - b);
  if (epochs.length > 0) parts.push(messages.election(epochs));
  for (const events of byReason(section.looking)) {
    const [{ reason, t }] = events;
    const sids = events.map((event) => event.sid);
    const why = messages.because(clean(reason) as StateReason, t - section.start);
    parts.push(messages.group(messages.looking, sids, why));
  }
  const still = section.stillLooking.filter((sid) => !section.looking.some((event) => event.sid === sid));
  if (still.length > 0) parts.push(messages.group(messages.stillLooking, still));
  const down = [...section.states].filter(([, state]) => state === "DOWN").map(([sid]) => sid);
  if (down.length > 0) parts.push(messages.group(messages.down, down));
  parts.push(messages.quorum(supportOf(cluster, [])));
  const text = parts.join(` ${signs.dot} `);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Servers that began to look at the same time and for the same reason. */
function byReason(events: readonly StateEvent[]): [StateEvent, ...StateEvent[]][] {
  const groups = new Map<string, [StateEvent, ...StateEvent[]]>();
  for (const event of events) {
    const key = `${event.t} ${event.reason}`;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()];
}

function notationText(notation: Notation, { messages }: Context): string {
  const parts = [messages.notation.votes(notation.epochShown)];
  if (notation.epoch !== undefined) parts.push(messages.notation.everyEpoch(notation.epoch));
  if (notation.split) parts.push(messages.notation.splitZxid);
  return messages.legend(parts);
}

function roundBlocks(round: Round, section: Section, selection: Selection, context: Context): Block[] {
  const { messages } = context;
  const { rounds, servers } = selection;
  if (rounds && (round.round < rounds.from || round.round > rounds.to)) return [];
  const rows = servers ? round.rows.filter((row) => servers.includes(row.sid)) : round.rows;
  if (rows.length === 0) return [];
  const shown = { ...round, rows };
  const first = round.rows.every((row) => row.heard.length === 0 && row.heardCount === 0);
  const answers = rows.some((row) =>
    row.heard.some(({ event }) => event.state !== "LOOKING" && event.by !== "observer"),
  );
  const text =
    round.casts || round !== section.rounds.at(-1)
      ? messages.round(round.round)
      : answers
        ? messages.answers
        : messages.counting;
  const note = !round.casts ? messages.noChange : first ? messages.ownVotes : messages.votesArrive;
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

/** How a section ended: who decided what and when, in sentences. */
function outcomeBlocks(section: Section, header: Header, context: Context): Block[] {
  const { messages, notation } = context;
  const elected = section.decisions.filter((decision) => decision.via === "quorum");
  const joined = section.decisions.filter((decision) => decision.via === "joined");
  const texts: string[] = [];
  texts.push(...waitTexts(section, messages));
  if (elected.length > 0) {
    texts.push(
      messages.sentences([messages.finalized(finalizeWait(header)), messages.become(becoming(elected, header))]),
    );
  }
  const leads = elected.some(({ sid, leader }) => sid === leader);
  if (leads) texts.push(...joinedTexts(joined, messages.joins));
  for (const commit of section.commits) {
    const zxid = zxidText(commit.zxid, { split: notation.split || commit.zxid >> 32n > 0n });
    texts.push(messages.commit(commit.count, commit.sid, zxid, commit.servers));
  }
  if (section.step?.action["write"] !== undefined && section.commits.length === 0)
    texts.push(messages.nothingCommitted);
  return [
    ...texts.map((text): Block => ({ kind: "line", text })),
    ...closingTexts(section, elected, joined, context).map((text): Block => ({ kind: "line", text, tone: "strong" })),
  ];
}

function waitTexts(section: Section, messages: Messages): string[] {
  if (section.waits.length === 0) return [];
  const waits = section.waits.flatMap((wait) => wait.waits);
  const sids = section.waits.map((wait) => wait.sid).sort((a, b) => a - b);
  return [messages.triedAgain(sids, Math.min(...waits), Math.max(...waits))];
}

function finalizeWait({ cluster }: Header): number {
  const timing = cluster["timing"];
  if (typeof timing === "object" && timing !== null && "finalizeWait" in timing) return Number(timing.finalizeWait);
  return 200;
}

function becoming(decisions: readonly DecideEvent[], { cluster }: Header): ByState {
  const observers = new Set(cluster.servers.filter((server) => server.role === "observer").map(({ sid }) => sid));
  const states = decisions.map(({ sid, leader }): [number, ServerState] => {
    if (sid === leader) return [sid, "LEADING"];
    return [sid, observers.has(sid) ? "OBSERVING" : "FOLLOWING"];
  });
  return byState(new Map(states));
}

function byState(states: ReadonlyMap<number, ServerState>): ByState {
  const order: readonly ServerState[] = ["LEADING", "FOLLOWING", "OBSERVING", "LOOKING", "DOWN"];
  return order
    .map((state) => ({
      state,
      sids: [...states]
        .filter(([, is]) => is === state)
        .map(([sid]) => sid)
        .sort((a, b) => a - b),
    }))
    .filter(({ sids }) => sids.length > 0);
}

function byLeader(decisions: readonly DecideEvent[]): Map<number, DecideEvent[]> {
  const groups = new Map<number, DecideEvent[]>();
  for (const decision of decisions) groups.set(decision.leader, [...(groups.get(decision.leader) ?? []), decision]);
  return groups;
}

/** The last word on a section: who leads and by what, who joined, or why nobody leads. */
function closingTexts(
  section: Section,
  elected: readonly DecideEvent[],
  joined: readonly DecideEvent[],
  context: Context,
): string[] {
  const { cluster, messages } = context;
  const texts: string[] = [];
  for (const decision of elected.filter(({ sid, leader }) => sid === leader)) {
    const support = supportOf(cluster, decision.supporters);
    const epoch = section.phases.find((phase) => phase.sid === decision.sid)?.detail.epoch;
    const leads = messages.leads(
      decision.leader,
      support,
      roundsIn(section, decision),
      decision.t - lookingSince(section),
    );
    texts.push(epoch === undefined ? leads : messages.sentences([leads, messages.established(epoch)]));
  }
  if (texts.length === 0) texts.push(...joinedTexts(joined, messages.follows));
  const undecided = undecidedText(section, context);
  if (undecided) texts.push(undecided);
  if (texts.length === 0 && section.looking.length === 0 && section.step?.action["write"] === undefined) {
    texts.push(messages.nothingHappens);
  }
  return texts;
}

function lookingSince(section: Section): number {
  return section.looking[0]?.t ?? section.start;
}

function roundsIn(section: Section, decision: DecideEvent): number {
  const rounds = section.rounds
    .flatMap((round) => round.rows)
    .flatMap((row) => (row.cast?.electionEpoch === decision.electionEpoch ? [row.round] : []));
  return Math.max(decision.round, ...rounds);
}

function joinedTexts(joined: readonly DecideEvent[], say: Messages["joins"]): string[] {
  return [...byLeader(joined)].map(([leader, decisions]) => {
    const told = new Set(decisions.flatMap((decision) => decision.supporters));
    const sids = decisions.map((decision) => decision.sid);
    return say(ascending(sids), leader, ascending(told));
  });
}

function ascending(sids: Iterable<number>): number[] {
  return [...sids].sort((a, b) => a - b);
}

/** Why servers are left LOOKING: how far the vote with the most support came. */
function undecidedText(section: Section, { cluster, messages, notation }: Context): string | undefined {
  const looking = [...section.proposals];
  if (looking.length === 0) return undefined;
  let best: { vote: Vote; supporters: readonly number[] } | undefined;
  for (const [, { tally }] of looking) {
    if (tally && tally.supporters.length > (best?.supporters.length ?? 0)) best = tally;
  }
  if (!best) return messages.noLeader(looking.map(([sid]) => sid));
  const vote = voteText(best.vote, notation, messages.noVote);
  return messages.undecided(vote, supportOf(cluster, best.supporters), section.end - lookingSince(section));
}

function expectedLeader({ cluster }: Header): number | null {
  const expect = cluster["expect"];
  if (typeof expect !== "object" || expect === null || !("leader" in expect)) return null;
  return typeof expect.leader === "number" ? expect.leader : null;
}
