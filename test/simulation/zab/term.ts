/** One leader in one epoch, from when it proposes that epoch: what it has, who follows, how far it has come. */
import { type Account, highest, zxidOf } from "./account.ts";
import type { View } from "./sync.ts";

export class Term {
  readonly leader: Account;
  readonly epoch: number;
  stage: "discovery" | "synchronization" | "broadcast" = "discovery";
  /** What it has when it begins, and all that it proposes later. */
  readonly history: bigint[];
  /** How much of that it began with. */
  readonly begunWith: number;
  /** Up to where it has committed. */
  committed = 0n;
  /** Who has promised it its epoch, and who has taken it for its own. */
  readonly accepted: Set<number>;
  readonly joined: Set<number>;
  /** Up to where each has logged what it proposed, or was brought up to date by it. */
  readonly logged = new Map<number, bigint>();
  readonly #views: { readonly t: number; readonly view: View }[] = [];

  constructor(leader: Account, epoch: number) {
    this.leader = leader;
    this.epoch = epoch;
    this.history = [...leader.txns];
    this.begunWith = leader.txns.length;
    this.accepted = new Set([leader.sid]);
    this.joined = new Set([leader.sid]);
  }

  get begin(): readonly bigint[] {
    return this.history.slice(0, this.begunWith);
  }

  /** Takes down what learners that turn up from now on find. */
  look(t: number, commitLogCount: number): void {
    const serves = this.stage === "broadcast";
    const { leader, committed, epoch } = this;
    const upTo = serves ? committed : leader.last;
    this.#views.push({
      t,
      view: {
        processed: serves ? highest(committed, leader.floor) : leader.last,
        kept: leader.kept(upTo, commitLogCount),
        files: [...leader.files],
        logged: leader.logged,
        committed: leader.txns.filter((zxid) => zxid <= upTo),
        outstanding: leader.txns.filter((zxid) => zxid > upTo && zxid > zxidOf(epoch, 0n)),
      },
    });
  }

  /** What a learner may have found between two moments, the latest first. */
  viewsBetween(from: number, to: number): View[] {
    const views = this.#views.filter(({ t }, at) => t <= to && (this.#views[at + 1]?.t ?? to) >= from);
    return views.map(({ view }) => view).reverse();
  }
}
