import { commaList, sidList } from "../../../locales/lists.ts";
import type { Words } from "../../telling.ts";
import { en as sessions } from "../../znodes/telling/en.ts";
import type { RaceFact } from "./facts.ts";
import type { Row } from "./tables.ts";

/** What a language must provide. */
export interface RaceWords {
  readonly facts: Words<RaceFact>;
  readonly decides: string;
  readonly table: {
    readonly head: readonly string[];
    readonly row: (row: Row) => string;
    readonly nothing: string;
    readonly firstPartition: (path: string) => string;
    readonly allPartitions: (partitions: number) => string;
    readonly numbersHead: readonly string[];
    readonly numbers: Readonly<Record<"fired" | "held" | "tried" | "refused" | "messages" | "won" | "views", string>>;
  };
}

const and = (sids: readonly number[]) => commaList(sidList(sids), " and ");
const inOrder = (sids: readonly number[]) => sids.join(", ");
const count = (n: number, one: string) => `${n} ${one}${n === 1 ? "" : "s"}`;
const watches = (n: number) => (n === 1 ? "1 watch" : `${n} watches`);

/** What is said of a race, in English. */
export const en: RaceWords = {
  facts: {
    ...sessions,
    leads({ leader, tried, partitions, led }) {
      const what = partitions === 1 ? "leads" : `leads partition 1, and ${led} of ${partitions} in all`;
      if (tried === 0) return `Server ${leader} ${what}: its znode was never lost.`;
      if (tried === 1) return `Server ${leader} ${what}: it alone tried to create the znode.`;
      return `Server ${leader} ${what}: of ${tried} servers that raced for the znode its request was the first to reach ZooKeeper. That is chance; another seed may have another winner.`;
    },
    nobody: ({ down }) =>
      down
        ? "Nobody leads: every server is down."
        : "Nobody leads: no server that is up and reaches ZooKeeper has the znode.",
    herd({ fired, partitions, woken, before, after }) {
      const product =
        partitions === 1 ? "" : `, ${count(partitions, "partition")} times ${count(woken.length, "replica")}`;
      const again =
        before === after
          ? `; ${after} are held again`
          : `; of ${before} watches held before, ${after} are held at the end`;
      return `The herd: ${watches(fired)} fired${product}, and woke ${and(woken)}${again}.`;
    },
    race({ order, winner }) {
      if (order.length === 1)
        return `${inOrder(order)} alone tried to create /partition-1/leader${winner === null ? ", in vain" : ", and did"}.`;
      const won =
        winner === null
          ? "it was there already: all got NodeExists"
          : `${winner} was first, every other got NodeExists and set a watch`;
      return `The race for /partition-1/leader: requests arrived in the order ${inOrder(order)}; ${won}.`;
    },
    "own-znode": ({ sid }) =>
      `${sid} reads its own name in the znode, left over from its earlier session, and takes itself for the leader.`,
    spread({ won, tried, refused }) {
      if (won.length === 0) return `All partitions together: ${tried} creates were tried, all in vain.`;
      const shares = won.map(([sid, partitions]) => `${sid} won ${partitions}`);
      return `All partitions together: ${tried} creates were tried, ${refused} of them in vain; ${commaList(shares, " and ")}.`;
    },
    views({ first, last, ms, worst, partitions }) {
      const most = partitions === 1 || worst === ms ? "" : ` (up to ${worst} ms for other partitions)`;
      return `Views differed for ${ms} ms${most}: from when ${first} knew that it leads until ${last} had read it.`;
    },
    load: ({ messages, held, replicas, partitions }) =>
      `What that cost: ${messages} messages, and ${watches(held)} held, one for each of ${count(replicas, "replica")}${partitions === 1 ? "" : ` of each of ${partitions} partitions`}.`,
    choice: () =>
      "ZooKeeper's own recipe for leader election avoids the herd: each watches only the znode before its own. Curator's LeaderLatch does it that way (--protocol curator).",
    kafka: () =>
      "An early design of Kafka's replication let the replicas of each partition race like this. What was released has one controller choose the leaders of all partitions (--protocol kafka-controller); today that is KRaft, without ZooKeeper.",
  },
  decides: "whose create arrives first",
  table: {
    head: ["after", "server", "what happens"],
    row(row) {
      switch (row.kind) {
        case "crash":
          return "crashes";
        case "connects":
          return "opens a session";
        case "breaks":
          return `connection of ${row.of} breaks: ${watches(row.dropped)} gone, session stays`;
        case "expires":
          if (row.znodes === 0) return `session of ${row.of} expires`;
          return `session of ${row.of} expires, its ${row.znodes === 1 ? "znode goes" : "znodes go"}`;
        case "fires":
          return "watch fires";
        case "first":
          return "creates the znode";
        case "late":
          return row.leader === null ? "too late: NodeExists" : `too late: NodeExists, ${row.leader} has it`;
        case "leads":
          return "leads";
        case "reads":
          return row.leader === null ? "reads that nobody leads" : `reads that ${row.leader} leads`;
        case "learns":
          return "learns that its session is over";
        case "watches":
          return "sets a watch";
      }
    },
    nothing: "Nothing changed.",
    firstPartition: (path) => `Partition 1: ${path}`,
    allPartitions: (partitions) => `All ${partitions} partitions`,
    numbersHead: ["count", ""],
    numbers: {
      fired: "watches fired",
      held: "watches held",
      tried: "creates tried",
      refused: "of them NodeExists",
      messages: "messages",
      won: "won by server",
      views: "views differed for up to",
    },
  },
};
