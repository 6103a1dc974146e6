/** Repeated runs end as soon as a protocol is at rest: what they measure is what a whole run measures. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Contestant, contestant, contestants, zookeeper } from "../../src/cli/contestants.ts";
import { builtin, builtinDescription, builtinScenarios } from "../../src/scenario/builtins.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import type { Description } from "../../src/scenario/description.ts";
import { InputError } from "../../src/scenario/problem.ts";
import { property, runs } from "../runs.ts";

const scenarios = builtinScenarios().map(({ name }) => name);

/** Undefined where the protocol has no use for the cluster. */
async function onCluster(protocol: string, cluster: Cluster, scenario: string): Promise<Contestant | undefined> {
  try {
    return await contestant(protocol, cluster, builtinDescription(scenario) as Description);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Whether they came through ZooKeeper is told by messages, which repeated runs leave out. */
function measured({ run }: ReturnType<Contestant["run"]>): object {
  const { service: _, ...others } = run;
  return others;
}

const latency = fc.constantFrom({ min: 1, max: 1 }, { min: 1, max: 20 }, { min: 5, max: 40 }, { min: 100, max: 160 });

test.each(contestants.filter((name) => name !== zookeeper))("of %s", property, async (protocol) => {
  let ran = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...scenarios), fc.nat(2 ** 30), latency, async (name, seed, latency) => {
      const cluster = builtin(name) as Cluster;
      const network = { ...cluster.network, latency, loss: 0 };
      const one = await onCluster(protocol, { ...cluster, network }, name);
      if (!one) return;
      ran++;
      expect(measured(one.run(seed, true))).toEqual(measured(one.run(seed)));
    }),
    runs(60),
  );
  expect(ran).toBeGreaterThan(20);
});
