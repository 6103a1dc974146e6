import { commaList } from "../lists.ts";

/** What the program says of its own accord, in English. The other languages have the same keys. */
export const en = {
  /** After a scenario that nobody has asked for. */
  nextSteps: (scenario: string) => `
That was the built-in scenario ${scenario}. Next:
  zk-elect explain ${scenario}       why it ended so, in words
  zk-elect rules                             the rules, and common mistakes
  zk-elect scenarios                         the other examples
  zk-elect simulate --servers 5 --zxid 8,8,8,7,7 --leader 3 --fail 3,5
                                             the same from flags, to change
  zk-elect simulate ${scenario} --json
                                             every notification, as a trace
`,
  /** After a trace of logs on a terminal. */
  afterTrace: `
That was the trace, for other programs. To read it:
  zk-elect trace … --format table            the votes, round by round
  zk-elect trace … | zk-elect explain        why it ended so, in words
  zk-elect trace … --list                    all the elections in the logs
  zk-elect diagnose …                        what is wrong, and the cure
`,
  /** Of a description: what its protocol, or each of several, does not look at. */
  ignored: (protocols: readonly string[], what: readonly string[]) =>
    `note: ${commaList(protocols, " and ")} ${protocols.length === 1 ? "has" : "have"} no use for ${what.join(", ")}`,
  /** A trace is cut short, and its scenario is run again for another outcome. */
  runAgain: (line: number) =>
    `the trace is cut after line ${line}; the scenario in its header is run again, to its end`,
  /** The same after an explanation. */
  explainSteps: (scenario: string) => `
That was the built-in scenario ${scenario}. Next:
  zk-elect explain ${scenario} --why-not 4
                                             why not 4, and what it lacked
  zk-elect explain ${scenario} --what-if "5.up"
                                             if 5 had not failed
  zk-elect simulate ${scenario}      the same election as tables
  zk-elect scenarios                         the other examples
`,
};

/** What a language must provide. */
export type Hints = typeof en;
