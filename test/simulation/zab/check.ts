/** What a trace tells of Zab, held against a second account of what every server has. */
import type {
  CommitEvent,
  EpochEvent,
  Header,
  LoggedEvent,
  PhaseEvent,
  ProposeEvent,
  RefuseEvent,
  ResultEvent,
  StateEvent,
  StepEvent,
  TraceEvent,
  VoteEvent,
  ZxidRange,
} from "../../../src/trace/events.ts";
import { javaContainsQuorum } from "../../protocols/fle/java.ts";
import { type Account, epochOf, zxidOf } from "./account.ts";
import { Safety } from "./safety.ts";
import { accountsOf, committedAtFirst } from "./start.ts";
import { type Sync, syncFollower, type View } from "./sync.ts";
import { Term } from "./term.ts";
import { Whereabouts } from "./whereabouts.ts";

interface Options {
  /** What is committed before the first step, where more is known of it than the description says. */
  readonly committed?: readonly bigint[];
  /** Whether the description is of servers that can have come to be like that: otherwise nothing is safe. */
  readonly consistent?: boolean;
}

/**
 * - Phases come in order, a learner's after its leader's; the epochs are written between them: acceptedEpoch first.
 * - Epochs only rise; a new one is above those of the quorum that the leader heard, and one leader alone ever has it.
 * - How a learner is brought up to date is what `syncFollower` says, and so is what it drops and gets.
 * - A leader serves when a quorum has taken its epoch for its own, and commits what a quorum has logged.
 * - Votes, phases and the result tell the last zxid that a server really has: it falls by TRUNC and SNAP, and by what
 *   a crash takes from memory.
 * - Nothing committed is lost.
 */
export class ZabCheck {
  readonly #accounts: ReadonlyMap<number, Account>;
  readonly #voters: { sid: number; weight: number; group: number }[];
  readonly #commitLogCount: number;
  readonly #safety: Safety | undefined;
  readonly #where: Whereabouts;
  readonly #terms = new Map<string, Term>();
  /** Who alone of its followers gets what the present step writes before the next, and after which zxid that begins. */
  #reach: readonly number[] | undefined;
  readonly #held = new Map<number, { readonly after: bigint; readonly kept: readonly number[] }>();
  /** By server: whom it has decided on, when it began to connect, what it had then. */
  readonly #leaders = new Map<number, number>();
  readonly #met = new Map<number, { t: number; acceptedEpoch: number; currentEpoch: number; last: bigint }>();
  /** Who is described as following a leader in office without having all that it has: that comes with what is written next. */
  readonly #behind = new Set<number>();
  #t = 0;

  constructor({ cluster }: Header, { committed, consistent = true }: Options = {}) {
    this.#accounts = accountsOf(cluster);
    this.#voters = cluster.servers
      .filter(({ role }) => role === "participant")
      .map(({ sid, weight = 1, group = 0 }) => ({ sid, weight, group }));
    this.#commitLogCount = (cluster["commitLogCount"] as number | undefined) ?? 500;
    const isQuorum = (sids: Iterable<number>) => this.#isQuorum(sids);
    const first = committedAtFirst(cluster, this.#accounts, isQuorum);
    if (consistent) this.#safety = new Safety(committed ?? first);
    this.#where = new Whereabouts(cluster);
    if (typeof cluster.leader === "number") this.#install(cluster.leader, first.at(-1) ?? 0n);
  }

  add(event: TraceEvent): void {
    this.#t = event.t;
    try {
      this.#add(event);
    } catch (error) {
      throw new Error(`${this.#t} ms: ${(error as Error).message}\n${told(event)}`);
    }
  }

  finish({ servers }: ResultEvent): void {
    for (const { sid, state, currentEpoch, acceptedEpoch, lastZxid } of servers) {
      const account = this.#account(sid);
      same(
        `result of ${sid}`,
        { state, currentEpoch, acceptedEpoch, lastZxid },
        {
          state: account.state,
          currentEpoch: account.currentEpoch,
          acceptedEpoch: account.acceptedEpoch,
          lastZxid: account.last,
        },
      );
    }
  }

  #add(event: TraceEvent): void {
    const { type } = event;
    if (type === "step") this.#began(event);
    else if (type === "state") this.#state(event);
    else if (type === "vote") this.#vote(event);
    else if (type === "decide") this.#leaders.set(event.sid, event.leader);
    else if (type === "phase") event.sid === event.detail.leader ? this.#leads(event) : this.#learns(event);
    else if (type === "epoch") event.sid === event.leader ? this.#leaderWrites(event) : this.#learnerWrites(event);
    else if (type === "refuse") this.#refuse(event);
    else if (type === "propose") this.#propose(event);
    else if (type === "logged") this.#logged(event);
    else if (type === "commit") this.#commit(event);
    else if (type === "settled") this.#settled();
  }

