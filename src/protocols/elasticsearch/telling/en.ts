import { messagesOf } from "../../../locales/index.ts";
import { commaList, sidCell, sidList } from "../../../locales/lists.ts";
import type { Words } from "../../telling.ts";
import type { ZenEvent } from "../events.ts";
import type { RoundFact, Side, ZenFact } from "./facts.ts";

const and = (sids: readonly number[]) => commaList(sidList(sids), " and ");
const s = (sids: readonly number[], one: string, many: string) => (sids.length === 1 ? one : many);
const nodes = (sids: readonly number[]) => `${s(sids, "node", "nodes")} ${and(sids)}`;
const Nodes = (sids: readonly number[]) => `N${nodes(sids).slice(1)}`;
const after = (ms: number) => (ms === 0 ? "at once" : `after ${ms} ms`);
const tries = (count: number) => (count === 1 ? "a ping" : `${count} pings in a row`);
const without = (sids: readonly number[], sid: number) => sids.filter((other) => other !== sid);

function side({ master, nodes: its }: Side): string {
  const others = without(its, master);
  return others.length === 0 ? `${master}, alone` : `${master}, followed by ${and(others)}`;
}

const lost: Record<Extract<ZenFact, { kind: "lost" }>["why"], (tries: number) => string> = {
  "master-crashed": () => "its connection broke",
  "master-silent": (count) => `it left ${tries(count)} unanswered`,
  "no-longer-master": () => "it says that it no longer is one",
  "not-in-cluster": () => "it had taken them out of the cluster",
};

const again: Record<Extract<ZenFact, { kind: "again" }>["why"], (chosen: number) => string> = {
  refused: (chosen) => `${chosen}, which is not master, refuses to let them in`,
  "no-answer": (chosen) => `${chosen} does not answer in time`,
  crashed: (chosen) => `${chosen} crashes before it lets them in`,
  "too-few-joins": () => "too few join in time",
  "failed-to-publish": () => "too few acknowledge the cluster state",
};

const steppedDown: Record<Extract<ZenFact, { kind: "stepped-down" }>["why"], (have: number, need: number) => string> = {
  "not-enough-nodes": (have, need) => `of the master-eligible nodes it has ${have} left, and ${need} are needed`,
  "failed-to-publish": (have, need) => `its cluster state is acknowledged by ${have}, and ${need} are needed`,
  "older-state": () => "the other master's cluster state is newer",
  "told-to": () => "the other master told it to rejoin",
};

