import type { ElectionSummary } from "../logs/election-summary.ts";
import type { LogRecord } from "../logs/record.ts";
import { parseServerAddress } from "../scenario/server-address.ts";
import { type Case, unnamed } from "./case.ts";
import { leaderChanges } from "./changes.ts";
import { compareConfigs } from "./config-compare.ts";
import { type ConfigFile, membersOf, readConfigFile } from "./config-file.ts";
import { configFindings } from "./config-findings.ts";
import { connectionFindings, silenceFindings } from "./connections.ts";
import { copiesAmong, copyFindings } from "./copies.ts";
import { DataWatch } from "./data-watch.ts";
import { downFindings } from "./down.ts";
import { endFindings, repeatedElections } from "./elections.ts";
import type { Diagnosis, Finding } from "./finding.ts";
import { lostDataFindings } from "./lost-data.ts";
import { type Member, Members } from "./members.ts";
import { membershipFindings } from "./membership.ts";
import { type MyidFile, readMyidFile } from "./myid-file.ts";
import { ordered } from "./order.ts";
import { ServerLog } from "./server-log.ts";
import { startFindings } from "./starting.ts";
import { serviceFindings } from "./synchronising.ts";
import { Tallies } from "./tallies.ts";

/** Failures that say something though nobody knows of which server. */
const ofStarting: ReadonlySet<string> = new Set([
  ...(["invalid-config", "config-reason", "aborted", "myid-missing", "myid-not-number"] as const),
  ...(["not-in-list", "database", "cannot-listen", "listener-left", "cannot-bind"] as const),
]);

/**
 * Takes what logs say line by line, and configurations and myid files as they are; then says what is wrong. Of the
 * lines it keeps the first and the last of each kind, so that logs may be of any length. Records of one server must
 * come in the order in which it wrote them; those of several may come in any.
 */
export class Diagnoser {
  readonly #logs = new Map<string, ServerLog>();
  readonly #files = new Set<string>();
  readonly #tallies = new Tallies();
  readonly #data = new Map<number, DataWatch>();
  readonly #echoed = new Map<number, Member>();
  readonly #configs: ConfigFile[] = [];
  readonly #myids: MyidFile[] = [];
  #endMs = Number.NEGATIVE_INFINITY;

  add(record: LogRecord): void {
    if (record.sid === unnamed) {
      this.#addUnnamed(record);
      return;
    }
    const key = `${record.stream} ${record.sid}`;
    const log = this.#logs.get(key) ?? new ServerLog(record);
    this.#logs.set(key, log);
    this.#files.add(record.file);
    log.add(record);
    this.#tallies.add(record);
    const data = this.#data.get(record.sid) ?? new DataWatch();
    this.#data.set(record.sid, data);
    data.add(record, log.last);
    this.#endMs = Math.max(this.#endMs, record.ms);
    const { entry } = record;
    if (entry.kind !== "member") return;
    const role = parseServerAddress(entry.value)?.role;
    if (role) this.#echoed.set(entry.sid, { sid: entry.sid, role });
  }

  /** Of a server that never got an id, what kept it from starting. */
  #addUnnamed(record: LogRecord): void {
    this.#files.add(record.file);
    if (record.entry.kind === "failure" && ofStarting.has(record.entry.signature)) this.#tallies.add(record);
  }

  addConfig(file: string, text: string): void {
    this.#configs.push(readConfigFile(file, text));
  }

  addMyid(file: string, text: string): void {
    this.#myids.push(readMyidFile(file, text));
  }

  /** The members by the largest configuration so far. */
  get configured(): Member[] {
    const [largest] = [...this.#configs].sort((a, b) => b.servers.size - a.servers.size);
    return largest ? membersOf(largest) : [];
  }

  /** @param elections those that the same logs show; without them nothing is said of how often there were any */
  diagnose(elections: readonly ElectionSummary[]): Diagnosis {
    const copies = copiesAmong([...this.#logs.values()]);
    const copied = new Set(copies.map(({ copy }) => copy));
    const logs = [...this.#logs.values()].filter((log) => !copied.has(log));
    const about: Case = {
      logs,
      tallies: this.#tallies.without(new Set(copies.map(({ copy }) => copy.stream))),
      data: this.#data,
      copies,
      members: this.#members(),
      configs: this.#configs,
      myids: this.#myids,
      elections,
      endMs: this.#endMs,
    };
    const servers = [...new Set(logs.map(({ sid }) => sid))].sort((a, b) => a - b);
    return {
      looked: {
        logs: this.#files.size,
        configs: this.#configs.length,
        myids: this.#myids.length,
        servers,
        elections: elections.length,
      },
      findings: ordered(findingsOf(about)),
      changes: leaderChanges(elections, new Set(servers)),
    };
  }

  /** By the largest configuration, else by the lines that logs repeat of theirs, else whoever appears in logs. */
  #members(): Members {
    const { configured } = this;
    if (configured.length > 0) return new Members(configured);
    if (this.#echoed.size > 0) return new Members(this.#echoed.values());
    const logs = [...this.#logs.values()];
    const seen = logs.flatMap(({ sid, heard, unreachable }) => [sid, ...heard.keys(), ...unreachable.keys()]);
    return new Members([...new Set(seen)].map((sid) => ({ sid, role: "participant" })));
  }
}

function findingsOf(about: Case): Finding[] {
  const end = endFindings(about);
  const missing = new Set(end.flatMap((one) => (one.kind === "no-quorum" ? one.missing.map(({ sid }) => sid) : [])));
  const silent = silenceFindings(about);
  const causes = [
    ...lostDataFindings(about),
    ...startFindings(about),
    ...connectionFindings(about, missing),
    ...silent,
    ...membershipFindings(about),
    ...serviceFindings(about, silent),
  ];
  // Why it is left out is told already where its own log, or its peers', shows it.
  const explained = new Set(causes.flatMap(({ severity, sids }) => (severity === "error" ? sids : [])));
  const told = end.filter(({ kind, sids }) => kind !== "left-out" || !sids.some((sid) => explained.has(sid)));
  const away = new Set([...missing, ...causes.flatMap(awayIn)]);
  return [
    ...causes,
    ...told,
    ...downFindings(about, away),
    ...repeatedElections(about),
    ...configFindings(about),
    ...compareConfigs(about),
    ...copyFindings(about),
  ];
}

/** The servers that a finding already says are not there, or cannot be. */
function awayIn(finding: Finding): readonly number[] {
  switch (finding.kind) {
    case "unreachable":
    case "unresolved":
    case "tls":
      return finding.peer === null ? [] : [finding.peer];
    case "not-in-list":
    case "duplicate-sid":
    case "myid-missing":
    case "myid-not-number":
    case "invalid-config":
    case "aborted":
    case "cannot-bind":
    case "database":
      return finding.sids;
    default:
      return [];
  }
}
