/** Everything that can be wrong in one place of what a trace tells of Zab. */
import type { PhaseEvent, ResultEvent, TraceEvent, TraceLine, ZxidRange } from "../../../src/trace/events.ts";

interface Spoilt {
  /** What was done, in words for who reads a failure. */
  readonly what: string;
  readonly lines: readonly TraceLine[];
}

const told = new Set<string>(["phase", "epoch", "refuse", "propose", "logged", "commit"]);

export function spoilt(lines: readonly TraceLine[]): Spoilt[] {
  return lines.flatMap((line, at): Spoilt[] => {
    const place = (change: string) => `${change}: ${text(line)}`;
    const put = (change: string, ...instead: TraceLine[]) => ({
      what: place(change),
      lines: lines.toSpliced(at, 1, ...instead),
    });
    if (line.type === "result") return results(line).map(([change, other]) => put(change, other));
    if (!told.has(line.type)) return [];
    const event = line as Told;
    return [
      ...(isTwice(lines, at) ? [] : [put("left out")]),
      put("told twice", event, event),
      ...fields(event).map(([change, other]) => put(change, other)),
      ...sooner(lines, at).map((swapped) => ({ what: place("told sooner"), lines: swapped })),
    ];
  });
}

type Told = Extract<TraceEvent, { type: "phase" | "epoch" | "refuse" | "propose" | "logged" | "commit" }>;
type Change = readonly [what: string, event: TraceLine];

/** Each of its numbers one more and one less, and what else it says differently. */
function fields(event: Told): Change[] {
  if (event.type === "phase") return phases(event);
  const changes: Change[] = [];
  for (const field of ["sid", "leader", "epoch", "was", "count", "zxid", "currentEpoch", "from"] as const) {
    const value = (event as unknown as Record<string, unknown>)[field];
    for (const [sign, other] of neighbours(value)) changes.push([`${field} ${sign}`, { ...event, [field]: other }]);
  }
  if (event.type === "epoch") {
    const file = event.file === "acceptedEpoch" ? "currentEpoch" : "acceptedEpoch";
    changes.push(["the other file", { ...event, file }]);
    for (const [at, one] of (event.heard ?? []).entries()) {
      const heard = event.heard ?? [];
      changes.push([`heard ${one.sid} more`, { ...event, heard: heard.with(at, { ...one, epoch: one.epoch + 1 }) }]);
    }
    if (event.heard) changes.push(["heard one", { ...event, heard: event.heard.slice(0, 1) }]);
  }
  if (event.type === "commit") {
    changes.push(["no quorum", { ...event, servers: event.servers.filter((sid) => sid === event.sid) }]);
    changes.push(["not the leader", { ...event, servers: event.servers.filter((sid) => sid !== event.sid) }]);
    changes.push(["one more", { ...event, servers: [...event.servers, 99] }]);
  }
  return changes;
}

function phases(event: PhaseEvent): Change[] {
  const { detail } = event;
  const changed = (what: string, change: object): Change => [what, { ...event, detail: { ...detail, ...change } }];
  const changes: Change[] = [];
  for (const field of ["leader", "epoch", "zxid", "from"] as const) {
    for (const [sign, other] of neighbours(detail[field]))
      changes.push(changed(`${field} ${sign}`, { [field]: other }));
  }
  for (const phase of ["discovery", "synchronization", "broadcast"] as const) {
    if (phase !== event.phase) changes.push([`as ${phase}`, { ...event, phase }]);
  }
  const { mode, why, discarded = [], received = [] } = detail;
  if (!mode) return changes;
  for (const other of ["DIFF", "TRUNC", "SNAP"] as const)
    if (other !== mode) changes.push(changed(other, { mode: other }));
  for (const other of [
    "same",
    "behind",
    "new-epoch",
    "ahead",
    "diverged",
    "other-epoch",
    "too-far",
    "unknown",
  ] as const) {
    if (other !== why) changes.push(changed(other, { why: other }));
  }
  changes.push(changed("drops more", { discarded: [...discarded, [1n, 1n] satisfies ZxidRange] }));
  changes.push(changed("gets more", { received: [...received, [1n, 1n] satisfies ZxidRange] }));
  if (discarded.length > 0) changes.push(changed("drops nothing", { discarded: [] }));
  if (received.length > 0) changes.push(changed("gets nothing", { received: [] }));
  return changes;
}

function neighbours(value: unknown): (readonly [string, unknown])[] {
  if (typeof value === "bigint")
    return value > 0n
      ? [
          ["more", value + 1n],
          ["less", value - 1n],
        ]
      : [["more", value + 1n]];
  if (typeof value === "number")
    return value > 0
      ? [
          ["more", value + 1],
          ["less", value - 1],
        ]
      : [["more", value + 1]];
  return [];
}

function results(result: ResultEvent): Change[] {
  return result.servers.flatMap((server, at) =>
    (["lastZxid", "acceptedEpoch", "currentEpoch"] as const).flatMap((field) =>
      neighbours(server[field]).map(([sign, other]): Change => {
        const servers = result.servers.with(at, { ...server, [field]: other });
        return [`${field} of ${server.sid} ${sign}`, { ...result, servers }];
      }),
    ),
  );
}

/** Before what the same server was told to do last, or its leader. */
function sooner(lines: readonly TraceLine[], at: number): TraceLine[][] {
  const event = lines[at] as Told;
  const before = lines.findLastIndex(
    (line, index) => index < at && told.has(line.type) && "sid" in line && line.sid === event.sid,
  );
  if (before < 0) return [];
  return [lines.toSpliced(at, 1).toSpliced(before, 0, event)];
}

/** Whether the next line says the same again, so that nobody can miss one of them. */
function isTwice(lines: readonly TraceLine[], at: number): boolean {
  return text(lines[at]) === text(lines[at + 1]);
}

function text(line: TraceLine | undefined): string {
  return JSON.stringify(line, (_, value: unknown) => (typeof value === "bigint" ? `0x${value.toString(16)}` : value));
}
