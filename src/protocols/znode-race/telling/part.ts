import type * as v from "valibot";
import { fields, integer, may } from "../../../scenario/fields.ts";
import type { DescriptionPart } from "../../registry.ts";
import { ofServersAlone } from "../../znodes/telling/ignores.ts";
import type { RaceOptions } from "../types.ts";

const partitions = integer(1, 10_000);
const sessionTimeout = integer(300, 600_000, "milliseconds");

const shape = fields(["objectSuchAs", "{ partitions: 1000 }"], {
  partitions: may(partitions, "Partitions, each with a leader of its own and a replica on every server; default 1"),
  sessionTimeout: may(sessionTimeout, "After how many ms of silence ZooKeeper ends a session; default 6000"),
});

/** What a description says to znode-race. Any cluster will do: every server is a replica, whatever it has logged. */
export const znodeRacePart: DescriptionPart<RaceOptions> = {
  schema: shape,
  options: (data) => ({ partitions: 1, sessionTimeout: 6000, ...(data as v.InferOutput<typeof shape> | undefined) }),
  ignores: ofServersAlone,
};
