/** The command line's flags that make a cluster description, or change one. */
import type { Description, Path } from "./description.ts";
import { isMapping } from "./fields.ts";
import { type FlagValues, parseFlags, type ScenarioFlags } from "./flag-values.ts";
import { maxServers } from "./limits.ts";
import { InputError, type Place, type PlacedFault } from "./problem.ts";
import { summary } from "./show.ts";
import { epochOf, parseZxid } from "./zxid.ts";

export type { ScenarioFlags };

type Data = Record<string, unknown>;

/** A server, and its index in the servers of the file that it comes from. */
interface Entry {
  server: unknown;
  from?: number;
}

/**
 * `base` changed by the flags, or a description made of the flags alone. What the flags did not give keeps its place
 * in the file. A flag that changes who can win drops the file's `expect`, `title` and `source`: they speak of
 * another scenario.
 *
 * @throws {InputError} for a malformed flag, or when nothing says which servers there are
 */
export function applyFlags(base: Description | undefined, flags: ScenarioFlags): Description {
  const values = parseFlags(flags);
  if (!base && values.servers === undefined) {
    throw new InputError([{ fault: ["noServers"] }]);
  }
  if (base && !isMapping(base.data)) return base;

  const written: Data = isMapping(base?.data) ? base.data : {};
  const data: Data = { ...written };
  // Other zxids are another history, of which the file does not say what is committed.
  if (values.zxid) delete data.committed;
  if (changesOutcome(values)) for (const field of ["expect", "title", "source"]) delete data[field];
  const entries = chooseServers(written.servers, values.servers);
  const faults: PlacedFault[] = [...(base?.faults ?? [])];
  if (entries) data.servers = setFields(entries, values, written.epoch, faults);
  else if (values.servers) data.servers = values.servers[0];
  setOffice(data, values);
  setNetwork(data, values);
  return {
    data,
    faults,
    place: (path, key) => flagPlace(values, path, entries) ?? basePlace(base, path, key, entries),
  };
}

function changesOutcome({ servers, zxid, epoch, leader, start, fail, loss }: FlagValues): boolean {
  return [servers, zxid, epoch, leader, start, fail, loss].some((value) => value !== undefined);
}

/** The servers that the flag names, as the file has them or new; those of the file when there is no flag. */
function chooseServers(written: unknown, flag: number[] | undefined): Entry[] | undefined {
  const inFile: Entry[] | undefined = Array.isArray(written)
    ? written.map((server, from) => ({ server, from }))
    : count(written)?.map((sid) => ({ server: { sid } }));
  if (!flag) return inFile;
  const sids = flag.length === 1 ? count(flag[0]) : flag;
  const bySid = new Map(inFile?.map((entry) => [isMapping(entry.server) ? entry.server.sid : undefined, entry]));
  return sids?.map((sid) => bySid.get(sid) ?? { server: { sid } });
}

/** Sids 1 to n, when n is a number of servers. */
function count(n: unknown): number[] | undefined {
  const valid = typeof n === "number" && Number.isInteger(n) && n >= 1 && n <= maxServers;
  return valid ? Array.from({ length: n }, (_, index) => index + 1) : undefined;
}

/** The servers with the zxids and epochs of the flags; `epoch` is that of servers which have none of their own. */
function setFields(entries: readonly Entry[], values: FlagValues, epoch: unknown, faults: PlacedFault[]): unknown[] {
  let servers = entries.map(({ server }) => server);
  for (const field of ["zxid", "epoch"] as const) {
    const given: unknown[] | undefined = values[field];
    if (!given) continue;
    if (given.length !== 1 && given.length !== servers.length) {
      const sids = servers.map((server) => (isMapping(server) ? Number(server.sid) : Number.NaN));
      faults.push({ path: `--${field}`, fault: ["valueCount", given.length, servers.length, summary(sids)] });
      continue;
    }
    servers = servers.map((server, index) =>
      isMapping(server) ? withField(server, field, given.length === 1 ? given[0] : given[index]) : server,
    );
  }
  if (!values.zxid && !values.epoch) return servers;
  return servers.map((server) => (isMapping(server) ? withoutOldPromise(server, epoch) : server));
}

/** Another zxid is another history: what the file says of the one before is left out. */
function withField(server: Data, field: "zxid" | "epoch", value: unknown): Data {
  if (field === "epoch") return { ...server, epoch: value };
  const { log, snapshot, ...others } = server;
  return { ...others, zxid: value };
}

/** The server, without an accepted epoch that its epoch has left behind. */
function withoutOldPromise(server: Data, defaultEpoch: unknown): Data {
  const { acceptedEpoch, ...others } = server;
  const parsed = parseZxid(server.zxid ?? 0);
  const epoch = server.epoch ?? defaultEpoch ?? ("zxid" in parsed ? epochOf(parsed.zxid) : 0);
  return typeof acceptedEpoch === "number" && acceptedEpoch < Number(epoch) ? others : server;
}

/** Leader and steps: the flags' starts one after another, then their failure, in place of the file's steps. */
function setOffice(data: Data, { leader, start, fail }: FlagValues): void {
  if (leader !== undefined) data.leader = leader;
  // Who is started cannot have been in office: the flag, being the later word, wins over the file.
  else if (start?.some((sids) => sids.some((sid) => sid === data.leader))) delete data.leader;
  if (!start && !fail) return;
  data.steps = [...(start ?? []).map((sids) => ({ start: sids })), ...(fail ? [{ fail }] : [])];
}

function setNetwork(data: Data, { latency, loss, seed }: FlagValues): void {
  const given = Object.entries({ latency, loss, seed }).filter(([, value]) => value !== undefined);
  const written = data.network ?? {};
  if (given.length > 0 && isMapping(written)) data.network = { ...written, ...Object.fromEntries(given) };
}

/** The flag that gave what is at `path`, if one did. */
function flagPlace(values: FlagValues, path: Path, entries: readonly Entry[] | undefined): Place | undefined {
  const flag = (name: keyof FlagValues) => (values[name] === undefined ? undefined : { path: `--${name}` });
  const [field, index, part] = path;
  switch (field) {
    case "servers": {
      if (part === "zxid" || part === "epoch") return flag(part) ?? serverPlace();
      return serverPlace();
    }
    case "steps": {
      if (typeof index !== "number") return flag("start") ?? flag("fail");
      return index < (values.start?.length ?? 0) ? flag("start") : (flag("fail") ?? flag("start"));
    }
    case "network":
      return index === "latency" || index === "loss" || index === "seed" ? flag(index) : undefined;
    default:
      return field === "leader" ? flag(field) : undefined;
  }

  function serverPlace(): Place | undefined {
    const fromFile = typeof index === "number" && entries?.[index]?.from !== undefined;
    return fromFile ? undefined : flag("servers");
  }
}

/** Where the file has what is at `path`, its servers counted as they stand there. */
function basePlace(
  base: Description | undefined,
  path: Path,
  key: string | undefined,
  entries: readonly Entry[] | undefined,
): Place {
  if (!base) return {};
  const [field, index, ...rest] = path;
  const from = field === "servers" && typeof index === "number" ? entries?.[index]?.from : undefined;
  return base.place(from === undefined ? path : ["servers", from, ...rest], key);
}
