/** What every server has on disk and in memory, as the phases of a trace say. */
import type { Cluster } from "../../../src/scenario/cluster.ts";
import type { EpochEvent, PhaseEvent, StateEvent, TraceEvent } from "../../../src/trace/events.ts";

/** Of one server. */
export interface Disk {
  currentEpoch: number;
  acceptedEpoch: number;
  /** The last zxid that it knows, which it votes with, and the last that is still there after a crash. */
  zxid: bigint;
  durable: bigint;
  /** A TRUNC was cut short, of which the trace does not say how far it came. */
  unsure: boolean;
  /** How it is being brought up to date, until it writes that: where it ends, and whether anything has to be written. */
  sync: { readonly mode: PhaseEvent["detail"]["mode"]; readonly zxid: bigint; readonly writes: boolean } | undefined;
}

/**
 * A leader takes a snapshot when it begins (ZooKeeperServer.loadData), and serves with the beginning of its epoch, in
 * memory. A learner drops what a TRUNC says at once; all else it writes with NEWLEADER, when its currentEpoch is
 * written too. What is proposed or logged is on disk.
 */
export class Disks {
  readonly #disks: Map<number, Disk>;

  constructor({ servers }: Cluster) {
    this.#disks = new Map(
      servers.map(({ sid, zxid, epoch: currentEpoch, acceptedEpoch }) => {
        return [sid, { currentEpoch, acceptedEpoch, zxid, durable: zxid, unsure: false, sync: undefined }];
      }),
    );
  }

  of(sid: number): Disk {
    const disk = this.#disks.get(sid);
    if (!disk) throw new Error(`no server ${sid}`);
    return disk;
  }

  add(event: TraceEvent): void {
    if (event.type === "phase") this.#phase(event);
    else if (event.type === "epoch") this.#epoch(event);
    else if (event.type === "propose" || event.type === "logged") this.#log(event);
    else if (event.type === "state") this.#state(event);
    else if (event.type === "vote" && event.by === "initial") this.#vote(event.sid, event.vote.zxid);
  }

  #phase({ sid, phase, detail }: PhaseEvent): void {
    const disk = this.of(sid);
    const { leader, mode, zxid = -1n, received } = detail;
    if (phase === "discovery") {
      if (leader === sid) disk.durable = disk.zxid;
    } else if (mode) disk.sync = { mode, zxid, writes: mode !== "DIFF" || received !== undefined };
    else if (phase === "broadcast") disk.zxid = zxid;
  }

  #epoch({ sid, file, epoch }: EpochEvent): void {
    const disk = this.of(sid);
    disk[file] = epoch;
    if (file === "acceptedEpoch" || !disk.sync) return;
    disk.zxid = disk.sync.zxid;
    if (disk.sync.writes) disk.durable = disk.zxid;
    disk.sync = undefined;
  }

  /** What comes while a learner is brought up to date it writes with that. */
  #log({ sid, zxid }: { sid: number; zxid: bigint }): void {
    const disk = this.of(sid);
    if (disk.sync) {
      disk.sync = { ...disk.sync, zxid, writes: true };
    } else {
      disk.zxid = zxid;
      disk.durable = zxid;
    }
  }

  /** In a crash all is lost that is not on disk; else a snapshot that is not written, with all that was in memory. */
  #state({ sid, to }: StateEvent): void {
    if (to !== "DOWN" && to !== "LOOKING") return;
    const disk = this.of(sid);
    if (disk.sync?.mode === "TRUNC") disk.unsure = true;
    if (to === "DOWN" || disk.sync?.mode === "SNAP") disk.zxid = disk.durable;
    disk.sync = undefined;
  }

  #vote(sid: number, zxid: bigint): void {
    const disk = this.of(sid);
    if (disk.unsure) {
      disk.zxid = zxid;
      disk.durable = zxid;
    }
    disk.unsure = false;
  }
}
