/**
 * Servers as a real ensemble can have left them. What that is is defined by how it comes about: servers without data go
 * through terms of leaders. A quorum takes part in each; who has the best currentEpoch and zxid of them leads. Each term may
 * end anywhere: when only some have accepted the epoch, when only some have been brought up to date, when writes have
 * been logged by some. What the leader began with is committed when a quorum is up to date, a write when a quorum has it.
 * A leader begins with a snapshot, one can be taken at any other time, and who comes later gets one.
 */
import fc from "fast-check";
import type { Server } from "../../../src/scenario/cluster.ts";
import { verifierOf } from "../arbitrary.ts";
import { counterOf, highest, upTo, zxidOf } from "./account.ts";
import { ascending } from "./start.ts";

export const maxSids = 9;

interface Had {
  readonly sid: number;
  readonly votes: boolean;
  txns: bigint[];
  snapshot: bigint;
  acceptedEpoch: number;
  currentEpoch: number;
}

const picks = fc.array(fc.boolean(), { minLength: maxSids, maxLength: maxSids });

const term = fc.record({
  takePart: picks,
  accept: fc.option(picks),
  join: fc.option(picks),
  writes: fc.nat(4),
  logged: fc.array(fc.nat(4), { minLength: maxSids, maxLength: maxSids }),
  comeLate: fc.option(picks),
  snapshots: fc.option(picks),
});
type TermWish = typeof term extends fc.Arbitrary<infer T> ? T : never;

const members = fc
  .record({
    voters: fc.integer({ min: 3, max: 7 }),
    observers: fc.constantFrom(0, 0, 1, 2),
    hierarchical: fc.constantFrom(false, false, false, true),
    weights: fc.array(fc.constantFrom(1, 1, 1, 2, 0), { minLength: maxSids, maxLength: maxSids }),
  })
  .map(({ voters, observers, hierarchical, weights }): Server[] =>
    Array.from({ length: voters + observers }, (_, index): Server => {
      const plain = { sid: index + 1, zxid: 0n, epoch: 0, acceptedEpoch: 0, electionEpoch: 0 };
      if (index >= voters) return { ...plain, role: "observer" };
      const grouped = hierarchical && { group: index % 3, weight: weights[index] ?? 1 };
      return { ...plain, role: "participant", ...grouped };
    }),
  )
  .filter((servers) => verifierOf(servers).containsQuorum(servers.map(({ sid }) => sid)));

/** Servers, and what has been committed among them. */
export interface Past {
  readonly servers: Server[];
  readonly committed: readonly bigint[];
  /** Who led last, if everybody follows it, and it has written something. */
  readonly inOffice: number | null;
}

export const past: fc.Arbitrary<Past> = fc
  .record({
    members,
    terms: fc.array(term, { maxLength: 4 }),
    describe: picks,
    inOffice: fc.boolean(),
    lack: fc.array(fc.constantFrom(0, 0, 0, 0, 1, 2), { minLength: maxSids, maxLength: maxSids }),
  })
  .map(({ members, terms, describe, inOffice, lack }): Past => {
    const history = new History(members);
    for (const wish of terms) history.term(wish);
    const leader = inOffice ? history.everybodyFollows(lack) : null;
    return { servers: described(members, history.had, describe), committed: history.committed, inOffice: leader };
  });

class History {
  readonly had: Had[];
  committed: readonly bigint[] = [];
  readonly #isQuorum: (some: readonly Had[]) => boolean;
  #leader: Had | undefined;

  constructor(members: readonly Server[]) {
    const verifier = verifierOf(members);
    this.#isQuorum = (some) => verifier.containsQuorum(some.map(({ sid }) => sid));
    this.had = members.map(({ sid, role, weight }) => {
      const nothing = { txns: [], snapshot: 0n, acceptedEpoch: 0, currentEpoch: 0 };
      return { sid, votes: role === "participant" && weight !== 0, ...nothing };
    });
  }

