/** What the network may do to notifications, held against the send and receive events of a trace. */
import { expect } from "vitest";
import type { Cluster } from "../../../src/scenario/cluster.ts";
import type { ReceiveEvent, SendEvent, StepEvent, TraceEvent } from "../../../src/trace/events.ts";
import { text } from "../../protocols/fle/told.ts";
import { World } from "./world.ts";

interface Sent {
  readonly content: string;
  readonly t: number;
}

/** What is on its way from one server to another. */
interface Link {
  sent: Sent[];
  /** A cut took what was on its way, but not what the paused receiver had got: which is which no event tells. */
  unsure: boolean;
}

/**
 * Time never runs back; what is received was sent before, at least the latency ago, and on each connection in that
 * order; only a crash, a partition and what is marked as lost swallow notifications.
 */
export class DeliveryCheck {
  readonly #cluster: Cluster;
  readonly #world: World;
  readonly #links = new Map<string, Link>();
  #t = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#world = new World(cluster);
  }

  add(event: TraceEvent): void {
    expect(event.t).toBeGreaterThanOrEqual(this.#t);
    this.#t = event.t;
    if (event.type === "step") this.#step(event);
    else this.#world.add(event);
    if (event.type === "send") this.#send(event);
    if (event.type === "receive" && event.from !== event.sid) this.#receive(event);
  }

  /** A settled cluster waits for nothing: all has arrived that no paused server holds. */
  finish(): void {
    for (const [key, { sent, unsure }] of this.#links) {
      const [, to = -1] = key.split(">").map(Number);
      if (!unsure && !this.#world.still(to)) expect({ key, sent }).toEqual({ key, sent: [] });
    }
  }

  #step(event: StepEvent): void {
    const paused = new Set([...this.#world.paused, ...this.#world.resting]);
    this.#world.add(event);
    for (const [key, link] of this.#links) {
      const [from = -1, to = -1] = key.split(">").map(Number);
      if (this.#world.linked(from, to)) continue;
      if (!this.#world.up.has(to)) this.#links.delete(key);
      else if (paused.has(to)) link.unsure = true;
      else link.sent = [];
    }
  }

  #send(event: SendEvent): void {
    expect(this.#world.linked(event.sid, event.to), `${event.sid} reaches ${event.to}`).toBe(true);
    expect(this.#world.paused.has(event.sid), `paused server ${event.sid} sends`).toBe(false);
    if (event.lost) expect(this.#cluster.network.loss).toBeGreaterThan(0);
    else this.#link(event.sid, event.to).sent.push({ content: content(event), t: event.t });
  }

  #receive(event: ReceiveEvent): void {
    const link = this.#link(event.from, event.sid);
    const at = link.unsure ? link.sent.findIndex((sent) => sent.content === content(event)) : 0;
    const sent = link.sent[at];
    expect(content(event), `server ${event.sid} hears what ${event.from} sent`).toBe(sent?.content);
    expect(event.t - (sent?.t ?? 0)).toBeGreaterThanOrEqual(this.#cluster.network.latency.min);
    if (!link.unsure) link.sent.shift();
  }

  #link(from: number, to: number): Link {
    const key = `${from}>${to}`;
    const link = this.#links.get(key) ?? { sent: [], unsure: false };
    this.#links.set(key, link);
    return link;
  }
}

function content({ electionEpoch, round, vote, state }: SendEvent | ReceiveEvent): string {
  return text({ electionEpoch, round, vote, state });
}
