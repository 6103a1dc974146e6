/** Logs, histories and what leaders and learners do, in few words. */
import { QuorumVerifier } from "../../../src/protocols/fle/quorum.ts";
import { type History, load } from "../../../src/protocols/zab/history.ts";
import { stepLeader } from "../../../src/protocols/zab/leader.ts";
import type { LeaderInput, LeaderState } from "../../../src/protocols/zab/leader-state.ts";
import { type LearnerState, stepLearner } from "../../../src/protocols/zab/learner.ts";
import { append, emptyLog, type Log } from "../../../src/protocols/zab/log.ts";
import type { Effect, Packet } from "../../../src/protocols/zab/packets.ts";
import { range, z, zxidText } from "../../trace/zab.ts";

/** `"1:1-1:8 2:1"` as a log. */
export function logOf(text: string): Log {
  let log = emptyLog;
  for (const part of text.split(" ").filter((word) => word !== "")) {
    const [first, last] = range(part);
    log = append(log, [{ first, last }]);
  }
  return log;
}

export function logText(log: Log): string {
  return log.map(({ first, last }) => `${zxidText(first)}${last > first ? `-${zxidText(last)}` : ""}`).join(" ");
}

interface Given {
  readonly epoch?: number;
  readonly accepted?: number;
  /** commitLogCount */
  readonly count?: number;
  readonly snapshot?: string;
  /** With what the files of its log begin; none are left, if it does not say. */
  readonly files?: readonly string[];
}

/** What a server has that has just started. */
export function disk(text: string, given: Given = {}): History {
  const { snapshot = "0:0", epoch = 1, accepted = epoch, count = 500, files = [] } = given;
  const onDisk = { acceptedEpoch: accepted, currentEpoch: epoch, log: logOf(text), snapshot: z(snapshot) };
  const memory = { zxid: 0n, processed: 0n, committedLog: emptyLog, beginsFile: true };
  return load({ ...onDisk, ...memory, files: files.map(z) }, count);
}

/** Servers 1, 2, … that may vote. */
export function majority(size: number): QuorumVerifier {
  return new QuorumVerifier(Array.from({ length: size }, (_, at) => ({ sid: at + 1, weight: 1, group: 0 })));
}

/** An effect as `2: LEADERINFO 2` or `serves 2`. */
export function told(effect: Effect): string {
  switch (effect.kind) {
    case "send":
      return `${effect.to}: ${packetText(effect.packet)}`;
    case "refuse":
      return `refuse ${effect.from}`;
    case "leave":
      return `leave ${effect.reason}`;
    case "epoch": {
      const heard = effect.heard?.map(({ sid, epoch }) => ` ${sid}:${epoch}`).join("") ?? "";
      return `${effect.file} ${effect.was}>${effect.epoch}${heard && ` of${heard}`}`;
    }
    case "synchronized": {
      const { mode, why, from, zxid, discarded, received } = effect;
      return `${mode} ${why} ${zxidText(from)}>${zxidText(zxid)} -[${logText(discarded)}] +[${logText(received)}]`;
    }
    case "synchronizes":
    case "serves":
      return `${effect.kind} ${effect.epoch}`;
    default:
      return `${effect.kind} ${effect.count} ${zxidText(effect.zxid)}`;
  }
}

function packetText(packet: Packet): string {
  switch (packet.kind) {
    case "FOLLOWERINFO":
      return `FOLLOWERINFO ${packet.acceptedEpoch}`;
    case "LEADERINFO":
    case "NEWLEADER":
      return `${packet.kind} ${packet.epoch}`;
    case "ACKEPOCH":
      return `ACKEPOCH ${packet.currentEpoch ?? -1} ${zxidText(packet.zxid)}`;
    case "DIFF":
    case "TRUNC":
    case "SNAP":
      return `${packet.kind} ${zxidText(packet.zxid)} [${logText(packet.log)}]`;
    case "PROPOSAL":
    case "INFORM":
      return `${packet.kind} ${logText(packet.log)}`;
    case "UPTODATE":
      return "UPTODATE";
    default:
      return `${packet.kind} ${zxidText(packet.zxid)}`;
  }
}

/** Lives on as a leader: what each input made it want is told, one list an input. */
export class Leading {
  state: LeaderState;
  readonly begun: string[];

  constructor({ state, effects }: { state: LeaderState; effects: readonly Effect[] }) {
    this.state = state;
    this.begun = effects.map(told);
  }

  input(input: LeaderInput): string[] {
    const { state, effects } = stepLeader(this.state, input);
    this.state = state;
    return effects.map(told);
  }

  comes(from: number, acceptedEpoch: number, votes = true): string[] {
    return this.input({ kind: "packet", from, packet: { kind: "FOLLOWERINFO", acceptedEpoch, votes } });
  }

  acksEpoch(from: number, currentEpoch: number | null, zxid: string): string[] {
    return this.input({ kind: "packet", from, packet: { kind: "ACKEPOCH", currentEpoch, zxid: z(zxid) } });
  }

  acks(from: number, zxid: string): string[] {
    return this.input({ kind: "packet", from, packet: { kind: "ACK", zxid: z(zxid) } });
  }

  write(count: number): string[] {
    return this.input({ kind: "write", count });
  }
}

/** Lives on as a learner. */
export class Learning {
  state: LearnerState;

  constructor(state: LearnerState) {
    this.state = state;
  }

  hears(packet: Packet): string[] {
    const { state, effects } = stepLearner(this.state, packet);
    this.state = state;
    return effects.map(told);
  }
}
