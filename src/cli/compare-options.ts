import { type Command, Option } from "commander";
import type { ScenarioFlags } from "../scenario/flags.ts";
import { InputError } from "../scenario/problem.ts";
import { unknownWord } from "../scenario/suggest.ts";
import { contestants } from "./contestants.ts";
import { langOption } from "./language.ts";
import { formatParser, outputOption, wrong } from "./options.ts";
import { type SetOptions, setOption } from "./protocol-options.ts";
import { withScenarioFlags } from "./scenario-flags.ts";

const formats = ["table", "markdown", "csv", "json"] as const;

/** Options of `compare`. */
export interface CompareOptions extends SetOptions, ScenarioFlags {
  /** In the order of the registry, each once; without it all that have a use for the description. */
  protocols?: string[];
  runs?: number;
  format: (typeof formats)[number];
  output?: string;
  ascii?: true;
  color: boolean;
}

/** Adds them to a command, and `--json`, short for one of the formats; of several, the last one counts. */
export function withCompareOptions(command: Command): Command {
  return withScenarioFlags(command)
    .option("--protocols <names>", `only these, of ${contestants.join(", ")}`, parseProtocols)
    .addOption(setOption())
    .option("--runs <n>", "as many runs, each with a seed of its own: medians, worst cases, histograms", parseRuns)
    .option("--json", "print the comparison as one JSON document (the same as --format json)")
    .on("option:json", () => command.setOptionValue("format", "json"))
    .addOption(
      new Option("-f, --format <format>", "how to print it")
        .choices(formats)
        .argParser(formatParser(formats))
        .default("table"),
    )
    .option("--ascii", "plain ASCII instead of box drawing")
    .addOption(outputOption())
    .addOption(langOption())
    .option("--no-color", "no colour, even on a terminal");
}

function parseProtocols(text: string): string[] {
  const names = [...new Set(text.split(",").map((name) => name.trim()))];
  const faults = names
    .filter((name) => !contestants.includes(name))
    .map((name) => ({ path: "--protocols", fault: unknownWord("protocol", name, contestants) }));
  if (faults.length > 0) throw new InputError(faults);
  return contestants.filter((name) => names.includes(name));
}

/** More than that many take minutes, and tell nothing more. */
const maxRuns = 100_000;

function parseRuns(text: string): number {
  const runs = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (runs >= 1 && runs <= maxRuns) return runs;
  throw wrong("runs", ["integer", 1, maxRuns], text);
}
