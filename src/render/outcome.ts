import type { ByState, Messages } from "../locales/tables/en.ts";
import { alike } from "../trace/alike.ts";
import type { DecideEvent, Header, ServerState } from "../trace/events.ts";
import { supportOf } from "../trace/quorum.ts";
import type { Proposal, Section } from "../trace/story.ts";
import { byState, electionsOf, votersAmong } from "./derive.ts";
import type { Block } from "./document.ts";
import { voteText, zxidText } from "./notation.ts";
import type { Context } from "./rounds.ts";
import { batchNotation } from "./zab/context.ts";
import { synchronizationTexts } from "./zab/fates.ts";
import { countOf } from "./zab/zxids.ts";

/** How a section ended: who decided what and when, in sentences, and the last word on it. */
export function outcomeBlocks(section: Section, header: Header, context: Context): Block[] {
  const elected = section.decisions.filter((decision) => decision.via === "quorum");
  const joined = section.decisions.filter((decision) => decision.via === "joined");
  const leads = elected.filter(({ sid, leader }) => sid === leader);
  const texts = [
    ...waitTexts(section, context.messages),
    ...electedTexts(elected, section, header, context),
    ...(leads.length > 0 ? joinedTexts(joined, context.messages.joins) : []),
    ...writtenTexts(section, context),
  ];
  const closing = [
    ...leads.map((decision) => leadsText(decision, section, context)),
    ...(leads.length > 0 ? [] : joinedTexts(joined, context.messages.follows)),
    ...undecidedTexts(section, header, context),
  ];
  if (texts.length + closing.length === 0) closing.push(context.messages.nothingHappens);
  return [
    ...texts.map((text): Block => ({ kind: "line", text })),
    ...closing.map((text): Block => ({ kind: "line", text, tone: "strong" })),
    ...synchronizationTexts(section, context).map((text): Block => ({ kind: "line", text })),
  ];
}

function waitTexts({ waits }: Section, messages: Messages): string[] {
  if (waits.length === 0) return [];
  const least = Math.min(...waits.map((wait) => wait.least));
  const most = Math.max(...waits.map((wait) => wait.most));
  return [messages.triedAgain(sidsOf(waits), least, most)];
}

