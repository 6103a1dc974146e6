import { sidCell } from "../../../locales/lists.ts";
import type { Block, Cell, CellLine, Table } from "../../../render/document.ts";
import type { Signs } from "../../../render/style.ts";
import { alike } from "../../../trace/alike.ts";
import { condensedAbove } from "../../../trace/story.ts";
import { after, type End, endOf, type Log, sharedBy } from "../log.ts";
import type { RaftTables } from "./en.ts";
import { late, wonLate } from "./late.ts";
import { type Likewise, type Round, roundsOf, sorted, votesOf } from "./rounds.ts";
import {
  type Candidacy,
  leadersIn,
  type Member,
  type Of,
  ofType,
  type Placed,
  type Step,
  type Story,
} from "./story.ts";

interface Context {
  readonly step: Step;
  readonly story: Story;
  readonly texts: RaftTables;
  readonly signs: Signs;
}

/** One step: who asked for votes in which term, what it came to, and what became of the logs. */
export function stepBlocks(context: Context): Block[] {
  const { step, story, texts } = context;
  const { shown, likewise, rest } = roundsOf(step, story);
  const rounds = (list: readonly Round[]): At[] =>
    list.map((round) => ({ line: round.candidacies[0]?.line ?? 0, blocks: roundBlocks(round, context) }));
  const told = [
    ...rounds(shown),
    ...(likewise ? [{ line: likewise.lines[0] ?? 0, blocks: [likewiseBlock(likewise, context)] }] : []),
    ...rounds(rest),
    ...steppedDown(context),
    ...lateLines(context),
  ];
  // In the order in which it happened.
  told.sort((a, b) => a.line - b.line);
  const first = story.steps.find((one) => one.candidacies.length > 0 || changedLogs(one).length > 0);
  const legend: Block[] = step === first ? [{ kind: "line", text: texts.legend, tone: "quiet" }] : [];
  return [...legend, ...told.flatMap(({ blocks }) => blocks), ...replicationBlocks(context), ...endBlocks(context)];
}

/** What is told from a line of the trace on. */
interface At {
  readonly line: number;
  readonly blocks: readonly Block[];
}

function roundBlocks(round: Round, context: Context): Block[] {
  const { texts } = context;
  const { columns } = texts;
  const text = round.pre ? texts.before(round.term) : texts.term(round.term);
  const table: Table = {
    head: [columns.candidate, columns.log, columns.answers, columns.votes],
    rows: round.candidacies.map((candidacy) => candidacyRow(candidacy, context)),
    flexible: 2,
  };
  return [
    { kind: "subheading", text, note: noteOf(round, context) },
    { kind: "table", table },
  ];
}

/** Whose timeout ran out when, after the step began. */
function noteOf({ candidacies }: Round, { step, texts }: Context): string {
  const [first] = candidacies;
  if (!first) return "";
  const { sid, t, cause } = first.event;
  if (cause === "pre-vote") return texts.encouraged(sid);
  const ms = t - step.t;
  return step.candidacies[0] === first ? texts.firstTimeout(sid, ms) : texts.timeout(sid, ms);
}

function candidacyRow(candidacy: Candidacy, context: Context): Cell[] {
  const { story, texts, signs } = context;
  const { event, end, ballots, won } = candidacy;
  const answered = new Set(ballots.map((ballot) => ballot.event.sid));
  const silent = story.voters.filter((sid) => sid !== event.sid && !answered.has(sid));
  const lines = answerLines(sorted(ballots), texts);
  if (silent.length > 0) lines.push({ text: texts.said(sidCell(silent), texts.silent) });
  const votes = won?.event.votes ?? votesOf(candidacy);
  const amount = `${sidCell(votes)} ${signs.arrow} ${texts.amount(votes.length, story.voters.length)}`;
  const verdict = won ? texts.leads : event.pre && votes.length >= story.majority ? texts.majority : undefined;
  const tally: CellLine = verdict ? { text: `${amount} ${signs.check} ${verdict}`, tone: "quorum" } : { text: amount };
  return [line(String(event.sid)), line(endText(end)), lines, [tally]];
}

/** What voters said, those together who said the same. */
function answerLines(ballots: readonly Placed<Of<"ballot">>[], texts: RaftTables): CellLine[] {
  const groups = alike(ballots, ({ event }) => answerText(event, false, texts));
  return groups.map((group): CellLine => {
    const [{ event }] = group;
    const sids = [...new Set(group.map((ballot) => ballot.event.sid))];
    const text = texts.said(sidCell(sids), answerText(event, sids.length > 1, texts));
    return { text, tone: event.granted ? "won" : "lost" };
  });
}

function answerText(ballot: Of<"ballot">, many: boolean, texts: RaftTables): string {
  const { sid, why, pre, voterTerm, votedFor, leader } = ballot;
  const own = endText({ term: ballot.lastLogTerm, index: ballot.lastLogIndex });
  const its = endText({ term: ballot.candidateLogTerm, index: ballot.candidateLogIndex });
  switch (why) {
    case "granted":
      return texts.yes(pre);
    case "log-behind":
      return texts.logBehind(own, its, many);
    case "already-voted":
      return votedFor === undefined || votedFor === sid ? texts.votedItself(many) : texts.votedFor(votedFor);
    case "older-term":
      return texts.olderTerm(voterTerm, many);
    case "leader-alive":
      return leader === undefined || leader === sid ? texts.leadsItself(many) : texts.leaderAlive(leader, many);
  }
}

