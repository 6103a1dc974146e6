/** What one server has, on its disk and in memory, as ZooKeeper's Java keeps it: arrays of zxids, no ranges, no sharing. */
import type { ServerState } from "../../../src/trace/events.ts";

const counterBits = 32n;
const counterMask = (1n << counterBits) - 1n;

export function epochOf(zxid: bigint): number {
  return Number(zxid >> counterBits);
}

export function counterOf(zxid: bigint): bigint {
  return zxid & counterMask;
}

export function zxidOf(epoch: number, counter: bigint): bigint {
  return (BigInt(epoch) << counterBits) | counter;
}

/** Every transaction that a zxid stands for within its epoch: e:1 to e:c. */
export function upTo(zxid: bigint): bigint[] {
  const list: bigint[] = [];
  for (let at = zxid - counterOf(zxid) + 1n; at <= zxid; at++) list.push(at);
  return list;
}

export function highest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** How a server is brought up to date, from when it is told until it has written that down. */
export interface Pending {
  readonly mode: "DIFF" | "TRUNC" | "SNAP";
  /** TRUNC: up to where its log is cut, which happens at once. */
  readonly cut: bigint;
  /** What it has afterwards. */
  readonly txns: readonly bigint[];
  readonly last: bigint;
  /** What comes one by one as committed: after a TRUNC it is applied, and gets to the disk with a snapshot only. */
  readonly sent: readonly bigint[];
}

export class Account {
  readonly sid: number;
  readonly votes: boolean;
  state: ServerState = "DOWN";
  phase: "discovery" | "synchronization" | "broadcast" | undefined;
  /** Transactions on its disk, be it in the log or in a snapshot. */
  txns: bigint[];
  /** With which zxid the newest snapshot on its disk was taken; what was logged before is not replayed. */
  snapshot: bigint;
  /** With which zxids the files of its log begin, as their names say (`log.…`), and whether its process has the newest open. */
  files: bigint[];
  appends = false;
  /** Of its transactions those that are in a snapshot and in no file, though files stand before and after them. */
  #unlogged: ReadonlySet<bigint> = new Set();
  /** In memory: `DataTree.lastProcessedZxid` where that is no transaction, else something lower. */
  floor: bigint;
  /** In memory: `ZKDatabase.committedLog` has what came after this. */
  base: bigint;
  acceptedEpoch: number;
  currentEpoch: number;
  pending: Pending | undefined;

  constructor(
    sid: number,
    votes: boolean,
    txns: bigint[],
    snapshot: bigint,
    acceptedEpoch: number,
    currentEpoch: number,
  ) {
    this.sid = sid;
    this.votes = votes;
    this.txns = txns;
    this.snapshot = snapshot;
    // That snapshot was taken when a file was full.
    const begins = [txns[0], txns.find((zxid) => zxid > snapshot)].filter((zxid) => zxid !== undefined);
    this.files = [...new Set(begins)];
    this.floor = snapshot;
    this.base = snapshot;
    this.acceptedEpoch = acceptedEpoch;
    this.currentEpoch = currentEpoch;
  }

  /** `QuorumPeer.getLastLoggedZxid`. */
  get last(): bigint {
    return highest(this.txns.at(-1) ?? 0n, this.floor);
  }

  /** `ZKDatabase.committedLog`, if everything up to `committed` is: no more than one above the limit. */
  kept(committed: bigint, commitLogCount: number): bigint[] {
    return this.txns.filter((zxid) => zxid > this.base && zxid <= committed).slice(-(commitLogCount + 1));
  }

  /** `ZooKeeperServer.loadData`: who begins to lead takes a snapshot. */
  lead(): void {
    this.snapshot = this.last;
  }

  /** `FileTxnLog.append`: a process that has no file open begins one. */
  log(zxids: readonly bigint[]): void {
    this.txns.push(...zxids);
    const [first] = zxids;
    if (first === undefined) return;
    if (!this.appends) this.files.push(first);
    this.appends = true;
  }

  /** What can be read from the files of its log. */
  get logged(): bigint[] {
    return this.txns.filter((zxid) => !this.#unlogged.has(zxid));
  }

  /** `Learner.syncWithLeader`, at NEWLEADER: from now on it has what it was told. TRUNC and SNAP end with a snapshot. */
  synchronized(): void {
    const { pending } = this;
    this.pending = undefined;
    if (!pending) return;
    const { mode, cut, txns, last, sent } = pending;
    if (mode === "TRUNC") this.#truncate(cut);
    else if (mode === "SNAP") this.#restore();
    if (mode !== "DIFF") {
      const applied = sent.at(-1) ?? cut;
      this.txns = txns.filter((zxid) => zxid <= applied);
      this.#unlogged = new Set([...this.#unlogged, ...sent]);
    }
    const had = this.txns.at(-1) ?? 0n;
    this.log(txns.filter((zxid) => zxid > had));
    if (mode === "DIFF") return;
    this.snapshot = last;
    if (mode === "SNAP") this.#load();
  }

  /** It looks for a leader again. What it was being told is void, but a log that was cut stays cut. */
  look(): void {
    const { pending } = this;
    this.pending = undefined;
    this.phase = undefined;
    if (!pending || pending.mode === "DIFF") return;
    // Learner.shutdown clears the database when a snapshot did not come to its end.
    if (pending.mode === "TRUNC") this.#truncate(pending.cut);
    else this.#load();
  }

  /**
   * `ZKDatabase.truncateLog`. Java leaves a snapshot that was taken beyond the cut where it is, and with it what was to be
   * cut off (ZOOKEEPER-1549); here it goes too.
   */
  #truncate(cut: bigint): void {
    this.txns = this.txns.filter((zxid) => zxid <= cut);
    if (this.snapshot > cut) this.snapshot = this.txns.at(-1) ?? 0n;
    this.#load();
    this.files = this.files.filter((first) => first <= cut);
    this.appends = false;
    // DataTree.lastProcessedZxid is what the leader said, be it no transaction.
    this.floor = cut;
  }

  /** What came with a snapshot is in no file: none that is left could be read on from. */
  #restore(): void {
    this.files = [];
    this.appends = false;
    this.#unlogged = new Set();
  }

  crash(): void {
    this.look();
    this.appends = false;
    this.#load();
  }

  /** `ZKDatabase.loadDataBase`: the newest snapshot, and what was logged after it. */
  #load(): void {
    this.floor = this.snapshot;
    this.base = this.snapshot;
  }
}
