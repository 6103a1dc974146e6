/** The value of a `server.N` line of zoo.cfg (QuorumPeer.QuorumServer, initializeWithAddressString). */

/** How the value must look, for messages. */
export const serverAddressForm = "host:port:port[:participant|observer][;[address:]clientPort]";

/** One of the addresses of a server; an IPv6 host stands in brackets. */
export interface Endpoint {
  readonly host: string;
  readonly quorumPort: number;
  readonly electionPort: number;
}

/** What a `server.N` line says. */
export interface ServerAddress {
  readonly role: "participant" | "observer";
  /** At least one. */
  readonly endpoints: readonly Endpoint[];
  /** Where clients come in; null where the line does not say. */
  readonly clientPort: number | null;
}

const maxPort = 65535;
/** Host (an IPv6 address in brackets), quorum port, election port, role. */
const address = /^(\[[0-9a-fA-F:.%\w]+\]|[^\s:;|[\]]+):(\d+):(\d+)(?::(\w+))?$/;
const client = /^(?:(?:\[[0-9a-fA-F:.%\w]+\]|[^\s:;|[\]]+):)?(\d+)$/;

/**
 * What `host:2888:3888:observer;2181` says: a participant where it gives no role; undefined when the value is
 * malformed. Several addresses of one server stand between `|`, and must agree on the role.
 */
export function parseServerAddress(value: string): ServerAddress | undefined {
  const [quorum = "", ...clients] = value.split(";").map((part) => part.trim());
  const clientPort = clients[0] === undefined ? null : Number(client.exec(clients[0])?.[1] ?? Number.NaN);
  if (clients.length > 1 || (clientPort !== null && !isPort(clientPort))) return undefined;
  const parts = quorum.split("|").map((part) => readPart(part.trim()));
  const roles = new Set(parts.map((part) => part?.role));
  const [role] = roles;
  if (roles.size !== 1 || !role) return undefined;
  return { role, endpoints: parts.flatMap((part) => (part ? [part.endpoint] : [])), clientPort };
}

/** The role alone; undefined when the value is malformed. */
export function readServerAddress(value: string): "participant" | "observer" | undefined {
  return parseServerAddress(value)?.role;
}

function readPart(value: string): { role: "participant" | "observer"; endpoint: Endpoint } | undefined {
  const [, host = "", quorum, election, type = "participant"] = address.exec(value) ?? [];
  const [quorumPort, electionPort] = [Number(quorum ?? Number.NaN), Number(election ?? Number.NaN)];
  const role = type.toLowerCase();
  if (!isPort(quorumPort) || !isPort(electionPort)) return undefined;
  return role === "participant" || role === "observer"
    ? { role, endpoint: { host, quorumPort, electionPort } }
    : undefined;
}

function isPort(port: number): boolean {
  return port <= maxPort;
}
