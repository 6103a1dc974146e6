/** `--protocol` and `--set`: a description under another protocol, or with other options of one. */
import { protocols } from "../protocols/registry.ts";
import { type Description, formatPath, type Path, readPath } from "./description.ts";
import { isMapping } from "./fields.ts";
import { InputError, type Place } from "./problem.ts";
import { quote } from "./show.ts";
import { unknownWord } from "./suggest.ts";

interface Setting {
  readonly path: Path;
  readonly value: unknown;
}

/** The one field of a description that can be set beside those of protocols. */
const timing = "timing";

/**
 * The description under that protocol. Under one that it is not meant for, nothing is expected of it, and its source is
 * left out: it speaks of another.
 */
export function withProtocol(base: Description, protocol: string): Description {
  if (!isMapping(base.data)) return base;
  const { protocol: meant = "zookeeper", ...data } = base.data;
  if (meant !== protocol) for (const field of ["expect", "source"]) delete data[field];
  return {
    ...base,
    data: { ...data, protocol },
    place: (path, key) => (path[0] === "protocol" ? { path: "--protocol" } : base.place(path, key)),
  };
}

/**
 * The description with these settings, `raft.preVote=true` each, of a protocol's part or of the timing.
 * @throws {InputError} for one that is malformed, or of something else
 */
export function withSettings(base: Description, texts: readonly string[]): Description {
  const settings = texts.map(readSetting);
  let { data } = base;
  if (!isMapping(data)) return base;
  for (const { path, value } of settings) data = changed(data, path, value);
  return { ...base, data, place: (path, key) => settingPlace(settings, path, key) ?? base.place(path, key) };
}

/**
 * The settings of the parts of protocols among these, by the protocol that each is for.
 * @throws {InputError} as `withSettings`
 */
export function settingsOfParts(texts: readonly string[]): { readonly protocol: string; readonly name: string }[] {
  return texts
    .map((text) => readSetting(text).path)
    .filter(([field]) => field !== timing)
    .map((path) => ({ protocol: String(path[0]), name: formatPath(path) }));
}

function readSetting(text: string): Setting {
  const [, name = "", written] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const path = readPath(name);
  if (written === undefined || path.length < 2) {
    throw new InputError([{ path: "--set", fault: ["expected", ["setting"], ["written", quote(text)]] }]);
  }
  const known = [...Object.keys(protocols), timing];
  if (!known.includes(String(path[0]))) {
    throw new InputError([{ path: `--set ${formatPath(path)}`, fault: unknownWord("field", String(path[0]), known) }]);
  }
  // No schema would see it: it stands for what an object is made from, not for a field.
  if (path.includes("__proto__")) {
    throw new InputError([{ path: `--set ${formatPath(path)}`, fault: ["unknown", "field", quote("__proto__")] }]);
  }
  return { path, value: readValue(written) };
}

/** As JSON where it is JSON, else as text. */
function readValue(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}

/** A copy of the data with another value at the path; what is not there on the way is made. */
function changed(data: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(data) && typeof key === "number") {
    const items = [...data];
    items[Math.min(key, items.length)] = changed(items[key], rest, value);
    return items;
  }
  const object = isMapping(data) ? data : {};
  const within = Object.hasOwn(object, key) ? object[key] : undefined;
  return { ...object, [key]: changed(within, rest, value) };
}

/** The setting that gave what is at the path, or that made what holds it. */
function settingPlace(settings: readonly Setting[], path: Path, key: string | undefined): Place | undefined {
  const asked = key === undefined ? path : [...path, key];
  const found = settings.findLast((setting) => begins(asked, setting.path) || begins(setting.path, asked));
  return found && { path: `--set ${formatPath(found.path)}` };
}

function begins(path: Path, start: Path): boolean {
  return start.length <= path.length && start.every((part, at) => part === path[at]);
}
