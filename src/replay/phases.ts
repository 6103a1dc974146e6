import type { PhaseEvent, TraceEvent } from "../trace/events.ts";

type Phase = PhaseEvent["phase"];
type Mode = PhaseEvent["detail"]["mode"];

/** Tells each phase after an election once, with what the log says of it: some lines come before, some after it. */
export class Phases {
  readonly #sid: number;
  readonly #emit: (event: TraceEvent) => void;
  readonly #told = new Set<Phase>();
  #zxid: bigint | undefined;

  constructor(sid: number, emit: (event: TraceEvent) => void) {
    this.#sid = sid;
    this.#emit = emit;
  }

  /** Whether it has come to broadcast. */
  get isServing(): boolean {
    return this.#told.has("broadcast");
  }

  /** It has a leader anew. */
  begin(): void {
    this.#told.clear();
    this.#zxid = undefined;
  }

  /** @param zxid up to which its leader brings it */
  sync(zxid: bigint | null): void {
    this.#zxid = zxid ?? undefined;
  }

  enter(phase: Phase, mode: Mode, leader: number, epoch: number | undefined, t: number): void {
    if (this.#told.has(phase)) return;
    // A learner enters synchronization before it knows how, and says so again when it does.
    if (phase === "synchronization" && mode === undefined && leader !== this.#sid) return;
    this.#told.add(phase);
    const detail = {
      leader,
      ...(epoch !== undefined && phase === "broadcast" && { epoch }),
      ...(this.#zxid !== undefined && { zxid: this.#zxid }),
      ...(mode && { mode }),
    };
    this.#emit({ type: "phase", t, sid: this.#sid, phase, detail });
  }
}
