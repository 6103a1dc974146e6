import { Command } from "commander";
import type { Language } from "../locales/language.ts";
import { builtin, builtinScenarios } from "../scenario/builtins.ts";
import { describeCluster } from "../scenario/describe.ts";
import { InputError } from "../scenario/problem.ts";
import { quote } from "../scenario/show.ts";
import { nearest } from "../scenario/suggest.ts";
import type { Io } from "./io.ts";
import { langOption, languageFor } from "./language.ts";
import { outputOption } from "./options.ts";
import { writing } from "./output.ts";

interface Options {
  json?: true;
  lang?: Language;
  output?: string;
}

const examples = `
Examples:
  zk-elect scenarios late-joiner > mine.yaml
  zk-elect simulate mine.yaml`;

/** `zk-elect scenarios [name]`: the built-in scenarios, or one of them as YAML to copy and change. */
export function scenariosCommand(io: Io, done: (code: number) => void): Command {
  return new Command("scenarios")
    .description("list the built-in scenarios, or print one as YAML")
    .argument("[name]", "which one to print")
    .option("--json", "print JSON")
    .addOption(outputOption())
    .addOption(langOption())
    .addHelpText("after", examples)
    .action(async (name: string | undefined, options: Options) => {
      const text = name === undefined ? list(options, languageFor(options.lang, io.env)) : one(name, options);
      await writing(io, options.output, (output) => output.write(text));
      done(0);
    });
}

function list({ json }: Options, language: Language): string {
  const scenarios = builtinScenarios().map(({ name, title, protocol }) => ({
    name,
    protocol,
    title: typeof title === "string" ? title : (title[language] ?? title.en),
  }));
  if (json) return `${JSON.stringify(scenarios, undefined, 2)}\n`;
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  const lines = (protocol: string) =>
    scenarios.filter((one) => one.protocol === protocol).map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`);
  // ZooKeeper's own need no heading.
  const others = [...new Set(scenarios.map(({ protocol }) => protocol))].filter((name) => name !== "zookeeper");
  return [lines("zookeeper"), ...others.map((name) => [`\n${name}:\n`, ...lines(name)])].flat().join("");
}

function one(name: string, { json }: Options): string {
  const scenario = builtinScenarios().find((known) => known.name === name);
  const cluster = builtin(name);
  if (scenario && cluster) {
    return json ? `${JSON.stringify(describeCluster(cluster), undefined, 2)}\n` : scenario.text;
  }
  const names = builtinScenarios().map((known) => known.name);
  const near = nearest(name, names);
  throw new InputError([{ fault: near ? ["noBuiltinNear", quote(name), near] : ["noBuiltin", quote(name), names] }]);
}
