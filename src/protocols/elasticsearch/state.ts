import type { ActorState, Address, Effect, Ensemble, Step } from "../protocol.ts";
import type { Reason, ZenEvent } from "./events.ts";
import type { ZenMessage } from "./messages.ts";
import type { ZenOptions } from "./options.ts";

/** What a node was told in a round of pings. */
export interface Heard {
  readonly sid: number;
  readonly master: number | null;
  readonly version: number;
}

/** What a node is doing. */
export type Role =
  | { readonly kind: "down" }
  /** It has no master, and collects answers. */
  | { readonly kind: "pinging"; readonly heard: readonly Heard[] }
  /** It has asked to join; `refusals` so far. */
  | { readonly kind: "joining"; readonly master: number; readonly refusals: number }
  /** It has chosen itself, and waits for joins. */
  | { readonly kind: "elected" }
  | { readonly kind: "following"; readonly master: number; readonly unanswered: number }
  /** `pings`: how many came from another master. */
  | { readonly kind: "master"; readonly unanswered: Unanswered; readonly pings: number };

/** Pings in a row to which a node gave no answer; it is missing while it answers. */
export type Unanswered = Readonly<Record<number, number>>;

/** One node. It knows who is configured and who of them may become master, not who is up. */
export interface Node {
  readonly sid: number;
  readonly options: ZenOptions;
  /** All others. */
  readonly peers: readonly number[];
  /** Every master-eligible node. */
  readonly eligible: readonly number[];
  readonly role: Role;
  /** Rounds of pings that it has begun. */
  readonly round: number;
  /** Version of the last cluster state that it applied. A process that starts has none: 0. */
  readonly version: number;
  /** The nodes of that cluster state. */
  readonly nodes: readonly number[];
  /** NodeJoinController's election context: who asked to join while it had no master. */
  readonly joins: readonly number[];
  /** What it publishes; null when everything is committed. */
  readonly publication: Publication | null;
  /** A cluster state that it acknowledged, and that is not committed yet. */
  readonly pending: (ClusterState & { readonly from: number }) | null;
  /** How the last round of pings ended, and how often in a row it ended so. */
  readonly last: { readonly result: string; readonly times: number };
}

interface ClusterState {
  readonly version: number;
  readonly nodes: readonly number[];
}

export interface Publication extends ClusterState {
  /** Who has acknowledged it, itself among them. */
  readonly acked: readonly number[];
  readonly refused: readonly number[];
}

export type ZenEffect = Effect<ZenMessage, ZenEvent>;
export type ZenStep = Step<Node, ZenMessage, ZenEvent>;

/** Everybody, down. */
export function begin({ servers, leader, options }: Ensemble<ZenOptions>): ReadonlyMap<Address, Node> {
  const newest = servers.find(({ sid }) => sid === leader)?.zxid;
  const sids = servers.map(({ sid }) => sid);
  const eligible = servers.filter(({ role }) => role === "participant").map(({ sid }) => sid);
  return new Map(
    servers.map(({ sid, zxid }) => {
      const peers = sids.filter((other) => other !== sid);
      // Of those who serve before the first step: the counter of the zxid stands for what their master has published.
      const version = Number((newest !== undefined && newest < zxid ? newest : zxid) & 0xffffffffn);
      return [sid, { ...blank, sid, options, peers, eligible, version }];
    }),
  );
}

const blank = {
  role: { kind: "down" },
  round: 0,
  nodes: [],
  joins: [],
  publication: null,
  pending: null,
  last: { result: "", times: 0 },
} as const;

/** What a crash leaves. The version is lost too: a node that has not recovered its cluster state counts as having none. */
export function crash({ sid, options, peers, eligible, round }: Node): Node {
  const { role, nodes, joins, publication, pending, last } = blank;
  return { sid, options, peers, eligible, role, round, version: 0, nodes, joins, publication, pending, last };
}

export function isEligible(node: Node, sid = node.sid): boolean {
  return node.eligible.includes(sid);
}

/** Of a master: its nodes, as it has them, committed or not. */
export function members(node: Node): readonly number[] {
  return (node.publication ?? node).nodes;
}

/** How many of these may become master. */
export function eligibleOf(node: Node, sids: readonly number[]): number {
  return sids.filter((sid) => node.eligible.includes(sid)).length;
}

/** Whom it takes for the master. */
export function masterOf({ sid, role }: Node): number | null {
  if (role.kind === "master") return sid;
  return role.kind === "following" ? role.master : null;
}

/** As a trace names it: a data-only node only watches who is elected. */
export function stateOf(node: Node): ActorState {
  switch (node.role.kind) {
    case "down":
      return "DOWN";
    case "master":
      return "LEADING";
    case "following":
      return isEligible(node) ? "FOLLOWING" : "OBSERVING";
    default:
      return "LOOKING";
  }
}

/** It becomes that, and tells when a trace has another name for it. */
export function become(node: Node, role: Role, reason: Reason, master?: number): ZenStep {
  const next = { ...node, role };
  const [from, to] = [stateOf(node), stateOf(next)];
  if (from === to) return { state: next, effects: [] };
  const whose = master !== undefined && { master };
  const event = { type: "state", sid: node.sid, from, to, reason, ...whose } as const;
  return { state: next, effects: [{ kind: "event", event }] };
}

/** One thing after another. */
export function after(step: ZenStep, next: (node: Node) => ZenStep): ZenStep {
  const { state, effects } = next(step.state);
  return { state, effects: [...step.effects, ...effects] };
}

/** Nothing happens. */
export function idle(state: Node): ZenStep {
  return { state, effects: [] };
}

/** What ends again and again in the same way is routine. */
export function inVain({ last }: Node): { routine?: true } {
  return last.times > 2 ? { routine: true } : {};
}
