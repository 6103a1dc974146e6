/** Reads YAML and finds where everything stands. The parser costs more to load than all the rest: only when needed. */
import type { Document, YAMLError } from "yaml";
import type { Fault } from "../locales/problems/fault.ts";
import type { Path } from "./description.ts";
import { printable, quote } from "./show.ts";

export interface YamlText {
  /** Undefined when there are errors. Integers beyond 2^53 are bigints. */
  data: unknown;
  errors: { offset: number; fault: Fault }[];
  /** Offset of a value, or of the field name `key` in it, or of the nearest thing around them. */
  offset(path: Path, key?: string): number;
}

type Yaml = typeof import("./yaml-parser.ts");

/** More than any description needs, and few enough for a parser that recurses. */
const maxDepth = 64;
/** An alias that stands for aliases for aliases can make gigabytes out of a line. */
const maxAliases = 1000;

export async function readYaml(text: string): Promise<YamlText> {
  const deep = tooDeep(text);
  if (deep !== undefined) return failed({ offset: deep, fault: ["deepYaml", maxDepth] });
  const yaml = await import("./yaml-parser.ts");
  const document = yaml.parseDocument(text, {
    intAsBigInt: true,
    merge: true,
    stringKeys: true,
    prettyErrors: false,
    logLevel: "error",
  });
  if (document.errors.length > 0) return failed(...document.errors.map((error) => explain(error, text)));
  try {
    const data = plain(document.toJS({ maxAliasCount: maxAliases }));
    return { data, errors: [], offset: (path, key) => nearestOffset(yaml, document, path, key) };
  } catch (error) {
    // An alias without its anchor, around itself, or too often: the parser does not say where.
    return failed({ offset: 0, fault: error instanceof AliasInItself ? ["aliasInItself"] : badYaml(error as Error) });
  }
}

function failed(...errors: YamlText["errors"]): YamlText {
  return { data: undefined, errors, offset: () => 0 };
}

function badYaml({ message }: Error): Fault {
  return ["badYaml", printable(message)];
}

function explain(error: YAMLError, text: string): YamlText["errors"][number] {
  const [offset, end] = error.pos;
  switch (error.code) {
    case "DUPLICATE_KEY":
      return { offset, fault: ["givenTwice", quote(fieldAt(text, offset))] };
    case "MULTIPLE_DOCS":
      return { offset, fault: ["secondDocument"] };
    default:
      return { offset: Math.min(offset, end), fault: badYaml(error) };
  }
}

/** The plain field name that begins at an offset. */
function fieldAt(text: string, offset: number): string {
  return /^["']?([^"':\s,{}]*)/.exec(text.slice(offset, offset + 200))?.[1] ?? "";
}

/** Where brackets or `- - -` nest deeper than `maxDepth`, whether or not they stand in quotes. */
function tooDeep(text: string): number | undefined {
  const dashes = text.search(new RegExp(`(?:[-?:][ \\t]+){${maxDepth + 1}}`));
  if (dashes !== -1) return dashes;
  let depth = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const char = text[offset];
    if (char === "[" || char === "{") depth += 1;
    else if ((char === "]" || char === "}") && depth > 0) depth -= 1;
    if (depth > maxDepth) return offset;
  }
  return undefined;
}

class AliasInItself extends Error {}

/** Numbers for the integers that a number holds exactly. What aliases share is shared in the copy. */
function plain(value: unknown, copies = new Map<object, unknown>()): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (typeof value !== "object" || value === null) return value;
  if (copies.has(value)) {
    const copy = copies.get(value);
    if (copy === undefined) throw new AliasInItself();
    return copy;
  }
  copies.set(value, undefined);
  const copy = Array.isArray(value)
    ? value.map((item) => plain(item, copies))
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, copies)]));
  copies.set(value, copy);
  return copy;
}

function nearestOffset(yaml: Yaml, document: Document, path: Path, key?: string): number {
  let node: unknown = document.contents;
  let offset = start(yaml, node) ?? 0;
  for (const part of path) {
    node = child(yaml, document, node, part)?.value;
    const found = start(yaml, node);
    if (found === undefined) return offset;
    offset = found;
  }
  return (key === undefined ? undefined : start(yaml, child(yaml, document, node, key)?.key)) ?? offset;
}

function start(yaml: Yaml, node: unknown): number | undefined {
  return yaml.isNode(node) ? node.range?.[0] : undefined;
}

/** The item of a list, or the field of a map, with its name; what an alias stands for is where its anchor is. */
function child(
  yaml: Yaml,
  document: Document,
  parent: unknown,
  part: string | number,
): { key?: unknown; value: unknown } | undefined {
  const node = yaml.isAlias(parent) ? parent.resolve(document) : parent;
  if (yaml.isSeq(node)) return typeof part === "number" ? { value: node.items[part] } : undefined;
  if (!yaml.isMap(node)) return undefined;
  return node.items.find(({ key }) => yaml.isScalar(key) && String(key.value) === part);
}