  /** All that are up follow a leader that is in office before the first step. */
  #install(sid: number, committed: bigint): void {
    const leader = this.#account(sid);
    const term = new Term(leader, leader.currentEpoch);
    term.stage = "broadcast";
    term.committed = committed;
    this.#terms.set(`${sid}:${term.epoch}`, term);
    for (const account of this.#accounts.values()) {
      if (!this.#where.isUp(account.sid)) continue;
      account.state = account === leader ? "LEADING" : account.votes ? "FOLLOWING" : "OBSERVING";
      account.phase = "broadcast";
      // It has been running for some time: it goes on in its file, unless that was full.
      account.appends = account.files.some((first) => first > account.snapshot);
      this.#leaders.set(account.sid, sid);
      this.#met.set(account.sid, { ...account, last: account.last, t: 0 });
      term.joined.add(account.sid);
      term.logged.set(account.sid, account.last);
      if (account.last !== leader.last || committed !== leader.last) this.#behind.add(account.sid);
    }
    term.look(0, this.#commitLogCount);
  }

  #began(event: StepEvent): void {
    this.#where.add(event);
    const { write } = event.action as { write?: number | { reach?: number[] } };
    this.#reach = typeof write === "object" ? write.reach : undefined;
    this.#held.clear();
  }

  #state({ sid, from, to }: StateEvent): void {
    const account = this.#account(sid);
    same(`state of ${sid}`, from, account.state);
    account.state = to;
    this.#behind.delete(sid);
    if (to === "DOWN") account.crash();
    else if (to === "LOOKING") account.look();
  }

  #vote({ sid, vote, by }: VoteEvent): void {
    const { last, currentEpoch } = this.#account(sid);
    if (by !== "initial" || vote.leader === null) return;
    same(`initial vote of ${sid}`, vote, { leader: sid, zxid: last, peerEpoch: currentEpoch });
  }

  #leads({ sid, phase, detail: { epoch, zxid, leader: _, ...rest } }: PhaseEvent): void {
    const account = this.#account(sid);
    this.#enters(account, phase, sid);
    same("nothing but that", rest, {});
    if (phase === "discovery") {
      account.lead();
      this.#meets(account);
      same("epoch", epoch, undefined);
    } else {
      const term = this.#term(sid, epoch);
      same("currentEpoch", account.currentEpoch, epoch);
      term.stage = phase;
      if (phase === "synchronization") {
        if (!this.#isQuorum(term.accepted))
          throw new Error(`no quorum has accepted epoch ${epoch}: ${[...term.accepted]}`);
        this.#safety?.begins(term);
      } else {
        if (!this.#isQuorum(term.joined)) throw new Error(`no quorum has epoch ${epoch}: ${[...term.joined]}`);
        term.committed = account.txns.at(-1) ?? 0n;
        account.floor = zxidOf(term.epoch, 0n);
        this.#safety?.serves(term);
        this.#agree();
      }
      term.look(this.#t, this.#commitLogCount);
    }
    same("zxid", zxid, phase === "synchronization" && zxid === undefined ? zxid : account.last);
  }

  #learns(event: PhaseEvent): void {
    const { sid, phase, detail } = event;
    const account = this.#account(sid);
    this.#enters(account, phase, detail.leader);
    if (phase === "synchronization") this.#synchronizes(account, event);
    else same("zxid", detail.zxid, account.last);
    if (phase === "discovery") {
      this.#meets(account);
      same("epoch", detail.epoch, undefined);
    } else if (phase === "broadcast") {
      const term = this.#term(detail.leader, detail.epoch);
      same("currentEpoch", account.currentEpoch, term.epoch);
      same("nothing is pending", account.pending, undefined);
      same("stage of the leader", term.stage, "broadcast");
      this.#safety?.joins(account, term);
      this.#agree();
    }
  }

  #enters(account: Account, phase: PhaseEvent["phase"], leader: number): void {
    const before = { discovery: undefined, synchronization: "discovery", broadcast: "synchronization" } as const;
    same(`phase of ${account.sid} before ${phase}`, account.phase, before[phase]);
    same("leader", leader, this.#leaders.get(account.sid));
    const role = account.sid === leader ? "LEADING" : account.votes ? "FOLLOWING" : "OBSERVING";
    same("state", account.state, role);
    account.phase = phase;
  }

  #meets({ sid, acceptedEpoch, currentEpoch, last }: Account): void {
    this.#met.set(sid, { t: this.#t, acceptedEpoch, currentEpoch, last });
  }

  #synchronizes(account: Account, { detail }: PhaseEvent): void {
    const { epoch, mode, why, zxid, from, discarded = [], received = [] } = detail;
    const term = this.#term(detail.leader, epoch);
    if (term.stage === "discovery") throw new Error(`leader ${detail.leader} is not synchronizing yet`);
    same("acceptedEpoch", account.acceptedEpoch, term.epoch);
    same("from", from, account.last);
    const views = term.viewsBetween(this.#met.get(account.sid)?.t ?? 0, this.#t);
    const outcomes = views.flatMap((view) => outcomesOf(account, view));
    const found = told({ mode, why, zxid, discarded: expand(discarded), received: expand(received) });
    const fits = outcomes.find((outcome) => told(tellable(account, outcome)) === found);
    if (!fits) throw new Error(outcomes.map((outcome) => `expected ${told(tellable(account, outcome))}`).join("\n"));
    account.pending = {
      mode: fits.sync.mode,
      cut: fits.sync.to,
      txns: fits.txns,
      last: fits.last,
      sent: fits.sync.sent,
    };
  }

  #leaderWrites({ sid, file, epoch, was, heard = [] }: EpochEvent): void {
    const account = this.#account(sid);
    same("phase", account.phase, "discovery");
    this.#writes(account, file, epoch, was);
    if (file === "currentEpoch") {
      same("acceptedEpoch", account.acceptedEpoch, epoch);
      same("nobody is heard here", heard, []);
      return;
    }
    for (const { sid: other, epoch: accepted } of heard) {
      same(`leader of ${other}`, this.#leaders.get(other), sid);
      same(`acceptedEpoch of ${other}`, accepted, this.#met.get(other)?.acceptedEpoch);
    }
    const sids = heard.map((one) => one.sid);
    if (!sids.includes(sid) || !this.#isQuorum(sids)) throw new Error(`no quorum with ${sid}: ${sids}`);
    same("epoch", epoch, Math.max(...heard.map((one) => one.epoch)) + 1);
    this.#terms.set(`${sid}:${epoch}`, new Term(account, epoch));
  }

  #learnerWrites({ sid, leader, file, epoch, was, heard }: EpochEvent): void {
    const account = this.#account(sid);
    const term = this.#term(leader, epoch);
    same("leader", leader, this.#leaders.get(sid));
    same("nobody is heard here", heard, undefined);
    if (file === "acceptedEpoch") {
      same("phase", account.phase, "discovery");
      this.#writes(account, file, epoch, was);
      term.accepted.add(sid);
      return;
    }
    same("phase", account.phase, "synchronization");
    same("acceptedEpoch", account.acceptedEpoch, epoch);
    if (!account.pending) throw new Error("it has written that already");
    this.#writes(account, file, epoch, was);
    account.synchronized();
    term.joined.add(sid);
    term.logged.set(sid, account.txns.at(-1) ?? 0n);
  }

  #writes(account: Account, file: EpochEvent["file"], epoch: number, was: number): void {
    same(`${file} before`, was, account[file]);
    // Who comes back to the same leader writes the same currentEpoch again.
    if (file === "acceptedEpoch" ? epoch <= was : epoch < was) throw new Error(`${file} does not rise`);
    account[file] = epoch;
  }

  /** `StateSummary.isMoreRecentThan`. */
  #refuse({ sid, from, currentEpoch, zxid }: RefuseEvent): void {
    const [leader, follower] = [this.#met.get(sid), this.#met.get(from)];
    same("phase", this.#account(sid).phase, "discovery");
    same("follower", { currentEpoch, zxid }, { currentEpoch: follower?.currentEpoch, zxid: follower?.last });
    if (!leader || currentEpoch < leader.currentEpoch) throw new Error(`${from} is not ahead of ${sid}`);
    if (currentEpoch === leader.currentEpoch && zxid <= leader.last) throw new Error(`${from} is not ahead of ${sid}`);
  }

  #propose({ sid, count, zxid, reach }: ProposeEvent): void {
    const account = this.#account(sid);
    const term = this.#term(sid, account.currentEpoch);
    same("phase", account.phase, "broadcast");
    same("reach", reach, this.#reach);
    const zxids = Array.from({ length: count }, (_, at) => account.last + BigInt(at) + 1n);
    same("zxid", zxid, zxids.at(-1));
    if (reach)
      this.#held.set(sid, { after: account.last, kept: this.#serving(sid).filter((it) => !reach.includes(it)) });
    account.log(zxids);
    term.history.push(...zxids);
    term.logged.set(sid, zxid);
    term.look(this.#t, this.#commitLogCount);
  }

  #logged({ sid, leader, count, zxid }: LoggedEvent): void {
    const account = this.#account(sid);
    const term = this.#term(leader, account.currentEpoch);
    same("leader", leader, this.#leaders.get(sid));
    same("nothing is pending", account.pending, undefined);
    if (account.phase === "discovery" || !account.phase) throw new Error(`${sid} is in no phase to log`);
    const begin = term.history.indexOf(account.txns.at(-1) ?? 0n) + 1;
    const zxids = term.history.slice(begin, begin + count);
    same("proposals", [zxids.length, zxids.at(-1)], [count, zxid]);
    if (!account.votes && zxid > term.committed) throw new Error(`observer ${sid} logs what is not committed`);
    const held = this.#held.get(leader);
    if (held && zxid > held.after && held.kept.includes(sid)) throw new Error(`${sid} is not reached`);
    account.log(zxids);
    term.logged.set(sid, zxid);
    this.#behind.delete(sid);
    this.#agree();
  }

  #commit({ sid, count, zxid, servers }: CommitEvent): void {
    const account = this.#account(sid);
    const term = this.#term(sid, account.currentEpoch);
    same("phase", account.phase, "broadcast");
    const isHeld = zxid > (this.#held.get(sid)?.after ?? zxid);
    if (isHeld && !this.#isQuorum([sid])) throw new Error("nothing commits before the next step");
    const zxids = term.history.filter((other) => other > term.committed && other <= zxid);
    same("transactions", [zxids.length, zxids.at(-1)], [count, zxid]);
    const loggers = [...term.logged].filter(([, upTo]) => upTo >= zxid).map(([other]) => other);
    const voters = loggers.filter((other) => this.#account(other).votes).sort((a, b) => a - b);
    const unknown = servers.filter((other) => !voters.includes(other));
    same("who has not logged that", unknown, []);
    same(
      "order of servers",
      servers,
      [...new Set(servers)].sort((a, b) => a - b),
    );
    if (!servers.includes(sid) || !this.#isQuorum(servers)) throw new Error(`no quorum with ${sid}: ${servers}`);
    term.committed = zxid;
    this.#behind.delete(sid);
    this.#safety?.commits(term, zxids);
    this.#agree();
    term.look(this.#t, this.#commitLogCount);
  }

  /** Nothing is on its way: who reaches a leader that serves has all that it has, and that is committed. */
  #settled(): void {
    if (this.#reach) return;
    for (const account of this.#accounts.values()) {
      const leader = this.#leaders.get(account.sid) ?? -1;
      if (!this.#where.linked(account.sid, leader) || this.#account(leader).phase !== "broadcast") continue;
      if (account.state === "DOWN" || account.state === "LOOKING") continue;
      same(`phase of ${account.sid}`, account.phase, "broadcast");
      const term = this.#terms.get(`${leader}:${account.currentEpoch}`);
      if (!term || term.leader.currentEpoch !== term.epoch) continue;
      if (!this.#behind.has(account.sid)) same(`history of ${account.sid}`, account.txns, term.history);
      if (!this.#behind.has(leader)) same(`committed by ${leader}`, term.committed, term.history.at(-1) ?? 0n);
    }
  }

  /** Who is served by a leader, but for itself. */
  #serving(leader: number): number[] {
    const accounts = [...this.#accounts.values()].filter(({ phase }) => phase === "broadcast");
    return accounts.map(({ sid }) => sid).filter((sid) => sid !== leader && this.#leaders.get(sid) === leader);
  }

  #agree(): void {
    this.#safety?.agrees([...this.#accounts.values()].filter(({ phase }) => phase === "broadcast"));
  }

  #account(sid: number): Account {
    const account = this.#accounts.get(sid);
    if (!account) throw new Error(`no server ${sid}`);
    return account;
  }

  #term(leader: number, epoch: number | undefined): Term {
    const term = this.#terms.get(`${leader}:${epoch}`);
    if (!term) throw new Error(`leader ${leader} never proposed epoch ${epoch}`);
    return term;
  }

  #isQuorum(sids: Iterable<number>): boolean {
    return javaContainsQuorum(this.#voters, new Set(sids));
  }
}

interface Outcome {
  readonly sync: Sync;
  readonly txns: readonly bigint[];
  readonly last: bigint;
}

/** What a learner has when it was brought up to date; proposals that are under way may come with that or after it. */
function outcomesOf(account: Account, view: View): Outcome[] {
  const sync = syncFollower(account.last, view);
  const kept = sync.mode === "SNAP" ? view.committed : account.txns;
  const txns = [...kept.filter((zxid) => zxid <= sync.to), ...sync.sent];
  const last = sync.sent.at(-1) ?? sync.to;
  const more = account.votes ? view.outstanding : [];
  const bare = { sync, txns, last };
  return more.length === 0 ? [bare] : [{ sync, txns: [...txns, ...more], last: more.at(-1) ?? last }, bare];
}

/** What the trace must tell of it. */
function tellable({ txns }: Account, to: Outcome) {
  return {
    mode: to.sync.mode,
    why: to.sync.why,
    zxid: to.last,
    discarded: txns.filter((zxid) => !to.txns.includes(zxid)),
    received: to.txns.filter((zxid) => !txns.includes(zxid)),
  };
}

function expand(ranges: readonly ZxidRange[]): bigint[] {
  return ranges.flatMap(([first, last]) => {
    if (last < first || epochOf(first) !== epochOf(last)) throw new Error(`no range: ${first} to ${last}`);
    return Array.from({ length: Number(last - first) + 1 }, (_, at) => first + BigInt(at));
  });
}

function same(what: string, found: unknown, expected: unknown): void {
  if (told(found) !== told(expected)) throw new Error(`${what}: ${told(found)}, expected ${told(expected)}`);
}

/** As JSON whose keys are in order, zxids as `epoch:counter`. */
function told(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) => {
      if (typeof part === "bigint") return `${epochOf(part)}:${part & 0xffffffffn}`;
      if (part === null || typeof part !== "object" || Array.isArray(part)) return part;
      return Object.fromEntries(Object.entries(part).sort(([a], [b]) => a.localeCompare(b)));
    }) ?? "undefined"
  );
}
