import type { Difference, Group, Span, Two } from "../../compare/difference.ts";
import type { Row, Runs } from "../../compare/row.ts";
import type { Support } from "../../trace/quorum.ts";
import { commaList, sidList, spanText } from "../lists.ts";
import { apart } from "./fates.ts";

/** Words for each kind of difference; the type holds all languages to it. */
type Told = { readonly [K in Difference["kind"]]: (difference: Extract<Difference, { kind: K }>) => string };

const and = (items: readonly string[]) => commaList(items, " and ");
const or = (sids: readonly number[]) => commaList(sidList(sids), " or ");
const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
const ms = (span: Span) => `${spanText(span, " to ")} ms`;
const fates = {
  kept: "kept",
  lost: "lost",
  split: "kept in part",
  open: "not decided yet",
};

/** "2 under raft and zookeeper, 1 under curator" */
function under<T>(groups: readonly Group<T>[], text: (is: T) => string): string {
  return groups.map(({ protocols, is }) => `${text(is)} under ${and(protocols)}`).join(", ");
}

function shortText({ unit, have, need, of }: Support): string {
  const what = unit === "groups" ? "groups have their majority" : "servers are up";
  return `${have} of ${of} ${what}, and ${need} are needed`;
}

function twoText(two: Two): string {
  if ("ms" in two) return `for ${two.ms} ms`;
  return two.until === "end" ? "to the end" : `until step ${two.until}`;
}

function ledText(leaders: Runs["leaders"]): string {
  return and(leaders.map(({ leader, runs }) => `${leader === null ? "nobody" : leader} leads in ${runs}`));
}

const difference: Told = {
  same: ({ leader }) => (leader === null ? "None of them has a leader in the end." : `All end with leader ${leader}.`),
  leaders: ({ groups }) => `In the end server ${under(groups, (leader) => `${leader} leads`)}.`,
  nobody: ({ without, short, split, believing, elsewhere }) => {
    const why = short ? shortText(short) : split && "no side of the split network has a majority";
    const believe = (sids: readonly number[]) =>
      `${commaList(sidList(sids), " and ")} still ${sids.length === 1 ? "believes" : "believe"} to lead`;
    const all = believing.length > 0 ? ` ${under(believing, believe)}.` : "";
    const text = `No leader under ${and(without)}${why ? `: ${why}` : ""}.${all}`;
    if (!short || elsewhere.length === 0) return text;
    const [have, need] = elsewhere.length === 1 ? ["has one: it asks", "needs"] : ["have one: they ask", "need"];
    return `${text} ${and(elsewhere)} ${have} a ZooKeeper that runs elsewhere, and ${need} no majority of these servers.`;
  },
  sessions: ({ waiting, shorter, longer, spared }) => {
    const time = ({ protocols, is }: Group<Span>) => `for ${ms(is)} under ${and(protocols)}`;
    const why = "the znode of a server that no longer answers stays until its session expires";
    const text = longer
      ? `Without a leader ${shorter ? `${time(shorter)}, ` : ""}${time(waiting)}, where ${why}, and ${time(longer)}.`
      : `Without a leader ${shorter ? `${time(shorter)}, but ` : ""}${time(waiting)}: there ${why}.`;
    return spared.length > 0 ? `${text} ${and(spared)} lost no leader.` : text;
  },
  times: ({ shortest, longest, all }) =>
    `Shortest without a leader${all ? "" : ", of those that have one in the end"}: ${shortest.is} ms under ${and(shortest.protocols)}; longest: ${longest.is} ms under ${and(longest.protocols)}.`,
  two: ({ groups, never }) => {
    const parts = groups.map(({ protocols, is }) => `under ${and(protocols)} ${twoText(is)}`);
    return `Two believe to lead at once ${parts.join(", ")}${never.length > 0 ? `; never under ${and(never)}` : ""}.`;
  },
  writes: ({ fates: groups, outside }) => {
    const { uncommitted, committed } = apart(groups);
    const elect = outside.length === 1 ? "only elects, and leaves" : "only elect, and leave";
    return [
      ...(uncommitted.length > 0
        ? [`What was written and not committed is ${under(uncommitted, (fate) => fates[fate])}.`]
        : []),
      ...(committed.length > 0 ? [`What had been committed is lost under ${and(committed)}.`] : []),
      ...(outside.length > 0 ? [`${and(outside)} ${elect} the data to others.`] : []),
    ].join(" ");
  },
  chance: ({ count, protocols }) =>
    `Chance decides, too: of ${count} runs ${protocols.map(({ protocol, leaders }) => `under ${protocol} ${ledText(leaders)}`).join("; ")}.`,
  choice: ({ one, several }) => `Only ${under(one, String)} could be elected; ${under(several, or)}.`,
  watches: ({ groups }) =>
    `${under(groups, (count) => `${plural(count, "watch fires", "watches fire")}`)}: where all watch one znode, its end wakes all (herd effect).`,
};

