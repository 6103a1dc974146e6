import { builtinScenarios } from "../../src/scenario/builtins.ts";

/** The built-in scenarios that are meant for ZooKeeper's own protocol. */
export const zookeeperScenarios = builtinScenarios().filter(({ protocol }) => protocol === "zookeeper");
