/** What a cluster description says to Kafka. Its brokers are the description's servers. */
import * as v from "valibot";
import type { Fault } from "../../../locales/problems/fault.ts";
import type { Cluster } from "../../../scenario/cluster.ts";
import { either, expected, fields, integer, isMapping, list, may, must, refuse } from "../../../scenario/fields.ts";
import { maxMs, maxServers, maxSid } from "../../../scenario/limits.ts";
import { InputError, type PlacedFault } from "../../../scenario/problem.ts";
import { quote, show, summary } from "../../../scenario/show.ts";
import { counterOf } from "../../../scenario/zxid.ts";
import type { DescriptionPart } from "../../registry.ts";
import type { Options, Partition } from "../options.ts";
import { commandFaults } from "./commands.ts";

/** More would take long, and tell no more. */
const maxPartitions = 10_000;
const maxName = 249;

const sid = integer(0, maxSid, "sid");
const sids = list(sid, ["sidList", "[1, 2, 3]"], maxServers);
const maybeSids = v.pipe(v.array(sid, expected(["sidList", "[1, 2]"])), v.maxLength(maxServers));
const positiveMs = integer(1, maxMs, "milliseconds");
const flag = v.boolean(expected(["either", "true", "false"]));
// What Kafka takes as the name of a topic (Topic.validate).
const legalName = new RegExp(`^[A-Za-z0-9._-]{1,${maxName}}$`);
const name = v.pipe(
  v.string(expected(["partitionName", "orders-0"])),
  v.regex(legalName, expected(["partitionName", "orders-0"])),
);

const partition = fields(
  ["objectSuchAs", "{ name: orders-0, replicas: [1, 2, 3] }"],
  {
    name: must(name, "Its name, unique"),
    replicas: must(sids, "Brokers that hold it, the preferred leader first"),
    isr: may(maybeSids, "Replicas in sync before the first step; default: those with as many records as the leader"),
  },
  { name: ["partitionName", "orders-0"], replicas: ["sidList", "[1, 2, 3]"] },
);
const count = integer(1, maxPartitions);
const partitionList = list(partition, ["partitions", "[{ name: orders-0, replicas: [1, 2, 3] }]"], maxPartitions);
const partitions = either(v.union([count, partitionList]), (input) => {
  if (typeof input === "number") return count;
  return Array.isArray(input) ? partitionList : noPartitions;
});
const noPartitions = refuse((input) => [
  "expected",
  ["partitions", "[{ name: orders-0, replicas: [1, 2, 3] }]"],
  show(input),
]);

const schema = fields(["objectSuchAs", "{ partitions: 3 }"], {
  partitions: may(partitions, "Partitions, or a number of them, spread over the brokers; default 1, on all brokers"),
  replicationFactor: may(
    integer(1, maxServers),
    "With a number of partitions: brokers that hold each; default 3, or all when there are fewer",
  ),
  uncleanElection: may(flag, "unclean.leader.election.enable: a replica out of sync may lead; default false"),
  sessionTimeout: may(positiveMs, "zookeeper.session.timeout.ms; default 6000, as before Kafka 2.5"),
  replicaLagMs: may(positiveMs, "replica.lag.time.max.ms; default 10000, as before Kafka 2.5"),
});

type Data = v.InferOutput<typeof schema>;
type PartitionData = v.InferOutput<typeof partition>;

const names = list(name, ["partitionNames", "[orders-0]"], maxPartitions);
const every = v.literal(true, expected(["written", "true"]));
const preferred = either(v.union([every, names]), (input) => (Array.isArray(input) ? names : every));
const moves = v.record(name, sids, expected(["objectSuchAs", "{ orders-0: [3, 4, 5] }"]));
const moved = either(moves, (input) =>
  isMapping(input) ? moves : refuse(() => ["expected", ["objectSuchAs", "{ orders-0: [3, 4, 5] }"], show(input)]),
);

