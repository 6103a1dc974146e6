/**
 * Raft's promises (figure 3 of the paper), checked from a trace: every log is a plain list of entries, each of which
 * knows who made it. Nothing here is shared with the protocol.
 */
import type { Cluster, Server } from "../../../src/scenario/cluster.ts";
import type { ProtocolResult } from "../../../src/trace/protocol-events.ts";

/** Names an entry, whatever its place: who made it, and which of its entries it is. */
interface Entry {
  readonly term: number;
  readonly id: string;
}

interface Member {
  term: number;
  log: Entry[];
  commit: number;
  up: boolean;
  readonly votes: Map<number, number>;
}

/** Any event, as a line of a trace has it. */
export type Line = { readonly type: string; readonly t: number } & Readonly<Record<string, unknown>>;

export class NaiveRaft {
  readonly #members = new Map<number, Member>();
  readonly #voters: readonly number[];
  readonly #leaders = new Map<number, number>();
  /** What each leader had in its term: entries reach others from there. */
  readonly #led = new Map<string, Entry[]>();
  readonly #committed: Entry[] = [];
  /** In which term each was first committed. */
  readonly #committedIn: number[] = [];
  /** How many leaders, ballots and committed entries it has looked at. */
  readonly seen = { leaders: 0, ballots: 0, commits: 0, discards: 0 };

  constructor({ servers, leader }: Cluster) {
    this.#voters = servers.filter(({ role }) => role === "participant").map(({ sid }) => sid);
    const newest = Math.max(...servers.map((server) => logOf(server, servers).at(-1)?.term ?? 0));
    for (const server of servers) {
      const log = logOf(server, servers);
      const term = Math.max(server.epoch, newest);
      this.#members.set(server.sid, { term, log, commit: 0, up: leader !== null, votes: new Map() });
    }
    if (leader !== null) this.#putInOffice(leader);
  }

  #putInOffice(leader: number): void {
    const highest = Math.max(...[...this.#members.values()].map((member) => member.term));
    const own = this.#member(leader).log.filter((entry) => entry.term === highest).length;
    const most = [...this.#members.values()].map(({ log }) => log.filter((entry) => entry.term === highest).length);
    const term = Math.max(...most) > own ? highest + 1 : highest;
    this.#leaders.set(term, leader);
    for (const [sid, member] of this.#members) {
      member.term = term;
      if (this.#voters.includes(sid)) member.votes.set(term, leader);
    }
    this.#led.set(`${leader} ${term}`, [...this.#member(leader).log]);
  }

  add(line: Line): void {
    switch (line.type) {
      case "state":
        this.#state(line);
        break;
      case "term":
        this.#raise(Number(line["sid"]), Number(line["term"]), true);
        break;
      case "candidate":
        this.#candidate(line);
        break;
      case "ballot":
        this.#ballot(line);
        break;
      case "won":
        this.#won(line);
        break;
      case "discard":
        this.#discard(line);
        break;
      case "append":
        this.#append(line);
        break;
      case "commit":
        this.#commit(line);
        break;
    }
  }

  finish(result: ProtocolResult): void {
    for (const one of result.servers) {
      const member = this.#member(one.sid);
      const has = [member.term, member.log.at(-1)?.term ?? 0, member.log.length];
      this.#hold(String(has) === String([one["term"], one["lastTerm"], one["lastIndex"]]), `${one.sid} ends as ${has}`);
      const knows = Number(one["committed"]);
      this.#hold(knows >= member.commit, `${one.sid} forgets what is committed`);
      this.#agree(one.sid, knows, member.term);
    }
  }

  #state({ sid, to, term }: Line): void {
    const member = this.#member(Number(sid));
    if (to === "DOWN") member.commit = 0;
    else this.#hold(Number(term) >= member.term, `term of ${sid} falls to ${term}`);
    member.up = to !== "DOWN";
  }

  #raise(sid: number, term: number, higher: boolean): void {
    const member = this.#member(sid);
    this.#hold(
      higher ? term > member.term : term >= member.term,
      `term of ${sid} falls from ${member.term} to ${term}`,
    );
    member.term = term;
  }