  term(wish: TermWish): void {
    const quorum = this.#atLeastQuorum(wish.takePart);
    const leader = quorum.reduce((best, one) => (isBetter(one, best) ? one : best));
    const epoch = Math.max(...quorum.map(({ acceptedEpoch }) => acceptedEpoch)) + 1;
    leader.snapshot = lastOf(leader);
    const accepting = quorum.filter((one) => one === leader || wish.accept?.[one.sid - 1] !== false);
    for (const one of accepting) one.acceptedEpoch = epoch;
    this.#leader = undefined;
    if (!this.#isQuorum(accepting)) return;
    const joining = accepting.filter((one) => one === leader || wish.join?.[one.sid - 1] !== false);
    for (const one of joining) follow(one, leader, epoch);
    if (!this.#isQuorum(joining)) return;
    this.committed = [...leader.txns];
    this.#leader = leader;
    this.#write(joining, leader, wish);
    for (const one of this.had.filter((other) => !joining.includes(other) && wish.comeLate?.[other.sid - 1])) {
      one.acceptedEpoch = epoch;
      one.currentEpoch = epoch;
      one.txns = [...this.committed];
      one.snapshot = highest(zxidOf(epoch, 0n), one.txns.at(-1) ?? 0n);
    }
    for (const one of this.had.filter(({ sid }) => wish.snapshots?.[sid - 1])) one.snapshot = lastOf(one);
  }

  /**
   * All follow the last leader and have what it has, but for some of the last that it wrote; null where that has written
   * nothing, so that its zxid is no transaction.
   */
  everybodyFollows(lack: readonly number[]): number | null {
    const leader = this.#leader;
    if (!leader || Number((leader.txns.at(-1) ?? 0n) >> 32n) !== leader.currentEpoch) return null;
    const begin = zxidOf(leader.currentEpoch, 0n);
    const holders = (zxid: bigint) => this.had.filter(({ votes, txns }) => votes && txns.includes(zxid));
    for (const one of this.had) {
      one.acceptedEpoch = leader.acceptedEpoch;
      if (one === leader) continue;
      follow(one, leader, leader.currentEpoch);
      const last = highest(begin, (leader.txns.at(-1) ?? 0n) - BigInt(lack[one.sid - 1] ?? 0));
      one.txns = one.txns.filter((zxid) => zxid <= last);
      if (one.snapshot > last) one.snapshot = last;
    }
    this.committed = leader.txns.filter((zxid) => zxid < begin || this.#isQuorum(holders(zxid)));
    // A snapshot holds what is applied, and that is committed as long as nobody has left office.
    const applied = this.committed.at(-1) ?? 0n;
    for (const one of this.had) if (one.snapshot > applied) one.snapshot = applied;
    return leader.sid;
  }

  #write(joined: readonly Had[], leader: Had, { writes, logged }: TermWish): void {
    const begin = zxidOf(leader.currentEpoch, 0n);
    for (const one of joined) {
      const count = one === leader ? writes : Math.min(writes, logged[one.sid - 1] ?? 0);
      one.txns.push(...upTo(begin + BigInt(count)));
    }
    const isCommitted = (zxid: bigint) => this.#isQuorum(joined.filter(({ txns }) => txns.includes(zxid)));
    this.committed = leader.txns.filter((zxid) => zxid < begin || isCommitted(zxid));
  }

  #atLeastQuorum(wishes: readonly boolean[]): Had[] {
    const voters = this.had.filter(({ votes }) => votes);
    const some = voters.filter(({ sid }) => wishes[sid - 1]);
    for (const one of voters) if (!this.#isQuorum(some) && !some.includes(one)) some.push(one);
    return some;
  }
}

function lastOf({ txns, snapshot }: Had): bigint {
  return highest(txns.at(-1) ?? 0n, snapshot);
}

function isBetter(one: Had, other: Had): boolean {
  if (one.currentEpoch !== other.currentEpoch) return one.currentEpoch > other.currentEpoch;
  const [a, b] = [lastOf(one), lastOf(other)];
  return a === b ? one.sid > other.sid : a > b;
}

/** It is brought up to date before the leader serves: by a TRUNC or SNAP if it has what the leader has not. */
function follow(one: Had, leader: Had, epoch: number): void {
  one.currentEpoch = epoch;
  if (one === leader) return;
  const isBehind = one.txns.every((zxid) => leader.txns.includes(zxid)) && one.snapshot <= lastOf(leader);
  one.txns = [...leader.txns];
  if (!isBehind) one.snapshot = lastOf(leader);
}

/**
 * Each server with its log, or, where that says the same (and it is wished), with nothing but a zxid. One that ends with
 * the zxid of a snapshot can't have a log; where its history can't be told, it has the last transaction's instead.
 */
function described(members: readonly Server[], all: readonly Had[], plain: readonly boolean[]): Server[] {
  let bare = all.filter((one) => isSnapshot(one) || one.txns.length === 0 || plain[one.sid - 1]);
  const sharedBefore = (zxid: bigint) => ascending(bare.flatMap((one) => upTo(lastOf(one)))).filter((it) => it < zxid);
  for (let tries = all.length; tries > 0; tries--) {
    bare = bare.filter((one) => sharedBefore(lastOf(one) + 1n).join() === one.txns.join());
  }
  // What comes before a log is what those share that have none.
  const spoils = all.some((one) => !bare.includes(one) && sharedBefore(one.txns[0] ?? 0n).length > 0);
  if (spoils) bare = bare.filter((one) => one.txns.length === 0);
  return members.map((member, index) => {
    const one = all[index];
    if (!one) return member;
    const { acceptedEpoch, currentEpoch: epoch } = one;
    if (bare.includes(one)) {
      const snapshot = one.snapshot > 0n && counterOf(one.snapshot) > 0n && { snapshot: one.snapshot };
      return { ...member, acceptedEpoch, epoch, zxid: lastOf(one), ...snapshot };
    }
    const zxid = one.txns.at(-1) ?? 0n;
    const snapshot = one.snapshot > zxid ? zxid : one.snapshot;
    const kept = one.txns.length > 0 && { log: [...one.txns], ...(snapshot > 0n && { snapshot }) };
    return { ...member, acceptedEpoch, epoch, zxid, ...kept };
  });
}

function isSnapshot(one: Had): boolean {
  return lastOf(one) !== (one.txns.at(-1) ?? 0n);
}
