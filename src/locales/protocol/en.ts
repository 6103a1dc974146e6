import { commaList, sidList } from "../lists.ts";
import type { ByState } from "../tables/en.ts";

const and = (sids: readonly number[]) => commaList(sidList(sids), " and ");
const takes = (sids: readonly number[], office: string) =>
  sids.length === 1 ? `${and(sids)} takes itself for the ${office}` : `${and(sids)} take themselves for the ${office}`;

/** What frames the tables and explanations of all protocols but ZooKeeper's own, in English. */
export const en = {
  servers: (count: number) => `${count} server${count === 1 ? "" : "s"}`,
  /** @param office what the protocol calls the one whom it elects: a leader, a controller, a master */
  inOffice: (office: string, sid: number) => `${office} ${sid} is in office`,
  /** @param others who believe to be in office, and are not the one who is */
  end: (office: string, leader: number | null, others: readonly number[], states: ByState) => {
    const one = leader === null ? `nobody is the ${office}` : `server ${leader} is the ${office}`;
    const too = others.length === 0 ? "" : `; ${takes(others, office)}${leader === null ? "" : ", too"}`;
    return `In the end ${one}${too}: ${states.map(({ state, sids }) => `${state} ${sidList(sids).join(", ")}`).join("; ")}.`;
  },
  /** The answer to a trace that is cut short. */
  atCut: (office: string, leading: readonly number[]) => {
    const [one, ...more] = leading;
    const who = one === undefined ? `nobody is the ${office}` : `server ${one} is the ${office}`;
    return `Where the trace is cut, ${more.length > 0 ? takes(leading, office) : who}.`;
  },
  /** Beside the heading of the step in which a trace is cut short. */
  upToCut: (at: string | undefined) => (at === undefined ? "up to the cut" : `${at}, up to the cut`),
  /** Above what is no longer so, or is left out. */
  today: "In today's releases",
  /** Of the trace, which prove a sentence. */
  lines: (lines: readonly string[]) => `line${lines.length === 1 ? "" : "s"} ${commaList(lines, " and ")}`,
};

/** What a language must provide. */
export type ProtocolMessages = typeof en;
