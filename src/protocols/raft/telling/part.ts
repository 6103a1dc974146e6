import * as v from "valibot";
import { expected, fields, integer, may } from "../../../scenario/fields.ts";
import { InputError } from "../../../scenario/problem.ts";
import type { DescriptionPart } from "../../registry.ts";
import type { RaftOptions } from "../server.ts";

/** The paper's choice: 150 to 300 ms (§9.3); heartbeats well within that. */
const defaults: RaftOptions = { electionTimeout: [150, 300], heartbeat: 50, preVote: false };

/** A minute: more than that is no election timeout. */
const maxTimeout = 60_000;
const timeout = integer(1, maxTimeout, "milliseconds");
const range = v.strictTuple([timeout, timeout], expected(["latencyRange"]));
const yesOrNo = v.boolean(expected(["either", "true", "false"]));

const schema = fields(["objectSuchAs", "{ electionTimeout: [150, 300], heartbeat: 50, preVote: false }"], {
  electionTimeout: may(range, "Each election timeout is drawn from this range, in ms; default [150, 300]"),
  heartbeat: may(timeout, "How often a leader makes itself heard, in ms; default 50"),
  preVote: may(yesOrNo, "Ask who would vote for it before a term begins; default false"),
});

/** What a description says, defaults filled in. */
export function optionsOf(data: unknown): RaftOptions {
  return { ...defaults, ...(data as Partial<RaftOptions> | undefined) };
}

/** Raft's part of a cluster description. */
export const raftPart: DescriptionPart<RaftOptions> = {
  schema,
  options: (data) => {
    const options = optionsOf(data);
    const [min, max] = options.electionTimeout;
    if (min > max) throw new InputError([{ path: "raft.electionTimeout", fault: ["latencyReversed", min, max] }]);
    const { heartbeat } = options;
    if (heartbeat >= min) throw new InputError([{ path: "raft.heartbeat", fault: ["slowHeartbeat", heartbeat, min] }]);
    return options;
  },
  ignores: [
    ...["electionEpoch", "acceptedEpoch", "snapshot", "weight", "group", "committed", "commitLogCount", "until"],
    ...["tickTime", "initLimit", "syncLimit", "finalizeWait", "minNotificationInterval", "maxNotificationInterval"],
  ],
};
