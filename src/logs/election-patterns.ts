/** What lines say of elections, by the texts of ZooKeeper 3.4 to 3.9. */
import type { PeerState } from "../trace/events.ts";
import { sidOf } from "./layout.ts";
import { longOf, parseCounted, parseNotification, parseProposal, parseSending } from "./notification.ts";
import type { Entry, Pattern } from "./record.ts";

/**
 * The lines that are nothing but a state: after a blank, or the end of a colour. Without what stands before them they would
 * be the shortest of all words, which slows the search for every one.
 */
const stateWords = ["LOOKING", "FOLLOWING", "LEADING", "OBSERVING"].flatMap((state) => [` ${state}`, `m${state}`]);

/** The patterns of every kind of entry but `failure`. */
export const electionPatterns: readonly Pattern[] = [
  { words: ["Notification: "], parse: (message) => parseNotification(message) ?? parseSending(message) },
  { words: ["Updating proposal: "], parse: parseProposal },
  { words: ["Adding vote: "], parse: parseCounted },
  { words: ["New election. My id"], parse: parseLook },
  { words: ["Notification time out: "], parse: parseTimeout },
  { words: stateWords, parse: parseState },
  { words: ["Peer state changed: "], parse: parsePhase },
  { words: ["Starting quorum peer"], parse: parseStart },
  { words: ["Getting a diff", "Getting a snapshot", "Truncating log to get"], parse: parseSync },
  { words: ["Have quorum of supporters"], parse: parseQuorum },
  { words: [", highest zxid is 0x"], parse: parseLoaded },
  {
    words: [
      "Shutdown called",
      "shutdown called",
      "shutdown Follower",
      "shutdown Observer",
      "shutdown Leader! reason: ",
      "Exception when following the leader",
      "Exception when observing the leader",
    ],
    parse: parseLeft,
  },
  { words: ["Exiting JVM with code", "Exiting normally", "QuorumPeer main thread exited"], parse: parseExit },
  { words: ["Connection broken for id"], parse: parseBroken },
  { words: ["Cannot open channel to"], parse: parseUnreachable },
  { words: ["Follower sid: ", "Synchronizing with Learner sid: "], parse: parseLearner },
  { words: Array.from({ length: 10 }, (_, digit) => `server.${digit}`), parse: parseMember },
  { words: ["NotificationInterval"], parse: parseInterval },
];

const long = "(0x[0-9a-f]{1,16}|-?\\d{1,19})";

/** FastLeaderElection.lookForLeader; two blanks before the id up to 3.5, other words in 3.4.0. */
const look = new RegExp(`^New election\\. My id = {1,2}\\d{1,19}, [pP]roposed zxid ?= ?${long}$`);

function parseLook(message: string): Entry | undefined {
  const match = look.exec(message);
  return match ? { kind: "look", zxid: longOf(match[1]) } : undefined;
}

/** FastLeaderElection.lookForLeader; the unit from 3.8. */
function parseTimeout(message: string): Entry | undefined {
  const match = /^Notification time out: (\d{1,10})(?: ms)?$/.exec(message);
  return match ? { kind: "timeout", next: Number(match[1]) } : undefined;
}

/** QuorumPeer.run. */
function parseState(message: string): Entry | undefined {
  const isState = /^(?:LOOKING|FOLLOWING|LEADING|OBSERVING)$/.test(message);
  return isState ? { kind: "state", state: message as PeerState } : undefined;
}

const phase =
  /^Peer state changed: (looking|following|leading|observing)(?: - (discovery|synchronization|broadcast))?(?: - (diff|snap|trunc))?$/;

/** QuorumPeer.getDetailedPeerState. */
function parsePhase(message: string): Entry | undefined {
  const match = phase.exec(message);
  if (!match) return undefined;
  return {
    kind: "phase",
    state: (match[1] as string).toUpperCase() as PeerState,
    phase: (match[2] as "discovery" | "synchronization" | "broadcast" | undefined) ?? null,
    mode: (match[3]?.toUpperCase() as "DIFF" | "SNAP" | "TRUNC" | undefined) ?? null,
  };
}

/** QuorumPeerMain.runFromConfig, the id from 3.5.5; QuorumPeer.run says nearly the same at DEBUG, in its own thread. */
function parseStart(message: string, thread: string): Entry | undefined {
  if (!/^Starting quorum peer(?:, myid=\d+)?$/.test(message)) return undefined;
  return /^QuorumPeer\b|\bQuorumPeer$/.test(thread) ? undefined : { kind: "start" };
}

/** Learner.syncWithLeader. */
const syncs: readonly { mode: "DIFF" | "SNAP" | "TRUNC"; text: RegExp }[] = [
  { mode: "DIFF", text: new RegExp(`^Getting a diff from the leader ${long}$`) },
  { mode: "SNAP", text: new RegExp(`^Getting a snapshot from leader(?: ${long})?$`) },
  { mode: "TRUNC", text: new RegExp(`^Truncating log to get in sync with the leader ${long}$`) },
];

