import * as v from "valibot";
import type { Slow } from "./facts.ts";
import { optionsOf, raftPart } from "./part.ts";
import type { RaftTrace } from "./story.ts";

const network = v.looseObject({ latency: v.union([v.number(), v.tuple([v.number(), v.number()])]) });

/** Timeouts that run out before answers can be there (§5.6: a broadcast must take far less than an election timeout). */
export function slow({ cluster }: RaftTrace["header"]): Slow | undefined {
  const given = v.safeParse(network, cluster["network"]);
  const part = v.safeParse(raftPart.schema, cluster["raft"] ?? {});
  if (!given.success || !part.success) return undefined;
  const { latency } = given.output;
  const roundTrip = 2 * (typeof latency === "number" ? latency : latency[1]);
  const { electionTimeout } = optionsOf(part.output);
  return roundTrip >= electionTimeout[0] ? { roundTrip, timeout: electionTimeout } : undefined;
}
