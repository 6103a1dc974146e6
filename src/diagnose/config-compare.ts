/** What configurations of several servers do not agree on. */
import { alike } from "../trace/alike.ts";
import { type Case, configured } from "./case.ts";
import { type ConfigFile, type ConfigServer, isWildcard, ownerOf } from "./config-file.ts";
import type { Finding } from "./finding.ts";

type How = Extract<Finding, { kind: "members-differ" }>["how"];

/** Servers that one file has and another has not, or has otherwise. */
export function compareConfigs(about: Case): Finding[] {
  const listed = about.configs.filter(({ servers }) => servers.size > 0);
  // Dynamic files of several versions are a history, not a disagreement.
  const histories = alike(listed, ({ settings }) => settings.get("version")?.value ?? "");
  return [...histories.flatMap((configs) => differences(configs, about)), ...clientPorts(about)];
}

function differences(configs: readonly ConfigFile[], about: Case): Finding[] {
  const ids = [...new Set(configs.flatMap(({ servers }) => [...servers.keys()]))].sort((a, b) => a - b);
  return ids.flatMap((id): Finding[] => {
    const lines = configs.flatMap((config) => {
      const server = config.servers.get(id);
      return server ? [{ config, server }] : [];
    });
    const without = configs.filter(({ servers }) => !servers.has(id));
    const evidence = lines.map(({ server }) => server.evidence);
    const differ = (how: How, files: readonly string[], severity: "error" | "warning"): Finding =>
      configured(severity, ownersOf(files, about), evidence, { kind: "members-differ", id, how, files });
    if (without.length > 0)
      return [
        differ(
          "missing",
          without.map(({ file }) => file),
          "error",
        ),
      ];
    const roles = alike(lines, ({ server }) => server.role);
    if (roles.length > 1) return [differ("role", minority(roles), "error")];
    const known = lines.filter(({ server }) => !server.endpoints.some(({ host }) => isWildcard(host)));
    const addresses = alike(known, ({ server }) => addressOf(server));
    return addresses.length > 1 ? [differ("address", minority(addresses), "error")] : [];
  });
}

/** The files of those who are fewest. */
function minority(groups: readonly (readonly { readonly config: ConfigFile }[])[]): string[] {
  const fewest = [...groups].sort((a, b) => a.length - b.length)[0] ?? [];
  return fewest.map(({ config }) => config.file);
}

function addressOf({ endpoints }: ConfigServer): string {
  return endpoints.map(({ host, quorumPort, electionPort }) => `${host}:${quorumPort}:${electionPort}`).join("|");
}

function ownersOf(files: readonly string[], { configs, myids }: Case): number[] {
  return configs.filter(({ file }) => files.includes(file)).flatMap((config) => ownerOf(config, myids, configs) ?? []);
}

/** Servers on one host that have one clientPort. */
function clientPorts({ configs, myids }: Case): Finding[] {
  const ports = configs.flatMap((config) => {
    const owner = ownerOf(config, myids, configs);
    const host = owner === undefined ? undefined : config.servers.get(owner)?.endpoints[0]?.host;
    const setting = config.settings.get("clientPort");
    if (owner === undefined || host === undefined || isWildcard(host) || !setting) return [];
    return [{ owner, host, port: Number(setting.value), evidence: setting.evidence }];
  });
  return alike(ports, ({ host, port }) => `${host} ${port}`).flatMap((group): Finding[] => {
    const owners = [...new Set(group.map(({ owner }) => owner))];
    const [{ host, port }] = group;
    if (owners.length < 2) return [];
    const uses = owners.map((id) => ({ id, what: "client" }) as const);
    return [
      configured(
        "error",
        owners,
        group.map(({ evidence }) => evidence),
        { kind: "port-collision", host, port, uses },
      ),
    ];
  });
}
