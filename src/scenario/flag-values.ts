/** The flags of the command line as values: what each must look like, and what it says. */
import type { Phrase } from "../locales/problems/phrases/en.ts";
import { InputError, type PlacedFault } from "./problem.ts";
import { quote } from "./show.ts";

/** As they stand on the command line. */
export interface ScenarioFlags {
  /** A count, or sids: `5`, `1,2,4`. */
  servers?: string | undefined;
  /** One for all or one per server: `8`, `0x100000008,1:8,8`. */
  zxid?: string | undefined;
  /** One for all or one per server: `1`, `1,1,2`. */
  epoch?: string | undefined;
  /** The sid in office before the first step. */
  leader?: string | undefined;
  /** One after another, `+` for together: `1+2,3`. */
  start?: string | undefined;
  /** Together: `3,5`. */
  fail?: string | undefined;
  seed?: string | undefined;
  /** Milliseconds: `1`, `1-20`. */
  latency?: string | undefined;
  /** A probability: `0.1`. */
  loss?: string | undefined;
}

/** What they say. Whether a value is in its range is for the schema. */
export interface FlagValues {
  /** One number is a count. */
  servers?: number[];
  zxid?: (number | bigint | string)[];
  epoch?: number[];
  leader?: number;
  start?: number[][];
  fail?: number[];
  seed?: number;
  latency?: number | number[];
  loss?: number;
}

const forms: { [Flag in keyof ScenarioFlags]-?: { pattern: RegExp; expected: Phrase } } = {
  servers: { pattern: /^\d+(,\d+)*$/, expected: ["countOrSids"] },
  zxid: { pattern: /^[^,\s]+(,[^,\s]+)*$/, expected: ["zxidForAll"] },
  epoch: { pattern: /^\d+(,\d+)*$/, expected: ["epochForAll"] },
  leader: { pattern: /^\d+$/, expected: ["anySid"] },
  start: { pattern: /^\d+([+,]\d+)*$/, expected: ["startOrder"] },
  fail: { pattern: /^\d+([+,]\d+)*$/, expected: ["sids", "3,5"] },
  seed: { pattern: /^\d+$/, expected: ["anyInteger"] },
  latency: { pattern: /^\d+(-\d+)?$/, expected: ["latencyFlag"] },
  loss: { pattern: /^(\d+(\.\d*)?|\.\d+)(e-?\d+)?$/i, expected: ["probability"] },
};

/** @throws {InputError} naming each flag that is malformed, as `--zxid` */
export function parseFlags(flags: ScenarioFlags): FlagValues {
  const faults: PlacedFault[] = [];
  const parse = <Flag extends keyof FlagValues>(
    name: Flag,
    read: (text: string) => NonNullable<FlagValues[Flag]>,
  ): Pick<FlagValues, Flag> => {
    const text = flags[name]?.trim().replace(/\s*([,+-])\s*/g, "$1");
    if (text === undefined) return {} as Pick<FlagValues, Flag>;
    const { pattern, expected } = forms[name];
    if (pattern.test(text)) return { [name]: read(text) } as Pick<FlagValues, Flag>;
    const found = quote(flags[name] ?? "");
    faults.push({ path: `--${name}`, fault: ["expected", expected, ["written", found]] });
    return {} as Pick<FlagValues, Flag>;
  };
  const values: FlagValues = {
    ...parse("servers", integers),
    ...parse("zxid", (text) => text.split(",").map(zxid)),
    ...parse("epoch", integers),
    ...parse("leader", Number),
    ...parse("start", (text) => text.split(",").map(integers)),
    ...parse("fail", integers),
    ...parse("seed", Number),
    ...parse("latency", (text) => (text.includes("-") ? integers(text) : Number(text))),
    ...parse("loss", Number),
  };
  if (faults.length > 0) throw new InputError(faults);
  return values;
}

function integers(text: string): number[] {
  return text.split(/[,+-]/).map(Number);
}

/** A decimal number of any length, or one of the forms that are text in a file too. */
function zxid(text: string): number | bigint | string {
  if (!/^-?\d+$/.test(text)) return text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
