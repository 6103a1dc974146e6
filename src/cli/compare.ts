import { Command } from "commander";
import type { Comparison } from "../compare/comparison.ts";
import { differencesOf } from "../compare/differences.ts";
import type { Row } from "../compare/row.ts";
import { Gathering } from "../compare/statistics.ts";
import { compareMessagesOf } from "../locales/compare/index.ts";
import { worded } from "../locales/problems/fault.ts";
import { problemsOf } from "../locales/problems/index.ts";
import { comparisonBlocks } from "../render/compare/blocks.ts";
import { comparisonToCsv } from "../render/compare/csv.ts";
import { comparisonJson } from "../render/compare/json.ts";
import { blocksToMarkdown } from "../render/markdown.ts";
import { signsOf } from "../render/style.ts";
import { blocksToText } from "../render/text.ts";
import type { Cluster } from "../scenario/cluster.ts";
import { maxSeed } from "../scenario/limits.ts";
import { InputError } from "../scenario/problem.ts";
import { printable } from "../scenario/show.ts";
import { traceHeader } from "../simulation/header.ts";
import { type CompareOptions, withCompareOptions } from "./compare-options.ts";
import { type Contestant, contestant, contestants } from "./contestants.ts";
import { loadCluster } from "./input.ts";
import type { Io } from "./io.ts";
import { languageFor } from "./language.ts";
import { styleOf } from "./options.ts";
import { writing } from "./output.ts";

const examples = `
Examples:
  zk-elect compare five-server-restart
  zk-elect compare no-quorum --protocols zookeeper,curator
  zk-elect compare five-server-restart --runs 1000`;

/** `zk-elect compare [scenario]`: the same cluster and the same failure under other election systems. */
export function compareCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command("compare")
    .description("run the same failure under other election systems, side by side")
    .argument("[scenario]", "a cluster description (YAML, JSON, zoo.cfg), - for standard input, or a built-in name");
  return withCompareOptions(command)
    .addHelpText("after", examples)
    .action(async (scenario: string | undefined, options: CompareOptions) => {
      const cluster = await loadCluster(scenario, {}, io);
      const entered = await enter(cluster, options, io);
      const text = print(compared(entered, cluster, options.runs), entered, options, io);
      await writing(io, options.output, (output) => output.write(text));
      done(0);
    });
}

/** Those that were asked for; else all that can, and a note for each that cannot. */
async function enter(cluster: Cluster, { protocols, lang }: CompareOptions, io: Io): Promise<Contestant[]> {
  if (protocols) return Promise.all(protocols.map((name) => contestant(name, cluster)));
  const language = languageFor(lang, io.env);
  const entered: Contestant[] = [];
  for (const name of contestants) {
    try {
      entered.push(await contestant(name, cluster));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const why = error.faults.map(({ fault }) => worded(fault, problemsOf(language)));
      io.stderr.write(`zk-elect: ${compareMessagesOf(language).leftOut(name, printable(why.join("; ")))}\n`);
    }
  }
  return entered;
}

function compared(entered: readonly Contestant[], cluster: Cluster, runs: number | undefined): Comparison {
  const { seed } = cluster.network;
  const header = traceHeader(cluster);
  const rows = entered.map((one) => rowOf(one, seed, runs));
  return { header, rows, differences: differencesOf(rows, header.cluster), seeds: [seed, seed + (runs ?? 1) - 1] };
}

function rowOf({ name, run }: Contestant, seed: number, count: number | undefined): Row {
  const first = run(seed);
  const row = { protocol: name, ...first.run };
  if (count === undefined) return row;
  const gathering = new Gathering();
  gathering.add(first.run);
  // What draws nothing comes to the same with every seed.
  if (first.drawn) for (let at = 1; at < count; at++) gathering.add(run((seed + at) % (maxSeed + 1), true).run);
  return { ...row, runs: gathering.finish(first.drawn) };
}

function print(comparison: Comparison, entered: readonly Contestant[], options: CompareOptions, io: Io): string {
  const { format } = options;
  const style = styleOf(options, io);
  const { language } = style.messages;
  const decides = new Map(entered.map((one) => [one.name, one.decides(language)]));
  if (format === "json") return comparisonJson(comparison, decides);
  if (format === "csv") return comparisonToCsv(comparison.rows, decides);
  const words = {
    tables: style.messages,
    compare: compareMessagesOf(language),
    decides,
    signs: signsOf(style.ascii),
  };
  const blocks = comparisonBlocks(comparison, words);
  return format === "markdown" ? blocksToMarkdown(blocks) : blocksToText(blocks, style);
}
