import type { Fault } from "../locales/problems/fault.ts";
import { builtinDescription, builtinScenarios } from "../scenario/builtins.ts";
import type { Cluster } from "../scenario/cluster.ts";
import type { Description } from "../scenario/description.ts";
import { applyFlags, type ScenarioFlags } from "../scenario/flags.ts";
import { normalize } from "../scenario/normalize.ts";
import { InputError } from "../scenario/problem.ts";
import { maxLength, readDescription } from "../scenario/read.ts";
import { withProtocol, withSettings } from "../scenario/settings.ts";
import { quote } from "../scenario/show.ts";
import { nearest } from "../scenario/suggest.ts";
import { fileError } from "./errors.ts";
import type { Io } from "./io.ts";
import { noteIgnored } from "./notes.ts";
import type { ProtocolOptions } from "./protocol-options.ts";

/** What `simulate` runs when nothing is named. */
export const defaultScenario = "five-server-restart";

/** The cluster that a scenario argument and flags describe: a file, `-`, a built-in name, or flags alone. */
export async function loadCluster(
  scenario: string | undefined,
  flags: ScenarioFlags,
  io: Io,
  options: ProtocolOptions = {},
): Promise<Cluster> {
  return clusterUnder(await describedBy(scenario, flags, io), options, io);
}

/** What they describe, before it is checked. */
export async function describedBy(scenario: string | undefined, flags: ScenarioFlags, io: Io): Promise<Description> {
  const { seed, latency, loss, ...others } = flags;
  const describes = Object.values(others).some((value) => value !== undefined);
  const name = scenario ?? (describes ? undefined : defaultScenario);
  const base = name === undefined ? undefined : await loadDescription(name, io);
  return applyFlags(base, flags);
}

/** The cluster that a description means under the protocol and with the options that are asked for. */
export function clusterUnder(base: Description, options: ProtocolOptions, io: Io): Cluster {
  const { protocol, set = [] } = options;
  const described = protocol === undefined ? base : withProtocol(base, protocol);
  const description = withSettings(described, set);
  const cluster = normalize(description);
  noteIgnored(description, [cluster.protocol ?? "zookeeper"], options, io);
  return cluster;
}

/** What a file, `-` or a built-in name describes, before it is checked. */
export async function loadDescription(name: string, io: Io): Promise<Description> {
  return builtinNamed(name, io) ?? readDescription(await wholeText(name, io), name);
}

/** The built-in scenario that a name stands for, undefined for a file and for `-`. A file goes before a scenario. */
export function builtinNamed(name: string, io: Io): Description | undefined {
  const found = name === "-" ? "file" : find(name, io);
  if (found === "file") return undefined;
  const known = builtinDescription(name);
  if (!known && !found) throw new InputError([{ fault: noSuch(name) }]);
  return known;
}

function find(name: string, io: Io): ReturnType<Io["find"]> {
  try {
    return io.find(name);
  } catch (error) {
    throw fileError(name, error);
  }
}

function noSuch(name: string): Fault {
  const near = nearest(
    name,
    builtinScenarios().map((scenario) => scenario.name),
  );
  return near ? ["noScenarioNear", quote(name), near] : ["noScenario", quote(name)];
}

/** The whole text of a file, or of standard input for `-`; of one that is too long, enough to show that it is. */
async function wholeText(name: string, io: Io): Promise<string> {
  let text = "";
  for await (const chunk of chunksOf(name, io)) {
    text += chunk;
    if (text.length > maxLength) break;
  }
  return text;
}

/** The text of a file, or of standard input for `-`, in pieces; what cannot be read is a problem of the input. */
export async function* chunksOf(name: string, io: Io): AsyncGenerator<string> {
  try {
    yield* name === "-" ? io.stdin() : io.read(name);
  } catch (error) {
    throw fileError(name, error);
  }
}
