import { Chalk } from "chalk";
import { messagesOf } from "../../src/locales/index.ts";
import type { Language } from "../../src/locales/language.ts";
import { type Selection, storyBlocks } from "../../src/render/sections.ts";
import { type Style, signsOf } from "../../src/render/style.ts";
import { blocksToText } from "../../src/render/text.ts";
import { builtin } from "../../src/scenario/builtins.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { traceHeader } from "../../src/simulation/header.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import type { Story } from "../../src/trace/story.ts";
import { StoryBuilder } from "../../src/trace/story-builder.ts";
import { zookeeperScenarios } from "../scenario/zookeeper.ts";

export function storyOf(cluster: Cluster, condenses = true): Story {
  const builder = new StoryBuilder(traceHeader(cluster), condenses);
  return builder.finish(simulate(cluster, (event) => builder.add(event)));
}

export async function storyOfText(yaml: string): Promise<Story> {
  return storyOf(await readScenario(yaml, "test.yaml"));
}

export function builtinStories(): [string, Story][] {
  return zookeeperScenarios.map(({ name }) => {
    const cluster = builtin(name);
    if (!cluster) throw new Error(`no scenario ${name}`);
    return [name, storyOf(cluster)];
  });
}

interface Options {
  width?: number;
  ascii?: boolean;
  color?: 0 | 1;
  language?: Language;
  selection?: Selection;
}

export function textOf(story: Story, options: Options = {}): string {
  const { width = 80, ascii = false, color = 0, language = "en", selection = {} } = options;
  const style: Style = { messages: messagesOf(language), width, ascii, chalk: new Chalk({ level: color }) };
  return blocksToText(storyBlocks(story, selection, style.messages, signsOf(ascii)), style);
}
