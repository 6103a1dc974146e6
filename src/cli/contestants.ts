import { Measuring } from "../compare/measure.ts";
import type { Run } from "../compare/row.ts";
import { ZooKeeperAccount } from "../compare/zookeeper.ts";
import { compareMessagesOf } from "../locales/compare/index.ts";
import type { Language } from "../locales/language.ts";
import { protocols } from "../protocols/registry.ts";
import type { Cluster } from "../scenario/cluster.ts";
import type { Description } from "../scenario/description.ts";
import { checkUse } from "../scenario/normalize.ts";
import { optionsOf, underProtocol } from "../scenario/protocol.ts";
import type { Observer } from "../simulation/actors/observer.ts";
import { openingOf } from "../simulation/actors/opening.ts";
import { runProtocol } from "../simulation/actors/run-protocol.ts";
import { traceHeader } from "../simulation/header.ts";
import { simulate } from "../simulation/simulate.ts";
import type { ProtocolEvent } from "../trace/protocol-events.ts";

/** A protocol that a comparison runs on one cluster. */
export interface Contestant {
  readonly name: string;
  /** By which rule it decides, in a few words. */
  decides(language: Language): string;
  /**
   * Runs it once.
   *
   * @param again it has been run before, and only its numbers are wanted
   * @returns `drawn`: chance had a say, so that another seed may come to something else
   */
  run(seed: number, again?: true): { readonly run: Run; readonly drawn: boolean };
}

/** What ZooKeeper's own protocol is called among the others. */
export const zookeeper = "zookeeper";

/** Every name, ZooKeeper's own first. */
export const contestants: readonly string[] = [zookeeper, ...Object.keys(protocols)];

/**
 * One of them, on this cluster.
 *
 * @param description where the cluster comes from
 * @throws InputError when the protocol has no use for the cluster
 */
export async function contestant(name: string, cluster: Cluster, description: Description): Promise<Contestant> {
  const own = underProtocol(cluster, name);
  checkUse(own, description);
  return name === zookeeper ? zookeeperOn(own) : await protocolOn(name, own);
}

function zookeeperOn(cluster: Cluster): Contestant {
  const header = traceHeader(cluster);
  const { latency, loss } = cluster.network;
  return {
    name: zookeeper,
    decides: (language) => compareMessagesOf(language).zookeeper,
    run: (seed) => {
      const measuring = new Measuring(cluster.leader);
      const account = new ZooKeeperAccount(header);
      const result = simulate(seeded(cluster, seed), (event) => {
        measuring.add(event);
        account.add(event);
      });
      // FastLeaderElection draws nothing; only the network may.
      return { run: measuring.finish(result, account.finish(result)), drawn: latency.min < latency.max || loss > 0 };
    },
  };
}

async function protocolOn(name: string, cluster: Cluster): Promise<Contestant> {
  const options = optionsOf(cluster);
  const registered = protocols[name];
  if (!registered) throw new Error(`no protocol ${name}`);
  const { protocol, telling } = await registered.load();
  const header = traceHeader(cluster);
  const opening = openingOf(protocol, cluster, options);
  return {
    name,
    decides: (language) => telling.decides(language),
    run: (seed, again) => {
      let drawn = false;
      const measuring = new Measuring(cluster.leader);
      const events: ProtocolEvent[] = [];
      const emit = (event: ProtocolEvent) => {
        measuring.add(event);
        events.push(event);
      };
      // Who could have been elected when there was nobody in office for the last time, as far as they were ready.
      let vacant: readonly number[] = [];
      const observer: Observer = {
        messages: !again,
        untilRest: again === true,
        drawn: () => {
          drawn = true;
        },
        vacant: (sids) => {
          measuring.vacant();
          vacant = sids;
        },
      };
      const result = runProtocol(protocol, seeded(cluster, seed), options, emit, observer, opening);
      const summary = telling.summary({ header, events, result });
      const eligible = result.leader !== null && !vacant.includes(result.leader) ? result.eligible : vacant;
      return { run: measuring.finish(result, { ...summary, eligible }), drawn };
    },
  };
}

function seeded(cluster: Cluster, seed: number): Cluster {
  return seed === cluster.network.seed ? cluster : { ...cluster, network: { ...cluster.network, seed } };
}
