/**
 * The protocols there are beside ZooKeeper's own. To add one, add its folder and a line here: `part` is its part of a
 * cluster description (a field of the protocol's name), `load` fetches everything else when it is asked for.
 */
import type { GenericSchema } from "valibot";
import type { Cluster } from "../scenario/cluster.ts";
import type { OwnEvent } from "../trace/protocol-events.ts";
import { curatorPart } from "./curator/telling/part.ts";
import { elasticsearchPart } from "./elasticsearch/telling/part.ts";
import { kafkaControllerPart } from "./kafka-controller/telling/part.ts";
import type { Happening, Message, Protocol } from "./protocol.ts";
import { raftPart } from "./raft/telling/part.ts";
import type { Fact, Telling } from "./telling.ts";
import { znodeRacePart } from "./znode-race/telling/part.ts";

/** A protocol's part of a cluster description. */
export interface DescriptionPart<O> {
  /** Its shape, made with the helpers of `scenario/fields.ts`. */
  readonly schema: GenericSchema;
  /**
   * Its options, every default filled in.
   *
   * @param data what the description has there, of the right shape; undefined when it has nothing
   * @throws InputError when the protocol has no use for this cluster (with the path of the field that rules it out)
   */
  options(data: unknown, cluster: Cluster): O;
  /** Steps that only this protocol knows, written `command: { name: argument }`: the shape of each argument. */
  readonly commands?: Readonly<Record<string, GenericSchema>>;
  /** Those of its commands that are given a list of servers, and take them down: a `restart` brings them back. */
  readonly takesDown?: readonly string[];
  /** Fields of a description and kinds of steps for which the protocol has no use: what they say is ignored. */
  readonly ignores: readonly string[];
}

/** Everything else that there is of a protocol. The types within it are its own affair. */
export interface Loaded {
  // biome-ignore lint/suspicious/noExplicitAny: only the protocol itself knows its types
  readonly protocol: Protocol<any, any, any, any>;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly telling: Telling<any, any>;
}

/** Holds the parts of one protocol together by type; what comes out no longer shows them. */
export function loaded<S, M extends Message, E extends Happening & Omit<OwnEvent, "t">, O, F extends Fact>(
  protocol: Protocol<S, M, E, O>,
  telling: Telling<E & { readonly t: number }, F>,
): Loaded {
  return { protocol, telling };
}

interface Registered {
  readonly part: DescriptionPart<unknown>;
  readonly load: () => Promise<Loaded>;
}

export const protocols: Readonly<Record<string, Registered>> = {
  raft: { part: raftPart, load: async () => (await import("./raft/index.ts")).raft },
  elasticsearch: {
    part: elasticsearchPart,
    load: async () => (await import("./elasticsearch/index.ts")).elasticsearch,
  },
  curator: { part: curatorPart, load: async () => (await import("./curator/index.ts")).curator },
  "znode-race": { part: znodeRacePart, load: async () => (await import("./znode-race/index.ts")).znodeRace },
  "kafka-controller": {
    part: kafkaControllerPart,
    load: async () => (await import("./kafka-controller/index.ts")).kafkaController,
  },
};