function likewiseBlock({ pre, first, last, candidates, unanswered }: Likewise, { texts, story }: Context): Block {
  return { kind: "line", text: texts.likewise(pre, first, last, candidates, unanswered, story.majority) };
}

/** What was asked in an earlier step, and came of it only now. */
function lateLines({ step, story, texts }: Context): At[] {
  const said = [
    ...late(step).map(({ fact, lines }) => ({ text: texts.late(fact), lines })),
    ...wonLate(step, story).map(({ fact, lines }) => ({ text: texts.wonLate(fact), lines })),
  ];
  return said.map(({ text, lines }) => ({ line: lines[0] ?? 0, blocks: [{ kind: "line", text }] }));
}

/** What every server had before the step, and has after it; those for which nothing changed are left out. */
function replicationBlocks({ step, texts, signs }: Context): Block[] {
  const changed = changedLogs(step);
  if (changed.length === 0) return [];
  const cells = ({ before, after }: Changed) => logCells(before, after, { texts, signs });
  // Of a large cluster, servers that did the same share a row.
  const groups =
    changed.length > condensedAbove ? alike(changed, (one) => JSON.stringify(cells(one))) : changed.map((one) => [one]);
  const rows = groups.flatMap((group) =>
    group.slice(0, 1).map((first) => [line(sidCell(group.map(({ sid }) => sid))), ...cells(first)]),
  );
  const [leader] = leadersIn(step.after);
  const { logColumns: columns } = texts;
  const head = [columns.server, columns.had, columns.discards, columns.appends, columns.has, columns.committed];
  return [
    { kind: "subheading", text: texts.replication, ...(leader && { note: texts.under(leader.sid, leader.term) }) },
    { kind: "table", table: { head, rows, flexible: 3 } },
  ];
}

interface Changed {
  readonly sid: number;
  readonly before: Member;
  readonly after: Member;
}

function changedLogs(step: Step): Changed[] {
  return [...step.after].flatMap(([sid, after]) => {
    const before = step.before.get(sid);
    return before && isChanged(before, after) ? [{ sid, before, after }] : [];
  });
}

function isChanged(before: Member, after: Member): boolean {
  if (after.state === "DOWN") return before.log !== after.log;
  return before.log !== after.log || before.commit !== after.commit;
}

function logCells(before: Member, now: Member, { texts, signs }: Pick<Context, "texts" | "signs">): Cell[] {
  const shared = sharedBy(before.log, now.log);
  const entries = (log: Log) => runLines(log, shared, { texts, signs });
  const committed = before.commit === now.commit ? String(now.commit) : `${before.commit} ${signs.arrow} ${now.commit}`;
  return [
    line(endText(endOf(before.log))),
    entries(before.log),
    entries(now.log),
    line(endText(endOf(now.log))),
    line(committed),
  ];
}

/** The runs behind an index, each with its term: `9–10, term 2`. */
function runLines(log: Log, from: number, { texts, signs }: Pick<Context, "texts" | "signs">): Cell {
  let last = from;
  return after(log, from).map(({ term, count }) => {
    const first = last + 1;
    last += count;
    return { text: texts.entries(first === last ? String(first) : `${first}${signs.to}${last}`, term) };
  });
}

/** Leaders that found out that they are so no longer. */
function steppedDown({ step, texts }: Context): At[] {
  return ofType(step, "term").flatMap(({ event, line: at }) => {
    const led = step.events.some((other) => {
      const { event: state } = other;
      return state.type === "state" && state.sid === event.sid && state.from === "LEADING" && state.term === event.term;
    });
    const text = texts.stepsDown(event.sid, event.was, event.term);
    return led ? [{ line: at, blocks: [{ kind: "line", text }] }] : [];
  });
}

/** Who leads now, and who only believes so. */
function endBlocks({ step, story, texts }: Context): Block[] {
  const said: string[] = [];
  const [leader, ...stale] = leadersIn(step.after);
  const up = story.voters.filter((sid) => (step.after.get(sid)?.state ?? "DOWN") !== "DOWN");
  const settled = step.events.findLast(({ event }) => event.type === "settled")?.event;
  const inOffice = settled?.type === "settled" ? settled.leader : leader?.sid;
  if (leader && inOffice === leader.sid) {
    const follows = up.filter((sid) => sid !== leader.sid && step.after.get(sid)?.term === leader.term);
    const followers = follows.filter((sid) => step.after.get(sid)?.state === "FOLLOWING");
    said.push(texts.nowLeads(leader.sid, leader.term, followers));
    said.push(...stale.map(({ sid, term }) => texts.believes(sid, term)));
  } else {
    said.push(texts.nobody(up.length, story.voters.length, story.majority));
    said.push(...leadersIn(step.after).map(({ sid, term }) => texts.believes(sid, term)));
  }
  return said.map((text): Block => ({ kind: "line", text }));
}

function line(text: string): Cell {
  return [{ text }];
}

function endText({ term, index }: End): string {
  return `(${term}, ${index})`;
}
