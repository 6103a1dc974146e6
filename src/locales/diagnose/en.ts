import type {
  ConnectCause,
  DatabaseProblem,
  Diagnosis,
  Finding,
  FollowCause,
  LeaderChange,
  MissingCause,
  PortUse,
  Standing,
} from "../../diagnose/finding.ts";
import type { StateReason } from "../../trace/events.ts";
import type { Support } from "../../trace/quorum.ts";
import { commaList, sidList } from "../lists.ts";

/** What is said of a finding of each kind. */
export type Sentences = {
  readonly [K in Finding["kind"]]: {
    /** What is wrong, and where. */
    readonly what: (finding: Finding & { readonly kind: K }) => string;
    /** What it leads to. */
    readonly effect: (finding: Finding & { readonly kind: K }) => string;
    /** What to do. */
    readonly cure: (finding: Finding & { readonly kind: K }) => string;
  };
};

const and = (sids: readonly number[]) => commaList(sidList(sids), " and ");
const list = (texts: readonly string[]) => commaList(texts, " and ");
const s = (items: readonly unknown[], one: string, many: string) => (items.length === 1 ? one : many);
const servers = (sids: readonly number[]) => `${s(sids, "server", "servers")} ${and(sids)}`;
const Servers = (sids: readonly number[]) =>
  sids.length === 0 ? "A server" : `${s(sids, "Server", "Servers")} ${and(sids)}`;
const first = (sids: readonly number[]) => (sids[0] === undefined ? "A server" : `Server ${sids[0]}`);
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const leaderName = (leader: number | null) => (leader === null ? "the leader" : `leader ${leader}`);

