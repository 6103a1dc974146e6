import { type Phrase, phrases } from "./phrases/en.ts";
import { inWords } from "./text.ts";

/** What can be unknown. */
export type Kind = "command" | "field" | "format" | "language" | "option" | "partition" | "protocol" | "step";

/** Sids in ascending order: the ends of a run without gaps, or the first of them, and whether there are more. */
export type Sids = { from: number; to: number } | { first: readonly number[]; more: boolean };

const say = (phrase: Phrase) => inWords(phrases, phrase);
const list = (sids: Sids) =>
  "from" in sids ? `${sids.from} to ${sids.to}` : `${sids.first.join(", ")}${sids.more ? ", …" : ""}`;
const near = (words: readonly string[]) => `did you mean ${words.length > 1 ? "one of " : ""}${words.join(", ")}?`;
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/**
 * Everything that can be wrong with what the user gave, in English. The other languages have the same keys. A word of
 * the user comes in the quotes that it needs.
 */
export const en = {
  // A file as a whole.
  empty: "is empty; expected a cluster description (JSON, YAML or zoo.cfg)",
  ownMessage: "begins with a message for people, not with a trace: pipe standard output alone, without 2>&1",
  isTrace: "is a trace, not a cluster description; zk-elect table prints it, zk-elect explain explains it",
  notLog: "is neither a server log nor a configuration",
  isLog:
    "is a server log, not a cluster description; zk-elect trace makes a trace of it, zk-elect diagnose says what is wrong",
  tooLong: (max: number) => `has more than ${max} characters, too many for a cluster description`,
  refused: (reason: Phrase) => say(reason),
  notWritten: (reason: Phrase) => `standard output: ${say(reason)}`,
  cannotWrite: (reason: Phrase) => `cannot write: ${say(reason)}`,

  // JSON and YAML.
  badJson: (expected: Phrase, found: Phrase) => `not valid JSON: expected ${say(expected)}, found ${say(found)}`,
  badJsonText: "not valid JSON: a text that does not end, or has a bad escape in it",
  deepJson: (max: number) => `not valid JSON: more than ${max} levels deep`,
  badYaml: (parser: string) => `not valid YAML: ${parser}`,
  aliasInItself: "not valid YAML: an alias stands inside its own anchor",
  deepYaml: (max: number) => `more than ${max} levels deep`,
  secondDocument: "a second YAML document; expected one cluster description in a file",
  givenTwice: (field: string) => `field ${field} is given twice`,

  // Fields and values.
  unknown: (kind: Kind, word: string) => `unknown ${kind} ${word}`,
  unknownOf: (kind: Kind, word: string, known: readonly string[]) =>
    `unknown ${kind} ${word}; known: ${known.join(", ")}`,
  unknownNear: (kind: Kind, word: string, words: readonly string[]) => `unknown ${kind} ${word}; ${near(words)}`,
  missing: "missing",
  missingField: (expected: Phrase) => `missing; expected ${say(expected)}`,
  expected: (what: Phrase, found: Phrase) => `expected ${say(what)}, found ${say(found)}`,
  tooManyItems: (max: number, found: number) => `expected at most ${max} items, found ${found}`,
  tooManySteps: (max: number, found: number) => `expected at most ${max} steps, found ${found}`,
  noAction: (known: readonly string[]) => `no action; known: ${known.join(", ")}`,
  severalActions: (actions: readonly string[]) => `${actions.join(" and ")} in one step; write a step for each`,
  largeZxid: (zxid: string, max: string) => `${zxid} does not fit 64 bits (0x0 to ${max})`,
  largeHalf: (zxid: string, max: number) => `${zxid}: epoch and counter are 32 bits each (0 to ${max})`,
  inexactZxid: (zxid: string, hex: string) => `${zxid} is not exact as a number; write it as a string, "${hex}"`,
  latencyReversed: (min: number, max: number) => `expected [min, max] with min at most max, found [${min}, ${max}]`,
  slowHeartbeat: (heartbeat: number, least: number) =>
    `a heartbeat every ${heartbeat} ms; expected less than the shortest electionTimeout, ${least} ms`,
  intervalsReversed: (min: number, max: number) =>
    `minNotificationInterval (${min}) is larger than maxNotificationInterval (${max})`,

  // Servers.
  noRound: (round: number, last: number) =>
    `no round ${round}; ${last === 0 ? "no vote was cast" : `the last one is ${last}`}`,
  noServer: (sid: number, known: Sids) =>
    `no server ${sid}; ${"first" in known && known.first.length === 1 ? "the only server is" : "servers are"} ${list(known)}`,
  sidTaken: (sid: number, index: number) => `sid ${sid} is taken by servers[${index}]`,
  onlyObservers: "every server is an observer; expected at least one participant",
  observerWith: (sid: number, field: "weight" | "group") =>
    `server ${sid} is an observer; only participants have a ${field}`,
  groupless: (sids: readonly number[]) =>
    `${sids.length === 1 ? "server" : "servers"} ${sids.join(", ")} ${sids.length === 1 ? "has" : "have"} no group; when one server names a group, every participant must`,
  weightAlone: "a weight counts only with groups; give every participant a group",
  acceptedBehind: (accepted: number, current: number) =>
    `the accepted epoch, ${accepted}, is less than the current epoch, ${current}; a server accepts an epoch before it serves in it`,
  noTransaction: (zxid: string) => `${zxid} is no transaction; the first one of an epoch has counter 1`,
  logDescends: (zxid: string, before: string) =>
    `${zxid} stands after ${before}; expected the zxids of a log in ascending order, each once`,
  logGap: (expected: string, before: string, zxid: string) => `expected ${expected} after ${before}, found ${zxid}`,
  epochBegins: (epoch: number, expected: string, zxid: string) =>
    `expected ${expected} as the first transaction of epoch ${epoch}, found ${zxid}`,
  otherThanLog: (zxid: string, last: string) =>
    `${zxid} is not where its log ends; expected ${last}, or no zxid beside the log`,
  snapshotAhead: (snapshot: string, zxid: string) =>
    `the snapshot holds ${snapshot}, but the server's last zxid is ${zxid}`,
  snapshotGap: (expected: string, first: string, snapshot: string) =>
    `expected a snapshot up to ${expected} or later, since the log begins with ${first}; found ${snapshot}`,
  committedNowhere: (zxid: string) => `${zxid} is committed, but no server has it`,
  committedShort: (zxid: string, have: number, of: number, need: number) =>
    `${zxid} is committed, but only on ${have} of ${of} participants; ${need} are a quorum`,
  committedAhead: (zxid: string, leader: number) =>
    `${zxid} is committed, but leader ${leader}, in office, does not have it`,

  // Kafka's partitions.
  partitionTaken: (name: string, index: number) => `the name ${name} is taken by partitions[${index}]`,
  notReplica: (sid: number, replicas: Sids) =>
    `server ${sid} has no replica of this partition; replicas are on ${list(replicas)}`,
  noInSync: (replicas: Sids) => `no in-sync replica; expected at least one of ${list(replicas)}`,
  tooFewBrokers: (factor: number, brokers: number) =>
    `${factor} replicas of each partition need as many servers; there are ${brokers}`,

  // Elasticsearch's master.
  tooFewEligible: (need: number, have: number) =>
    `a master in office needs ${need} master-eligible nodes; there are ${have}`,

  // zoo.cfg.
  noServerLine: "no server.N line; a server that stands alone holds no election",
  serversElsewhere: (file: string) => `the servers are in another file, ${file}; give that one`,
  sidAfterDot: (max: number) => `expected a server id from 0 to ${max} after "server."`,
  groupAfterDot: (max: number) => `expected a group number from 0 to ${max} after "group."`,
  sidOnLine: (sid: number, line: number) => `sid ${sid} is taken by line ${line}`,
  groupAgain: (group: number) => `group ${group} is already there`,
  twiceInGroup: (sid: number) => `server ${sid} is in this group twice`,
  inOtherGroup: (sid: number, group: number) => `server ${sid} is in group ${group} already`,
  weightAgain: (sid: number) => `server ${sid} has a weight already`,

  // Steps, and who is in office.
  listedTwice: (sid: number) => `server ${sid} is in this list twice`,
  alreadyUp: (sid: number) => `server ${sid} is up already`,
  alreadyDown: (sid: number) => `server ${sid} is down already`,
  alreadyPaused: (sid: number) => `server ${sid} is paused already`,
  notStarted: (sid: number) => `server ${sid} has not started`,
  isDown: (sid: number) => `server ${sid} is down`,
  isUp: (sid: number) => `server ${sid} has not crashed; it is up`,
  isNotPaused: (sid: number) => `server ${sid} is not paused`,
  startInstead: (sid: number) => `server ${sid} has not crashed; use start`,
  resumeInstead: (sid: number) => `server ${sid} has not crashed; use resume`,
  restartCrashed: (sid: number) => `server ${sid} has crashed; use restart`,
  reachObserver: (sid: number, participants: Sids) =>
    `server ${sid} is an observer and gets no proposals; they go to participants: ${list(participants)}`,
  restartDown: (sid: number) => `server ${sid} is down; use restart`,
  leaderObserves: (sid: number) => `server ${sid} is an observer and cannot lead`,
  leaderWeightless: (sid: number) => `server ${sid} has weight 0 and cannot lead`,
  leaderStarts: (sid: number, step: number) =>
    `server ${sid} is in office before the first step, yet steps[${step}] starts it`,
  leaderDown: (sid: number) => `server ${sid} is down after the last step and cannot lead`,
  unsettled: (events: number, ms: number) =>
    `the cluster has not settled after ${events} events in one step, ${ms} ms into the scenario; \`for\` can end a step early`,

  // Arguments.
  noServers: "no servers; give --servers, a file, or the name of a built-in scenario",
  valueCount: (values: number, servers: number, sids: Sids) =>
    `${values} values for ${servers} servers (${list(sids)}); expected one for all, or one for each`,
  noScenario: (name: string) => `no scenario or file ${name}; zk-elect scenarios lists the built-in ones`,
  noScenarioNear: (name: string, meant: string) => `no scenario or file ${name}; ${near([meant])}`,
  noBuiltin: (name: string, known: readonly string[]) => `no built-in scenario ${name}; known: ${known.join(", ")}`,
  noBuiltinNear: (name: string, meant: string) => `no built-in scenario ${name}; ${near([meant])}`,
  noTrace: "no trace; name a file, or pipe one in: zk-elect simulate --json | zk-elect table",
  wholeTrace: (format: string) => `--rounds and --server narrow tables; a trace is always whole (--format ${format})`,
  onlyScenario: "is for a scenario that is to be run; a trace tells what has been",
  notIn: (protocol: string) => `means nothing in a trace of protocol ${protocol}; only ZooKeeper's own election has it`,
  changedTwice: (target: string) => `${target} is changed twice`,
  takesNoValue: (found: string) => `takes no value, found ${found}`,
  nobodyStarts: (leader: number) =>
    `leader ${leader} is in office and no step starts anybody; a server can be put up or down`,
  nobodyToStart: "nobody is left to start",
  noLogFiles: "has no file that is named as logs are (*.log, *.log.1, *.out, each also .gz)",
  notServerLog: "is no log of a ZooKeeper server, or has nothing in it about elections",
  noLogs: "no log named; expected files, directories or patterns, or logs on standard input",
  noElectionThen: (of: number) =>
    `no election of these logs is in that time; they have ${of === 0 ? "none" : of} (--list names them)`,
  noElection: (number: number, of: number) =>
    `election ${number} is not in these logs; they have ${of === 0 ? "none" : of} (--list names them)`,
  onlySimulated: "what real servers did cannot be run again; expected a scenario, or the trace of a simulation",
  goesNotWith: (option: string) => `does not go with ${option}`,
  noCommand: (name: string) => `unknown command ${name}; zk-elect help lists the commands`,
  noArgument: (name: string) => `missing required argument ${name}`,
  noOptionArgument: (option: string) => `option ${option} argument missing`,
  tooManyArguments: (command: string, expected: number, found: number) =>
    `too many arguments for ${command}; expected ${plural(expected, "argument")} but got ${found}`,
  wrongUsage: (text: string) => text,

  // Traces.
  notTrace: (header: string) =>
    `not a trace; expected the header ${header} first, as zk-elect simulate --json writes it`,
  emptyTrace: "the trace is empty; expected its header as the first line",
  cutTrace: "the trace is cut short after this line; expected a result as the last one",
  cutLine: "not JSON, or cut short; expected one JSON object a line",
  noType: "expected an object with a type",
  secondHeader: "a second header; expected one trace",
  afterResult: "text after the result, the last line of a trace",

  internalError: (text: string) => `internal error: ${text} (ZK_ELECT_DEBUG=1 shows where)`,
};

/** What a language must provide. */
export type Problems = typeof en;