/** Who became what by a quorum of votes; some may have decided on a server that is gone. */
function electedTexts(
  elected: readonly DecideEvent[],
  section: Section,
  header: Header,
  { messages }: Context,
): string[] {
  if (elected.length === 0) return [];
  const isThere = ({ leader }: DecideEvent) =>
    section.states.get(leader) === "LEADING" || elected.some(({ sid }) => sid === leader);
  const texts = [messages.finalized(finalizeWait(header))];
  const there = elected.filter(isThere);
  if (there.length > 0) texts.push(messages.become(becoming(there, header)));
  for (const decisions of alike(
    elected.filter((decision) => !isThere(decision)),
    ({ leader }) => String(leader),
  )) {
    const [{ leader }] = decisions;
    texts.push(messages.decideOn(sidsOf(decisions), leader, section.states.get(leader) ?? "DOWN"));
  }
  return [messages.sentences(texts)];
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

function joinedTexts(joined: readonly DecideEvent[], say: Messages["joins"]): string[] {
  return alike(joined, ({ leader }) => String(leader)).map((decisions) => {
    const told = new Set(decisions.flatMap((decision) => decision.supporters));
    return say(sidsOf(decisions), decisions[0].leader, [...told].sort(ascending));
  });
}

/** What is committed, and what of what was written here is not. */
function writtenTexts({ step, batches, written, commits }: Section, context: Context): string[] {
  const { cluster, messages } = context;
  const open = batches.filter(({ proposed, committed }) => proposed && !committed && written.includes(proposed));
  const texts = [
    ...commits.map((commit) => {
      const zxid = zxidText(commit.zxid, batchNotation(batches));
      // Others may have logged it since.
      const on = batches.findLast(({ committed }) => committed === commit)?.servers ?? commit.servers;
      return messages.commit(commit.count, commit.sid, zxid, votersAmong(cluster, on));
    }),
    ...alike(open, ({ proposed, servers }) => `${proposed?.sid} ${votersAmong(cluster, servers)}`).map((same) => {
      const [{ proposed, lost, servers }] = same;
      const count = countOf(same.map(({ range }) => range));
      const support = supportOf(cluster, servers);
      const voters = votersAmong(cluster, servers);
      if (support.have < support.need || lost || !proposed) return messages.zab.onlyLoggedBy(count, voters, support);
      return messages.zab.unheardBy(count, voters, support, proposed.sid);
    }),
  ];
  if (step?.action["write"] !== undefined && texts.length === 0) return [messages.nothingCommitted];
  return texts;
}

/** Who leads, by how many votes, and how long it took from when the first server began to look. */
function leadsText(decision: DecideEvent, section: Section, { cluster, messages }: Context): string {
  const { leader, supporters, electionEpoch, t } = decision;
  const election = electionsOf(section).length > 1 ? electionEpoch : undefined;
  const rounds = section.rounds
    .flatMap((round) => round.rows)
    .flatMap(({ cast }) => (cast?.electionEpoch === electionEpoch ? [cast.round] : []));
  const highest = Math.max(decision.round, ...rounds);
  const ms = t - lookingSince(section);
  const leads = messages.leads(leader, election, supportOf(cluster, supporters), highest, ms);
  const epoch = section.phases.find(({ sid, phase }) => sid === leader && phase === "broadcast")?.detail.epoch;
  return epoch === undefined ? leads : messages.sentences([leads, messages.established(epoch)]);
}

function lookingSince(section: Section): number {
  return section.looking[0]?.t ?? section.start;
}

/** Why servers are left LOOKING: how far each of the votes that they propose came. */
function undecidedTexts(section: Section, header: Header, context: Context): string[] {
  const { messages } = context;
  const away = section.proposals.filter(({ sid }) => turnedAwayBy(sid, section) !== undefined);
  const proposals = section.proposals.filter((proposal) => !away.includes(proposal));
  const counted = proposals.filter(({ tally }) => tally !== undefined);
  if (away.length > 0) {
    const texts = away.flatMap(({ sid }) => turnedAwayText(sid, section, messages));
    const others = { ...section, proposals };
    return [...texts, ...undecidedTexts(others, header, context)];
  }
  if (counted.length === 0) return proposals.length > 0 ? [messages.noLeader(sidsOf(proposals))] : [];
  const someoneLeads = [...section.states.values()].includes("LEADING");
  const votes = alike(counted, ({ vote }) => `${vote?.leader} ${vote?.zxid} ${vote?.peerEpoch}`);
  return votes.map((group) =>
    undecidedText(group, someoneLeads || votes.length > 1 ? sidsOf(group) : undefined, section, header, context),
  );
}

/** The leader that turned it away, as it will whenever it comes: its epoch is below one that the server has accepted. */
function turnedAwayBy(sid: number, { looking, states, standings }: Section): number | undefined {
  if (!looking.some((event) => event.sid === sid && event.reason === "leader-behind")) return undefined;
  const accepted = standings.get(sid)?.acceptedEpoch ?? 0;
  const leads = (other: number) => states.get(other) === "LEADING";
  return [...states.keys()].find(
    (other) => leads(other) && accepted > (standings.get(other)?.currentEpoch ?? accepted),
  );
}

function turnedAwayText(sid: number, section: Section, messages: Messages): string[] {
  const leader = turnedAwayBy(sid, section);
  if (leader === undefined) return [];
  const { standings } = section;
  const [accepted, epoch] = [standings.get(sid)?.acceptedEpoch ?? 0, standings.get(leader)?.currentEpoch ?? 0];
  return [messages.turnedAway(sid, accepted, leader, epoch)];
}

function undecidedText(
  group: readonly [Proposal, ...Proposal[]],
  sids: readonly number[] | undefined,
  section: Section,
  header: Header,
  { cluster, messages, notation }: Context,
): string {
  const size = ({ tally }: Proposal) => tally?.supporters.length ?? 0;
  const best = group.reduce((most, other) => (size(other) > size(most) ? other : most));
  const vote = best.vote ? voteText(best.vote, notation, messages.noVote) : messages.noVote;
  const support = supportOf(cluster, best.tally?.supporters ?? []);
  const ms = section.end - lookingSince(section);
  if (best.tally?.quorum) return messages.pending(vote, support, ms, finalizeWait(header));
  return messages.undecided(sids, vote, support, ms);
}

function sidsOf(items: readonly { readonly sid: number }[]): number[] {
  return items.map(({ sid }) => sid).sort(ascending);
}

function ascending(a: number, b: number): number {
  return a - b;
}