/** "3 s", "1 min 20 s" */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 1000) return `${ms} ms`;
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? "" : ` ${rest} s`}`;
}

function amount({ have, of, unit }: Support): string {
  return unit === "votes" ? `${have} of ${of}` : `${have} of ${of} groups`;
}

/** The time of day of a timestamp. */
const timeOf = (at: string) => /\d\d:\d\d:\d\d/.exec(at)?.[0] ?? at;

/** How the ensemble stands without some. */
function standingText({ without, left, support }: Standing): string {
  if (without.length === 0) return "";
  const { have, need, of, unit } = support;
  const spare = have - need;
  if (unit === "groups") {
    if (spare < 0)
      return `without ${and(without)} only ${amount(support)} can be had, ${need} are needed: nobody can be elected`;
    return spare === 0 ? `${and(left)} are a bare quorum` : `${and(left)} still have a quorum of ${of} groups`;
  }
  if (spare < 0)
    return `${have === 0 ? "nobody is" : `only ${and(left)} ${s(left, "is", "are")}`} left of ${of}, and ${need} are needed: nobody can be elected`;
  if (spare === 0) return `${and(left)} are a bare quorum, so the next failure stops the ensemble`;
  return `${and(left)} still have a quorum, and ${plural(spare, "more server")} may fail`;
}

const withStanding = (text: string, standing: Standing) => {
  const more = standingText(standing);
  return more === "" ? `${text}.` : `${text}; ${more}.`;
};

const connect: Record<ConnectCause, string> = {
  refused: "the connection is refused",
  timeout: "the connection times out",
  "no-route": "there is no route to it",
  other: "the connection cannot be opened",
};

const missingCause: Record<MissingCause, string> = {
  refused: "connection refused",
  timeout: "no answer",
  "no-route": "no route",
  other: "no connection",
  unresolved: "host name does not resolve",
  tls: "TLS fails",
  exited: "process ended",
  silent: "not heard",
};

/** "3, 4 and 5 (connection refused)" */
function missingText(all: readonly { readonly sid: number; readonly why: MissingCause }[]): string {
  const reasons = [...new Set(all.map(({ why }) => why))];
  return list(
    reasons.map((why) => `${and(all.filter((one) => one.why === why).map(({ sid }) => sid))} (${missingCause[why]})`),
  );
}

const databases: Record<DatabaseProblem, string> = {
  "current-epoch": "its currentEpoch file is older than the data",
  "accepted-epoch": "its acceptedEpoch file is older than its currentEpoch",
  "no-snapshot": "there are transaction logs but no snapshot",
  other: "the files cannot be read",
};

const follows: Record<FollowCause, string> = {
  "read-timeout": "nothing comes from it until the time is over",
  unreachable: "its quorum port cannot be reached",
  "leader-older": "that leader's epoch is lower than its own",
  other: "it gives up before it is synchronised",
};

const triggers: Partial<Record<StateReason, string>> = {
  "leader-lost": "the leader was lost",
  "leader-silent": "the leader was silent for syncLimit ticks",
  "leader-unreachable": "the leader could not be connected to",
  "quorum-lost": "the leader lost its quorum",
  "quorum-never": "the leader never got a quorum",
};

const uses: Record<PortUse["what"], string> = {
  client: "client port",
  quorum: "quorum port",
  election: "election port",
};
const useText = ({ id, what }: PortUse) => (id === null ? `the ${uses[what]}` : `the ${uses[what]} of ${id}`);
const syncedText = (synced: readonly number[] | null) =>
  synced === null
    ? ""
    : synced.length === 0
      ? "none was synchronised"
      : `only ${and(synced)} ${s(synced, "was", "were")} synchronised`;

const savedFirst =
  "Save its version-2 folder first: it may hold what the others have lost. If they were emptied by mistake, stop them and give them its data; else start it without that folder, and it copies the leader's.";

/** "0x100000003 before, 0x0 after", of each where they differ. */
function zxidText(lost: readonly { readonly sid: number; readonly had: string; readonly now: string }[]): string {
  const pairs = lost.map(({ had, now }) => `${had} before, ${now} now`);
  if (new Set(pairs).size <= 1) return `zxid ${pairs[0]}`;
  return lost.map(({ sid }, at) => `${sid} zxid ${pairs[at]}`).join("; ");
}

const findings: Sentences = {
  "data-lost": {
    what: ({ sids, lost }) =>
      `${Servers(sids)} came back without data that ${s(sids, "it", "they")} had: ${zxidText(lost)}.`,
    effect: ({ severity, holder }) => {
      if (severity !== "error") return "The others have it, and bring it up to date from theirs.";
      const kept = holder === null ? "" : `; server ${holder.sid} holds newer data (zxid ${holder.zxid})`;
      return `A quorum without that data elects a leader without it, and serves as if it had never been written${kept}.`;
    },
    cure: ({ sids, severity, holder }) => {
      const why = "see whether dataDir is on a disk that does not outlive the process";
      if (severity !== "error") return `Nothing, if it was emptied on purpose; else ${why}.`;
      return holder === null
        ? `Stop ${and(sids)} before more is written, and give them back their version-2 folders from the old disk or a backup; ${why}.`
        : `Do not empty server ${holder.sid}. Stop all, save the version-2 folders, put a copy of that of ${holder.sid} in place of ${s(sids, "that", "those")} of ${and(sids)}, and start them; ${why}.`;
    },
  },
  "log-copy": {
    what: ({ files }) =>
      `${files.length === 1 ? "A log was" : "Some logs were"} given twice: ${list(files.map(({ file, of }) => `${file} repeats ${of}`))}.`,
    effect: () => "What is said twice is counted once.",
    cure: () => "Nothing need be done.",
  },
  unreachable: {
    what: ({ sids, peer, cause, peerRuns }) =>
      `${first(sids)} cannot reach server ${peer}: ${connect[cause]}${peerRuns ? `, though ${peer} runs` : ""}.`,
    effect: ({ peer, peerRuns, standing }) =>
      peerRuns
        ? withStanding(`No vote gets to ${peer} this way; if ${peer} cannot connect either, it is alone`, standing)
        : withStanding(`${peer} cannot vote`, standing),
    cure: ({ peer, cause, peerRuns, address }) => {
      if (peerRuns)
        return `Open ${address} to the others (firewall, security group), and compare server.${peer} in zoo.cfg with where ${peer} listens.`;
      return cause === "refused"
        ? `Start server ${peer}, or see its log for why it ended; if it runs, check that it listens on ${address}.`
        : `Check that ${peer} is up and that nothing (firewall, route) stands between it and ${address}.`;
    },
  },
  unresolved: {
    what: ({ sids, peer, host }) =>
      `${first(sids)} cannot reach ${peer === null ? "a peer" : `server ${peer}`}: the host name ${host} does not resolve.`,
    effect: ({ peer, standing }) =>
      withStanding(peer === null ? "A server cannot vote" : `${peer} cannot vote`, standing),
    cure: ({ sids, peer }) =>
      `Correct ${peer === null ? "the server line" : `server.${peer}`} in zoo.cfg on ${and(sids)}, or its DNS entry.`,
  },
  tls: {
    what: ({ sids, peer }) => `${first(sids)} cannot open a TLS connection to server ${peer}.`,
    effect: ({ peer, standing }) => withStanding(`${peer} cannot vote`, standing),
    cure: ({ peer }) =>
      `Give all the same sslQuorum setting, and check certificates, host names and trust stores (ssl.quorum.*) of ${peer} and those that call it.`,
  },
  "server-down": {
    what: ({ sids, since, standing: { support } }) => {
      const down = since === null ? "was never there" : `is down since ${timeOf(since)}`;
      return `${first(sids)} ${down}; ${amount(support)} are up, and ${support.need} are needed.`;
    },
    effect: ({ sids, standing }) => withStanding(`${sids[0]} does not vote`, standing),
    cure: ({ sids }) => `Start server ${sids[0]}, or see its log for why it ended.`,
  },
  "one-way": {
    what: ({ sids, peer, mutual, silentMs, isHeard }) => {
      const time = silentMs === null ? "" : ` for ${duration(silentMs)}`;
      if (mutual)
        return `Servers ${and(sids)} ${time === "" ? "hear" : "heard"} nothing of each other${time}, though both run.`;
      const runs = isHeard ? `runs and hears ${sids[0]}` : "runs";
      return `${first(sids)} ${time === "" ? "never hears" : "did not hear"} server ${peer}${time}, though ${peer} ${runs}.`;
    },
    effect: ({ sids, peer, longestWaitMs }) =>
      `Votes between ${and([...new Set([...sids, peer])])} are lost${longestWaitMs > 0 ? `; the wait between two tries has grown to ${duration(longestWaitMs)}` : ""}.`,
    cure: () =>
      "Check the election port in both directions (firewall, NAT); against connections that die in silence set tcpKeepAlive=true.",
  },
  "wildcard-address": {
    what: ({ sids, peer, proven }) =>
      peer === null
        ? `${first(sids)} has 0.0.0.0 as its own election address.`
        : `${first(sids)} drops its connections to server ${peer} again and again, and ${peer} never calls back${proven ? ": its own address is 0.0.0.0" : ""}.`,
    effect: ({ sids, peer }) =>
      peer === null
        ? "From 3.5.0 to 3.5.7 servers with larger sids cannot call it back; later versions can."
        : `${sids[0]} and ${peer} hear nothing from each other.`,
    cure: ({ sids }) =>
      `Write the real address in server.${sids[0] ?? "N"} of its own zoo.cfg (with quorumListenOnAllIPs=true if need be), or run 3.5.8 or later.`,
  },
  "bad-greeting": {
    what: ({ sids, version }) =>
      `${Servers(sids)} got a connection that does not speak ZooKeeper's election protocol${version === null ? "" : ` (version ${version})`}.`,
    effect: () => "The connection is dropped; a server that speaks another version, or TLS, is not heard.",
    cure: () => "Find who connects to the election port: another version, TLS on one side only, or a port scanner.",
  },
  "not-in-list": {
    what: ({ id, listed }) =>
      `Server ${id} does not find its own id in the list of servers${listed.length === 0 ? "" : ` (${sidList(listed).join(", ")})`}.`,
    effect: ({ id }) => `${id} does not start.`,
    cure: ({ id }) => `Correct its myid file, or add server.${id} to zoo.cfg on every server.`,
  },
  "duplicate-sid": {
    what: ({ sids, how, files }) => {
      if (how === "connection") return `${first(sids)} is called by a server with its own id.`;
      return how === "logs"
        ? `Two servers run with the id ${sids[0]}: ${list(files)}.`
        : `The id ${sids[0]} is given twice: ${list(files)}.`;
    },
    effect: ({ sids }) => `One of them has no part in elections; the others take both for server ${sids[0]}.`,
    cure: () => "Correct the myid file of the one that is wrong, so that each id is there once, then restart it.",
  },
  "myid-missing": {
    what: ({ sids }) => `${first(sids)} finds no myid file.`,
    effect: () => "It does not start.",
    cure: () => "Write the server's id into the file myid in its dataDir.",
  },
  "myid-not-number": {
    what: ({ sids, found }) =>
      `${sids.length === 0 ? "A myid file" : `The myid file of server ${sids[0]}`} holds no number: "${found}".`,
    effect: () => "The server does not start.",
    cure: () => "Write the server's id, digits only, into the first line of myid.",
  },
  "invalid-config": {
    what: ({ sids, reason }) => `${first(sids)} does not accept its configuration: ${reason}.`,
    effect: () => "It does not start.",
    cure: () => "Correct zoo.cfg, then start it again.",
  },
  aborted: {
    what: ({ sids, reason }) => `${first(sids)} gave up starting: ${reason}.`,
    effect: () => "It does not run.",
    cure: () => "Mend what the exception names, then start it again.",
  },
  "cannot-bind": {
    what: ({ sids, port, address, inUse }) =>
      `${first(sids)} cannot listen on its ${uses[port]}${address === "" ? "" : ` ${address}`}${inUse ? ": it is in use" : ""}.`,
    effect: ({ port }) =>
      port === "election"
        ? "It cannot take part in elections, and ends."
        : "Elected, it cannot lead: nobody can follow it.",
    cure: ({ inUse, sids }) =>
      inUse
        ? "Find what else uses the port: another server on that host, or one with the same id; then restart it."
        : `Correct server.${sids[0] ?? "N"} in zoo.cfg so that it names an address of that host, or set quorumListenOnAllIPs=true.`,
  },
  database: {
    what: ({ sids, problem }) => `${first(sids)} cannot load its data: ${databases[problem]}.`,
    effect: () => "It does not start.",
    cure: ({ problem }) =>
      problem === "no-snapshot"
        ? "If it was upgraded from 3.4, start it once with snapshot.trust.empty=true; else restore the snapshot, or move its version-2 folder away and let it copy the leader's data, when a quorum of others is up."
        : "Keep a copy of its version-2 folder. When a quorum of others is up, start it without that folder: it copies the leader's data.",
  },
  "no-quorum": {
    what: ({ looking, missing, support, ms }) => {
      const look = `${s(looking, "has", "have")} looked for a leader for ${duration(ms)}`;
      if (support.have >= support.need) return `${Servers(looking)} ${look} in vain, though they would be a quorum.`;
      const away = missing.length === 0 ? "" : `; missing: ${missingText(missing)}`;
      const only = `${s(looking, "it is", "they are")} only ${amount(support)}`;
      return `No quorum: ${servers(looking)} ${look}, but ${only}, and ${support.need} are needed${away}.`;
    },
    effect: () => "There is no leader: the ensemble serves nobody.",
    cure: ({ missing, support }) => {
      const short = support.need - support.have;
      if (short <= 0) return "See what else is found of them, and compare their lists of servers.";
      const sids = missing.map(({ sid }) => sid);
      return support.unit === "votes" && short < sids.length
        ? `Bring up ${plural(short, "more server")} of ${and(sids)}.`
        : `Bring up ${servers(sids)}.`;
    },
  },
  "left-out": {
    what: ({ sids, leader, ms }) =>
      `${first(sids)} has looked for a leader for ${duration(ms)}, though ${leader === null ? "others follow one" : `${leader} leads`}.`,
    effect: ({ sids }) => `${sids[0]} serves nobody and does not count towards a quorum.`,
    cure: ({ sids, leader }) =>
      `Check that ${sids[0]} and ${leader ?? "the others"} reach each other's election and quorum ports, and have the same server lines.`,
  },
  "never-synchronised": {
    what: ({ sids, synced, count }) => {
      const known = syncedText(synced);
      return `${first(sids)} was elected ${count === 1 ? "" : `${count} times `}but no quorum was synchronised within initLimit ticks${known === "" ? "" : `: ${known}`}.`;
    },
    effect: ({ need }) => `It gives up, and the next election begins; ${need} are needed.`,
    cure: ({ sids, deaf }) =>
      deaf.length > 0
        ? `Mend first that ${sids[0]} does not hear ${and(deaf)}: it learns too late that it is elected.`
        : "See why the followers do not come: blocked quorum port, slow disk; for a large snapshot raise initLimit.",
  },
  "quorum-lost": {
    what: ({ sids, synced }) => {
      const known = syncedText(synced);
      return `Leader ${sids[0]} lost its quorum of followers${known === "" ? "" : `: ${known}`}.`;
    },
    effect: ({ need }) => `It stops leading, and nobody is served until a new election has ended; ${need} are needed.`,
    cure: () =>
      "See in the logs of the followers why they left: stopped, long pauses (GC), network, or syncLimit too short.",
  },
  "cannot-follow": {
    what: ({ sids, leader, cause }) => `${Servers(sids)} cannot follow ${leaderName(leader)}: ${follows[cause]}.`,
    effect: ({ sids }) =>
      `${s(sids, "It goes", "They go")} back to LOOKING, and without a quorum of followers the leader does, too.`,
    cure: ({ sids, leader, cause, newer }) => {
      if (cause === "leader-older" && newer)
        return `Do not empty ${servers(sids)}: the data there are newer than those of ${leaderName(leader)}. Save the version-2 folder, stop the others, and start them with a copy of it.`;
      if (cause === "unreachable")
        return "Open the leader's quorum port (2888 by default), and compare its server line on both.";
      if (cause === "leader-older") return savedFirst;
      return "Raise initLimit if the snapshot is large; look for a slow disk or network, and long pauses (GC), on the leader.";
    },
  },
  partition: {
    what: ({ leader, groups }) =>
      `The network parted ${groups.map((group) => servers(group)).join(" from ")}: leader ${leader} kept only its own side.`,
    effect: () => "Only a side that has a quorum can serve, once it has elected a leader.",
    cure: ({ groups }) =>
      `Look for a broken network between ${groups.map(and).join(" and ")} (switch, firewall, route): a leader that pauses would have lost all of them.`,
  },
  "leader-silent": {
    what: ({ sids, leader }) => `${Servers(sids)} heard nothing from ${leaderName(leader)} for syncLimit ticks.`,
    effect: () => "They leave it, and a new election begins.",
    cure: ({ leader }) =>
      `Look for long pauses (GC, a stopped process), a slow disk or a broken network on ${leaderName(leader)}; or raise syncLimit.`,
  },
  "slow-disk": {
    what: ({ sids, longestMs, count }) =>
      `The disk of server ${sids[0]} is slow: writing the transaction log took ${count === 1 ? "" : "up to "}${duration(longestMs)}.`,
    effect: () => "Every write waits for it, and beyond syncLimit ticks leader and followers part.",
    cure: () => "Put dataLogDir on a disk of its own, and see what else writes there.",
  },
  "ahead-of-leader": {
    what: ({ sids }) => `A follower has newer data than leader ${sids[0]}.`,
    effect: () => "The leader turns it away.",
    cure: () =>
      "Elect again with all servers up, so that the newest data wins; data that was restored by hand must be the same everywhere.",
  },
  "members-disagree": {
    what: ({ sids, stranger, how }) => {
      const does = {
        sender: "hear votes from",
        vote: "hear votes for",
        target: "are to send to",
        leader: "were to follow",
      }[how];
      const one = {
        sender: "hears votes from",
        vote: "hears votes for",
        target: "is to send to",
        leader: "was to follow",
      }[how];
      return `${Servers(sids)} ${s(sids, one, does)} ${stranger}, which ${s(sids, "it does", "they do")} not take for a ${how === "target" || how === "leader" ? "server" : "voting member"}.`;
    },
    effect: ({ stranger }) =>
      `Its votes do not count, and the servers count quorums of different ensembles; ${stranger} may be left out, or two leaders be possible.`,
    cure: ({ sids }) => `Make the server lines equal on all, ${and(sids)} first, and restart them one by one.`,
  },
  "repeated-elections": {
    what: ({ elections, withinMs, triggers: why }) => {
      const reasons = why.map(({ reason, times }) => `${triggers[reason] ?? reason} (${times})`);
      return `${elections} elections within ${duration(withinMs)}${reasons.length === 0 ? "" : `: ${list(reasons)}`}.`;
    },
    effect: () => "During each, nobody is served, and sessions may expire.",
    cure: ({ slowDisks }) =>
      slowDisks.length > 0
        ? `Begin with the slow ${s(slowDisks, "disk", "disks")} of ${and(slowDisks)}.`
        : "Look for long pauses (GC), network losses and slow disks at those times.",
  },
  "zxid-rollover": {
    what: ({ sids }) => `Leader ${sids[0]} ran out of zxids in its epoch.`,
    effect: () => "It resigns so that a new epoch begins: a short election every 4,294,967,295 transactions.",
    cure: () => "None needed; if it comes at a bad time, restart the leader at a better one before.",
  },
  "voter-left": {
    what: ({ sids }) => `Leader ${sids[0]} gave up, because servers that had voted for it were LOOKING again.`,
    effect: () => "Another election follows.",
    cure: () => "See why those servers changed their mind: lost connections, or restarts.",
  },
  "command-blocked": {
    what: ({ sids, commands }) =>
      `${Servers(sids)} ${s(sids, "refuses", "refuse")} the four-letter ${s(commands, "word", "words")} ${list(commands)}.`,
    effect: () => "Monitoring that asks so gets no answer, and may take a healthy server for dead.",
    cure: ({ commands }) => `Add ${list(commands)} to 4lw.commands.whitelist, or ask the AdminServer.`,
  },
  "bad-server-line": {
    what: ({ key, value }) => `${key}=${value} is not a line that ZooKeeper understands.`,
    effect: () => "The server does not start.",
    cure: () => "Write server.N=host:2888:3888, with :observer behind it where it is one.",
  },
  "id-twice": {
    what: ({ id }) => `server.${id} is written twice.`,
    effect: () => "Only the last one counts: the other server does not belong to the ensemble.",
    cure: () => "Give each server an id of its own.",
  },
  "members-differ": {
    what: ({ id, how, files }) => {
      if (how === "missing") return `server.${id} is missing in ${list(files)}.`;
      return how === "role"
        ? `server.${id} has another role in ${list(files)}.`
        : `server.${id} has another address in ${list(files)}.`;
    },
    effect: ({ id, how }) => {
      if (how === "missing") return `Those servers ignore the votes of ${id}, and count quorums of another ensemble.`;
      return how === "role"
        ? "The servers count quorums of different ensembles."
        : `Some servers may look for ${id} in the wrong place.`;
    },
    cure: () => "Make the server lines equal in all files.",
  },
  "port-collision": {
    what: ({ host, port, uses: all }) => `Port ${port} of ${host} is given twice: ${list(all.map(useText))}.`,
    effect: () => "Only one can listen there; the other does not start or has no part in elections.",
    cure: () => "Give each its own port.",
  },
  "tiny-ensemble": {
    what: ({ participants }) => `The ensemble has ${plural(participants, "voting server")}.`,
    effect: ({ participants }) =>
      participants === 2 ? "Both are needed: when one fails, nobody is served." : "When it fails, nobody is served.",
    cure: () => "Use three.",
  },
  "even-ensemble": {
    what: ({ participants }) => `The ensemble has an even number of voting servers, ${participants}.`,
    effect: ({ participants: n }) =>
      `A quorum needs ${n / 2 + 1}, so ${n / 2 - 1} may fail: no more than with ${n - 1}.`,
    cure: ({ participants: n }) => `Use ${n - 1} or ${n + 1}, or make one an observer.`,
  },
  "observer-votes": {
    what: () => "A server has peerType=observer, but its server line does not say :observer.",
    effect: () => "The list of servers decides: it votes, and counts towards the quorum.",
    cure: () => "Write :observer at the end of its server line, on every server.",
  },
  "observer-untold": {
    what: ({ sids }) => `${first(sids)} is an observer by its server line; peerType=observer is not set.`,
    effect: () => "It observes all the same; ZooKeeper logs a warning at each start.",
    cure: () => "Set peerType=observer in its zoo.cfg.",
  },
  groupless: {
    what: ({ ids }) => `${Servers(ids)} ${s(ids, "belongs", "belong")} to no group, though there are groups.`,
    effect: () => "ZooKeeper does not start with such a file: every server must be in exactly one group.",
    cure: () => "Add them to a group.N line.",
  },
  "weightless-group": {
    what: ({ group, ids }) => `Every server of group ${group} (${sidList(ids).join(", ")}) has weight 0.`,
    effect: () => "The group has no say in elections, and none of them can lead.",
    cure: () => "Give at least one of them a weight, or make them observers.",
  },
  "setting-missing": {
    what: ({ key }) => `${key} is not set.`,
    effect: () => "ZooKeeper does not start as part of an ensemble without it.",
    cure: ({ key }) => `Set it, such as ${key}=${key === "initLimit" ? 10 : 5}.`,
  },
  "commands-closed": {
    what: ({ allowed }) =>
      `4lw.commands.whitelist allows ${allowed.length === 0 ? "nothing" : `only ${list(allowed)}`}.`,
    effect: () => "srvr and mntr, by which monitoring tells the leader, are not answered.",
    cure: () => "Add srvr and mntr, or ask the AdminServer.",
  },
};

