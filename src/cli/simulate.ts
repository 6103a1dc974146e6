import { Command } from "commander";
import { hintsOf } from "../locales/index.ts";
import type { ScenarioFlags } from "../scenario/flags.ts";
import { traceHeader } from "../simulation/header.ts";
import { defaultScenario, loadCluster } from "./input.ts";
import type { Io } from "./io.ts";
import { languageFor } from "./language.ts";
import { type ShowOptions, withShowOptions } from "./options.ts";
import { isStdout, writing } from "./output.ts";
import { type ProtocolOptions, withProtocolOptions } from "./protocol-options.ts";
import { flagsOf, withScenarioFlags } from "./scenario-flags.ts";
import { printerOf, verdict } from "./show.ts";
import { systemOf } from "./systems/index.ts";

const examples = `
Examples:
  zk-elect simulate                          five servers, of which two fail
  zk-elect simulate --servers 5 --zxid 8,8,8,7,7 --leader 3 --fail 3,5
  zk-elect simulate --servers 5 --start 1,2,3,4,5
  zk-elect simulate cluster.yaml --json | jq .type
  zk-elect simulate zoo.cfg --zxid 9,8,8`;

/** `zk-elect simulate [scenario]`: what happens, as tables or as a trace. */
export function simulateCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command("simulate")
    .description("run an election and print its votes, round by round")
    .argument("[scenario]", "a cluster description (YAML, JSON, zoo.cfg), - for standard input, or a built-in name");
  return withShowOptions(withProtocolOptions(withScenarioFlags(command)), {
    format: "ndjson",
    description: "print the trace",
  })
    .addHelpText("after", examples)
    .action(async (scenario: string | undefined, options: SimulateOptions) => {
      done(await run(scenario, options, io));
    });
}

type SimulateOptions = ShowOptions & ScenarioFlags & ProtocolOptions;

async function run(scenario: string | undefined, options: SimulateOptions, io: Io): Promise<number> {
  const flags = flagsOf(options);
  const cluster = await loadCluster(scenario, flags, io, options);
  const system = await systemOf(cluster.protocol);
  const result = await writing(io, options.output, (output) => {
    const printer = printerOf(system, options, output, io);
    printer.line(traceHeader(cluster));
    const last = system.simulate(cluster, (event) => printer.line(event));
    printer.line(last);
    return last;
  });
  const bare = scenario === undefined && Object.keys(flags).length === 0 && options.protocol === undefined;
  if (bare && isStdout(options.output) && options.format === "table") {
    io.stderr.write(hintsOf(languageFor(options.lang, io.env)).nextSteps(defaultScenario));
  }
  return verdict(result);
}
