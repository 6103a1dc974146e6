/** A zoo.cfg or dynamic file as it is written, wrong lines and all: what is wrong with it is found elsewhere. */
import { type Property, readProperties } from "../scenario/properties.ts";
import { parseServerAddress, type ServerAddress } from "../scenario/server-address.ts";
import type { Evidence } from "./finding.ts";
import type { Member } from "./members.ts";
import type { MyidFile } from "./myid-file.ts";

/** A `server.N` line. */
export interface ConfigServer extends ServerAddress {
  readonly id: number;
  readonly evidence: Evidence;
}

/** A `group.N` line. */
interface ConfigGroup {
  readonly group: number;
  readonly ids: readonly number[];
  readonly evidence: Evidence;
}

/** A line that cannot be read. */
interface BadLine {
  readonly key: string;
  readonly value: string;
  readonly evidence: Evidence;
}

interface Setting {
  readonly value: string;
  readonly evidence: Evidence;
}

export interface ConfigFile {
  readonly file: string;
  /** By id; of an id that comes twice the last, as in Java. */
  readonly servers: ReadonlyMap<number, ConfigServer>;
  /** Ids that come twice, with the first and the second line. */
  readonly twice: readonly { readonly id: number; readonly evidence: readonly Evidence[] }[];
  readonly groups: readonly ConfigGroup[];
  readonly weights: ReadonlyMap<number, number>;
  readonly badLines: readonly BadLine[];
  readonly settings: ReadonlyMap<string, Setting>;
  /** The first line that says anything. */
  readonly top: Evidence;
}

const known = /^\s*(?:server\.\d+|clientPort|dataDir|tickTime|initLimit|syncLimit|dynamicConfigFile)\s*[=:]/;

/**
 * Whether a text is a configuration: a `server.N=` line or a setting that every zoo.cfg has stands in it, and most of
 * its lines are settings, as they are not in a log that repeats some.
 */
export function looksLikeConfig(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => /^\s*[^\s#!]/.test(line));
  const settings = lines.filter((line) => /^\s*[\w.-]+\s*[=:]/.test(line) && !/^\s*\d{4}-/.test(line));
  return lines.some((line) => known.test(line)) && settings.length * 2 > lines.length;
}

export function readConfigFile(file: string, text: string): ConfigFile {
  const properties = readProperties(text);
  const servers = new Map<number, ConfigServer>();
  const twice: { id: number; evidence: Evidence[] }[] = [];
  const groups: ConfigGroup[] = [];
  const weights = new Map<number, number>();
  const badLines: BadLine[] = [];
  const settings = new Map<string, Setting>();
  for (const property of properties) {
    const { key, value } = property;
    const evidence = evidenceOf(file, property);
    const [, kind, digits] = /^(server|group|weight)\.(.*)$/.exec(key) ?? [];
    const id = /^\d{1,15}$/.test(digits ?? "") ? Number(digits) : undefined;
    const address = kind === "server" ? parseServerAddress(value) : undefined;
    if (kind === undefined) settings.set(key, { value, evidence });
    else if (id === undefined || (kind === "server" && !address)) badLines.push({ key, value, evidence });
    else if (kind === "group") groups.push({ group: id, ids: value.split(":").map(Number), evidence });
    else if (kind === "weight") weights.set(id, Number(value));
    else if (address) {
      const first = servers.get(id);
      if (first) twice.push({ id, evidence: [first.evidence, evidence] });
      servers.set(id, { ...address, id, evidence });
    }
  }
  const [first = { key: "", value: "", line: 1, column: 1 }] = properties;
  return { file, servers, twice, groups, weights, badLines, settings, top: evidenceOf(file, first) };
}

function evidenceOf(file: string, { key, value, line }: Property): Evidence {
  return { file, line, at: null, ms: null, text: `${key}=${value}` };
}

/** The ensemble that a configuration describes. */
export function membersOf({ servers, groups, weights }: ConfigFile): Member[] {
  return [...servers.values()].map(({ id, role }) => {
    const group = groups.find(({ ids }) => ids.includes(id))?.group;
    if (groups.length === 0 || role === "observer") return { sid: id, role };
    return { sid: id, role, weight: weights.get(id) ?? 1, ...(group !== undefined && { group }) };
  });
}

/** An address that stands for every address of a host. */
export function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || host === "[::]";
}

/**
 * Whose configuration it is, as far as can be told: by the myid file that belongs to it, by the server that is
 * 0.0.0.0 to itself, or by a name such as zoo-3.cfg.
 */
export function ownerOf(
  config: ConfigFile,
  myids: readonly MyidFile[],
  configs: readonly ConfigFile[],
): number | undefined {
  const myid = myids.find((one) => belongsTo(one, config, configs))?.id;
  if (myid !== undefined) return myid;
  const self = [...config.servers.values()].filter(({ endpoints }) => endpoints.every(({ host }) => isWildcard(host)));
  if (self.length === 1) return self[0]?.id;
  const named = /(?:^|\/)zoo(?:keeper)?[-_.]?(\d{1,3})\.(?:cfg|conf)$/.exec(config.file)?.[1];
  return named !== undefined && config.servers.has(Number(named)) ? Number(named) : undefined;
}

/** Whether a myid file is in the data folder of a configuration, or they came in one folder of their own. */
export function belongsTo(myid: MyidFile, config: ConfigFile, configs: readonly ConfigFile[]): boolean {
  const data = config.settings.get("dataDir")?.value.replace(/\/+$/, "");
  const folder = folderOf(myid.file);
  if (data !== undefined && folder === data) return true;
  const own = folderOf(config.file);
  const alone = configs.filter(({ file }) => folderOf(file) === own).length === 1;
  return alone && (folder === own || folder.startsWith(own === "" ? "data" : `${own}/`));
}

function folderOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";
}
