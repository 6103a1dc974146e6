/** Traces of Zab by hand: events as a simulation emits them, in few words. */
import type {
  Header,
  PhaseEvent,
  ProposeEvent,
  ResultEvent,
  ServerState,
  StateReason,
  TraceEvent,
  TraceServer,
  ZxidRange,
} from "../../src/trace/events.ts";

/** `"1:8"` as a zxid. */
export function z(text: string): bigint {
  const [epoch = "0", counter = "0"] = text.split(":");
  return (BigInt(epoch) << 32n) | BigInt(counter);
}

/** `"1:9-1:10"` as a range, or one zxid. */
export function range(text: string): ZxidRange {
  const [first = "", last = first] = text.split("-");
  return [z(first), z(last)];
}

export const zxidText = (zxid: bigint) => `${zxid >> 32n}:${zxid & 0xffff_ffffn}`;

/** A server's last zxid, or more of it. */
type Given = string | ({ zxid: string; log?: string[] } & Partial<Omit<TraceServer, "sid" | "zxid" | "log">>);

/** An ensemble of servers 1, 2, … with these last zxids, the epoch of which is their currentEpoch. */
export function header(servers: readonly Given[], cluster: { leader?: number; committed?: string } = {}): Header {
  const { committed, ...more } = cluster;
  return {
    type: "trace",
    version: 1,
    source: "simulation",
    protocol: "zookeeper",
    cluster: {
      servers: servers.map((given, at) => {
        const { zxid, log, ...rest } = typeof given === "string" ? { zxid: given } : given;
        const epoch = Number(z(zxid) >> 32n);
        const server = { sid: at + 1, zxid: z(zxid), epoch, electionEpoch: 0, role: "participant" as const, ...rest };
        return { acceptedEpoch: server.epoch, ...server, ...(log && { log: log.map(z) }) };
      }),
      ...more,
      ...(committed !== undefined && { committed: z(committed) }),
    },
  };
}

export function step(t: number, index: number, action: Record<string, unknown>): TraceEvent {
  return { type: "step", t, index, action };
}

export function state(t: number, sid: number, from: ServerState, to: ServerState, reason: StateReason): TraceEvent {
  return { type: "state", t, sid, electionEpoch: 2, from, to, reason };
}

/** The vote with which a server begins to look. */
export function initial(t: number, sid: number, zxid: string, peerEpoch: number): TraceEvent {
  const vote = { leader: sid, zxid: z(zxid), peerEpoch };
  return { type: "vote", t, sid, electionEpoch: 2, round: 1, vote, was: null, by: "initial" };
}

export function decide(t: number, sid: number, leader: number, zxid: string, supporters: number[]): TraceEvent {
  const vote = { leader, zxid: z(zxid), peerEpoch: 1 };
  return { type: "decide", t, sid, electionEpoch: 2, leader, via: "quorum", vote, round: 2, supporters };
}

type Told = Omit<PhaseEvent["detail"], "leader" | "epoch" | "zxid" | "from" | "discarded" | "received">;
interface Detail extends Told {
  zxid?: string;
  from?: string;
  discarded?: string[];
  received?: string[];
}

export function phase(
  t: number,
  sid: number,
  name: PhaseEvent["phase"],
  leader: number,
  epoch?: number,
  { zxid, from, discarded, received, ...detail }: Detail = {},
): PhaseEvent {
  return {
    type: "phase",
    t,
    sid,
    phase: name,
    detail: {
      leader,
      ...(epoch !== undefined && { epoch }),
      ...(zxid !== undefined && { zxid: z(zxid) }),
      ...detail,
      ...(from !== undefined && { from: z(from) }),
      ...(discarded && { discarded: discarded.map(range) }),
      ...(received && { received: received.map(range) }),
    },
  };
}

export function accepts(
  t: number,
  sid: number,
  leader: number,
  epoch: number,
  was: number,
  heard?: Record<number, number>,
): TraceEvent {
  const list = Object.entries(heard ?? {}).map(([other, accepted]) => ({ sid: Number(other), epoch: accepted }));
  return { type: "epoch", t, sid, leader, file: "acceptedEpoch", epoch, was, ...(heard && { heard: list }) };
}

export function serves(t: number, sid: number, leader: number, epoch: number, was: number): TraceEvent {
  return { type: "epoch", t, sid, leader, file: "currentEpoch", epoch, was };
}

export function refuse(t: number, sid: number, from: number, currentEpoch: number, zxid: string): TraceEvent {
  return { type: "refuse", t, sid, from, currentEpoch, zxid: z(zxid) };
}

export function propose(t: number, sid: number, count: number, zxid: string, reach?: number[]): ProposeEvent {
  return { type: "propose", t, sid, count, zxid: z(zxid), ...(reach && { reach }) };
}

export function logged(t: number, sid: number, leader: number, count: number, zxid: string): TraceEvent {
  return { type: "logged", t, sid, leader, count, zxid: z(zxid) };
}

export function commit(t: number, sid: number, count: number, zxid: string, servers: number[]): TraceEvent {
  return { type: "commit", t, sid, count, zxid: z(zxid), servers };
}

/** The last line; of every server its sid and state alone say anything. */
export function result(t: number, leader: number | null, states: Record<number, ServerState>): ResultEvent {
  const servers = Object.entries(states).map(([sid, is]) => ({
    ...{ sid: Number(sid), state: is, leader, zxid: 0n, peerEpoch: 0, electionEpoch: 2, currentEpoch: 0 },
  }));
  return { type: "result", leader, electionEpoch: 2, rounds: 2, notifications: 0, t, servers };
}
