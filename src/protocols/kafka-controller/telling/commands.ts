/** Whether the commands of a description's steps are about brokers and partitions that there are. */
import type { Fault } from "../../../locales/problems/fault.ts";
import type { Cluster } from "../../../scenario/cluster.ts";
import { summary } from "../../../scenario/show.ts";
import { unknownWord } from "../../../scenario/suggest.ts";

type Report = (path: string, fault: Fault) => void;

/** @param report given the path of each name of a partition, and of each sid, that is nobody's */
export function checkCommands({ steps, servers }: Cluster, partitions: readonly string[], report: Report): void {
  const brokers = servers.map(({ sid }) => sid);
  const checkNames = (path: string, names: readonly string[]) => {
    for (const name of names) {
      if (!partitions.includes(name)) report(path, unknownWord("partition", name, partitions.slice(0, maxNamed)));
    }
  };
  const checkSids = (path: string, sids: readonly number[]) => {
    for (const sid of sids) if (!brokers.includes(sid)) report(path, ["noServer", sid, summary(brokers)]);
  };
  for (const { action } of steps) {
    if (action.kind !== "command") continue;
    const path = `command.${action.name}`;
    if (action.name === "shut-down") checkSids(path, action.argument as number[]);
    if (action.name === "preferred-election" && action.argument !== true) checkNames(path, action.argument as string[]);
    if (action.name === "reassign") {
      const moves = action.argument as Record<string, number[]>;
      checkNames(path, Object.keys(moves));
      for (const sids of Object.values(moves)) checkSids(path, sids);
    }
  }
}

/** So many names are a list that can be read. */
const maxNamed = 12;
