import type { Summary } from "../protocols/telling.ts";
import type { ServerState } from "../trace/events.ts";
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
export type Account = Summary & Pick<Run, "eligible">;

/** Measures a run while its events go by; nothing of them is kept. */
export class Measuring {
  readonly #offices: Offices;
  #messages = 0;
  #service = false;
  #waitedForSession = false;
  /** Who led last and has not given up since: one that crashed or is paused cannot. */
  #holding: number | null;

  /** @param leader who is in office before the first event */
  constructor(leader: number | null) {
    this.#offices = new Offices(leader);
    this.#holding = leader;
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
    else if (event.type === "session" && "change" in event && event.change === "expired") {
      const held = "sid" in event && event.sid === this.#holding;
      if (held && this.#offices.leading.length === 0) this.#waitedForSession = true;
    }
  }

  #became({ sid, from, to }: RoleEvent): void {
    if (to === "LEADING") this.#holding = sid;
    else if (from === "LEADING" && to !== "DOWN" && sid === this.#holding) this.#holding = null;
  }

  finish({ leader, t, servers, messages = this.#messages }: Ended, account: Account): Run {
    const { withoutMs, twoMs, twoLast } = this.#offices.finish(t);
    const { leading } = this.#offices;
    const { eligible, watches, attempts, write } = account;
    return {
      leader,
      leading,
      eligible,
      messages,
      watches,
      attempts,
      withoutLeaderMs: leading.length === 0 ? null : withoutMs,
      twoLeadersMs: twoMs,
      twoLeadersLast: twoLast,
      write,
      service: this.#service,
      waitedForSession: this.#waitedForSession,
      up: servers.flatMap(({ sid, state }) => (state === "DOWN" ? [] : [sid])),
    };
  }
}
