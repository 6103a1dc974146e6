import { commaList, sidList } from "../../../locales/lists.ts";
import { en as tables } from "../../../locales/tables/en.ts";
import type { Words } from "../../telling.ts";
import type { Selector } from "../selectors.ts";
import type { Alike, KafkaFact, Standing } from "./facts.ts";
import type { TableWords } from "./table-words.ts";

const and = (items: readonly (string | number)[]) => commaList(items.map(String), " and ");
const sids = (list: readonly number[]) => commaList(sidList(list), " and ");
const inOrder = (list: readonly number[]) => list.join(", ");
const brokers = (list: readonly number[]) => `broker${list.length === 1 ? "" : "s"} ${sids(list)}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const number = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
const partitions = ({ count, names }: Alike) =>
  count <= names.length ? and(names) : `${count} partitions (${names.join(", ")} …)`;
const who = (leader: number | null) => (leader === null ? "nobody" : `broker ${leader}`);

/** The class that Kafka 0.8 to 1.0 has for it. */
export const classOf: Record<Selector, string> = {
  offline: "OfflinePartitionLeaderSelector",
  reassigned: "ReassignedPartitionLeaderSelector",
  "preferred-replica": "PreferredReplicaPartitionLeaderSelector",
  "controlled-shutdown": "ControlledShutdownLeaderSelector",
  "no-op": "NoOpLeaderSelector",
};

function standing({ partitions: all, offline, lost }: Standing): string {
  const led =
    offline === 0
      ? all === 1
        ? "The partition has a leader."
        : `All ${all} partitions have a leader.`
      : `${offline} of ${number(all, "partition")} ${offline === 1 ? "has" : "have"} no leader.`;
  return lost === 0 ? led : `${led} ${number(lost, "committed record")} ${lost === 1 ? "is" : "are"} lost.`;
}

type Changed = Extract<KafkaFact, { kind: "changed" }>;

/** "in-sync replicas 3, 4 and 5 become 4 and 5" */
function replicasText({ isr, isrWas }: Changed): string {
  if (isr.length === 0 || String(isr) === String(isrWas)) return "";
  return ` In sync: ${inOrder(isrWas)} before, ${inOrder(isr)} now.`;
}

function changedText(fact: Changed): string {
  const { was, fromBefore, leader, replicas, reason, selector, epoch, partitions: which } = fact;
  const of = replicas === null ? "its replicas" : `its replicas ${inOrder(replicas)}`;
  const epochs = epoch === null ? "" : `, leader epoch ${epoch}`;
  const them = which.count > 1 ? `${partitions(which)}: ` : "";
  const before = `${them}ZooKeeper still names ${who(was)} as leader, from before the first step;`;
  const led = `${them}${them ? who(was) : capital(who(was))} led, now ${who(leader)}`;
  const change = fromBefore ? `${before} now ${who(leader)} leads` : led;
  const stays = fromBefore
    ? `${before} it is live and leads${epochs}`
    : `${them}${them ? who(leader) : capital(who(leader))} goes on leading${epochs}`;
  const by = selector === null ? "" : ` (${classOf[selector]})`;
  const rules: Record<Changed["reason"], string> = {
    "in-sync": `${change}${epochs}: of ${of} the first that is live and in sync${by}.`,
    unclean: `${change}${epochs}: no in-sync replica is live, and unclean election is allowed, so the first of ${of} that is live leads, with what it has${by}.`,
    "no-isr-live": `${change}: no in-sync replica is live, and who is out of sync may not lead${by}. The last one in sync stays in the list; only it can bring the partition back.`,
    "no-replica-live": `${change}: none of ${of} is live${by}.`,
    "replica-gone": `${stays}; a replica that is gone leaves the in-sync ones.`,
    preferred: `${change}${epochs}: it is the first of ${of}, live and in sync${by}.`,
    reassigning: `${stays}; until the new replicas are in sync old and new ones hold it: ${replicas === null ? "both" : inOrder(replicas)}.`,
    reassigned:
      was === leader
        ? `${stays}${by}: all new replicas are in sync, and it is one of them. The old ones leave.`
        : `${change}${epochs}: all new replicas are in sync, and of ${replicas === null ? "them" : inOrder(replicas)} it is the first that is live${by}. The old ones leave.`,
    "shutting-down":
      was === leader
        ? `${stays}; the broker that shuts down is no longer in sync.`
        : `${change}${epochs}: of ${of} the first that is live, in sync and not shutting down${by}.`,
  };
  const still = fact.leaderStill
    ? ` ${capital(who(leader))} does not run, but its session has not expired yet: to ZooKeeper it is live.`
    : "";
  const { missing } = fact;
  const waits =
    missing.length === 0
      ? ""
      : ` ${capital(brokers(missing))} ${missing.length === 1 ? "does" : "do"} not run: the move cannot end before ${missing.length === 1 ? "it is" : "they are"} back and in sync.`;
  return rules[reason] + still + waits + replicasText(fact);
}

function keptText({ partitions: which, offline, selector, reason }: Extract<KafkaFact, { kind: "kept" }>): string {
  const [keep, have] = which.count === 1 ? ["keeps its leader", "has"] : ["keep their leader", "have"];
  const stays = offline ? `${have} no leader still` : keep;
  const why: Record<typeof reason, string> = {
    "leader-live": "it is live, so there is nothing to choose",
    "no-isr-live": "no in-sync replica is live",
    "no-replica-live": "no replica is live",
    "leads-already": "the preferred replica leads already",
    "not-live": "the preferred replica is not live",
    "not-in-sync": "the preferred replica is not in sync",
    "no-target-in-sync": "no new replica is live and in sync",
    "no-other-in-sync": "no other replica is live and in sync",
  };
  return `${partitions(which)} ${stays}: ${why[reason]} (${classOf[selector]}).`;
}

function toldText(fact: Extract<KafkaFact, { kind: "told" }>): string {
  const { by, epoch, leaderAndIsr, updateMetadata, stopReplica, underway } = fact;
  const parts = [
    ...(leaderAndIsr.length > 0 ? [`LeaderAndIsr to ${inOrder(leaderAndIsr)}`] : []),
    ...(updateMetadata.length > 0 ? [`UpdateMetadata to ${inOrder(updateMetadata)}`] : []),
    ...(stopReplica.length > 0 ? [`StopReplica to ${inOrder(stopReplica)}`] : []),
  ];
  return `Controller ${by} tells the brokers by RPC, with controller epoch ${epoch}: ${and(parts)}.${underway ? " All of this is still on its way when the step ends." : ""}`;
}

function inSyncText({ partitions: which, by, joined, fell, isr }: Extract<KafkaFact, { kind: "inSync" }>): string {
  const changes = [
    ...(joined.length > 0 ? [`${sids(joined)} ${joined.length === 1 ? "has" : "have"} caught up`] : []),
    ...(fell.length > 0 ? [`${sids(fell)} ${fell.length === 1 ? "has" : "have"} not fetched for too long`] : []),
  ];
  return `${partitions(which)}: ${and(changes)}, so leader ${by} now counts ${inOrder(isr)} as in sync.`;
}

export const words: Words<KafkaFact> = {
  wonRace: ({ sid, epoch, tried, ...end }) =>
    `Broker ${sid} is the controller, epoch ${epoch}: of ${tried.length} that asked for /controller (${sids(tried)}) it was the first that ZooKeeper heard. ${standing(end)}`,
  alone: ({ sid, epoch, ...end }) =>
    `Broker ${sid} is the controller, epoch ${epoch}: nobody else asked for /controller before it had it. ${standing(end)}`,
  stayed: ({ sid, epoch, ...end }) =>
    `Broker ${sid} is still the controller, epoch ${epoch}: its session has lasted, and /controller with it. ${standing(end)}`,
  nobody: ({ up, ...end }) =>
    `There is no controller: ${up.length === 0 ? "no broker is up" : "no broker that is up has a session with ZooKeeper and /controller"}. ${standing(end)}`,
  step: ({ number: index, of, action }) => tables.step(index, of, action),
  before: ({ brokers: all, partitions: count, replicas }) =>
    `${capital(brokers(all))} hold ${number(count, "partition")} in ${number(replicas, "replica")}. One of them, the controller, picks the partitions' leaders: the broker that has the ephemeral znode /controller in ZooKeeper. The others watch that znode.`,
  ended: ({ sid, how, ms, controller }) =>
    `${
      how === "expired"
        ? `After ${ms} ms the session of broker ${sid} expires: ZooKeeper has heard nothing of it for the session timeout.`
        : `Broker ${sid} closes its session, after ${ms} ms.`
    } /brokers/ids/${sid} goes${controller ? ", and /controller with it" : ""}.`,
  woken: ({ woken, again, partitions: count, followers }) =>
    `${number(woken, "watch", "watches")} on /controller ${woken === 1 ? "fires" : "fire"}, one a broker. If every follower watched the leader of its partition instead, ${followers} would have to be held for ${count === 1 ? "this partition" : `these ${count} partitions`}${count === 0 || count === 1000 ? "" : `, and ${Math.round((followers / count) * 1000)} for 1000`}; here it is ${woken}, however many partitions there are, and one more of the controller on /brokers/ids.${again > 0 ? ` A watch fires once: the brokers set it again, and ${number(again, "watch", "watches")} ${again === 1 ? "tells" : "tell"} of the new /controller.` : ""}`,
  race: ({ tried, winner, epoch, ms }) =>
    `${capital(brokers(tried))} try to create /controller. ZooKeeper hears broker ${winner} first; the others find it there and watch it. ${ms} ms into the step broker ${winner} has raised /controller_epoch to ${epoch} and is the controller.`,
  unopposed: ({ sid, epoch, ms }) =>
    `Broker ${sid} creates /controller before anybody else tries, raises /controller_epoch to ${epoch} and is the controller, ${ms} ms into the step.`,
  vacant: ({ ms }) => `For ${ms} ms nobody was the controller.`,
  stale: ({ sid, epoch, ms, step }) =>
    `Broker ${sid} does not hear of it: it still takes itself for the controller, of epoch ${epoch}, ${ms !== null ? `for ${ms} ms` : step !== null ? `until step ${step}` : "to the end"}.`,
  resigned: ({ sid, epoch, reason }) =>
    reason === "epoch-raised"
      ? `Broker ${sid} has /controller, but another has raised /controller_epoch since it read that: it gives up.`
      : `Broker ${sid}, controller of epoch ${epoch}, is it no longer: ${reason === "shut-down" ? "it shuts down" : "it learns that its session has expired"}.`,
  changed: changedText,
  more: ({ partitions: count }) => `Likewise ${number(count, "partition")} more.`,
  kept: keptText,
  told: toldText,
  fenced: ({ from, by, rpcs, epoch, current }) =>
    `${number(rpcs, "RPC")} that broker ${from} sent as controller of epoch ${epoch} ${rpcs === 1 ? "arrives" : "arrive"}. ${capital(brokers(by))} ${by.length === 1 ? "has" : "have"} seen epoch ${current} and ${by.length === 1 ? "refuses" : "refuse"} (StaleControllerEpoch): ${epoch} < ${current}. Nothing changes.`,
  inSync: inSyncText,
  written: ({ records, committed, partitions: count, twoLeaders }) => {
    const two =
      twoLeaders === 0
        ? ""
        : `, ${count === 1 ? "which has" : `${twoLeaders} of which ${twoLeaders === 1 ? "has" : "have"}`} two leaders, each with records of its own`;
    const fetched = "in-sync replicas have fetched";
    const done =
      committed === records
        ? records === 1
          ? `All ${fetched} it: it is committed.`
          : `All ${fetched} them: they are committed.`
        : committed === 0
          ? records === 1
            ? `Not all ${fetched} it: it is not committed.`
            : `Not all ${fetched} them: none is committed.`
          : `All ${fetched} ${committed} of them: ${committed === 1 ? "that one is" : "those are"} committed. The other ${records - committed === 1 ? "is" : `${records - committed} are`} not.`;
    return `${number(records, "record")} ${records === 1 ? "is" : "are"} appended to ${number(count, "partition")}${two}. ${done}`;
  },
  uncommitted: ({ partitions: which, sid, kept, lost }) =>
    `${partitions(which)}: ${
      kept > 0 && lost > 0
        ? `of the records that were not committed broker ${sid} has ${kept}, which stay, and lacks ${lost}, which are lost`
        : kept > 0
          ? `${number(kept, "record")} that ${kept === 1 ? "was" : "were"} not committed ${kept === 1 ? "is" : "are"} kept: broker ${sid} has ${kept === 1 ? "it" : "them"}, and leads`
          : `${number(lost, "record")} that ${lost === 1 ? "was" : "were"} not committed ${lost === 1 ? "is" : "are"} lost: ${lost === 1 ? "it was" : "they were"} not on every in-sync replica`
    }.`,
  dataLoss: ({ partitions: which, sid, committedLost, lost }) =>
    `${partitions(which)}: broker ${sid} leads without having been in sync and lacks ${number(committedLost, "committed record")}${lost > 0 ? ` and ${lost} not committed` : ""}${which.count > 1 ? " each" : ""}. They are lost, though clients were told that they were safe.`,
  truncated: ({ partitions: which, sid, records }) =>
    `${partitions(which)}: broker ${sid} cuts ${number(records, "record")} off its log that its new leader does not have.`,
  registered: ({ sids: list }) =>
    list.length === 1
      ? `Broker ${sids(list)} registers in ZooKeeper, with an ephemeral znode under /brokers/ids.`
      : `${capital(brokers(list))} register in ZooKeeper, each with an ephemeral znode under /brokers/ids.`,
  left: ({ sid, remaining }) =>
    `Broker ${sid} leaves in order: ${remaining === 0 ? "it leads nothing any more" : `it still leads ${number(remaining, "partition")} for which there is nobody else`}.`,
  nothing: () => "Nothing changes for the controller or the partitions.",
  kraft: () =>
    "Kafka 4.0 has no ZooKeeper any more: controllers are a quorum of their own that elects its leader by Raft (KRaft), and the partitions' state is their log.",
  defaults: () =>
    "Since Kafka 2.5 a session lasts 18000 ms by default, not 6000, and replica.lag.time.max.ms is 30000, not 10000; so it takes longer until a broker that fails is missed. Unclean election is off by default since 0.11.",
  model: () =>
    "Simulated are a race as in Kafka up to 2.0 (create /controller, then raise /controller_epoch by version), logs that are cut by leader epoch, as since 0.11, and a new controller that takes replicas that are gone out of the in-sync ones, as since 2.3 (before that their leaders did, after replica.lag.time.max.ms). NoOpLeaderSelector stands for a leader that stays; in Kafka it is a default that no election uses. A controller writes partitions only in the session that owns /controller, and only if their version is the one that it read. Left out are transactions, quotas, and what clients do when a write fails.",
};

