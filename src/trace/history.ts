import type { Batch } from "./batch.ts";
import { Batches } from "./batches.ts";
import type {
  CommitEvent,
  EpochEvent,
  Header,
  LoggedEvent,
  PhaseEvent,
  ProposeEvent,
  ServerState,
  TraceEvent,
  VoteEvent,
  ZxidRange,
} from "./events.ts";
import { disksBefore, writtenBefore } from "./history-before.ts";
import { rangeOf, wholeRanges, ZxidSet } from "./zxid-set.ts";

/** What a server has come to. */
export interface Standing {
  /** The last zxid that it has; of a leader that serves, and of who takes its snapshot, the first of the epoch. */
  readonly lastZxid: bigint;
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
}

/**
 * Follows who has logged what, what is committed and what is dropped, through the events of a trace. What it holds
 * grows with the number of batches, not with that of the transactions or the servers.
 */
export class History {
  readonly #disks: Map<number, ZxidSet>;
  readonly #standings: Map<number, Standing>;
  readonly #batches: Batches;
  /** Learners that have been told how they are brought up to date, and have not written it yet. */
  readonly #pending = new Map<number, PhaseEvent>();
  /** The leader of the latest epoch, as it began to serve. */
  #latest: PhaseEvent | undefined = undefined;
  #shown: ReadonlyMap<number, Standing> | undefined = undefined;

