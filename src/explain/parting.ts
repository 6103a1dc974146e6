import type {
  DecidedFact,
  ElectionJoinedFact,
  Explanation,
  InitialVoteFact,
  JoinedFact,
  Part,
  VoteChangedFact,
} from "./facts.ts";

/** A server cast a vote. */
export type CastFact = InitialVoteFact | VoteChangedFact | ElectionJoinedFact;

/** What one server did where two explanations part. */
export type Deed =
  /** It cast this vote. */
  | { readonly kind: "voted"; readonly fact: CastFact }
  /** It settled on a leader. */
  | { readonly kind: "settled"; readonly fact: DecidedFact | JoinedFact }
  /** It did nothing more; `vote` is whom it had voted for, null when it had cast no vote. */
  | { readonly kind: "nothing"; readonly vote: number | null; readonly down: boolean };

/** The first place where one explanation tells something else than another. */
export type Parting =
  | {
      readonly kind: "server";
      /** Number of the part, in each; null where there is no such part. */
      readonly parts: readonly [number | null, number | null];
      /** Round of the vote that differs; null when the votes are the same and the decisions differ. */
      readonly round: number | null;
      readonly sid: number;
      readonly deeds: readonly [Deed, Deed];
    }
  /** Every server did the same, and yet another leads, or nobody does. */
  | { readonly kind: "leader"; readonly leaders: readonly [number | null, number | null] };

/** Who leads in the end; null when nobody does. */
export function leaderOf({ answer }: Explanation): number | null {
  return answer.kind === "none" ? null : answer.leader;
}

/**
 * Where two explanations part, in time and then in sid order: the first vote for another leader, else the first other
 * decision. A vote with other numbers for the same leader is the same vote here.
 */
export function partingOf(one: Explanation, other: Explanation): Parting | null {
  const votes = [castsOf(observersOf(one)), castsOf(observersOf(other))] as const;
  for (const pair of pairsOf(one.parts, other.parts)) {
    const found = partingIn(pair, votes) ?? partingIn(pair, [settledOf, settledOf], votes);
    if (found) return found;
  }
  const leaders = [leaderOf(one), leaderOf(other)] as const;
  return leaders[0] === leaders[1] ? null : { kind: "leader", leaders };
}

function observersOf({ servers }: Explanation): ReadonlySet<number> {
  return new Set(servers.filter(({ role }) => role === "observer").map(({ sid }) => sid));
}

interface Pair {
  readonly parts: readonly [Part | undefined, Part | undefined];
  /** Who is down on each side when they end. */
  readonly down: readonly [readonly number[], readonly number[]];
}

/** Parts that tell of the same step, in order; one that only one side has stands alone. */
function pairsOf(ones: readonly Part[], others: readonly Part[]): Pair[] {
  const pairs: Pair[] = [];
  let [a, b] = [0, 0];
  while (a < ones.length || b < others.length) {
    const [one, other] = [ones[a], others[b]];
    const alone = one && other && !alike(one, other) ? standsAlone(ones.slice(a), others.slice(b)) : undefined;
    const parts = [alone === "other" ? undefined : one, alone === "one" ? undefined : other] as const;
    pairs.push({ parts, down: [downAfter(parts[0], ones[a - 1]), downAfter(parts[1], others[b - 1])] });
    if (alone !== "other") a++;
    if (alone !== "one") b++;
  }
  return pairs;
}

function downAfter(part: Part | undefined, before: Part | undefined): readonly number[] {
  return (part ?? before)?.down ?? [];
}

/** Which of two unlike parts has no counterpart: the one after which the other side's comes. */
function standsAlone(
  [one, nextOne]: readonly Part[],
  [other, nextOther]: readonly Part[],
): "one" | "other" | undefined {
  if (one && nextOther && alike(one, nextOther)) return "other";
  return other && nextOne && alike(nextOne, other) ? "one" : undefined;
}

/** Whether two parts begin with a step of one kind which names a server, or none, in common. */
function alike(one: Part, other: Part): boolean {
  if (!one.step || !other.step) return one.step === other.step;
  const [kind = "", value] = Object.entries(one.step.action)[0] ?? [];
  const against = other.step.action[kind];
  if (against === undefined) return false;
  if (!Array.isArray(value) || !Array.isArray(against)) return true;
  return kind === "partition" || value.some((sid) => against.includes(sid));
}

