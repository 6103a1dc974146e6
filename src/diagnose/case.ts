import type { ElectionSummary } from "../logs/election-summary.ts";
import type { ConfigFile } from "./config-file.ts";
import type { DataWatch } from "./data-watch.ts";
import type { Common, Detail, Evidence, Severity } from "./finding.ts";
import type { Members } from "./members.ts";
import type { MyidFile } from "./myid-file.ts";
import type { ServerLog } from "./server-log.ts";
import type { Sighting } from "./sighting.ts";
import type { Tallies } from "./tallies.ts";

/** Everything that findings are made from. */
export interface Case {
  /** One for each process that wrote, in the order in which they were first seen. */
  readonly logs: readonly ServerLog[];
  readonly tallies: Tallies;
  /** What each server that logged anything holds, by sid. */
  readonly data: ReadonlyMap<number, DataWatch>;
  /** Logs that only repeat another one, and that one; they are not among `logs`. */
  readonly copies: readonly { readonly copy: ServerLog; readonly of: ServerLog }[];
  readonly members: Members;
  readonly configs: readonly ConfigFile[];
  readonly myids: readonly MyidFile[];
  readonly elections: readonly ElectionSummary[];
  /** The last moment that any log shows, in ms since 1970. */
  readonly endMs: number;
}

/** How long servers may take to find each other, in ms: what is over by then is not worth a word. */
export const graceMs = 10_000;

/** The sid of a log that nothing tells the server of, as when it found no myid file. */
export const unnamed = -1;

/** Lines that a finding shows at most. */
const mostLines = 4;

/** A finding from logs: where it was seen, and how often. */
export function found<D extends Detail>(
  severity: Severity,
  sids: readonly number[],
  seen: readonly Sighting[],
  detail: D,
): Common & D {
  const lines = seen.map(({ first }) => first);
  const byTime = (a: Evidence, b: Evidence) => (a.ms ?? 0) - (b.ms ?? 0);
  const first = [...lines].sort(byTime)[0] ?? null;
  const last =
    seen
      .map((one) => one.last)
      .sort(byTime)
      .at(-1) ?? null;
  const count = seen.reduce((sum, one) => sum + one.count, 0);
  const known = sids.filter((sid) => sid !== unnamed);
  return { severity, sids: [...new Set(known)], evidence: lines.slice(0, mostLines), first, last, count, ...detail };
}

/** A finding from lines of configurations. */
export function configured<D extends Detail>(
  severity: Severity,
  sids: readonly number[],
  evidence: readonly Evidence[],
  detail: D,
): Common & D {
  return {
    severity,
    sids,
    evidence: evidence.slice(0, mostLines),
    first: null,
    last: null,
    count: evidence.length,
    ...detail,
  };
}

/** One line as a sighting. */
export function once(evidence: Evidence): Sighting {
  return { first: evidence, last: evidence, count: 1 };
}
