/**
 * Reads JSON and remembers where everything stands. JSON.parse would neither say where, nor notice a field that is
 * given twice, nor keep an integer that a double cannot hold.
 */

import type { Fault } from "../locales/problems/fault.ts";
import type { Phrase } from "../locales/problems/phrases/en.ts";
import type { Path } from "./description.ts";
import { quote } from "./show.ts";

/** Offsets of a value and, where it is a field's, of the field's name. */
interface Span {
  value: number;
  key?: number;
}

export interface JsonText {
  /** Integers beyond 2^53 are bigints. Objects have no prototype, so that `__proto__` is a field like others. */
  data: unknown;
  /** Offset of a value, or of the field name `key` in it, or of the nearest thing around them. */
  offset(path: Path, key?: string): number;
  /** Fields that are given again, and bigints. */
  repeated: { path: Path; key: string; offset: number }[];
  bigints: { path: Path; value: bigint; offset: number }[];
}

/** The text is not JSON: what is wrong, at which offset. */
export class JsonSyntaxError extends Error {
  readonly fault: Fault;
  readonly offset: number;

  constructor(fault: Fault, offset: number) {
    super();
    this.fault = fault;
    this.offset = offset;
  }
}

const maxDepth = 64;
const blank = /[ \t\r\n]*/y;
const stringToken = /"(?:(?:[^"\\\p{Cc}]|[\x7f-\x9f])+|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/uy;
const numberToken = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const wordToken = /true|false|null/y;
const anyToken = /"[^"\n]*"?|[\w.+-]+|\S|$/uy;

/** @throws {JsonSyntaxError} */
export function readJson(text: string): JsonText {
  const reader = new Reader(text);
  const data = reader.document();
  const { spans, repeated, bigints } = reader;
  return { data, repeated, bigints, offset: (path, key) => nearestOffset(spans, path, key) };
}

function nearestOffset(spans: ReadonlyMap<string, Span>, path: Path, key?: string): number {
  const named = key === undefined ? undefined : spans.get(spanKey([...path, key]))?.key;
  if (named !== undefined) return named;
  for (let length = path.length; length > 0; length--) {
    const span = spans.get(spanKey(path.slice(0, length)));
    if (span) return span.value;
  }
  return spans.get(spanKey([]))?.value ?? 0;
}

function spanKey(path: Path): string {
  return JSON.stringify(path);
}

/** Recursive descent; one object a text, `at` is where it has come to. */
class Reader {
  readonly spans = new Map<string, Span>();
  readonly repeated: JsonText["repeated"] = [];
  readonly bigints: JsonText["bigints"] = [];
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): unknown {
    this.match(blank);
    const data = this.value([], undefined);
    this.match(blank);
    if (this.at < this.text.length) this.fail(["end"]);
    return data;
  }

  private value(path: Path, key: number | undefined): unknown {
    if (path.length > maxDepth) throw new JsonSyntaxError(["deepJson", maxDepth], this.at);
    this.spans.set(spanKey(path), key === undefined ? { value: this.at } : { value: this.at, key });
    const start = this.text[this.at];
    if (start === "{") return this.object(path);
    if (start === "[") return this.array(path);
    if (start === '"') return this.string();
    const word = this.match(wordToken);
    if (word !== undefined) return JSON.parse(word) as unknown;
    const offset = this.at;
    const digits = this.match(numberToken);
    return digits === undefined ? this.fail(["value"]) : this.number(digits, path, offset);
  }

  private object(path: Path): Record<string, unknown> {
    const object = Object.create(null) as Record<string, unknown>;
    this.items("}", () => {
      const offset = this.at;
      const key = this.text[this.at] === '"' ? this.string() : this.fail(["fieldName"]);
      if (Object.hasOwn(object, key)) this.repeated.push({ path, key, offset });
      this.match(blank);
      this.expect(":");
      this.match(blank);
      object[key] = this.value([...path, key], offset);
    });
    return object;
  }

  private array(path: Path): unknown[] {
    const array: unknown[] = [];
    this.items("]", () => array.push(this.value([...path, array.length], undefined)));
    return array;
  }

  /** What stands between an opening bracket, where it is, and `close`, separated by commas. */
  private items(close: "}" | "]", item: () => void): void {
    this.at += 1;
    this.match(blank);
    if (this.text[this.at] === close) {
      this.at += 1;
      return;
    }
    for (;;) {
      item();
      this.match(blank);
      if (this.text[this.at] !== ",") break;
      this.at += 1;
      this.match(blank);
    }
    if (this.text[this.at] !== close) this.fail(["commaOr", close]);
    this.at += 1;
  }

  private string(): string {
    const offset = this.at;
    const token = this.match(stringToken);
    if (token === undefined) throw new JsonSyntaxError(["badJsonText"], offset);
    return JSON.parse(token) as string;
  }

  private number(digits: string, path: Path, offset: number): number | bigint {
    const number = Number(digits);
    if (Number.isSafeInteger(number) || !/^-?\d+$/.test(digits)) return number === 0 ? 0 : number;
    const value = BigInt(digits);
    this.bigints.push({ path, value, offset });
    return value;
  }

  private expect(char: string): void {
    if (this.text[this.at] !== char) this.fail(["written", `"${char}"`]);
    this.at += 1;
  }

  private match(token: RegExp): string | undefined {
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private fail(expected: Phrase): never {
    const offset = this.at;
    const found = this.match(anyToken)?.replace(/^"|"$/g, "");
    throw new JsonSyntaxError(["badJson", expected, found ? ["written", quote(found)] : ["end"]], offset);
  }
}
