import * as v from "valibot";
import { from, logged, serverState, sid, sids, time, whole, zxid } from "./fields.ts";

// The schema that validates a trace and from which its JSON Schema is made. Objects are loose: within version 1
// fields may be added. Fields stand in the order in which they are written, in which they are read too.

const electionEpoch = whole("logical clock: which election this is");
/** As a notification has it. */
const itsElectionEpoch = from(-1, "logical clock of the sender: which election this is; -1 before it knows any");
const round = whole("causal depth of the vote in its election; an initial vote is 1");

const ranges = v.array(v.array(zxid));

const vote = v.looseObject({
  leader: v.pipe(v.nullable(sid), v.description("null for a server that may not vote")),
  zxid,
  peerEpoch: from(-1, "currentEpoch of the proposed server; -1 where it is not known"),
});

const peerState = v.picklist(["LOOKING", "FOLLOWING", "LEADING", "OBSERVING"]);
const rule = v.picklist(["peerEpoch", "zxid", "sid", "weight", "equal"]);

export const header = v.looseObject({
  type: v.literal("trace"),
  version: v.literal(1),
  source: v.picklist(["simulation", "log"]),
  protocol: v.pipe(v.string(), v.description("zookeeper, or another, which has events of its own")),
  cluster: v.looseObject({
    servers: v.pipe(
      v.array(
        v.looseObject({
          sid,
          zxid,
          epoch: whole("currentEpoch"),
          electionEpoch,
          acceptedEpoch: v.optional(whole("acceptedEpoch")),
          log: v.optional(v.array(zxid)),
          snapshot: v.optional(zxid),
          role: v.picklist(["participant", "observer"]),
          weight: v.optional(whole("weight in its group")),
          group: v.optional(whole("group of a hierarchical quorum")),
          state: v.optional(serverState),
          inferred: v.optional(v.array(v.string())),
        }),
      ),
      v.minLength(1),
    ),
    leader: v.optional(v.nullable(sid)),
    committed: v.optional(zxid),
  }),
  logs: v.optional(
    v.looseObject({
      files: v.array(v.string()),
      skew: v.optional(v.record(v.string(), v.unknown())),
    }),
  ),
});

export const step = v.looseObject({
  type: v.literal("step"),
  t: time,
  index: whole("place among the steps, from 0"),
  action: v.record(v.string(), v.unknown()),
  ...logged,
});

const state = v.looseObject({
  type: v.literal("state"),
  t: time,
  sid,
  electionEpoch,
  from: serverState,
  to: serverState,
  reason: v.pipe(v.string(), v.description("why: start, crash, leader-lost, elected, …")),
  detail: v.optional(v.pipe(v.string(), v.description("the reason in the words of the log"))),
  ...logged,
});

const voteEvent = v.looseObject({
  type: v.literal("vote"),
  t: time,
  sid,
  electionEpoch,
  round,
  vote,
  was: v.nullable(vote),
  by: v.picklist(["initial", "electionEpoch", "peerEpoch", "zxid", "sid", "weight", "equal"]),
  ...logged,
});

const send = v.looseObject({
  type: v.literal("send"),
  t: time,
  sid,
  to: sid,
  electionEpoch: itsElectionEpoch,
  round,
  vote,
  state: peerState,
  lost: v.optional(v.literal(true)),
  ...logged,
});

const receive = v.looseObject({
  type: v.literal("receive"),
  t: time,
  sid,
  from: sid,
  electionEpoch: itsElectionEpoch,
  round,
  vote,
  state: peerState,
  outcome: v.picklist(["adopted", "kept", "ignored", "replied", "joined"]),
  by: v.pipe(v.string(), v.description("the rule that settled it, or the reason it was ignored")),
  rule: v.optional(rule),
  claimed: v.optional(v.pipe(v.literal(true), v.description("heard by another process that claims the same sid"))),
  ...logged,
});