/** Something that a server did, and for whom. */
interface Act {
  readonly t: number;
  readonly round: number | null;
  readonly leader: number | null;
  readonly deed: Deed;
}

type Acts = ReadonlyMap<number, readonly Act[]>;
type ActsOf = (part: Part) => Acts;

/** Each server's votes in a part; of those in one round only the last, which it held when the round was over. */
function castsOf(observers: ReadonlySet<number>): ActsOf {
  return ({ facts }) => {
    const acts = new Map<number, Act[]>();
    for (const fact of facts) {
      if (fact.kind !== "initial-vote" && fact.kind !== "vote-changed" && fact.kind !== "election-joined") continue;
      // What an observer proposes is no vote.
      if (fact.vote?.leader == null || observers.has(fact.sid)) continue;
      const { sid, t, round, vote } = fact;
      const list = acts.get(sid) ?? [];
      if (fact.kind !== "initial-vote" && list.at(-1)?.round === round) list.pop();
      acts.set(sid, [...list, { t, round, leader: vote.leader, deed: { kind: "voted", fact } }]);
    }
    return acts;
  };
}

/** What each server settled on in a part. */
function settledOf({ facts }: Part): Acts {
  const acts = new Map<number, Act[]>();
  for (const fact of facts) {
    if (fact.kind !== "decided" && fact.kind !== "joined") continue;
    const { sid, t, leader } = fact;
    acts.set(sid, [...(acts.get(sid) ?? []), { t, round: null, leader, deed: { kind: "settled", fact } }]);
  }
  return acts;
}

/**
 * The first of the things done in a pair of parts that was done otherwise, or not at all, on the other side.
 *
 * @param actsOf the things that are compared, for each side
 * @param votes what they had voted, for who did nothing more
 */
function partingIn(
  pair: Pair,
  actsOf: readonly [ActsOf, ActsOf],
  votes: readonly [ActsOf, ActsOf] = actsOf,
): Parting | undefined {
  const [one, other] = pair.parts;
  const [ones, others]: [Acts, Acts] = [one ? actsOf[0](one) : new Map(), other ? actsOf[1](other) : new Map()];
  let first: { act: Act; sid: number; acts: Unlike } | undefined;
  for (const sid of [...new Set([...ones.keys(), ...others.keys()])].sort((a, b) => a - b)) {
    const acts = firstUnlike(ones.get(sid) ?? [], others.get(sid) ?? []);
    const act = acts && earlier(...acts);
    if (act && (!first || act.t < first.act.t)) first = { act, sid, acts };
  }
  if (!first) return undefined;
  const { sid, act, acts } = first;
  // What a server did only in a later round, it had not done yet.
  const deed = (side: 0 | 1): Deed => {
    const own = acts[side];
    return own && own.round === act.round ? own.deed : nothing(sid, act.t, pair, side, votes[side]);
  };
  return {
    kind: "server",
    parts: [one?.number ?? null, other?.number ?? null],
    round: act.round,
    sid,
    deeds: [deed(0), deed(1)],
  };
}

type Unlike = readonly [Act | undefined, Act | undefined];

function firstUnlike(ones: readonly Act[], others: readonly Act[]): Unlike | undefined {
  for (let at = 0; at < Math.max(ones.length, others.length); at++) {
    const [one, other] = [ones[at], others[at]];
    if (one?.leader !== other?.leader) return [one, other];
  }
  return undefined;
}

function earlier(one: Act | undefined, other: Act | undefined): Act | undefined {
  if (!one || !other) return one ?? other;
  return other.t < one.t ? other : one;
}

/** What a server did that did nothing more on a side when something was done on the other. */
function nothing(sid: number, t: number, { parts, down }: Pair, side: 0 | 1, votes: ActsOf): Deed {
  const part = parts[side];
  const cast =
    part &&
    votes(part)
      .get(sid)
      ?.filter((act) => act.t < t);
  const still = part?.facts.find((fact) => fact.kind === "still-looking" && fact.sid === sid);
  const before = still?.kind === "still-looking" ? still.vote?.leader : undefined;
  return { kind: "nothing", vote: cast?.at(-1)?.leader ?? before ?? null, down: down[side].includes(sid) };
}
