/** What no failure may break: nothing committed is lost, and all have it in the same order. */
import type { Account } from "./account.ts";
import { ascending } from "./start.ts";
import type { Term } from "./term.ts";

export class Safety {
  /** All that was ever committed, with the epoch in which that was done. */
  readonly #committed: Map<bigint, number>;
  #inOrder: readonly bigint[] | undefined;
  readonly #terms: Term[] = [];
  #established = -1;

  constructor(committed: readonly bigint[]) {
    this.#committed = new Map(committed.map((zxid) => [zxid, -1]));
  }

  /** A quorum has accepted the leader: it must have all that was committed in earlier epochs, and nothing in between. */
  begins(term: Term): void {
    const twin = this.#terms.find(({ epoch }) => epoch === term.epoch);
    if (twin) fail(`${term.leader.sid} and ${twin.leader.sid} both have a quorum for epoch ${term.epoch}`);
    this.#terms.push(term);
    this.#mustHave(`leader ${term.leader.sid} of epoch ${term.epoch}`, term.begin, term.epoch);
  }

  /** The leader serves, and so commits all that it began with. */
  serves(term: Term): void {
    if (term.epoch <= this.#established) fail(`epoch ${term.epoch} is established after ${this.#established}`);
    this.#established = term.epoch;
    this.commits(term, term.begin);
  }

  commits(term: Term, zxids: readonly bigint[]): void {
    for (const zxid of zxids) {
      if (this.#committed.has(zxid)) continue;
      this.#committed.set(zxid, term.epoch);
      this.#inOrder = undefined;
      const without = this.#terms.find(({ epoch, history }) => epoch > term.epoch && !history.includes(zxid));
      if (without)
        fail(`${zxid} is committed in epoch ${term.epoch}, and leader ${without.leader.sid} does not have it`);
    }
  }

  /** A learner serves under its leader. */
  joins(account: Account, term: Term): void {
    this.#mustHave(`server ${account.sid} in epoch ${term.epoch}`, account.txns, term.epoch);
    const missing = term.begin.find((zxid) => !account.txns.includes(zxid));
    if (missing !== undefined) fail(`server ${account.sid} serves without ${missing}, which its leader began with`);
  }

  /** What all those who serve have that is committed is the beginning of one list, and nothing else is among it. */
  agrees(serving: Iterable<Account>): void {
    this.#inOrder ??= ascending([...this.#committed.keys()]);
    for (const { sid, txns } of serving) {
      const length = txns.findLastIndex((zxid) => this.#committed.has(zxid)) + 1;
      const differs = txns.slice(0, length).findIndex((zxid, at) => zxid !== this.#inOrder?.[at]);
      if (differs >= 0) fail(`server ${sid} has ${txns[differs]} where ${this.#inOrder[differs]} is committed`);
    }
  }

  #mustHave(who: string, txns: readonly bigint[], epoch: number): void {
    const committed = ascending([...this.#committed].filter(([, since]) => since < epoch).map(([zxid]) => zxid));
    const differs = committed.findIndex((zxid, at) => txns[at] !== zxid);
    if (differs >= 0) fail(`${who} has ${txns[differs]} where ${committed[differs]} is committed`);
  }
}

function fail(message: string): never {
  throw new Error(message);
}