/** Every text of a comparison, in English. The other languages have the same keys. */
export const en = {
  columns: {
    protocol: "protocol",
    leader: "leader",
    eligible: "eligible",
    without: "no leader",
    two: "two leaders",
    write: "write",
    messages: "messages",
    watches: "watches",
    attempts: "tries",
    decides: "what decides",
    runs: "runs",
    /** Above the buckets of a histogram. */
    histogram: "ms without a leader",
  },
  legend:
    "Eligible: who could have been elected when the office was last vacant (-: it never was). No leader, two leaders: for how long nobody, or more than one, believed to lead. Write: what becomes of writes that were not committed when a leader was lost (-: there were none; elsewhere: the protocol only elects).",
  /** Of two leaders whom a later step made one again. */
  ofSteps: "To step 2: until something that step did.",
  /** Of several runs, which one a table tells of. */
  ofSeed: (seed: number) => `The two tables are of seed ${seed}.`,
  /** A leader in brackets. */
  believing: "In brackets: believes to lead, and is not in office.",
  nobody: "none",
  nothing: "-",
  toTheEnd: "to the end",
  never: "never",
  /** Until something that a step did; the first is 1. */
  toStep: (step: number) => `to step ${step}`,
  attempts: (count: number, unit: NonNullable<Row["attempts"]>["unit"]) => plural(count, unit),
  write: {
    kept: "kept",
    lost: "lost",
    split: "split",
    "committed-lost": "committed, lost",
    open: "open",
    none: "-",
    outside: "elsewhere",
  } satisfies Record<Row["write"], string>,
  /** By which rule ZooKeeper's own election decides. */
  zookeeper: "the highest epoch, then zxid, then sid, by a quorum of votes",

  differences: "What differs",
  /** Of several runs, from which one differences are told. */
  withSeed: (seed: number) => `with seed ${seed}`,
  difference,

  runs: (count: number, first: number, last: number) =>
    count === 1 ? `1 run, seed ${first}` : `${count} runs, seeds ${first} to ${last}`,
  medianAndWorst: "median / worst, times in ms",
  single: (protocols: readonly string[]) =>
    `Chance has no say under ${and(protocols)}: every run is the same, and one was made.`,
  /** Something was drawn, and still every run came to the same. */
  alike: (protocols: readonly string[]) =>
    `Chance changes nothing under ${and(protocols)}: every run has the same leader and the same time without one.`,
  /** Who led in how many runs. */
  led: (leaders: Runs["leaders"]) =>
    leaders.map(({ leader, runs }) => `${leader === null ? "no leader" : `leader ${leader}`}: ${runs}`).join(", "),
  /** What became in how many runs of the writes that were not committed. */
  became: (writes: Runs["writes"]): string =>
    `write: ${writes.map(({ write, runs }) => `${en.write[write]} ${runs}`).join(", ")}`,

  /** While runs are made, of one protocol. */
  running: (protocol: string, done: number, of: number) => `${protocol}: ${done} of ${of} runs`,
  leftOut: (protocol: string, why: string) =>
    `note: ${protocol} has no use for this description, and is left out: ${why}`,
};

/** What a language must provide. */
export type CompareMessages = typeof en;