const tally = v.looseObject({
  type: v.literal("tally"),
  t: time,
  sid,
  electionEpoch,
  vote,
  supporters: v.pipe(sids, v.description("whose last vote equals this one")),
  quorum: v.pipe(v.boolean(), v.description("whether they are a quorum")),
  ...logged,
});

const timeout = v.looseObject({
  type: v.literal("timeout"),
  t: time,
  sid,
  electionEpoch,
  wait: whole("ms waited in vain"),
  ...logged,
});

const decide = v.looseObject({
  type: v.literal("decide"),
  t: time,
  sid,
  electionEpoch,
  leader: sid,
  via: v.picklist(["quorum", "joined"]),
  vote,
  round,
  supporters: sids,
  ...logged,
});

const phase = v.looseObject({
  type: v.literal("phase"),
  t: time,
  sid,
  phase: v.picklist(["discovery", "synchronization", "broadcast"]),
  detail: v.looseObject({
    leader: sid,
    epoch: v.optional(whole("established epoch")),
    zxid: v.optional(zxid),
    mode: v.optional(v.picklist(["DIFF", "TRUNC", "SNAP"])),
    why: v.optional(v.pipe(v.string(), v.description("why in that way: same, behind, ahead, too-far, …"))),
    from: v.optional(zxid),
    discarded: v.optional(
      v.pipe(ranges, v.description("what it had that is dropped: first and last zxid of each range")),
    ),
    received: v.optional(v.pipe(ranges, v.description("what it gets"))),
  }),
  ...logged,
});

const epochEvent = v.looseObject({
  type: v.literal("epoch"),
  t: time,
  sid,
  leader: sid,
  file: v.picklist(["acceptedEpoch", "currentEpoch"]),
  epoch: whole("written to that file"),
  was: whole("what stood there"),
  heard: v.optional(v.array(v.looseObject({ sid, epoch: whole("its acceptedEpoch") }))),
  ...logged,
});

const refuse = v.looseObject({
  type: v.literal("refuse"),
  t: time,
  sid,
  from: sid,
  currentEpoch: whole("of the follower, which is ahead of the leader"),
  zxid,
  ...logged,
});

const propose = v.looseObject({
  type: v.literal("propose"),
  t: time,
  sid,
  count: whole("transactions proposed"),
  zxid,
  reach: v.optional(v.pipe(sids, v.description("who gets them before the next step"))),
  ...logged,
});

const loggedEvent = v.looseObject({
  type: v.literal("logged"),
  t: time,
  sid,
  leader: sid,
  count: whole("transactions logged"),
  zxid,
  ...logged,
});

const commit = v.looseObject({
  type: v.literal("commit"),
  t: time,
  sid,
  count: whole("transactions committed"),
  zxid,
  servers: sids,
  ...logged,
});

export const settled = v.looseObject({ type: v.literal("settled"), t: time, leader: v.nullable(sid), ...logged });

const result = v.looseObject({
  type: v.literal("result"),
  leader: v.nullable(sid),
  electionEpoch,
  rounds: whole("highest round of the last election"),
  notifications: whole("notifications received"),
  t: time,
  expect: v.optional(v.picklist(["met", "failed"])),
  servers: v.array(
    v.looseObject({
      sid,
      state: serverState,
      leader: v.nullable(sid),
      zxid,
      peerEpoch: whole("peerEpoch of the vote"),
      electionEpoch,
      currentEpoch: whole("the server's own epoch now"),
      acceptedEpoch: v.optional(whole("the epoch that it has accepted last")),
      lastZxid: v.optional(zxid),
    }),
  ),
});

const events = [
  ...[step, state, voteEvent, send, receive, tally, timeout, decide, phase],
  ...[epochEvent, refuse, propose, loggedEvent, commit, settled],
] as const;

/** Schema of any line of a trace. */
export const traceLineSchema = v.variant("type", [header, ...events, result]);

/** The schema of each type of line that version 1 knows; a reader skips other types. */
export const lineSchemas: ReadonlyMap<string, v.GenericSchema> = new Map(
  [header, ...events, result].map((schema) => [schema.entries.type.literal, schema] as const),
);