  #candidate({ sid, term, pre, lastLogTerm, lastLogIndex }: Line): void {
    const member = this.#member(Number(sid));
    this.#hold(Number(term) === member.term + 1, `${sid} begins term ${term} after ${member.term}`);
    const end = `${member.log.at(-1)?.term ?? 0} ${member.log.length}`;
    this.#hold(end === `${lastLogTerm} ${lastLogIndex}`, `${sid} says its log ends at ${lastLogTerm} ${lastLogIndex}`);
    if (pre) return;
    member.term = Number(term);
    this.#vote(Number(sid), Number(term), Number(sid));
  }

  #vote(sid: number, term: number, candidate: number): void {
    const { votes } = this.#member(sid);
    const before = votes.get(term);
    this.#hold(before === undefined || before === candidate, `${sid} votes for ${before} and ${candidate} in ${term}`);
    this.#hold(this.#voters.includes(sid), `${sid} has no vote`);
    votes.set(term, candidate);
  }

  #ballot(line: Line): void {
    const [sid, candidate, term] = [Number(line["sid"]), Number(line["candidate"]), Number(line["term"])];
    const own = this.#member(sid).log;
    const [lastTerm, lastIndex] = [Number(line["candidateLogTerm"]), Number(line["candidateLogIndex"])];
    const ownTerm = own.at(-1)?.term ?? 0;
    const upToDate = lastTerm > ownTerm || (lastTerm === ownTerm && lastIndex >= own.length);
    this.seen.ballots++;
    if (line["why"] === "log-behind") this.#hold(!upToDate, `${sid} refuses ${candidate}, whose log is not behind`);
    if (line["why"] === "older-term") this.#hold(term < this.#member(sid).term, `${term} is no older term for ${sid}`);
    this.#hold(line["granted"] === (line["why"] === "granted"), `${sid} grants and does not`);
    if (!line["granted"]) return;
    this.#hold(upToDate, `${sid} votes for ${candidate}, whose log is behind`);
    if (line["pre"]) return;
    this.#hold(term === this.#member(sid).term, `${sid} votes in term ${term}, not its own`);
    this.#vote(sid, term, candidate);
  }

  #won({ sid: winner, term: number, votes }: Line): void {
    const [sid, term] = [Number(winner), Number(number)];
    const from = votes as number[];
    this.#hold(new Set(from).size > this.#voters.length / 2, `${sid} wins with ${from}`);
    for (const voter of from)
      this.#hold(this.#member(voter).votes.get(term) === sid, `${voter} did not vote for ${sid}`);
    const before = this.#leaders.get(term);
    this.#hold(before === undefined || before === sid, `term ${term} has two leaders, ${before} and ${sid}`);
    this.#leaders.set(term, sid);
    const { log } = this.#member(sid);
    // Who only now hears that it won an old term lacks what later ones have committed.
    for (const [at, entry] of this.#committed.entries())
      this.#hold(
        log[at]?.id === entry.id || (this.#committedIn[at] ?? 0) > term,
        `leader ${sid} of ${term} lacks committed ${at + 1}`,
      );
    this.#led.set(`${sid} ${term}`, [...log]);
    this.seen.leaders++;
  }

  #discard({ sid, leader, first, last }: Line): void {
    const member = this.#member(Number(sid));
    this.#hold(sid !== leader, `leader ${sid} discards`);
    this.#hold(Number(last) === member.log.length, `${sid} discards up to ${last} of ${member.log.length}`);
    this.#hold(
      Number(first) > this.#committed.length || !this.#isCommitted(member, Number(first)),
      `${sid} discards committed ${first}`,
    );
    member.log.length = Number(first) - 1;
    this.seen.discards++;
  }

  #isCommitted({ log }: Member, index: number): boolean {
    return log[index - 1]?.id === this.#committed[index - 1]?.id;
  }

  #append(line: Line): void {
    const [sid, leader, term] = [Number(line["sid"]), Number(line["leader"]), Number(line["term"])];
    const [first, last] = [Number(line["first"]), Number(line["last"])];
    const member = this.#member(sid);
    const source = this.#led.get(`${leader} ${term}`);
    if (!source) throw new Error(`${leader} does not lead term ${term}`);
    this.#hold(term === member.term, `${sid} takes entries of term ${term} in ${member.term}`);
    this.#hold(first === member.log.length + 1, `${sid} appends ${first} after ${member.log.length}`);
    if (sid === leader)
      for (let index = first; index <= last; index++) source.push({ term, id: `${leader} in ${term}: ${index}` });
    const added = source.slice(first - 1, last);
    const told = (line["entries"] as { term: number; count: number }[]).flatMap(({ term, count }) =>
      Array(count).fill(term),
    );
    this.#hold(
      String(added.map((entry) => entry.term)) === String(told),
      `${sid} appends other entries than ${leader}'s`,
    );
    member.log.push(...added);
    for (const other of this.#members.values()) this.#match(member, other);
  }

  /** Log Matching: the same term at the same index is the same entry, after the same entries. */
  #match(one: Member, other: Member): void {
    let at = Math.min(one.log.length, other.log.length) - 1;
    while (at >= 0 && one.log[at]?.term !== other.log[at]?.term) at--;
    for (; at >= 0; at--) this.#hold(one.log[at]?.id === other.log[at]?.id, `logs differ at ${at + 1}`);
  }

  #commit({ sid: who, index: to, term: now, was }: Line): void {
    const [sid, index, term] = [Number(who), Number(to), Number(now)];
    const member = this.#member(sid);
    this.#hold(index > Number(was) && Number(was) >= member.commit, `${sid} commits ${index} after ${was}`);
    member.commit = index;
    if (this.#leaders.get(term) === sid) {
      const source = this.#led.get(`${sid} ${term}`) ?? [];
      this.#hold(source[index - 1]?.term === term, `${sid} commits an entry of an earlier term alone`);
      const have = this.#voters.filter((voter) => this.#member(voter).log[index - 1]?.id === source[index - 1]?.id);
      this.#hold(have.length > this.#voters.length / 2, `${sid} commits ${index}, which only ${have} have`);
    }
    this.#agree(sid, index, term);
    this.seen.commits++;
  }

  /** State Machine Safety: nobody takes another entry for committed at an index. */
  #agree(sid: number, index: number, term: number): void {
    const { log } = this.#member(sid);
    this.#hold(index <= log.length, `${sid} takes ${index} for committed, and has ${log.length}`);
    for (let at = 0; at < index; at++) {
      const entry = log[at] as Entry;
      this.#committed[at] ??= entry;
      this.#committedIn[at] ??= term;
      this.#hold(this.#committed[at]?.id === entry.id, `${sid} has another committed entry at ${at + 1}`);
    }
  }

  #member(sid: number): Member {
    const member = this.#members.get(sid);
    if (!member) throw new Error(`no server ${sid}`);
    return member;
  }

  #hold(holds: boolean, broken: string): void {
    if (!holds) throw new Error(broken);
  }
}

/** Every transaction of the history that servers share, up to its zxid; or, before its own log, up to that. */
function logOf({ zxid, log }: Server, servers: readonly Server[]): Entry[] {
  const shared = log ? (log[0] ?? 1n) - 1n : zxid;
  const entries: Entry[] = [];
  for (let epoch = 0n; epoch <= shared >> 32n; epoch++) {
    const counters = servers
      .map((one) => (one.log ? (one.log[0] ?? 1n) - 1n : one.zxid))
      .filter((each) => each >> 32n === epoch);
    const highest = counters.reduce((most, each) => (each > most ? each : most), epoch << 32n);
    for (let each = (epoch << 32n) + 1n; each <= highest && each <= shared; each++) entries.push(entryOf(each));
  }
  return [...entries, ...(log ?? []).map(entryOf)];
}

function entryOf(zxid: bigint): Entry {
  return { term: Number(zxid >> 32n), id: `before: ${zxid}` };
}