const facts: Words<ZenFact> = {
  master: ({ sid, sees, newest, have, need, eligible }) => {
    const rule = newest === undefined ? "the lowest id" : `the newest cluster state (version ${newest})`;
    const which =
      sees.length === 1
        ? "it sees no other master-eligible node"
        : `of the master-eligible nodes that it saw (${sidList(sees).join(", ")}), it has ${rule}`;
    return `Node ${sid} is master: ${which}. Of ${eligible} such nodes ${need} ${need === 1 ? "is" : "are"} needed; ${have === 1 ? "it alone was enough" : `${have} were for it, itself counted: a join is a vote`}.`;
  },
  stays: ({ sid, nodes: its }) =>
    `Node ${sid} still is master, as before the first step, with ${nodes(its)}; while there is a master, nobody is elected.`,
  two: ({ sides, need, majority }) =>
    `There are ${sides.length} masters at once: ${sides.map(side).join("; ")}. minimum_master_nodes is ${need}, so each side had enough; ${majority} would have allowed only one.`,
  nobody: ({ most, need, eligible }) =>
    most >= need
      ? "Nobody is master, although enough master-eligible nodes see each other; they had not agreed on one at the end."
      : `Nobody is master: ${need} of the ${eligible} master-eligible nodes are needed, and none sees more than ${most}, itself counted.`,

  step: ({ number, of, action }) => messagesOf("en").step(number, of, action),
  started: ({ sids }) => `${Nodes(sids)} ${s(sids, "starts", "start")}, and ${s(sids, "looks", "look")} for a master.`,
  lost: ({ sids, master, why, afterMs, tries: count }) =>
    `${Nodes(sids)} ${s(sids, "gives", "give")} up master ${master} ${after(afterMs)}: ${lost[why](count)}.`,
  removed: ({ master, nodes: gone, why, afterMs, tries: count }) =>
    `Master ${master} takes ${nodes(gone)} out of its cluster ${after(afterMs)}: ${
      why === "crashed" ? `${s(gone, "its connection", "their connections")} broke` : `${tries(count)} went unanswered`
    }.`,
  "stepped-down": ({ sid, why, have, need }) => `${sid} no longer is master: ${steppedDown[why](have, need)}.`,
  round: (fact) => {
    const { sids, sees, masters, need, chosen, why, times } = fact;
    const often = times > 1 ? ` ${times} times` : "";
    const who = `${Nodes(sids)} ${s(sids, "pings", "ping")}${often}`;
    const seen = sees.length === 0 ? "no master-eligible node" : `${sidList(sees).join(", ")}`;
    switch (why) {
      case "named":
        return `${who}: others name ${masters.length === 1 ? `master ${chosen}` : `the masters ${and(masters)}, of whom ${chosen} has the lowest id`}, so ${s(sids, "it joins", "they join")} that one.`;
      case "unreachable":
        return `${who}: others name master ${chosen}, which does not answer, so ${s(sids, "it pings", "they ping")} again.`;
      case "first":
        return `${who} and ${s(sids, "sees", "see")} ${seen}: ${sees.length}, and ${need} ${need === 1 ? "is" : "are"} needed. The first is ${chosen}: ${s(sids, "it chooses", "they choose")} ${sids.length === 1 && sids[0] === chosen ? "itself" : chosen}.`;
      case "too-few":
        return `${who} and ${s(sids, "sees", "see")} ${seen}: ${sees.length}, and ${need} are needed. Nobody is chosen; ${s(sids, "it pings", "they ping")} again.`;
    }
  },
  again: ({ sids, chosen, why }) => `${Nodes(sids)} ${s(sids, "pings", "ping")} again: ${again[why](chosen)}.`,
  elected: ({ sid, have, need, afterMs }) =>
    `${sid} is master ${after(afterMs)}: ${have} ${have === 1 ? "is" : "are"} for it, itself counted, ${need} ${need === 1 ? "is" : "are"} needed, and as many have acknowledged its cluster state.`,
  joined: ({ sids, master }) => `${Nodes(sids)} ${s(sids, "follows", "follow")} master ${master}.`,
  "another-master": ({ sid, other, version, otherVersion, yields }) =>
    `Master ${sid} is pinged by another master, ${other}, three times. Their cluster states are ${version} and ${otherVersion}: ${yields} has the ${version === otherVersion ? "same, and is the one told" : "older, and is"} to give up.`,
  sides: ({ sides }) => {
    if (sides.length === 0) return "Nobody is master.";
    const [only] = sides;
    if (only && sides.length === 1) {
      const others = without(only.nodes, only.master);
      return `${only.master} is master${others.length === 0 ? ", and alone" : `; ${and(others)} ${s(others, "follows", "follow")}`}.`;
    }
    return `${sides.length} masters: ${sides.map(side).join("; ")}.`;
  },

  unaware: ({ masters }) =>
    `${and(masters)} stay masters: each pings only the nodes of its own cluster (NodesFaultDetection), and it has taken the others out. A node that looks for a master would hear of both; nobody looks.`,
  overlaps: () => "Two masters at once",
  overlap: ({ masters, from, to, cut, need, majority, eligible }) =>
    `${and(masters)} were master at once from ${from} ms of the whole run ${to === null ? (cut ? "up to the cut" : "to the end") : `to ${to} ms, for ${to - from} ms`}. ${
      need < majority
        ? `minimum_master_nodes is ${need}; with ${majority}, more than half of ${eligible}, two sides of a partition could not both have had enough.`
        : "One of them had not noticed yet that its nodes were gone; it can change nothing in the cluster without enough of them."
    }`,

  others: () => "Why not the others",
  not: ({ why, sid, than }) => {
    switch (why) {
      case "down":
        return "down";
      case "paused":
        return "paused";
      case "data-only":
        return "not master-eligible (an observer here stands for a data-only node)";
      case "higher-id":
        return `higher id (${sid} > ${than})`;
      case "older-state":
        return `older cluster state than that of ${than}; the id is compared only where the versions are equal`;
      case "late":
        return `not seen when ${than} was elected; now there is a master, and nobody is elected`;
      case "unseen":
        return `not seen by ${than}`;
    }
  },

  today: () =>
    "This is Zen discovery, Elasticsearch 1.x to 6.x. Elasticsearch 7 replaced it: a voting configuration that it keeps up to date itself, terms in which a node votes once, and elections that take the votes of more than half of that configuration (cluster.coordination.Coordinator). There is no minimum_master_nodes any more.",
  default: () =>
    "Elasticsearch itself asked for no number of nodes: with discovery.zen.minimum_master_nodes not set, one was enough, and every side of a partition could have a master of its own. Here the default is what was recommended, more than half of the master-eligible nodes. Since 5.0 the newest cluster state comes before the lowest id, which decides where versions are equal; here that is the option order: version.",
  "left-out": () =>
    "Left out: shards and their copies, which is where writes go. Simplified: ids are the sids (real node ids are random texts), and a master's pings stand for those of its nodes to it as well.",
};

/** The same in a table. */
const failures: Record<Extract<ZenFact, { kind: "again" }>["why"], (chosen: number) => string> = {
  refused: () => "refused",
  "no-answer": () => "no answer",
  crashed: (chosen) => `${chosen} crashes`,
  "too-few-joins": () => "too few join",
  "failed-to-publish": () => "too few agree",
};

/** Every text of Elasticsearch's discovery, in English. */
export const en = {
  facts,
  decides: "lowest id of those seen, if they are enough (minimum_master_nodes)",

  each: (who: string, text: string) => `${who}: ${text}`,
  columns: ["node", "sees", "enough?", "chooses", "then"],
  enough: (have: number, need: number) => `${have}, ${need} needed`,
  chooses: ({ chosen, why, masters }: Pick<RoundFact, "chosen" | "why" | "masters">): string => {
    if (chosen === null) return "nobody";
    if (why === "named") return masters.length === 1 ? `${chosen}, master` : `${chosen} of masters ${sidCell(masters)}`;
    return why === "unreachable" ? `${chosen}, no answer` : String(chosen);
  },
  times: (count: number) => `${count} times`,
  /** What came next for so many nodes; undefined: nothing, up to the end of the step. */
  came: (event: ZenEvent | undefined, count: number): string => {
    const verb = (stem: string) => (count === 1 ? `${stem}s` : stem);
    if (event === undefined) return `${verb("ping")} on`;
    if (event.type === "pinged") return `${verb("ping")} again`;
    if (event.type === "again") return failures[event.why](event.chosen);
    if (event.type !== "state") return "";
    if (event.to === "LEADING") return "is master";
    if (event.to === "DOWN") return "down";
    return event.master === undefined ? verb("follow") : `${verb("follow")} ${event.master}`;
  },
};

export type Texts = typeof en;
