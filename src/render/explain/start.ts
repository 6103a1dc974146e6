import type { CrashedFact, Fact, LookingFact, Part } from "../../explain/facts.ts";
import { alike } from "../../trace/alike.ts";
import type { StateReason } from "../../trace/events.ts";
import { clean } from "../clean.ts";
import { spanOf } from "../derive.ts";
import { type Context, ofKind, sidsOf, voteOf } from "./context.ts";

/** What brought a part about: the step, who crashed, who began to look and why, and what it takes to elect. */
export function startText(part: Part, facts: readonly Fact[], before: readonly Part[], context: Context): string[] {
  const { words, explanation, telling } = context;
  const looking = ofKind(facts, "looking");
  const everybody = looking.length > 0 && telling.server === undefined;
  const texts = [
    ...stepTexts(part, context),
    ...crashes(part, facts, context),
    ...lookingTexts(part, looking, context),
    ...turnedAway(part, looking, before, context),
    ...stillLooking(facts, context),
  ];
  const isElection = ofKind(part.facts, "joined").length < ofKind(part.facts, "looking").length;
  if (everybody && isElection) {
    const voters = explanation.servers.filter(({ role }) => role === "participant");
    const later = crashedLater(part).map(({ sid }) => sid);
    const up = voters.filter(({ sid }) => later.includes(sid) || !part.down.includes(sid)).length;
    const isFirst = !before.some(({ facts: others }) => others.some(({ kind }) => kind === "looking"));
    const count = isFirst ? words.needed(explanation.quorum, up) : words.up(explanation.quorum, up);
    // With groups a number of servers says nothing.
    texts.push(...(count === "" ? [] : [count]), ...epochTexts(part, before, context));
  }
  return texts;
}

/** Who began to look, and why. */
function lookingTexts(part: Part, looking: readonly LookingFact[], { words, explanation }: Context): string[] {
  // No two lines of a log are from the same moment.
  const time = (t: number) => (part.at === undefined ? t : "");
  const same = ({ t, reason, lost, electionEpoch, detail }: LookingFact) =>
    `${time(t)} ${reason} ${lost} ${electionEpoch} ${detail}`;
  return alike(looking, same).map((group) => {
    const [{ reason, lost, electionEpoch, detail = "" }] = group;
    // A step that starts servers is told in its heading.
    const said = part.step && explanation.parts.length > 1 && (reason === "start" || reason === "restart");
    if (said) return words.goesLooking(sidsOf(group), electionEpoch);
    const after = spanOf(group.map(({ t }) => t - part.start));
    return words.looking(sidsOf(group), clean(reason) as StateReason, lost, electionEpoch, after, clean(detail));
  });
}

/** Who can never follow its leader, because of its acceptedEpoch; who is turned away for its history is told there. */
function turnedAway(
  part: Part,
  looking: readonly LookingFact[],
  before: readonly Part[],
  { words }: Context,
): string[] {
  if (part.at !== undefined) return [];
  const [last] = before.slice(-1);
  const refused = ofKind([...(last?.facts ?? []), ...part.facts], "refused");
  const earlier = before.flatMap(({ facts }) => ofKind(facts, "looking"));
  const behind = looking.filter(
    ({ sid, reason, lost }) =>
      reason === "leader-behind" &&
      !refused.some(({ from }) => from === sid) &&
      !earlier.some((other) => other.sid === sid && other.reason === reason && other.lost === lost),
  );
  return alike(behind, ({ lost }) => String(lost)).flatMap((group) => {
    const [{ lost }] = group;
    return lost === null ? [] : [words.zab.acceptedAhead(sidsOf(group), lost)];
  });
}

/** The step, where its heading does not say it and the facts do not show it. */
function stepTexts({ step, facts }: Part, { explanation, messages, words }: Context): string[] {
  if (!step || explanation.parts.length > 1) return [];
  const shown = facts.some(({ kind }) => kind === "crashed") || step.action["start"] !== undefined;
  return shown ? [] : [words.sentence(clean(messages.step(1, 1, step.action)))];
}

/** When the first server of a part decided, in ms. */
export function decidedAt({ facts }: Part): number | undefined {
  const times = facts.flatMap((fact) => (fact.kind === "decided" || fact.kind === "joined" ? [fact.t] : []));
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Crashes that a log tells after the first decision: until then these servers took part. */
export function crashedLater(part: Part): CrashedFact[] {
  const decided = decidedAt(part);
  if (part.at === undefined || decided === undefined) return [];
  return ofKind(part.facts, "crashed").filter(({ t }) => t > decided);
}

/** Who is gone, the leader of them first. */
function crashes(part: Part, facts: readonly Fact[], { words }: Context): string[] {
  const later = crashedLater(part);
  const crashed = ofKind(facts, "crashed").filter((fact) => !later.includes(fact));
  if (crashed.length === 0) return [];
  const leader = crashed.find(({ from }) => from === "LEADING")?.sid;
  return [words.crashed(leader, sidsOf(crashed.filter(({ sid }) => sid !== leader)))];
}

function stillLooking(facts: readonly Fact[], context: Context): string[] {
  const groups = alike(ofKind(facts, "still-looking"), ({ vote, electionEpoch }) =>
    [electionEpoch, vote?.leader, vote?.zxid, vote?.peerEpoch].join(" "),
  );
  return groups.map((group) => {
    const [{ vote, electionEpoch }] = group;
    const text = vote && vote.leader !== null ? voteOf(vote, context) : undefined;
    return context.words.stillLooking(sidsOf(group), text, electionEpoch);
  });
}

/** The epoch of the votes, where it is not the one of the election before. */
function epochTexts(part: Part, before: readonly Part[], { words }: Context): string[] {
  const epochOf = (facts: readonly Fact[]) => {
    const epochs = new Set(
      ofKind(facts, "initial-vote").flatMap(({ vote }) => (vote.leader === null ? [] : [vote.peerEpoch])),
    );
    return epochs.size === 1 ? [...epochs][0] : undefined;
  };
  const last = before.findLast(({ facts }) => facts.some(({ kind }) => kind === "established"));
  const established = last && ofKind(last.facts, "established").at(-1)?.epoch;
  const epoch = epochOf(part.facts);
  return epoch !== undefined && epoch === established ? [words.epochNow(epoch)] : [];
}
