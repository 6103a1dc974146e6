import type { Summary } from "../protocols/telling.ts";
import type { ServerState, StepEvent } from "../trace/events.ts";
import type { MessageEvent, RoleEvent } from "../trace/protocol-events.ts";
import { type AnyEvent, Offices } from "./offices.ts";
import type { Run } from "./row.ts";

/** What every trace's last line says. */
export interface Ended {
  readonly leader: number | null;
  readonly t: number;
  /** How many messages were sent, where the trace says so. */
  readonly messages?: number;
  readonly servers: readonly { readonly sid: number; readonly state: ServerState }[];
}

/** What a protocol adds to what is measured in the same way for all. */
export type Account = Summary & {
  /** Who could have been elected when there was nobody in office for the last time, if there ever was nobody. */
  readonly eligible: readonly number[];
};

/** Measures a run while its events go by; nothing of them is kept. */
export class Measuring {
  readonly #offices: Offices;
  #messages = 0;
  #service = false;
  #waitedForSession = false;
  /** Nobody led when the session of one that is gone expired, and nobody has led since. */
  #expired = false;
  /** Who has crashed, or is paused. */
  readonly #gone = new Set<number>();
  /** Whether somebody has led, and whether that one was lost. */
  #led: boolean;
  #lostLeader = false;
  /** Somebody was elected, or nobody was in office. */
  #vacated = false;
  /** Who led last and has not given up since: one that crashed or is paused cannot. */
  #holding: number | null;

  /** @param leader who is in office before the first event */
  constructor(leader: number | null) {
    this.#offices = new Offices(leader);
    this.#holding = leader;
    this.#led = leader !== null;
  }

  /** Nobody is in office, whoever believes to lead. */
  vacant(): void {
    this.#vacated = true;
  }

  add(event: AnyEvent): void {
    // Repeated runs are measured without messages: what comes of one is told by other events.
    if (event.type !== "message") this.#offices.add(event);
    if (event.type === "send") this.#messages++;
    else if (event.type === "message") {
      const { from, to } = event as MessageEvent;
      this.#messages++;
      if (from === "zookeeper" || to === "zookeeper") this.#service = true;
    } else if (event.type === "state") this.#became(event as RoleEvent);
    else if (event.type === "step") this.#stepped(event as StepEvent);
    else if (event.type === "session" && "change" in event && event.change === "expired" && "sid" in event) {
      this.#expires(event.sid as number);
    }
  }

  #became({ sid, from, to }: RoleEvent): void {
    if (to === "DOWN") this.#gone.add(sid);
    else this.#gone.delete(sid);
    if (from === "LEADING" && to !== "LEADING") this.#lostLeader = true;
    if (to === "LEADING") this.#elected(sid);
    else if (from === "LEADING" && to !== "DOWN" && sid === this.#holding) this.#holding = null;
  }

  #elected(sid: number): void {
    if (this.#led && sid !== this.#holding) this.#lostLeader = true;
    if (this.#expired) this.#waitedForSession = true;
    this.#expired = false;
    this.#led = true;
    this.#vacated = true;
    this.#holding = sid;
  }

  #stepped({ action: { pause, resume } }: StepEvent): void {
    if (Array.isArray(pause)) for (const sid of pause) this.#gone.add(sid);
    if (Array.isArray(resume)) for (const sid of resume) this.#gone.delete(sid);
  }

  /** Nobody leads until then: the leader's own znode was in the way, or that of another who was next in line. */
  #expires(sid: number): void {
    if (this.#offices.leading.length > 0) return;
    if (sid === this.#holding) this.#waitedForSession = true;
    else this.#expired = this.#gone.has(sid);
  }

  finish({ leader, t, servers, messages = this.#messages }: Ended, account: Account): Run {
    const { withoutMs, twoMs, twoUntil } = this.#offices.finish(t);
    const { leading, vacant } = this.#offices;
    const { eligible, watches, attempts, write } = account;
    return {
      leader,
      leading,
      eligible: vacant || this.#vacated ? eligible : null,
      messages,
      watches,
      attempts,
      withoutLeaderMs: leading.length === 0 ? null : withoutMs,
      twoLeadersMs: twoUntil === null ? twoMs : null,
      twoLeadersUntil: twoUntil,
      write,
      service: this.#service,
      waitedForSession: this.#waitedForSession,
      lostLeader: this.#lostLeader,
      up: servers.flatMap(({ sid, state }) => (state === "DOWN" ? [] : [sid])),
    };
  }
}