function parseSync(message: string): Entry | undefined {
  for (const { mode, text } of syncs) {
    const match = text.exec(message);
    if (match) return { kind: "sync", mode, zxid: match[1] === undefined ? null : longOf(match[1]) };
  }
  return undefined;
}

/** Leader.startZkServer, with one set of sids for each configuration that is in force; before 3.4.6 without. */
const supporters = new RegExp(
  `^Have quorum of supporters(?:, sids: \\[([\\d\\s,[\\]]*)\\])?; starting up and setting last processed zxid: ${long}$`,
);

function parseQuorum(message: string): Entry | undefined {
  const match = supporters.exec(message);
  if (!match) return undefined;
  const sids = new Set((match[1]?.match(/\d{1,16}/g) ?? []).map(Number));
  return { kind: "quorum", sids: [...sids].sort((a, b) => a - b), zxid: longOf(match[2]) };
}

/** ZKDatabase.loadDataBase, from 3.6. */
function parseLoaded(message: string): Entry | undefined {
  const match = /^Snapshot loaded in \d+ ms, highest zxid is (0x[0-9a-f]{1,16}), digest is -?\d+$/.exec(message);
  return match ? { kind: "loaded", zxid: longOf(match[1]) } : undefined;
}

/** How each role ends: Leader, Follower and Observer.shutdown, whose reason is an exception up to 3.5. */
const endings: readonly { role: "FOLLOWING" | "OBSERVING" | "LEADING"; text: RegExp }[] = [
  { role: "FOLLOWING", text: /^(?:java\.lang\.Exception: )?shutdown Follower()$/ },
  { role: "OBSERVING", text: /^(?:java\.lang\.Exception: )?shutdown Observer()$/ },
  { role: "LEADING", text: /^Shutdown called\. For the reason (.*)$/ },
  { role: "LEADING", text: /^java\.lang\.Exception: shutdown Leader! reason: (.*)$/ },
  { role: "FOLLOWING", text: /^(Exception when following the leader)$/ },
  { role: "OBSERVING", text: /^(Exception when observing the leader)$/ },
];

function parseLeft(message: string): Entry | undefined {
  for (const { role, text } of endings) {
    const match = text.exec(message);
    if (match) return { kind: "left", role, reason: match[1] ?? "" };
  }
  return undefined;
}

/** ServiceUtils.requestSystemExit from 3.6; QuorumPeer.run, QuorumPeerMain.main. */
function parseExit(message: string): Entry | undefined {
  const match = /^(?:Exiting JVM with code (\d{1,3})|Exiting normally|QuorumPeer main thread exited)$/.exec(message);
  return match ? { kind: "exit", code: match[1] === undefined ? null : Number(match[1]) } : undefined;
}

/** QuorumCnxManager.RecvWorker.run. */
function parseBroken(message: string): Entry | undefined {
  const match = /^Connection broken for id (\d{1,16}), my id = \d+(?:, error = ?)?$/.exec(message);
  const to = match ? sidOf(match[1] as string) : undefined;
  return to === undefined ? undefined : { kind: "broken", to };
}

/** QuorumCnxManager.initiateConnection, connectOne up to 3.5. */
function parseUnreachable(message: string): Entry | undefined {
  const match = /^Cannot open channel to (\d{1,16}) at election address (\S.*)$/.exec(message);
  const to = match ? sidOf(match[1] as string) : undefined;
  return match && to !== undefined ? { kind: "unreachable", to, address: match[2] as string } : undefined;
}

/** LearnerHandler.run and syncFollower. */
const learner =
  /^(?:Follower sid: (\d{1,16}) (?:: info : (.*)|not in the current config .*)|Synchronizing with (?:Learner|Follower) sid: (\d{1,16}) .*)$/;

function parseLearner(message: string): Entry | undefined {
  const match = learner.exec(message);
  const sid = match ? sidOf((match[1] ?? match[3]) as string) : undefined;
  if (!match || sid === undefined) return undefined;
  const role = /:(participant|observer)\b/.exec(match[2] ?? "")?.[1] as "participant" | "observer" | undefined;
  return { kind: "learner", sid, role: role ?? null };
}

/** A line of zoo.cfg, or of a dynamic configuration, that a start script or a reconfiguration prints. */
function parseMember(message: string): Entry | undefined {
  const match = /^server\.(\d{1,16})\s*=\s*(\S+)\s*$/.exec(message);
  const sid = match ? sidOf(match[1] as string) : undefined;
  return match && sid !== undefined ? { kind: "member", sid, value: match[2] as string } : undefined;
}

/** FastLeaderElection, from 3.6; with blanks and the unit from 3.8. */
function parseInterval(message: string): Entry | undefined {
  const match = /^zookeeper\.fastleader\.(min|max)NotificationInterval ?= ?(\d{1,10})(?: ms)?$/.exec(message);
  return match ? { kind: "interval", which: match[1] as "min" | "max", ms: Number(match[2]) } : undefined;
}
