import type { Difference, Group, Span } from "../../compare/difference.ts";
import type { Row, Runs } from "../../compare/row.ts";
import type { Support } from "../../trace/quorum.ts";
import { commaList, sidList, spanText } from "../lists.ts";

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
  "committed-lost": "committed, lost",
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

function ledText(leaders: Runs["leaders"]): string {
  return and(leaders.map(({ leader, runs }) => `${leader === null ? "nobody" : leader} leads in ${runs}`));
}

const difference: Told = {
  same: ({ leader }) => (leader === null ? "None of them has a leader in the end." : `All end with leader ${leader}.`),
  leaders: ({ groups }) => `In the end server ${under(groups, (leader) => `${leader} leads`)}.`,
  nobody: ({ without, short, elsewhere }) => {
    const text = `No leader under ${and(without)}${short ? `: ${shortText(short)}` : ""}.`;
    if (!short || elsewhere.length === 0) return text;
    const [have, need] = elsewhere.length === 1 ? ["has one: it asks", "needs"] : ["have one: they ask", "need"];
    return `${text} ${and(elsewhere)} ${have} a ZooKeeper that runs elsewhere, and ${need} no majority of these servers.`;
  },
  sessions: ({ waiting, others }) =>
    `Without a leader for ${ms(others.is)} under ${and(others.protocols)}, but for ${ms(waiting.is)} under ${and(waiting.protocols)}: there the old leader's znode stays until its session expires.`,
  times: ({ shortest, longest }) =>
    `Shortest without a leader: ${shortest.is} ms under ${and(shortest.protocols)}; longest: ${longest.is} ms under ${and(longest.protocols)}.`,
  two: ({ protocols, never }) => {
    const lasting = protocols.filter((one) => one.lasting).map(({ protocol }) => protocol);
    const parts = [
      ...(lasting.length > 0 ? [`under ${and(lasting)} for as long as nothing else happens`] : []),
      ...protocols.filter((one) => !one.lasting).map((one) => `under ${one.protocol} for ${one.ms} ms`),
    ];
    return `Two believe to lead at once ${parts.join(", ")}${never.length > 0 ? `; never under ${and(never)}` : ""}.`;
  },
  writes: ({ fates: groups, outside }) => {
    const text = `What was written and not committed is ${under(groups, (fate) => fates[fate])}.`;
    if (outside.length === 0) return text;
    const elect = outside.length === 1 ? "only elects, and leaves" : "only elect, and leave";
    return `${text} ${and(outside)} ${elect} the data to others.`;
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
    "Eligible: who could have been elected when the office was last vacant. No leader, two leaders: for how long nobody, or more than one, believed to lead. Write: what becomes of writes that were not committed (elsewhere: the protocol only elects).",
  /** Of several runs, which one a table tells of. */
  ofSeed: (seed: number) => `The two tables are of seed ${seed}.`,
  /** A leader in brackets. */
  believing: "In brackets: believes to lead, and is not in office.",
  nobody: "none",
  nothing: "-",
  toTheEnd: "to the end",
  never: "never",
  lasts: "lasts",
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

  /** While runs are made, of one protocol. */
  running: (protocol: string, done: number, of: number) => `${protocol}: ${done} of ${of} runs`,
  leftOut: (protocol: string, why: string) =>
    `note: ${protocol} has no use for this description, and is left out: ${why}`,
};

/** What a language must provide. */
export type CompareMessages = typeof en;