export const tableWords: TableWords = {
  race: ["broker", "asks after", "outcome"],
  won: (epoch) => `creates it, controller epoch ${epoch}`,
  late: (winner) => (winner === null ? "too late" : `too late, ${winner} has it`),
  cut: "no answer",
  raceTitle: "Race for /controller",
  partitionsTitle: "Partitions",
  partitions: ["partition", "replicas", "in sync", "leader", "why"],
  nobody: "none",
  why: {
    "in-sync": "first live in sync",
    unclean: "unclean, first live",
    "no-isr-live": "none in sync is live",
    "no-replica-live": "no replica is live",
    "replica-gone": "replica gone",
    preferred: "first replica",
    reassigning: "new replicas join",
    reassigned: "new replicas in sync",
    "shutting-down": "broker shuts down",
  },
  selectors: {
    offline: "offline",
    reassigned: "reassigned",
    "preferred-replica": "preferred",
    "controlled-shutdown": "shutdown",
    "no-op": "no-op",
  },
  by: (selector, why) => `${tableWords.selectors[selector]}: ${why}`,
  reasons: (reasons) => reasons.join("; "),
  keeps: "keeps its leader",
  caughtUp: "replicas caught up",
  lagged: "replicas fell behind",
  more: (count) => `… and ${number(count, "partition")} more`,
  counts: ["broker", "led before", "leads now"],
  watches: (deleted, created, held, ofController) =>
    `Watches on /controller that fired: ${deleted} when it went, ${created} when it was created; ZooKeeper holds ${held}${ofController ? ", of which one is the controller's on /brokers/ids" : ""}.`,
  ended: (sid, ms, controller) => `Session of ${sid} ended after ${ms} ms${controller ? ": /controller is gone" : ""}.`,
  fenced: (from, epoch, by, current) =>
    `Fenced: RPCs of ${from} with controller epoch ${epoch} refused by ${sids(by)}, who have seen ${current}.`,
  offline: (names) => `Offline: ${names}.`,
  lost: (committed, uncommitted) =>
    `Records lost: ${committed} committed${uncommitted > 0 ? `, ${uncommitted} not committed` : ""}.`,
  uncommitted: (kept, lost) => `Records not committed when a leader was replaced: ${kept} kept, ${lost} lost.`,
  written: (appended, committed) => `Records: ${appended} appended, ${committed} committed.`,
};

export const decides = "first to create /controller; then each partition's first live in-sync replica";
export const office = "controller";
