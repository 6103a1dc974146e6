import { Command } from "commander";
import type { Comparison } from "../compare/comparison.ts";
import { differencesOf } from "../compare/differences.ts";
import type { Row } from "../compare/row.ts";
import { Gathering } from "../compare/statistics.ts";
import { compareMessagesOf } from "../locales/compare/index.ts";
import { type Fault, worded } from "../locales/problems/fault.ts";
import { problemsOf } from "../locales/problems/index.ts";
import { comparisonBlocks } from "../render/compare/blocks.ts";
import { comparisonToCsv } from "../render/compare/csv.ts";
import { comparisonJson } from "../render/compare/json.ts";
import { blocksToMarkdown } from "../render/markdown.ts";
import { signsOf } from "../render/style.ts";
import { blocksToText } from "../render/text.ts";
import type { Cluster } from "../scenario/cluster.ts";
import type { Description } from "../scenario/description.ts";
import { maxSeed } from "../scenario/limits.ts";
import { clusterIn } from "../scenario/normalize.ts";
import { formatProblem, InputError, type PlacedFault } from "../scenario/problem.ts";
import { settingsOfParts, withSettings } from "../scenario/settings.ts";
import { traceHeader } from "../simulation/header.ts";
import { type CompareOptions, withCompareOptions } from "./compare-options.ts";
import { type Contestant, contestant, contestants } from "./contestants.ts";
import { describedBy } from "./input.ts";
import type { Io } from "./io.ts";
import { languageFor } from "./language.ts";
import { noteIgnored } from "./notes.ts";
import { styleOf } from "./options.ts";
import { writing } from "./output.ts";
import { Progress } from "./progress.ts";
import { flagsOf } from "./scenario-flags.ts";

const examples = `
Examples:
  zk-elect compare five-server-restart
  zk-elect compare no-quorum --protocols zookeeper,curator
  zk-elect compare --servers 5 --leader 3 --fail 3
  zk-elect compare five-server-restart --runs 1000
  zk-elect compare five-server-restart --set raft.preVote=true`;

/** `zk-elect compare [scenario]`: the same cluster and the same failure under other election systems. */
export function compareCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command("compare")
    .description("run the same failure under other election systems, side by side")
    .argument("[scenario]", "a cluster description (YAML, JSON, zoo.cfg), - for standard input, or a built-in name");
  return withCompareOptions(command)
    .addHelpText("after", examples)
    .action(async (scenario: string | undefined, options: CompareOptions) => {
      const description = withSettings(await describedBy(scenario, flagsOf(options), io), options.set ?? []);
      const cluster = clusterIn(description);
      const entered = await enter(cluster, description, options, io);
      const text = print(compared(entered, cluster, options, io), entered, options, io);
      await writing(io, options.output, (output) => output.write(text));
      done(0);
    });
}

/** Those that were asked for; else all that can, and a note for each that cannot. */
async function enter(
  cluster: Cluster,
  description: Description,
  options: CompareOptions,
  io: Io,
): Promise<Contestant[]> {
  const { protocols, set = [], lang } = options;
  const asked = new Set([...(protocols ?? []), ...settingsOfParts(set).map(({ protocol }) => protocol)]);
  const language = languageFor(lang, io.env);
  const entered: Contestant[] = [];
  for (const name of protocols ?? contestants) {
    try {
      entered.push(await contestant(name, cluster, description));
    } catch (error) {
      if (asked.has(name) || !(error instanceof InputError) || error.faults.some(isMistake)) throw error;
      const texts = problemsOf(language);
      const why = error.faults.map(({ fault, ...place }) => formatProblem({ ...place, message: worded(fault, texts) }));
      io.stderr.write(`zk-elect: ${compareMessagesOf(language).leftOut(name, why.join("; "))}\n`);
    }
  }
  noteIgnored(
    description,
    entered.map(({ name }) => name),
    options,
    io,
  );
  return entered;
}

/** What a protocol cannot run. Every other fault is a mistake in what is written for it. */
const cannotRun: readonly string[] = ["noInSync", "tooFewEligible"] satisfies Fault[0][];

function isMistake({ fault }: PlacedFault): boolean {
  return !cannotRun.includes(fault[0]);
}

function compared(
  entered: readonly Contestant[],
  cluster: Cluster,
  { runs, lang }: CompareOptions,
  io: Io,
): Comparison {
  const { seed } = cluster.network;
  const count = runs ?? 1;
  const header = traceHeader(cluster);
  const { running } = compareMessagesOf(languageFor(lang, io.env));
  const progress = new Progress(io);
  try {
    const rows = entered.map((one) =>
      rowOf(one, seed, runs, (done) => progress.tell(() => running(one.name, done, count))),
    );
    const seeds = [seed, seedAfter(seed, count - 1)] as const;
    return { header, rows, differences: differencesOf(rows, header.cluster), count, seeds };
  } finally {
    progress.clear();
  }
}

/** Behind the last seed comes the first. */
function seedAfter(seed: number, many: number): number {
  return (seed + many) % (maxSeed + 1);
}

/** @param tell is told after each run how many have been made */
function rowOf({ name, run }: Contestant, seed: number, count: number | undefined, tell: (done: number) => void): Row {
  const first = run(seed);
  const row = { protocol: name, ...first.run };
  if (count === undefined) return row;
  const gathering = new Gathering();
  gathering.add(first.run);
  // What draws nothing comes to the same with every seed.
  if (first.drawn) {
    for (let at = 1; at < count; at++) {
      gathering.add(run(seedAfter(seed, at), true).run);
      tell(at + 1);
    }
  }
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
