/** The value of a `server.N` line of zoo.cfg (QuorumPeer.QuorumServer, initializeWithAddressString). */

/** How the value must look, for messages. */
export const serverAddressForm = "host:port:port[:participant|observer][;[address:]clientPort]";

const maxPort = 65535;
/** Host (an IPv6 address in brackets), quorum port, election port, role. */
const address = /^(?:\[[0-9a-fA-F:.%\w]+\]|[^\s:;|[\]]+):(\d+):(\d+)(?::(\w+))?$/;
const client = /^(?:(?:\[[0-9a-fA-F:.%\w]+\]|[^\s:;|[\]]+):)?(\d+)$/;

/**
 * The role that `host:2888:3888:observer;2181` gives a server, participant where it gives none; undefined when the
 * value is malformed. Several addresses of one server stand between `|`, and must agree on the role.
 */
export function readServerAddress(value: string): "participant" | "observer" | undefined {
  const [quorum = "", ...clients] = value.split(";").map((part) => part.trim());
  if (clients.length > 1 || !clients.every((part) => isPort(client.exec(part)?.[1]))) return undefined;
  const roles = new Set(quorum.split("|").map((part) => readRole(part.trim())));
  const [role] = roles;
  return roles.size === 1 ? role : undefined;
}

function readRole(value: string): "participant" | "observer" | undefined {
  const [, quorumPort, electionPort, type = "participant"] = address.exec(value) ?? [];
  if (!isPort(quorumPort) || !isPort(electionPort)) return undefined;
  const role = type.toLowerCase();
  return role === "participant" || role === "observer" ? role : undefined;
}

function isPort(digits: string | undefined): boolean {
  return digits !== undefined && Number(digits) <= maxPort;
}
