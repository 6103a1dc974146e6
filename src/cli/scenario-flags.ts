import type { Command } from "commander";
import type { ScenarioFlags } from "../scenario/flags.ts";

/** Adds to a command the flags that make a cluster description, or change one. */
export function withScenarioFlags(command: Command): Command {
  return command
    .option("--servers <n|sids>", "how many servers, or their sids: 5, or 1,2,4")
    .option("--zxid <zxids>", "one for all or one per server: 8,8,7, 0x100000008, 1:8")
    .option("--epoch <epochs>", "currentEpoch, one for all or one per server")
    .option("--leader <sid>", "who is in office before the first step")
    .option("--start <sids>", "who starts, one after another; 1+2,3 starts 1 and 2 together")
    .option("--fail <sids>", "who fails, all at once")
    .option("--seed <n>", "seed of a random latency or loss")
    .option("--latency <ms>", "one-way latency in ms, fixed or a range: 1, 1-20")
    .option("--loss <p>", "share of notifications that are lost, 0 to 1");
}

/** Those that were given. */
export function flagsOf(options: ScenarioFlags): ScenarioFlags {
  const { servers, zxid, epoch, leader, start, fail, seed, latency, loss } = options;
  const all = { servers, zxid, epoch, leader, start, fail, seed, latency, loss };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
