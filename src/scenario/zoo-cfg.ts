/**
 * Reads the ensemble out of a zoo.cfg, or the file that its dynamicConfigFile names (QuorumPeerConfig.parseProperties,
 * QuorumHierarchical.parse). Whatever says nothing about the ensemble is passed over.
 */
import type { Fault } from "../locales/problems/fault.ts";
import { type Description, formatPath, type Path } from "./description.ts";
import { maxSid } from "./limits.ts";
import { InputError, type Place, type PlacedFault } from "./problem.ts";
import { type Property, readProperties } from "./properties.ts";
import { readServerAddress, serverAddressForm } from "./server-address.ts";
import { printable, quote, summary } from "./show.ts";

type ServerField = "sid" | "role" | "group" | "weight";
type ServerData = { sid: number; role?: string; group?: number; weight?: number | string };

/** Whether the text is one, by its `server.N` lines or, failing those, by the file's name. */
export function looksLikeZooCfg(text: string, file: string): boolean {
  if (/^\s*servers["']?\s*:/m.test(text)) return false;
  return /^[ \t]*server\.\w+[ \t]*[=:]/m.test(text) || /\.(?:cfg|conf|properties|dynamic)$/i.test(file);
}

export function readZooCfg(text: string, file: string): Description {
  const properties = readProperties(text);
  if (!properties.some(({ key }) => key.startsWith("server."))) throw new InputError([noServers(properties, file)]);
  const reader = new Reader(file);
  for (const prefix of ["server", "group", "weight"] as const) {
    for (const property of properties) {
      if (property.key.startsWith(`${prefix}.`)) reader[prefix](property, property.key.slice(prefix.length + 1));
    }
  }
  for (const property of properties) reader.timing(property);
  return reader.description();
}

function noServers(properties: readonly Property[], file: string): PlacedFault {
  const elsewhere = properties.find(({ key }) => key === "dynamicConfigFile");
  if (!elsewhere) return { file, fault: ["noServerLine"] };
  const { line, column, key: path, value } = elsewhere;
  return { file, line, column, path, fault: ["serversElsewhere", quote(value)] };
}

/** Gathers servers and timing, and which property said what. */
class Reader {
  private readonly file: string;
  private readonly servers = new Map<number, ServerData>();
  private readonly timings: Record<string, number | string> = {};
  private readonly faults: PlacedFault[] = [];
  private readonly written = new Map<string, Property>();
  private readonly groups = new Set<number>();

  constructor(file: string) {
    this.file = file;
  }

  server(property: Property, id: string): void {
    const sid = readId(id);
    if (sid === undefined) {
      this.report(property, ["sidAfterDot", maxSid]);
      return;
    }
    const first = this.written.get(`server ${sid} sid`);
    if (first) {
      this.report(property, ["sidOnLine", sid, first.line]);
      return;
    }
    const role = readServerAddress(property.value);
    if (!role) this.report(property, ["expected", ["written", serverAddressForm], ["written", quote(property.value)]]);
    this.servers.set(sid, { sid, role: role ?? "participant" });
    this.remember(sid, "sid", property);
    this.remember(sid, "role", property);
  }

  group(property: Property, id: string): void {
    const group = readId(id);
    if (group === undefined) {
      this.report(property, ["groupAfterDot", maxSid]);
      return;
    }
    if (this.groups.has(group)) {
      this.report(property, ["groupAgain", group]);
      return;
    }
    this.groups.add(group);
    for (const member of property.value.split(":").map((part) => part.trim())) {
      const server = this.known(property, member);
      if (!server) continue;
      if (server.group !== undefined) {
        const again = server.group === group;
        this.report(property, again ? ["twiceInGroup", server.sid] : ["inOtherGroup", server.sid, server.group]);
      } else {
        server.group = group;
        this.remember(server.sid, "group", property);
      }
    }
  }

  weight(property: Property, id: string): void {
    const server = this.known(property, id);
    if (!server) return;
    if (server.weight !== undefined) {
      this.report(property, ["weightAgain", server.sid]);
      return;
    }
    server.weight = readNumber(property.value);
    this.remember(server.sid, "weight", property);
  }

  timing(property: Property): void {
    if (!["tickTime", "initLimit", "syncLimit"].includes(property.key)) return;
    // As in Java, where the last one counts.
    this.timings[property.key] = readNumber(property.value);
    this.written.set(formatPath(["timing", property.key]), property);
  }

  description(): Description {
    const servers = [...this.servers.values()];
    const place = (path: Path): Place => {
      const [part, index, field] = path;
      const sid = typeof index === "number" ? servers[index]?.sid : servers[0]?.sid;
      const property =
        part === "servers"
          ? (this.written.get(`server ${sid} ${field ?? "sid"}`) ?? this.written.get(`server ${sid} sid`))
          : this.written.get(formatPath(path));
      return property ? this.at(property) : { file: this.file };
    };
    return { data: { servers, timing: this.timings }, faults: this.faults, place };
  }

  /** The server whose sid this is; a sid that is malformed or of no server is reported. */
  private known(property: Property, id: string): ServerData | undefined {
    const sid = readId(id);
    const server = sid === undefined ? undefined : this.servers.get(sid);
    if (server) return server;
    const sids = [...this.servers.keys()].sort((a, b) => a - b);
    const unknown: Fault = ["expected", ["anySid"], ["written", quote(id)]];
    this.report(property, sid === undefined ? unknown : ["noServer", sid, summary(sids)]);
    return undefined;
  }

  private remember(sid: number, field: ServerField, property: Property): void {
    this.written.set(`server ${sid} ${field}`, property);
  }

  private report(property: Property, fault: Fault): void {
    this.faults.push({ ...this.at(property), fault });
  }

  private at({ line, column, key }: Property): Place {
    return { file: this.file, line, column, path: printable(key) };
  }
}

function readId(text: string): number | undefined {
  const id = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(id) ? id : undefined;
}

/** A number where the text is one; other text is left for the schema to turn away. */
function readNumber(text: string): number | string {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}
