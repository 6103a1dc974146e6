import type { Entry, LogRecord } from "../logs/record.ts";
import type { Evidence } from "./finding.ts";

/** How often something was seen, first and last; of all between nothing is kept. */
export interface Sighting {
  readonly first: Evidence;
  last: Evidence;
  count: number;
}

/** One more of them. */
export function seenAgain(sighting: Sighting | undefined, evidence: Evidence): Sighting {
  if (!sighting) return { first: evidence, last: evidence, count: 1 };
  sighting.last = evidence;
  sighting.count++;
  return sighting;
}

/** The line of a record as evidence. */
export function evidenceOf(record: LogRecord): Evidence {
  const { file, line, at, ms, cause } = record;
  const text = textOf(record.entry, record.sid);
  return { file, line, at, ms, text: cause === undefined ? text : `${text}: ${cause}` };
}

/** What the line says, as far as it matters: of a failure word for word, of the rest as versions since 3.6 write it. */
function textOf(entry: Entry, sid: number): string {
  switch (entry.kind) {
    case "failure":
      return entry.args["text"] ?? entry.signature;
    case "start":
      return `Starting quorum peer, myid=${sid}`;
    case "look":
      return `New election. My id = ${sid}, proposed zxid=0x${entry.zxid.toString(16)}`;
    case "timeout":
      return `Notification time out: ${entry.next} ms`;
    case "state":
      return entry.state;
    case "unreachable":
      return `Cannot open channel to ${entry.to} at election address ${entry.address}`;
    case "left":
      return entry.reason === "" ? `no longer ${entry.role}` : entry.reason;
    case "exit":
      return entry.code === null ? "QuorumPeer main thread exited" : `Exiting JVM with code ${entry.code}`;
    case "member":
      return `server.${entry.sid}=${entry.value}`;
    default:
      return entry.kind;
  }
}
