/** No table of another protocol, nor of a comparison, is wider than a terminal: whatever the cluster, in every language. */
import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import { compareMessagesOf } from "../../src/locales/compare/index.ts";
import { messagesOf } from "../../src/locales/index.ts";
import type { Language } from "../../src/locales/language.ts";
import { protocolMessagesOf } from "../../src/locales/protocol/index.ts";
import type { Messages } from "../../src/locales/tables/en.ts";
import { type Loaded, protocols } from "../../src/protocols/registry.ts";
import { comparisonBlocks } from "../../src/render/compare/blocks.ts";
import type { Block } from "../../src/render/document.ts";
import { protocolBlocks } from "../../src/render/protocol/tables.ts";
import { signsOf } from "../../src/render/style.ts";
import { blocksToText } from "../../src/render/text.ts";
import { widthOf } from "../../src/render/width.ts";
import { builtin, builtinScenarios } from "../../src/scenario/builtins.ts";
import type { Cluster } from "../../src/scenario/cluster.ts";
import { InputError } from "../../src/scenario/problem.ts";
import { optionsOf, underProtocol } from "../../src/scenario/protocol.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { runProtocol } from "../../src/simulation/actors/run-protocol.ts";
import { traceHeader } from "../../src/simulation/header.ts";
import type { ProtocolEvent, ProtocolTrace } from "../../src/trace/protocol-events.ts";
import { row } from "../compare/rows.ts";
import { property } from "../runs.ts";

const languages: readonly Language[] = ["en", "zh-CN", "zh-TW"];
const width = 80;
const large = `
servers: 50
leader: 50
kafka-controller: { partitions: 1000 }
znode-race: { partitions: 20 }
steps:
  - write: 1
  - fail: [50, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24]
  - restart: [2, 6, 10, 12, 24]
`;

describe.each(Object.keys(protocols))("tables of %s are no wider than a terminal", (name) => {
  test("for every built-in scenario", property, async () => {
    const loaded = await protocols[name]?.load();
    for (const scenario of builtinScenarios()) {
      const cluster = builtin(scenario.name);
      if (loaded && cluster) check(scenario.name, loaded, underProtocol(cluster, name));
    }
  });

  test("for fifty servers", property, async () => {
    const loaded = await protocols[name]?.load();
    if (loaded) check("fifty servers", loaded, underProtocol(await readScenario(large, "large.yaml"), name));
  });
});

test.each(languages)("the tables of a comparison are no wider than a terminal, in %s", async (language) => {
  const header = traceHeader(await readScenario(large, "large.yaml"));
  const odd = Array.from({ length: 25 }, (_, at) => 2 * at + 1);
  const many = {
    leading: odd,
    eligible: odd,
    messages: 2_450_000,
    withoutLeaderMs: 123_456,
    twoLeadersMs: 123_456,
    watches: 49_000,
    attempts: { count: 49_000, unit: "attempt" },
    write: "outside",
  } as const;
  const rows = [...Object.keys(protocols), "zookeeper"].map((protocol) => row(protocol, { ...many, leader: null }));
  const loaded = await Promise.all(
    Object.entries(protocols).map(async ([name, one]) => ({ name, ...(await one.load()) })),
  );
  const decides = new Map(loaded.map(({ name, telling }) => [name, telling.decides(language)]));
  const messages = messagesOf(language);
  const words = { tables: messages, compare: compareMessagesOf(language), decides, signs: signsOf(false) };
  const blocks = comparisonBlocks({ header, rows, differences: [], count: 1, seeds: [1, 1] }, words);
  expect(linesOf(blocks, messages).filter((line) => widthOf(line) > width)).toEqual([]);
});

function check(of: string, loaded: Loaded, cluster: Cluster): void {
  const trace = traceOf(loaded, cluster);
  if (!trace) return;
  for (const language of languages) {
    const wide = tablesOf(trace, loaded, language).filter((line) => widthOf(line) > width);
    expect(wide, `${of} in ${language}`).toEqual([]);
  }
}

/** undefined: the protocol has no use for the cluster. */
function traceOf({ protocol }: Loaded, cluster: Cluster): ProtocolTrace | undefined {
  const events: ProtocolEvent[] = [];
  try {
    const result = runProtocol(protocol, cluster, optionsOf(cluster), (event) => events.push(event as ProtocolEvent));
    return { header: traceHeader(cluster), events, result };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function tablesOf(trace: ProtocolTrace, { telling }: Loaded, language: Language): string[] {
  const messages = messagesOf(language);
  const signs = signsOf(false);
  const tell = (stretch: { from: number; to: number }) =>
    telling.section({ ...stretch, events: trace.events.slice(stretch.from, stretch.to) }, trace, language, signs);
  const words = protocolMessagesOf(language);
  const blocks = protocolBlocks(trace, tell, { messages, words, signs, office: telling.office(language) });
  return linesOf(blocks, messages);
}

function linesOf(blocks: readonly Block[], messages: Messages): string[] {
  return blocksToText(blocks, { messages, width, ascii: false, chalk: new Chalk({ level: 0 }) }).split("\n");
}
