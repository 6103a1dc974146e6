import type { ElectionSummary, LogPoint } from "../logs/election-summary.ts";
import type { LogRecord } from "../logs/record.ts";
import type { DecideEvent, StateEvent, TraceEvent } from "../trace/events.ts";

/** Sums up one election from its events. */
export class Summary {
  readonly #looking = new Map<number, StateEvent>();
  readonly #left = new Set<number>();
  #start: LogPoint | undefined;
  #end: LogPoint | undefined;
  #established: LogPoint | null = null;
  #electionEpoch = 0;
  readonly #before: number | undefined;
  #elected: DecideEvent | undefined;
  #decided: LogPoint | null = null;
  readonly #joined: DecideEvent[] = [];

  /** @param before the leader that was there already */
  constructor(before?: number) {
    this.#before = before;
  }

  /** @param event with its `t` in ms since 1970 */
  add(event: TraceEvent, { at, file, line }: LogRecord): void {
    const point = { ms: event.t, at, file, line };
    if (event.type === "state" && event.to === "LOOKING") {
      this.#start ??= point;
      if (!this.#looking.has(event.sid)) this.#looking.set(event.sid, event);
      this.#left.add(event.sid);
    } else if (event.type === "state" && this.#left.delete(event.sid)) this.#end = point;
    if (event.type === "vote") this.#electionEpoch = Math.max(this.#electionEpoch, event.electionEpoch);
    if (event.type === "decide") this.#decide(event, point);
    if (event.type === "phase" && event.phase === "broadcast" && event.detail.leader === event.sid) {
      this.#established ??= point;
    }
  }

  /** Undefined where nobody was LOOKING. */
  finish(number: number): ElectionSummary | undefined {
    if (!this.#start) return undefined;
    return {
      number,
      start: this.#start,
      decided: this.#decided,
      end: this.#left.size === 0 ? (this.#end ?? null) : null,
      looking: [...this.#looking.values()].map(({ sid, reason, detail }) => {
        return { sid, reason, ...(detail !== undefined && { detail }) };
      }),
      electionEpoch: this.#electionEpoch,
      outcome: this.#outcome(),
      established: this.#established,
    };
  }

  /** The leader's own decision counts most; without its log, that of any server. */
  #decide(event: DecideEvent, point: LogPoint): void {
    this.#electionEpoch = Math.max(this.#electionEpoch, event.electionEpoch);
    if (event.via === "joined") this.#joined.push(event);
    else if (event.sid === event.leader || this.#elected?.sid !== this.#elected?.leader || !this.#elected) {
      this.#elected = event;
      this.#decided = point;
    }
  }

  #outcome(): ElectionSummary["outcome"] {
    const elected = this.#elected;
    if (elected && elected.sid !== elected.leader && elected.leader === this.#before) {
      // Votes of when it was elected were enough for one that came late.
      const sids = [elected, ...this.#joined].map(({ sid }) => sid);
      return { kind: "joined", leader: elected.leader, sids: [...new Set(sids)].sort((a, b) => a - b) };
    }
    if (elected) {
      return { kind: "elected", leader: elected.leader, supporters: elected.supporters };
    }
    const last = this.#joined.at(-1);
    if (!last) return { kind: "none" };
    const sids = this.#joined.filter(({ leader }) => leader === last.leader).map(({ sid }) => sid);
    return { kind: "joined", leader: last.leader, sids: [...new Set(sids)].sort((a, b) => a - b) };
  }
}
