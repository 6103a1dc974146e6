import { protocolMessagesOf } from "../../locales/protocol/index.ts";
import { type Loaded, protocols } from "../../protocols/registry.ts";
import { blocksToMarkdown } from "../../render/markdown.ts";
import { eventsToCsv } from "../../render/protocol/csv.ts";
import { protocolBlocks } from "../../render/protocol/tables.ts";
import { signsOf } from "../../render/style.ts";
import { blocksToText } from "../../render/text.ts";
import { InputError } from "../../scenario/problem.ts";
import { optionsOf } from "../../scenario/protocol.ts";
import { runProtocol } from "../../simulation/actors/run-protocol.ts";
import { protocolJson } from "../../trace/encode.ts";
import type { Header } from "../../trace/events.ts";
import {
  type AnyLine,
  isHeader,
  isResult,
  type ProtocolEvent,
  type ProtocolResult,
  type ProtocolTrace,
} from "../../trace/protocol-events.ts";
import type { Io } from "../io.ts";
import { type ShowOptions, styleOf } from "../options.ts";
import type { Output } from "../output.ts";
import { explainWith } from "./actors-explanation.ts";
import type { Printer, System } from "./system.ts";

/** Any protocol of the registry. */
export async function actorsSystem(name: string): Promise<System> {
  const registered = protocols[name];
  if (!registered) throw new Error(`no protocol ${name}`);
  const loaded = await registered.load();
  return {
    simulate: (cluster, emit) => runProtocol(loaded.protocol, cluster, optionsOf(cluster), emit),
    json: protocolJson,
    tables: (options, output, io) => tables(name, loaded, options, output, io),
    explain: (source, options, io) => explainWith(loaded, source, options, io),
  };
}

function tables(name: string, { telling }: Loaded, options: ShowOptions, output: Output, io: Io): Printer {
  refuse(name, { "--rounds": options.rounds, "--server": options.server, "--phases": options.phases });
  let header: Header | undefined;
  const events: ProtocolEvent[] = [];
  return {
    line: (line) => {
      if (isHeader(line)) header = line;
      else if (!isResult(line)) events.push(line as ProtocolEvent);
      else if (header) output.write(print({ header, events, result: line as ProtocolResult }));
    },
  };

  function print(trace: ProtocolTrace): string {
    if (options.format === "csv") return eventsToCsv(trace.events.map((event: AnyLine) => protocolJson(event)));
    const style = styleOf(options, io);
    const { messages } = style;
    const { language } = messages;
    const signs = signsOf(style.ascii);
    const tell = (stretch: { from: number; to: number }) =>
      telling.section({ ...stretch, events: trace.events.slice(stretch.from, stretch.to) }, trace, language, signs);
    const words = protocolMessagesOf(language);
    const blocks = protocolBlocks(trace, tell, { messages, words, signs, office: telling.office(language) });
    return options.format === "markdown" ? blocksToMarkdown(blocks) : blocksToText(blocks, style);
  }
}

/** @throws InputError for each option that is given */
export function refuse(protocol: string, options: Readonly<Record<string, unknown>>): void {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  if (given.length > 0) throw new InputError(given.map(([path]) => ({ path, fault: ["notIn", protocol] })));
}
