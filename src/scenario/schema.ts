/**
 * The shape of a cluster description, field by field. What one field means for another (a leader that is not among
 * the servers, say) is checked where the description is normalised.
 */
import * as v from "valibot";
import { protocols } from "../protocols/registry.ts";
import { either, expected, fields, integer, list, may, ms, must, refuse, saying, sid } from "./fields.ts";
import { maxCount, maxEpoch, maxLog, maxMs, maxSeed, maxServers, maxSid, maxSteps, maxTicks } from "./limits.ts";
import { show } from "./show.ts";
import { step, stepParts } from "./step-schema.ts";
import { unknownWord } from "./suggest.ts";
import { hexZxid, pairZxid, parseZxid } from "./zxid.ts";

const epoch = integer(0, maxEpoch);
const positiveMs = integer(1, maxMs, "milliseconds");
const ticks = integer(1, maxTicks, "ticks");

const text = v.string(expected(["text"]));
const translated = fields(
  ["title"],
  { en: must(text, "English"), "zh-CN": may(text, "简体中文"), "zh-TW": may(text, "繁體中文") },
  { en: ["englishTitle"] },
);
const title = either(v.union([text, translated]), (input) => (typeof input === "string" ? text : translated));

const writtenZxid = v.custom<number | string>(
  (input) => "zxid" in parseZxid(input),
  saying((issue) => {
    const parsed = parseZxid(issue.input);
    return "fault" in parsed ? parsed.fault : ["expected", ["zxid"], show(issue.input)];
  }),
);
const zxid = either(
  v.union([
    must(integer(0, Number.MAX_SAFE_INTEGER), "All 64 bits as one number"),
    must(v.pipe(v.string(), v.regex(hexZxid)), "All 64 bits in hexadecimal, as ZooKeeper's logs print them"),
    must(v.pipe(v.string(), v.regex(pairZxid)), "epoch:counter, 32 bits each, decimal"),
  ]),
  () => writtenZxid,
);

const server = fields(
  ["server", "{ sid: 1, zxid: 8 }"],
  {
    sid: must(sid, "Server id (myid), unique"),
    zxid: may(zxid, "Last logged zxid; default: the last of its log, else 0"),
    epoch: may(epoch, "currentEpoch; default: the top-level epoch, else the zxid's upper 32 bits"),
    acceptedEpoch: may(epoch, "Highest epoch that it has promised a leader to accept; default: its epoch"),
    log: may(
      list(zxid, ["zxidList", '["1:7", "1:8"]'], maxLog),
      "zxids of the transactions it has logged since its last snapshot; default: what the others have, up to its zxid",
    ),
    snapshot: may(zxid, "Up to which zxid its last snapshot holds everything; default: it has logged all it has"),
    electionEpoch: may(
      epoch,
      "Logical clock before it starts looking, its first election uses one more; default 0, or 1 with a leader in office",
    ),
    role: may(
      v.picklist(["participant", "observer"], expected(["either", "participant", "observer"])),
      "Default participant",
    ),
    weight: may(integer(0, maxCount), "Hierarchical quorums: how much its vote counts; default 1"),
    group: may(integer(0, maxSid), "Hierarchical quorums: its group; named by every participant or by none"),
  },
  { sid: ["anySid"] },
);
const count = integer(1, maxServers, "serverCount");
const servers = either(
  v.union([must(count, "Servers with sids 1 to n"), list(server, ["servers"], maxServers)]),
  (input) => {
    if (typeof input === "number") return count;
    return Array.isArray(input) ? list(server, ["servers"], maxServers) : noServers;
  },
);
const noServers = refuse((input) => ["expected", ["serversOrCount"], show(input)]);

const range = v.strictTuple([ms, ms], expected(["latencyRange"]));
const latency = either(v.union([ms, range]), (input) => {
  if (typeof input === "number") return ms;
  return Array.isArray(input) && input.length === 2 ? range : noLatency;
});
const noLatency = refuse((input) => ["expected", ["latency"], show(input)]);