  constructor({ cluster }: Header) {
    this.#disks = disksBefore(cluster);
    this.#batches = new Batches(writtenBefore(cluster, this.#disks));
    this.#standings = new Map(
      cluster.servers.map(({ sid, zxid, epoch, acceptedEpoch = epoch }) => {
        return [sid, { lastZxid: zxid, acceptedEpoch, currentEpoch: epoch }];
      }),
    );
  }

  add(event: TraceEvent): void {
    switch (event.type) {
      case "state":
        this.#left(event.sid, event.to);
        break;
      case "vote":
        this.#voted(event);
        break;
      case "epoch":
        this.#wroteEpoch(event);
        break;
      case "phase":
        this.#entered(event);
        break;
      case "propose":
        this.#proposed(event);
        break;
      case "logged":
        this.#logged(event);
        break;
      case "commit":
        this.#committed(event);
        break;
    }
  }

  /** What every server has come to, now. */
  get standings(): ReadonlyMap<number, Standing> {
    this.#shown ??= new Map(this.#standings);
    return this.#shown;
  }

  /** All batches as they are now, in zxid order. */
  batches(): Batch[] {
    return this.#batches.all((range) => this.#holders(range));
  }

  /** Those that have been proposed, logged, committed, dropped or lost since this was last asked, as they are now. */
  takeChanged(): Batch[] {
    return this.#batches.takeChanged((range) => this.#holders(range));
  }

  #holders(range: ZxidRange): number[] {
    const sids = [...this.#disks].flatMap(([sid, disk]) => (disk.has(range) ? [sid] : []));
    return sids.sort((a, b) => a - b);
  }

  #disk(sid: number): ZxidSet {
    const disk = this.#disks.get(sid) ?? new ZxidSet();
    this.#disks.set(sid, disk);
    return disk;
  }

  #note(sid: number, change: Partial<Standing>): void {
    const before = this.#standings.get(sid) ?? { lastZxid: 0n, acceptedEpoch: 0, currentEpoch: 0 };
    this.#standings.set(sid, { ...before, ...change });
    this.#shown = undefined;
  }

  /** What it was about to write is not written. */
  #left(sid: number, to: ServerState): void {
    if (to === "LOOKING" || to === "DOWN") this.#pending.delete(sid);
  }

  /** Its vote for itself says what it has, whatever the events before have shown of that. */
  #voted({ sid, by, vote: { leader, zxid } }: VoteEvent): void {
    if (by !== "initial" || leader !== sid) return;
    this.#note(sid, { lastZxid: zxid });
    this.#disks.set(sid, this.#disk(sid).upTo(zxid));
  }

  #wroteEpoch({ sid, file, epoch }: EpochEvent): void {
    this.#note(sid, { [file]: epoch });
    // A learner writes its log before its currentEpoch (Learner.syncWithLeader, NEWLEADER).
    if (file === "currentEpoch") this.#brought(sid);
  }

  #entered(event: PhaseEvent): void {
    const { sid, phase, detail } = event;
    if (phase === "synchronization" && detail.leader !== sid) {
      this.#pending.set(sid, event);
      // Truncating is done at once.
      if (detail.mode === "TRUNC") this.#truncate(event, event.detail.zxid);
    } else if (phase === "broadcast") {
      const told = this.#pending.get(sid);
      if (told?.detail.mode === "TRUNC" && told.detail.zxid === undefined) this.#truncate(told, detail.zxid);
      this.#brought(sid);
      this.#serves(event);
    }
  }

  /** What its leader has sent it is on its disk now. */
  #brought(sid: number): void {
    const event = this.#pending.get(sid);
    if (!event) return;
    this.#pending.delete(sid);
    const { leader, mode, zxid, received } = event.detail;
    if (mode === "SNAP") {
      this.#drop(event);
      const disk = this.#disk(leader);
      this.#disks.set(sid, zxid === undefined ? new ZxidSet(disk.ranges) : disk.upTo(zxid));
    }
    for (const range of wholeRanges(received)) {
      this.#disk(sid).add(range);
      this.#batches.logged(range);
    }
    if (zxid !== undefined) this.#note(sid, { lastZxid: zxid });
  }

  /** A log does not say what is discarded, but where the rest ends. */
  #truncate(event: PhaseEvent, zxid: bigint | undefined): void {
    const { discarded } = event.detail;
    this.#drop(event);
    if (discarded || zxid === undefined) return;
    const disk = this.#disk(event.sid);
    for (const [first, last] of disk.ranges) {
      if (last > zxid) this.#batches.dropped([first > zxid ? first : zxid + 1n, last], event);
    }
    this.#disks.set(event.sid, disk.upTo(zxid));
  }

  #drop(event: PhaseEvent): void {
    const disk = this.#disk(event.sid);
    for (const range of wholeRanges(event.detail.discarded)) {
      disk.remove(range);
      this.#batches.dropped(range, event);
    }
  }

  /** It serves in its epoch: as a leader, it has thereby committed all that it has. */
  #serves(event: PhaseEvent): void {
    const { sid, detail } = event;
    const { acceptedEpoch = 0, currentEpoch = 0 } = this.#standings.get(sid) ?? {};
    const { epoch = currentEpoch, zxid } = detail;
    this.#note(sid, {
      currentEpoch: epoch,
      acceptedEpoch: Math.max(acceptedEpoch, epoch),
      ...(zxid !== undefined && { lastZxid: zxid }),
    });
    if (detail.leader !== sid) return;
    const disk = this.#disk(sid);
    this.#batches.settle(event, epoch, (range) => disk.has(range));
    if (epoch >= (this.#latest?.detail.epoch ?? 0)) this.#latest = event;
  }

  #proposed(event: ProposeEvent): void {
    const range = rangeOf(event.zxid, event.count);
    if (range[0] > range[1]) return;
    this.#disk(event.sid).add(range);
    this.#note(event.sid, { lastZxid: event.zxid });
    const epoch = Number(event.zxid >> 32n);
    // A leader that has been deposed, and does not know it yet.
    const lost = epoch < (this.#latest?.detail.epoch ?? 0) ? this.#latest : undefined;
    this.#batches.propose(range, event, lost);
  }

  #logged({ sid, zxid, count }: LoggedEvent): void {
    const range = rangeOf(zxid, count);
    if (range[0] > range[1]) return;
    this.#disk(sid).add(range);
    this.#note(sid, { lastZxid: zxid });
    this.#batches.logged(range);
  }

  #committed(event: CommitEvent): void {
    const range = rangeOf(event.zxid, event.count);
    if (range[0] > range[1]) return;
    const shown = this.#batches.commit(range, event);
    if (shown) return;
    // The trace does not tell of proposals: these servers have them.
    this.#batches.propose(range, undefined, undefined);
    this.#batches.commit(range, event);
    for (const sid of event.servers) {
      this.#disk(sid).add(range);
      this.#note(sid, { lastZxid: event.zxid });
    }
  }
}