/** Everything a diagnosis says, in English. The other languages have the same keys. */
export const en = {
  findings,
  effect: (text: string) => `Effect: ${text}`,
  cure: (text: string) => `Cure: ${text}`,
  notes: "Notes",
  /** When a line came first and last, how often, and who else has it. */
  seen: (from: string, to: string, count: number, others: readonly number[]) => {
    const when = count === 1 ? `at ${from}` : `first ${from}, last ${to}, ${count} times`;
    return others.length === 0 ? when : `${when}; ${servers(others)} ${s(others, "reports", "report")} the same`;
  },
  /** The closing line, or the only one. */
  looked: (problems: number, { logs, configs, myids, servers: sids, elections }: Diagnosis["looked"]) => {
    const parts = [
      ...(logs > 0 ? [`${plural(logs, "log")}${sids.length > 0 ? ` of ${plural(sids.length, "server")}` : ""}`] : []),
      ...(configs > 0 ? [plural(configs, "configuration")] : []),
      ...(myids > 0 ? [plural(myids, "myid file")] : []),
    ];
    const what = problems === 0 ? "No problem" : plural(problems, "problem");
    return `${what} found in ${list(parts)}${elections > 0 ? ` (${plural(elections, "election")})` : ""}.`;
  },
  change: (at: string, { leader, before, recoveryMs }: LeaderChange) =>
    `${at}  ${before === null ? `${leader} was elected` : before === leader ? `${leader} was elected again` : `the leader changed to ${leader}`}${recoveryMs === null ? "" : `; service was back after ${recoveryMs < 10_000 ? `${recoveryMs} ms` : duration(recoveryMs)}`}.`,
};

/** What a language must provide to tell a diagnosis. */
export type DiagnoseMessages = typeof en;