const probability = expected(["probability"]);
const network = fields(["objectSuchAs", "{ latency: 1, loss: 0, seed: 1 }"], {
  latency: may(latency, "One-way latency in ms, or the range that it is drawn from; default 1"),
  loss: may(
    v.pipe(v.number(probability), v.minValue(0, probability), v.maxValue(1, probability)),
    "Probability that a notification is lost; default 0",
  ),
  seed: may(integer(0, maxSeed), "Seed of everything drawn at random; default 1"),
});

const timing = fields(["objectSuchAs", "{ tickTime: 2000 }"], {
  tickTime: may(positiveMs, "Length of a tick in ms; default 2000"),
  initLimit: may(ticks, "Ticks a follower may take to connect and synchronise; default 10"),
  syncLimit: may(ticks, "Ticks without a sign of life after which the other side is given up; default 5"),
  finalizeWait: may(positiveMs, "Ms a server with a quorum waits for a better vote; default 200"),
  minNotificationInterval: may(positiveMs, "First wait for notifications in ms, doubled each time; default 200"),
  maxNotificationInterval: may(positiveMs, "Longest wait for notifications in ms; default 60000"),
});

const noLeader = integer(0, maxSid, "sidOrNull");
const leader = either(v.nullable(sid), (input) => (input === null ? v.null() : noLeader));

const expect = fields(
  ["objectSuchAs", "{ leader: 2 }"],
  { leader: must(leader, "null: none is elected") },
  { leader: ["anySidOrNull"] },
);

/** ZooKeeper's own protocol, and all others. */
export const protocolNames = ["zookeeper", ...Object.keys(protocols)];
const protocol = v.picklist(
  protocolNames,
  saying(({ input }: { input: unknown }) =>
    typeof input === "string" ? unknownWord("protocol", input, protocolNames) : ["expected", ["text"], show(input)],
  ),
);

/** What the description says to single protocols; their options are read by themselves. */
const parts = Object.fromEntries(
  Object.entries(protocols).map(([name, { part }]) => [name, may(part.schema, `For protocol ${name} alone`)]),
);

/** The whole description. Anything but an object must have been turned away before. */
export const clusterSchema = fields(
  ["clusterDescription"],
  {
    title: may(title, "One line about the scenario"),
    source: may(text, "Where the example comes from"),
    protocol: may(protocol, "How they elect; default zookeeper"),
    servers: must(servers, "The configured servers"),
    epoch: may(epoch, "Default for every server's epoch"),
    leader: may(leader, "In office before the first step, every server up but those that a start step names"),
    committed: may(
      zxid,
      "Last zxid committed before the first step; default: with a leader in office, what a quorum has logged",
    ),
    commitLogCount: may(
      integer(0, maxCount, "transactions"),
      "How many committed proposals a leader keeps for followers that lack them; default 500",
    ),
    until: may(
      v.picklist(["elected", "established"], expected(["either", "elected", "established"])),
      "How far each election is followed: to the decisions, or (the default) until a quorum follows the leader",
    ),
    steps: may(
      v.pipe(
        v.array(step, expected(["steps", "[{ fail: [3] }]"])),
        v.maxLength(
          maxSteps,
          saying((issue: { input: unknown[] }) => ["tooManySteps", maxSteps, issue.input.length]),
        ),
      ),
      "What happens, one after another; without it, and without leader, all servers start at once",
    ),
    network: may(network, "Network conditions; default 1 ms, no loss"),
    timing: may(timing, "ZooKeeper's own names and defaults, in ms and ticks"),
    expect: may(expect, "What must come out; zk-elect exits with 1 when it does not"),
    // Of their types only the protocols know.
    ...(parts as Record<never, v.GenericSchema>),
  },
  { servers: ["serversOrCount"] },
);

/** A description whose shape is right. */
export type ClusterData = v.InferOutput<typeof clusterSchema>;

export type ServerData = v.InferOutput<typeof server>;

/** The parts that JSON Schema names under `$defs`. */
export const namedParts = {
  ...{ title, translated, zxid, server, servers, latency, network, timing, leader, expect, step },
  ...stepParts,
  ...(Object.fromEntries(Object.entries(protocols).map(([name, { part }]) => [name, part.schema])) as Record<
    never,
    typeof step
  >),
};
