import { commaList } from "../lists.ts";

/** What frames the tables and explanations of all protocols but ZooKeeper's own, in English. */
export const en = {
  servers: (count: number) => `${count} server${count === 1 ? "" : "s"}`,
  /** Above what is no longer so, or is left out. */
  today: "In today's releases",
  /** Of the trace, which prove a sentence. */
  lines: (lines: readonly string[]) => `line${lines.length === 1 ? "" : "s"} ${commaList(lines, " and ")}`,
};

/** What a language must provide. */
export type ProtocolMessages = typeof en;
