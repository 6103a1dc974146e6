import type { Batch } from "../../trace/batch.ts";
import type {
  CommitEvent,
  DecideEvent,
  Header,
  PhaseEvent,
  TraceEvent,
  VoteEvent,
  ZxidRange,
} from "../../trace/events.ts";
import { History } from "../../trace/history.ts";
import type { At } from "../standing.ts";
import type { Fate, KeptFact, ZabFact } from "./fact.ts";

/** What was not settled when a leader was elected, and what was committed last. */
interface Term {
  readonly decide: At<DecideEvent>;
  readonly open: readonly Batch[];
  /** Those of them that were proposed in the trace, or that servers have got from a leader that was before. */
  readonly passedOn: readonly ZxidRange[];
  readonly committed: Quorum | undefined;
}

/** The last transaction that was committed, and a quorum that has logged it. */
interface Quorum {
  readonly zxid: bigint;
  readonly sids: readonly number[];
  readonly lines: readonly number[];
}

/**
 * Follows what elections come to for transactions: which a new leader commits, which it begins without, and why that
 * loses nothing that was committed. Only simulations tell of transactions.
 */
export class Account {
  /** In the order of the lines in which they come about. */
  readonly facts: { readonly line: number; readonly fact: ZabFact }[] = [];
  readonly #history: History;
  readonly #tells: boolean;
  /** By leader: its last election. */
  readonly #terms = new Map<number, Term>();
  /** By server: how it was last brought up to date; by leader and epoch: who has written that. */
  readonly #brought = new Map<number, At<PhaseEvent>>();
  readonly #written = new Map<string, Quorum>();
  readonly #proposed = new WeakMap<object, number>();
  /** What servers have got in synchronizations. */
  readonly #received: ZxidRange[] = [];
  #committed: Quorum | undefined = undefined;

  constructor(header: Header) {
    this.#history = new History(header);
    this.#tells = header.source === "simulation";
  }

  add(event: TraceEvent, line: number): void {
    if (event.type === "send" || event.type === "receive") return;
    if (event.type === "vote") this.#voted(event, line);
    if (!this.#tells) {
      if (event.type === "phase") this.#noteBrought(event, line);
      return;
    }
    this.#history.add(event);
    switch (event.type) {
      case "decide":
        this.#decided({ event, line });
        break;
      case "refuse": {
        const { sid, t, from, currentEpoch, zxid } = event;
        const { decide } = this.#terms.get(sid) ?? {};
        const own = decide && { currentEpoch: decide.event.vote.peerEpoch, zxid: decide.event.vote.zxid };
        const events = [...(decide ? [decide.line] : []), line];
        this.facts.push({ line, fact: { kind: "refused", sid, t, from, currentEpoch, zxid, own, events } });
        break;
      }
      case "epoch":
        if (event.file === "currentEpoch") this.#noteWritten(event, line);
        break;
      case "phase":
        this.#entered(event, line);
        break;
      case "propose":
        this.#proposed.set(event, line);
        break;
      case "commit":
        this.#noteCommitted(event, line);
        break;
    }
  }

  /** What became of transactions in the end. */
  fates(): Fate[] {
    const batches = this.#history.batches();
    const settled = this.facts.flatMap(({ fact }): Fate[] => {
      if (fact.kind !== "survived" && fact.kind !== "lost") return [];
      const { kind, range, sid, sids, events } = fact;
      if (kind === "survived") return [{ kind, range, leader: sid, sids, dropped: [], left: [], events }];
      const here = batches.filter(({ range: [first, last] }) => first >= range[0] && last <= range[1]);
      const dropped = here.flatMap((batch) => batch.dropped.map((phase) => phase.sid));
      const left = ascending(here.flatMap(({ servers }) => servers));
      return [{ kind, range, leader: sid, sids, dropped: ascending(dropped), left, events }];
    });
    const open = batches.flatMap(({ range, proposed, servers, committed, lost }): Fate[] => {
      if (!proposed || committed || lost || servers.length === 0) return [];
      const events = [this.#proposed.get(proposed) ?? 0];
      return [{ kind: "open", range, leader: proposed.sid, sids: servers, dropped: [], left: servers, events }];
    });
    return [...settled, ...open, ...this.#kept()];
  }

  #kept(): Fate[] {
    const last = this.facts.findLast(({ fact }) => fact.kind === "kept")?.fact;
    if (last?.kind !== "kept") return [];
    const { sid, sids, zxid, events } = last;
    return [{ kind: "kept", range: [0n, zxid], leader: sid, sids, dropped: [], left: [], events }];
  }

  #voted({ sid, by, vote: { leader, zxid } }: VoteEvent, line: number): void {
    const brought = this.#brought.get(sid);
    if (by !== "initial" || leader !== sid || !brought || zxid === 0n || (zxid & 0xffff_ffffn) !== 0n) return;
    const { mode, zxid: ends, leader: sender } = brought.event.detail;
    if (mode !== "SNAP" || ends !== zxid) return;
    const events = [brought.line, line];
    this.facts.push({ line, fact: { kind: "snapshot-vote", sid, leader: sender, zxid, events } });
  }

