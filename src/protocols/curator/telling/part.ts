import * as v from "valibot";
import type { Cluster } from "../../../scenario/cluster.ts";
import { expected, fields, integer, list, may, sid } from "../../../scenario/fields.ts";
import { maxServers } from "../../../scenario/limits.ts";
import { InputError } from "../../../scenario/problem.ts";
import { commandsAmong, unknownSids } from "../../../scenario/steps.ts";
import type { DescriptionPart } from "../../registry.ts";
import { ofServersAlone } from "../../znodes/telling/ignores.ts";
import type { CuratorOptions } from "../types.ts";

const recipe = v.picklist(["LeaderLatch", "LeaderSelector"], expected(["either", "LeaderLatch", "LeaderSelector"]));

const shape = fields(["objectSuchAs", "{ recipe: LeaderSelector }"], {
  recipe: may(recipe, "LeaderLatch, the default: one leads until it closes; LeaderSelector: they lead in turns"),
  sessionTimeout: may(
    integer(300, 600_000, "milliseconds"),
    "After how many ms of silence ZooKeeper ends a session; default 6000",
  ),
  turnMs: may(
    integer(1, 600_000, "milliseconds"),
    "LeaderSelector: how long takeLeadership lasts, in ms; default 1000",
  ),
  autoRequeue: may(
    v.boolean(expected(["either", "true", "false"])),
    "LeaderSelector: whether it queues again after its turn; default true (in Curator false)",
  ),
});

/** What a description says to curator. Any cluster will do: whoever comes queues, whatever it has logged. */
export const curatorPart: DescriptionPart<CuratorOptions> = {
  schema: shape,
  options: (data, cluster) => {
    checkClosed(cluster);
    const given = data as v.InferOutput<typeof shape> | undefined;
    return { recipe: "LeaderLatch", sessionTimeout: 6000, turnMs: 1000, autoRequeue: true, ...given };
  },
  commands: { close: list(sid, ["sidList", "[3]"], maxServers) },
  ignores: ofServersAlone,
};

/** @throws InputError for each sid in a `close` that no server has */
function checkClosed({ steps, servers }: Cluster): void {
  const faults = commandsAmong(steps, "close").flatMap(({ argument, path }) =>
    unknownSids(path, argument as number[], servers),
  );
  if (faults.length > 0) throw new InputError(faults);
}
