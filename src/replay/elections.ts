import type { ElectionSummary } from "../logs/election-summary.ts";
import type { Member } from "../logs/members.ts";
import type { LogRecord } from "../logs/record.ts";
import type { Timed } from "../logs/timed.ts";
import type { TraceEvent } from "../trace/events.ts";
import type { Divergence } from "./divergence.ts";
import { Replay } from "./replay.ts";
import type { Snapshot } from "./snapshot.ts";
import { type Cutting, Stretches } from "./stretches.ts";
import { Summary } from "./summary.ts";
import type { Waits } from "./world.ts";

/** Who is told what logs say, stretch by stretch. */
export interface Audience {
  /** A stretch begins, and what every server is then. */
  begin(before: Snapshot): void;
  /** Its events, with `t` in ms since 1970, and the lines that show them. */
  event(event: TraceEvent, record: LogRecord): void;
  /** It is over; without a summary when nobody was LOOKING in it. */
  end(summary: ElectionSummary | undefined, after: Snapshot): void;
  divergence(divergence: Divergence): void;
}

/** Finds the elections in the records of all servers. */
export class Elections implements Cutting {
  readonly #audience: Audience;
  readonly #replay: Replay;
  readonly #stretches = new Stretches(this);
  #summary = new Summary();
  #number = 0;
  #begun = false;

  constructor(members: readonly Member[], logged: ReadonlySet<number>, waits: Waits, audience: Audience) {
    this.#audience = audience;
    this.#replay = new Replay(members, logged, waits, {
      event: (event, record) => this.#tell(event, record),
      divergence: (divergence) => audience.divergence(divergence),
    });
  }

  /** @param records in the order of time */
  add(records: readonly Timed[]): void {
    for (const timed of records) this.#stretches.add(timed);
  }

  finish(): void {
    this.#stretches.finish();
    this.#begin();
    this.#replay.finish();
    this.cut();
  }

  piece(records: readonly Timed[]): void {
    this.#begin();
    this.#replay.run(records);
  }

  cut(): void {
    if (!this.#begun) return;
    const summary = this.#summary.finish(this.#number + 1);
    if (summary) this.#number++;
    this.#audience.end(summary, this.#replay.results());
    this.#begun = false;
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    const before = this.#replay.results();
    this.#summary = new Summary(before.find(({ state }) => state === "LEADING")?.sid);
    this.#audience.begin(before);
  }

  #tell(event: TraceEvent, record: LogRecord): void {
    this.#summary.add(event, record);
    this.#audience.event(event, record);
  }
}