  #decided(decide: At<DecideEvent>): void {
    const { sid, leader, via } = decide.event;
    if (sid !== leader || via !== "quorum") return;
    const open = this.#history
      .batches()
      .filter(({ committed, lost, servers }) => !committed && !lost && servers.length);
    const isPassedOn = ({ proposed, range }: Batch) =>
      proposed !== undefined || this.#received.some((received) => overlap(received, range));
    const passedOn = open.filter(isPassedOn).map(({ range }) => range);
    this.#terms.set(sid, { decide, open, passedOn, committed: this.#committed });
  }

  #noteBrought(event: PhaseEvent, line: number): void {
    const { sid, phase, detail } = event;
    if (phase === "synchronization" && detail.leader !== sid) this.#brought.set(sid, { event, line });
  }

  #noteWritten({ sid, leader, epoch }: Extract<TraceEvent, { type: "epoch" }>, line: number): void {
    const key = `${leader} ${epoch}`;
    const { sids, lines } = this.#written.get(key) ?? { sids: [], lines: [] };
    this.#written.set(key, { zxid: 0n, sids: ascending([...sids, sid]), lines: [...lines, line] });
  }

  #noteCommitted({ zxid, servers }: CommitEvent, line: number): void {
    if (zxid > (this.#committed?.zxid ?? -1n)) this.#committed = { zxid, sids: servers, lines: [line] };
  }

  #entered(event: PhaseEvent, line: number): void {
    const { sid, phase, detail } = event;
    this.#noteBrought(event, line);
    if (phase === "synchronization") this.#received.push(...(detail.received ?? []));
    if (phase !== "broadcast" || detail.leader !== sid) return;
    const term = this.#terms.get(sid);
    this.#terms.delete(sid);
    if (!term) return;
    const { decide, committed } = term;
    if (committed && decide.event.supporters.length > 0) {
      const { zxid, sids, lines } = committed;
      this.#settle(event, line, decide, sids, (settled) => ({
        kind: "kept",
        ...{ zxid, ...settled, events: [...lines, ...settled.events].sort((a, b) => a - b) },
      }));
    }
    this.#settleOpen(term, event, line);
  }

  /** What was not committed when the leader was elected: is it, or is it lost, now that it serves? */
  #settleOpen({ decide, open, passedOn }: Term, event: PhaseEvent, line: number): void {
    const now = this.#history.batches().filter(({ committed, lost }) => committed === event || lost === event);
    for (const { range, servers } of open) {
      const fate = now.find(({ range: [first, last] }) => first <= range[0] && last >= range[0]);
      if (!fate) continue;
      // What all along nobody has called into question is no news.
      const isNews = fate.lost !== undefined || passedOn.includes(range);
      const kind = fate.lost ? "lost" : "survived";
      if (isNews) this.#settle(event, line, decide, servers, (settled) => ({ kind, range, ...settled }));
      if (fate.lost || range[1] <= (this.#committed?.zxid ?? -1n)) continue;
      const written = this.#written.get(`${event.sid} ${event.detail.epoch}`);
      if (written && isNews) this.#committed = { ...written, zxid: range[1] };
    }
  }

  #settle(
    { sid, t }: PhaseEvent,
    line: number,
    { event: { supporters }, line: decided }: At<DecideEvent>,
    sids: readonly number[],
    make: (settled: Omit<KeptFact, "kind" | "zxid">) => ZabFact,
  ): void {
    const voters = [...supporters];
    const both = sids.filter((other) => voters.includes(other));
    this.facts.push({ line, fact: make({ sid, t, sids, voters, both, events: [decided, line] }) });
  }
}

function overlap([first, last]: ZxidRange, [start, end]: ZxidRange): boolean {
  return first <= end && start <= last;
}

function ascending(sids: readonly number[]): number[] {
  return [...new Set(sids)].sort((a, b) => a - b);
}
