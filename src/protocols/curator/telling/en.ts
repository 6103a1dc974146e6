import { commaList, sidList } from "../../../locales/lists.ts";
import type { Words } from "../../telling.ts";
import { en as sessions } from "../../znodes/telling/en.ts";
import type { CuratorFact } from "./facts.ts";
import type { Happening } from "./tables.ts";

/** What a language must provide. */
export interface CuratorWords {
  readonly facts: Words<CuratorFact>;
  readonly decides: string;
  readonly table: {
    readonly head: readonly string[];
    readonly happens: (happening: Happening) => string;
    /** How long after the step began, and what. */
    readonly after: (ms: number, what: string) => string;
    readonly watches: (fired: number, held: string) => string;
    readonly turnsHead: readonly string[];
    readonly turnEnds: (how: "ends" | "interrupted" | "crash") => string;
  };
}

const and = (sids: readonly number[]) => commaList(sidList(sids), " and ");
const others = (n: number) => (n === 1 ? "1 other was" : `${n} others were`);

/** What is said of Curator's recipes, in English. */
export const en: CuratorWords = {
  facts: {
    ...sessions,
    leads: ({ leader, znode, inTurns }) =>
      inTurns
        ? `Server ${leader} has the turn: its znode ${znode} is the lowest in line. After its turn it ${inTurns === "again" ? "queues again at the end" : "does not queue again"}.`
        : `Server ${leader} leads: its znode ${znode} is the lowest in line. Nothing is voted on, and neither sid nor zxid counts: who came first leads.`,
    nobody: ({ down, empty }) => {
      if (down) return "Nobody leads: every server is down.";
      return empty
        ? "Nobody leads: nobody stands in line any more."
        : "Nobody leads: whoever has the lowest znode is not there, or does not believe that it leads.";
    },
    line: ({ sids }) =>
      `In line at the start: ${sids.join(", ")}. ${sids.length === 1 ? "It watches nobody." : "The first leads, every other watches only the one before it."}`,
    woken({ gone, woken, asleep }) {
      if (woken.length === 0) return `The znode of ${gone} went, and no watch fired: nobody stood behind it.`;
      const rest = asleep === 0 ? "" : `; ${others(asleep)} not woken`;
      return `The znode of ${gone} went: ${woken.length === 1 ? "1 watch" : `${woken.length} watches`} fired, and woke ${and(woken)}, next in line${rest}.`;
    },
    first: ({ sid, since, znode }) =>
      `${sid} read the line, found its own ${znode} the lowest, and leads, ${since} ms into this step.`,
    behind: ({ sid, behind }) => `${sid} read the line and set its watch on ${behind}, the one before it.`,
    stopped: ({ sid, since, silence }) =>
      `${sid} stopped leading by itself, ${since} ms into this step: it had heard nothing of ZooKeeper for ${silence} ms, two thirds of the session timeout (SUSPENDED).`,
    closed: ({ sid, led }) =>
      led
        ? `${sid} closed its latch: its znode went at once, and with it its leadership. It stands no longer (OBSERVING).`
        : `${sid} closed, and left the line: it stands no longer (OBSERVING).`,
    turns({ order, ms, holds, inTurns }) {
      const last =
        holds === null ? "" : ` The simulation lets the last turn, that of ${holds}, go on until something happens.`;
      return `In turns of ${ms} ms: ${order.join(", ")}. Each lets the next in and ${inTurns === "again" ? "queues again at the end" : "does not queue again"}.${last}`;
    },
    keeps: () =>
      "Since Curator 5.4 (CURATOR-644) a latch that reconnects in the same session keeps its znode and its place; before, it made a new one at the end of the line. This simulation does as 5.9 does.",
    container: () =>
      "Curator 5 needs ZooKeeper 3.5 or later. The parent of the znodes is a container znode there, which ZooKeeper deletes once it is empty.",
    rounds: ({ inTurns }) =>
      inTurns === "again"
        ? "With autoRequeue, which is on here and in Curator only when it is asked for, a LeaderSelector gives every turn a fresh znode at the end of the line. The simulation stops passing the turn on when each has had one in a step; a real one never does."
        : "Without autoRequeue each has one turn, and then stands no longer (OBSERVING). Here it is on unless a description says otherwise; in Curator it is off.",
  },
  decides: "first in line",
  table: {
    head: ["place", "server", "znode", "watches", "after: what happens"],
    happens(happening) {
      switch (happening.kind) {
        case "crash":
          return "crashes";
        case "woken":
          return "is woken";
        case "leads":
          return "leads";
        case "suspended":
          return "SUSPENDED";
        case "closed":
          return "closes";
        case "expired":
          return "session expires";
        case "deleted":
          return "znode deleted";
        case "created":
          return "joins the line";
        case "watches":
          return `watches ${happening.sid}`;
      }
    },
    after: (ms, what) => (what === "" ? `${ms} ms` : `${ms} ms: ${what}`),
    watches: (fired, held) => `Watches fired: ${fired}. Watches held: ${held}.`,
    turnsHead: ["server", "turn begins after", "ends after"],
    turnEnds: (how) => ({ ends: "", interrupted: "interrupted", crash: "crashes" })[how],
  },
};
