/** Parts of an explanation: where they begin and end, that all in them is true, and that nothing is left out. */
import type { Explanation, Fact, Part } from "../../src/explain/facts.ts";
import type { TraceEvent, TraceLine } from "../../src/trace/events.ts";
import { StoryBuilder } from "../../src/trace/story-builder.ts";
import { checkFact } from "./claims.ts";
import { type HeardFact, heardBy } from "./heard-claims.ts";
import { checkLines, holds, same } from "./holds.ts";
import { type Reading, saying } from "./naive.ts";
import type { Place } from "./place.ts";
import { held, serverOf } from "./quorums.ts";

const heardKinds: readonly Fact["kind"][] = [
  "vote-changed",
  "election-joined",
  "vote-lost",
  "agreed",
  "older-election",
  "not-counted",
  "reported",
];

/** What these facts tell of stands among the events of their own part; the others look back, or at a part's end. */
const now: readonly Fact["kind"][] = [
  ...heardKinds,
  "looking",
  "crashed",
  "initial-vote",
  "quorum-reached",
  "wait-broken",
  "decided",
  "joined",
  "waited",
  "committed",
  "discovered",
  "refused",
  "synchronized",
  "acknowledged",
  "logged",
  "survived",
  "lost",
  "kept",
  "snapshot-vote",
];

/** The parts with the lines that they tell of. */
export function placesOf({ parts }: Explanation, reading: Reading): Place[] {
  const roundOf = tableRounds(reading.lines);
  const begins = parts.map((part, at) => {
    if (part.step) return part.step.events[0] ?? 0;
    const looking = part.facts.flatMap((fact) => (fact.kind === "looking" ? fact.events : []));
    return at === 0 ? 2 : Math.min(...looking);
  });
  return begins.map((begin, at) => {
    const end = (begins[at + 1] ?? reading.lastLine + 1) - 1;
    return { reading, begin, end, endsAt: parts[at]?.end ?? 0, roundOf };
  });
}

/** The round of the tables in which each notification, each vote and each quorum stands. */
function tableRounds(lines: readonly TraceLine[]): Map<TraceEvent, number> {
  const [header, ...rest] = lines;
  if (header?.type !== "trace") throw new Error("no header");
  const builder = new StoryBuilder(header, false);
  for (const line of rest) if (line.type !== "trace" && line.type !== "result") builder.add(line);
  const sections = builder.close();
  const rounds = sections.flatMap((section) => section.rounds);
  return new Map(
    rounds.flatMap(({ round, rows }) =>
      rows.flatMap(({ heard, castBefore, cast, reached }) =>
        [...heard.map(({ event }) => event), ...castBefore, cast, ...reached].flatMap(
          (event): [TraceEvent, number][] => (event ? [[event, round]] : []),
        ),
      ),
    ),
  );
}

/** @throws Error when a part says something that is not so */
export function checkPart(part: Part, place: Place): void {
  const { reading, begin, end } = place;
  if (part.step) {
    checkLines(part.step.events, reading);
    same({ type: "step", ...pick(part.step) }, pick(reading.eventAt(begin)), "step");
  } else if (begin > 2) {
    const event = reading.eventAt(begin);
    holds(event?.type === "state" && event.to === "LOOKING", "a part without a step begins when somebody looks");
  }
  same(part.start, reading.eventAt(begin)?.t, "start of the part");
  // Time passes until the next step, or the result; a part may end with its last event all the same.
  const ends = [reading.eventAt(end)?.t, (reading.eventAt(end + 1) ?? reading.result)?.t];
  holds(ends.includes(part.end), `the part ends at ${ends}, not ${part.end}`);
  const down = [...reading.after(end).values()].filter(({ state }) => state === "DOWN").map(({ sid }) => sid);
  same(part.down, down, "who is down");
}

function pick(step: object | undefined): object {
  const { type = "step", index, action } = (step ?? {}) as { type?: string; index?: number; action?: object };
  return { type, index, action };
}

/** What follows a decision. */
const afterwards: readonly string[] = [
  ...["established", "discovered", "refused", "synchronized", "acknowledged"],
  ...["survived", "lost", "kept", "snapshot-vote"],
];

/** @throws Error when the fact is wrong, or stands in the wrong part */
export function checkPartFact(fact: Fact, place: Place): void {
  checkFact(fact, place);
  if (!now.includes(fact.kind)) return;
  const last = fact.events.at(-1) ?? 0;
  // What an election led to is told with it, though it may end while others look again already.
  const goesOn = afterwards.includes(fact.kind);
  holds(
    last >= place.begin && (goesOn || last <= place.end),
    `line ${last} is within lines ${place.begin} to ${place.end}`,
  );
}

