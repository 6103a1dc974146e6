/** What is wrong with one configuration by itself. */
import { type Case, configured } from "./case.ts";
import { type ConfigFile, isWildcard, membersOf, ownerOf } from "./config-file.ts";
import type { Evidence, Finding, PortUse } from "./finding.ts";

export function configFindings(about: Case): Finding[] {
  return about.configs.flatMap((config) => {
    const owner = ownerOf(config, about.myids, about.configs);
    const sids = owner === undefined ? [] : [owner];
    return [
      ...lineFindings(config, sids),
      ...sizeFindings(config, sids),
      ...observerFindings(config, owner),
      ...groupFindings(config, sids),
      ...portFindings(config, owner),
      ...noteFindings(config, owner),
    ];
  });
}

function lineFindings({ badLines, twice, settings, servers }: ConfigFile, sids: readonly number[]): Finding[] {
  const bad = badLines.map(
    ({ key, value, evidence }): Finding =>
      configured("error", sids, [evidence], { kind: "bad-server-line", key, value }),
  );
  const again = twice.map(({ id, evidence }): Finding => configured("error", sids, evidence, { kind: "id-twice", id }));
  // QuorumPeerConfig.checkValidity; a dynamic file has neither.
  const isWhole = settings.has("dataDir") && (servers.size > 1 || settings.has("dynamicConfigFile"));
  const absent = isWhole ? ["initLimit", "syncLimit"].filter((key) => !settings.has(key)) : [];
  const top = settings.get("dataDir")?.evidence;
  const missing = absent.map(
    (key): Finding => configured("error", sids, top ? [top] : [], { kind: "setting-missing", key }),
  );
  return [...bad, ...again, ...missing];
}

function sizeFindings(config: ConfigFile, sids: readonly number[]): Finding[] {
  const voters = [...config.servers.values()].filter(({ role }) => role === "participant");
  const participants = voters.length;
  const evidence = voters.map((voter) => voter.evidence);
  if (participants === 0 || config.groups.length > 0) return [];
  if (participants < 3 && config.servers.size > 1) {
    return [configured("warning", sids, evidence, { kind: "tiny-ensemble", participants })];
  }
  return participants % 2 === 0 ? [configured("warning", sids, evidence, { kind: "even-ensemble", participants })] : [];
}

/** QuorumPeerConfig.setupPeerType: where the two disagree, the list of servers decides. */
function observerFindings({ settings, servers }: ConfigFile, owner: number | undefined): Finding[] {
  const setting = settings.get("peerType");
  const told = setting?.value.toLowerCase() === "observer";
  const own = owner === undefined ? undefined : servers.get(owner);
  if (servers.size === 0) return [];
  if (told && setting) {
    const listed = own ? own.role === "observer" : [...servers.values()].some(({ role }) => role === "observer");
    const sids = owner === undefined ? [] : [owner];
    const evidence = [setting.evidence, ...(own ? [own.evidence] : [])];
    return listed ? [] : [configured("error", sids, evidence, { kind: "observer-votes" })];
  }
  if (own?.role !== "observer") return [];
  return [configured("note", [own.id], [own.evidence], { kind: "observer-untold" })];
}

function groupFindings(config: ConfigFile, sids: readonly number[]): Finding[] {
  const { groups, weights, servers } = config;
  if (groups.length === 0) return [];
  const groupless = membersOf(config).filter(({ role, group }) => role === "participant" && group === undefined);
  const ids = groupless.map(({ sid }) => sid);
  const lines = ids.flatMap((id) => servers.get(id)?.evidence ?? []);
  const weightless = groups.filter((group) => group.ids.every((id) => (weights.get(id) ?? 1) === 0));
  return [
    ...(ids.length > 0 ? [configured("error", sids, lines, { kind: "groupless", ids })] : []),
    ...weightless.map(
      ({ group, ids: all, evidence }): Finding =>
        configured("warning", sids, [evidence], { kind: "weightless-group", group, ids: all }),
    ),
  ];
}

interface Use extends PortUse {
  readonly host: string;
  readonly port: number;
  readonly evidence: Evidence;
}

/** Ports that are given twice on one host. */
function portFindings(config: ConfigFile, owner: number | undefined): Finding[] {
  const uses = [...config.servers.values()].flatMap(({ id, endpoints, clientPort, evidence }): Use[] =>
    endpoints.flatMap(({ host, quorumPort, electionPort }) => {
      // To each of the servers 0.0.0.0 is another host.
      const where = isWildcard(host) ? `${host} ${id}` : host;
      const use = (what: PortUse["what"], port: number): Use => ({ id, what, host: where, port, evidence });
      const client = clientPort === null ? [] : [use("client", clientPort)];
      return [use("quorum", quorumPort), use("election", electionPort), ...client];
    }),
  );
  const all = [...uses, ...ownClientPort(config, owner, uses)];
  const places = new Map<string, Use[]>();
  for (const use of all) places.set(`${use.host} ${use.port}`, [...(places.get(`${use.host} ${use.port}`) ?? []), use]);
  const sids = owner === undefined ? [] : [owner];
  return [...places.values()].flatMap((group): Finding[] => {
    const distinct = new Set(group.map(({ id, what }) => `${id} ${what}`));
    const [first] = group;
    if (!first || distinct.size < 2) return [];
    const host = first.host.replace(/ .*$/, "");
    const used = group.map(({ id, what }) => ({ id, what }));
    return [
      configured(
        "error",
        sids,
        group.map(({ evidence }) => evidence),
        { kind: "port-collision", host, port: first.port, uses: used },
      ),
    ];
  });
}

/** The clientPort of the file, on the host of its server; where that is not known, only if it collides on every host. */
function ownClientPort({ settings, servers }: ConfigFile, owner: number | undefined, uses: readonly Use[]): Use[] {
  const setting = settings.get("clientPort");
  const port = Number(setting?.value);
  if (!setting || !Number.isInteger(port) || uses.length === 0) return [];
  const own =
    owner ??
    ([...servers.keys()].every((id) => uses.some((use) => use.id === id && use.port === port))
      ? uses[0]?.id
      : undefined);
  const host = uses.find(({ id }) => id === own)?.host;
  if (own == null || host === undefined) return [];
  const inLine = uses.some(({ id, what }) => id === own && what === "client");
  return inLine ? [] : [{ id: own, what: "client", host, port, evidence: setting.evidence }];
}

function noteFindings({ settings, servers }: ConfigFile, owner: number | undefined): Finding[] {
  const sids = owner === undefined ? [] : [owner];
  const whitelist = settings.get("4lw.commands.whitelist");
  const allowed = (whitelist?.value ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
  const isClosed =
    whitelist !== undefined && !allowed.includes("*") && !["srvr", "mntr"].some((word) => allowed.includes(word));
  const own = owner === undefined ? undefined : servers.get(owner);
  const isAny = own?.endpoints.every(({ host }) => isWildcard(host)) ?? false;
  return [
    ...(isClosed ? [configured("note", sids, [whitelist.evidence], { kind: "commands-closed", allowed })] : []),
    ...(own && isAny
      ? [configured("note", sids, [own.evidence], { kind: "wildcard-address", peer: null, proven: true })]
      : []),
  ];
}