export const kafkaControllerPart: DescriptionPart<Options> = {
  schema,
  options,
  commands: { "preferred-election": preferred, reassign: moved, "shut-down": sids },
  takesDown: ["shut-down"],
  ignores: [
    "acceptedEpoch",
    "commitLogCount",
    "committed",
    "electionEpoch",
    "epoch",
    "group",
    "log",
    "observer",
    "snapshot",
    "timing",
    "until",
    "weight",
  ],
};

function options(data: unknown, cluster: Cluster): Options {
  const { partitions: given = 1, replicationFactor, ...rest } = (data ?? {}) as Data;
  const faults: PlacedFault[] = [];
  const report = (path: string, fault: Fault) => faults.push({ path: `kafka-controller.${path}`, fault });
  const brokers = cluster.servers.map((server) => server.sid);
  if (replicationFactor !== undefined && replicationFactor > brokers.length) {
    report("replicationFactor", ["tooFewBrokers", replicationFactor, brokers.length]);
  }
  const one = typeof given === "number" && (data as Data | undefined)?.partitions === undefined;
  const factor = replicationFactor ?? (one ? brokers.length : Math.min(3, brokers.length));
  const list = typeof given === "number" ? spread(given, factor, brokers, cluster.leader) : given;
  check(list, brokers, report);
  const known = list.map(({ name }) => name);
  faults.push(...commandFaults(cluster, known));
  if (faults.length > 0) throw new InputError(faults);
  return {
    ...{ uncleanElection: false, sessionTimeout: 6000, replicaLagMs: 10_000, ...rest },
    partitions: list.map((each) => asPartition(each, cluster)),
  };
}

/** Round robin, as Kafka spreads them; the first begins with the broker in office (AdminUtils begins anywhere). */
function spread(count: number, factor: number, brokers: readonly number[], leader: number | null): PartitionData[] {
  const first = leader === null ? 0 : brokers.indexOf(leader);
  return Array.from({ length: count }, (_, index) => ({
    name: `topic-${index}`,
    replicas: Array.from({ length: factor }, (_, at) => brokers[(first + index + at) % brokers.length] ?? 0),
  }));
}

function check(
  list: readonly PartitionData[],
  brokers: readonly number[],
  report: (path: string, fault: Fault) => void,
) {
  const taken = new Map<string, number>();
  list.forEach(({ name, replicas, isr }, index) => {
    const at = `partitions[${index}]`;
    const first = taken.get(name);
    if (first !== undefined) report(`${at}.name`, ["partitionTaken", quote(name), first]);
    else taken.set(name, index);
    replicas.forEach((sid, place) => {
      if (!brokers.includes(sid)) report(`${at}.replicas[${place}]`, ["noServer", sid, summary(brokers)]);
      else if (replicas.indexOf(sid) < place) report(`${at}.replicas[${place}]`, ["listedTwice", sid]);
    });
    if (isr?.length === 0) report(`${at}.isr`, ["noInSync", summary(sorted(replicas))]);
    isr?.forEach((sid, place) => {
      if (!replicas.includes(sid)) report(`${at}.isr[${place}]`, ["notReplica", sid, summary(sorted(replicas))]);
      else if (isr.indexOf(sid) < place) report(`${at}.isr[${place}]`, ["listedTwice", sid]);
    });
  });
}

function sorted(sids: readonly number[]): number[] {
  return [...sids].sort((a, b) => a - b);
}

/** The leader is the first in-sync replica of those with the most records. Who has fewer is out of sync by default. */
function asPartition({ name, replicas, isr: given }: PartitionData, { servers }: Cluster): Partition {
  const records = new Map(servers.map(({ sid, zxid }) => [sid, counterOf(zxid)]));
  const candidates = given ? replicas.filter((sid) => given.includes(sid)) : replicas;
  const most = Math.max(...candidates.map((sid) => records.get(sid) ?? 0));
  const full = candidates.filter((sid) => records.get(sid) === most);
  return { name, replicas, isr: given ? candidates : full, leader: full[0] ?? candidates[0] ?? 0 };
}