/** Everything that ought to be told and is not, or is told twice; empty when an explanation is complete. */
export function leftOut({ parts }: Explanation, places: readonly Place[], reading: Reading): string[] {
  const told = new Map<string, number>();
  const tell = (what: string) => told.set(what, (told.get(what) ?? 0) + 1);
  parts.forEach((part, at) => {
    const place = places[at];
    for (const fact of part.facts) {
      if (place) for (const what of toldBy(fact, place, `part ${part.number}`)) tell(what);
    }
  });
  const complaints: string[] = [];
  const known = new Set<string>();
  const expectOnce = (what: string) => {
    known.add(what);
    const times = told.get(what) ?? 0;
    if (times !== 1) complaints.push(`${what}: told ${times} times`);
  };
  for (const { line, event } of reading.events) {
    if (event.type === "step") continue;
    if (event.type === "vote" || event.type === "decide" || event.type === "commit")
      expectOnce(`${event.type} on line ${line}`);
    if (event.type === "timeout") expectOnce(`timeout on line ${line}`);
    // Those that serve later in an epoch that is established have joined its leader.
    const isServing = event.type === "phase" && event.phase === "broadcast";
    if (isServing && event.sid === event.detail.leader) expectOnce(`phase on line ${line}`);
    const isBrought = event.type === "phase" && event.phase === "synchronization" && event.sid !== event.detail.leader;
    if (isBrought && event.detail.mode !== undefined) expectOnce(`phase on line ${line}`);
    if (event.type === "phase") known.add(`phase on line ${line}`);
    if (event.type === "refuse") expectOnce(`refuse on line ${line}`);
    if (event.type === "epoch" && event.heard) expectOnce(`epoch on line ${line}`);
    if (event.type === "state" && (event.to === "LOOKING" || event.to === "DOWN")) expectOnce(`state on line ${line}`);
    if (event.type !== "receive" || event.from === event.sid) continue;
    const before = reading.server(event.sid, line - 1);
    if (before.state !== "LOOKING") continue;
    const what = `receive on line ${line}`;
    if (!before.heard.has(saying(event))) expectOnce(what);
    else if ((told.get(what) ?? 0) > 1) complaints.push(`${what}: told more than once`);
    known.add(what);
    const better = before.vote && held(reading.cluster, event.vote, before.vote).wins;
    // Where a trace is cut, the vote that broke it may not be cast yet.
    const casts = line < reading.lastLine;
    if (before.tally?.quorum && before.finalizing && better && event.outcome === "adopted" && casts) {
      expectOnce(`wait broken on line ${line}`);
    }
  }
  places.forEach(({ begin, end }, at) => {
    for (const { sid, state } of reading.after(begin - 1).values()) {
      // One that crashes with the step looks no longer.
      const crashes = reading.events.some(
        ({ line, event }) =>
          line >= begin && line <= end && event.type === "state" && event.sid === sid && event.to === "DOWN",
      );
      if (state === "LOOKING" && !crashes) expectOnce(`${sid} still looks in part ${at + 1}`);
    }
    for (const { sid, state, vote, tally } of reading.after(end).values()) {
      // A vote that an observer has heard of is none of its own, and one cast where a trace is cut has no tally yet.
      // Nor need there be one where a leader turns a server away for ever, and the simulation lets them rest.
      const isRefused = reading.events.some(
        ({ event }) => event.type === "refuse" || (event.type === "state" && event.reason === "leader-behind"),
      );
      const isCounted = tally !== undefined || (reading.result !== undefined && !isRefused);
      const votes = serverOf(reading.cluster, sid)?.role === "participant" && isCounted;
      if (state === "LOOKING" && vote !== null && vote.leader !== null && votes)
        expectOnce(`what ${sid} is short of in part ${at + 1}`);
    }
  });
  for (const what of told.keys())
    if (!known.has(what) && !/^(wait|what)/.test(what)) complaints.push(`${what}: told, but nothing to tell`);
  return complaints;
}

function toldBy(fact: Fact, place: Place, part: string): string[] {
  const { reading, begin } = place;
  const at = (type: TraceEvent["type"]) =>
    fact.events
      .filter((line) => line >= begin && reading.eventAt(line)?.type === type)
      .map((line) => `${type} on line ${line}`);
  switch (fact.kind) {
    case "looking":
    case "crashed":
      return at("state").slice(-1);
    case "initial-vote":
      return at("vote").slice(-1);
    case "vote-changed":
    case "election-joined":
      return [`receive on line ${heardBy(fact, place).line}`, ...at("vote").slice(-1)];
    case "vote-lost":
    case "agreed":
    case "older-election":
    case "not-counted":
    case "reported":
      return [`receive on line ${heardBy(fact as HeardFact, place).line}`];
    case "decided":
    case "joined":
      return at("decide").slice(-1);
    case "waited":
      return at("timeout");
    case "established":
      return at("phase");
    case "committed":
      return at("commit").slice(-1);
    case "discovered":
      return at("epoch").filter((_, index) => {
        const events = fact.events
          .flatMap((line) => reading.eventAt(line) ?? [])
          .filter(({ type }) => type === "epoch");
        const event = events[index];
        return event?.type === "epoch" && event.heard !== undefined;
      });
    case "synchronized":
      return at("phase");
    case "refused":
      return at("refuse");
    case "wait-broken":
      return at("receive")
        .slice(-1)
        .map((what) => what.replace("receive", "wait broken"));
    case "still-looking":
      return [`${fact.sid} still looks in ${part}`];
    case "short":
      return fact.sids.map((sid) => `what ${sid} is short of in ${part}`);
    default:
      return [];
  }
}
