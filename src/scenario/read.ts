/** From the text of a file to the cluster that it describes. */

import type { Fault } from "../locales/problems/fault.ts";
import type { Cluster } from "./cluster.ts";
import { type Description, type Path, placeOfPath } from "./description.ts";
import { JsonSyntaxError, type JsonText, readJson } from "./json-text.ts";
import { maxZxid } from "./limits.ts";
import { positionAt } from "./lines.ts";
import { normalize } from "./normalize.ts";
import { InputError, type PlacedFault } from "./problem.ts";
import { quote } from "./show.ts";
import { readYaml } from "./yaml-text.ts";
import { looksLikeZooCfg, readZooCfg } from "./zoo-cfg.ts";
import { inexact } from "./zxid.ts";

/** The fields that hold zxids, or lists of them. */
const zxidFields: readonly unknown[] = ["zxid", "log", "snapshot", "committed"];

/** In UTF-16 units; two thousand servers written out at length take a twentieth. */
export const maxLength = 5_000_000;

/**
 * Reads a cluster description: JSON, YAML or zoo.cfg, told apart by what is in it.
 *
 * @param text the whole file; CRLF and a byte order mark do no harm
 * @param file its name for messages, `-` for standard input
 * @throws {InputError} with every problem and its line and column
 */
export async function readScenario(text: string, file: string): Promise<Cluster> {
  return normalize(await readDescription(text, file));
}

/**
 * The same, before it is checked, so that flags can change it.
 * @throws {InputError} when the text is in none of the formats
 */
export async function readDescription(text: string, file: string): Promise<Description> {
  const content = text.replace(/^\ufeff/, "");
  refuseOthers(content, file);
  if (isJson(content, file)) return fromJson(content, file);
  if (looksLikeZooCfg(content, file)) return readZooCfg(content, file);
  return fromYaml(content, file);
}

/** Turns away what is no description in any format. */
function refuseOthers(text: string, file: string): void {
  const refuse = (...fault: Fault): never => {
    throw new InputError([{ file, fault }]);
  };
  if (/^(?:\s|#[^\n]*(?:\n|$))*$/.test(text)) refuse("empty");
  const head = text.trimStart().slice(0, 1000);
  // Its notes, where standard error was piped along.
  if (head.startsWith("zk-elect: ")) refuse("ownMessage");
  if (/^(?:\[\s*)?\{[^\n]*"type"\s*:\s*"trace"/.test(head)) refuse("isTrace");
  if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}.* - (?:TRACE|DEBUG|INFO|WARN|ERROR)\b/.test(head)) {
    refuse("isLog");
  }
  if (text.length > maxLength) refuse("tooLong", maxLength);
}

/** `{ servers: 5 }` is YAML, unless the file says that it is JSON. */
function isJson(text: string, file: string): boolean {
  return /^\s*(?:\{\s*["}]|\[\s*[{[\]])/.test(text) || (/^\s*\{/.test(text) && /\.json$/i.test(file));
}

function fromJson(text: string, file: string): Description {
  const json = parseJson(text, file);
  const at = (offset: number, path: Path) => ({ file, ...positionAt(text, offset), ...placeOfPath(path) });
  const repeated = json.repeated.map(({ path, key, offset }): PlacedFault => {
    return { ...at(offset, path), fault: ["givenTwice", quote(key)] };
  });
  // Exact here, but not in most programs that read JSON: the file would mean different things to different readers.
  const rounded = json.bigints
    .filter(({ path, value }) => zxidFields.includes(fieldOf(path)) && value >= 0n && value <= maxZxid)
    .map(({ path, value, offset }) => ({ ...at(offset, path), fault: inexact(value) }));
  return {
    data: json.data,
    faults: [...repeated, ...rounded],
    place: (path, key) => at(json.offset(path, key), path),
  };
}

function fieldOf(path: Path): string | number | undefined {
  return path.findLast((part) => typeof part === "string");
}

function parseJson(text: string, file: string): JsonText {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new InputError([{ file, ...positionAt(text, error.offset), fault: error.fault }]);
  }
}

async function fromYaml(text: string, file: string): Promise<Description> {
  const { data, errors, offset } = await readYaml(text);
  if (errors.length > 0) {
    throw new InputError(errors.map((error) => ({ file, ...positionAt(text, error.offset), fault: error.fault })));
  }
  return {
    data,
    faults: [],
    place: (path, key) => ({ file, ...positionAt(text, offset(path, key)), ...placeOfPath(path) }),
  };
}
