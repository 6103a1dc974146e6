import type { Member } from "../logs/members.ts";
import type { LogRecord } from "../logs/record.ts";
import { compareVotes, sameVote } from "../protocols/fle/vote.ts";
import type { PeerState, ServerState, Vote } from "../trace/events.ts";
import type { Ballot, World } from "./world.ts";

/** What is known of servers without a log: what others heard from them. */
export class HeardServers {
  readonly #world: World;
  readonly #last = new Map<number, Ballot>();

  readonly #members: readonly Member[];
  readonly #logged: ReadonlySet<number>;

  /** @param logged sids of the servers whose own logs are read */
  constructor(world: World, members: readonly Member[], logged: ReadonlySet<number>) {
    this.#world = world;
    this.#members = members;
    this.#logged = logged;
  }

  /** The vote that it was last heard with. */
  lastOf(sid: number): Ballot | undefined {
    return this.#last.get(sid);
  }

  /** A notification from it: it is in that state, and holds that vote, if that is news. */
  hear(sid: number, ballot: Ballot, state: PeerState, t: number, record: LogRecord): void {
    const last = this.#last.get(sid);
    if (last && last.electionEpoch > ballot.electionEpoch && state === "LOOKING") return;
    const { electionEpoch, vote } = ballot;
    const from = this.#world.states.get(sid) ?? "DOWN";
    const again = state === "LOOKING" && last !== undefined && electionEpoch > last.electionEpoch;
    // A vote of before its decision may arrive after others have heard of that.
    if (state === "LOOKING" && from !== "LOOKING" && from !== "DOWN" && !again) return;
    this.#last.set(sid, ballot);
    if (from !== state || again) {
      this.#world.states.set(sid, state);
      const event = { type: "state", t, sid, electionEpoch, from, to: state, reason: "heard", inferred: true } as const;
      this.#world.emit(event, record);
    }
    if (state !== "LOOKING" || vote.leader === null) return;
    const was = from === "LOOKING" && !again ? (last?.vote ?? null) : null;
    if (was && sameVote(was, vote)) return;
    this.#cast(sid, ballot, was, t, record);
  }

  /** A server has decided on a leader: so have those, by all that is known, that it heard vote for it as well. */
  follow({ vote: { leader }, electionEpoch }: Ballot, t: number, record: LogRecord): void {
    if (leader === null) return;
    for (const { sid } of this.#members) {
      if (this.#logged.has(sid) || this.#world.states.get(sid) === "DOWN") continue;
      const last = this.#last.get(sid);
      const agrees = last?.vote.leader === leader && last.electionEpoch === electionEpoch;
      if (sid === leader) this.#become(sid, "LEADING", electionEpoch, t, record);
      else if (agrees && this.#world.states.get(sid) === "LOOKING") {
        this.#become(sid, "FOLLOWING", electionEpoch, t, record);
      }
    }
  }

  /** Others find nobody there any more. */
  die(sid: number, t: number, record: LogRecord): void {
    this.#become(sid, "DOWN", this.#last.get(sid)?.electionEpoch ?? 0, t, record);
  }

  #become(sid: number, to: ServerState, electionEpoch: number, t: number, record: LogRecord): void {
    const from = this.#world.states.get(sid) ?? "DOWN";
    if (from === to) return;
    this.#world.states.set(sid, to);
    const reason = to === "DOWN" ? "crash" : "heard";
    this.#world.emit({ type: "state", t, sid, electionEpoch, from, to, reason, inferred: true }, record);
  }

  #cast(sid: number, { vote, electionEpoch }: Ballot, was: Vote | null, t: number, record: LogRecord): void {
    const { casts } = this.#world;
    const round = casts.roundOf(sid, { vote, electionEpoch });
    casts.cast(sid, { vote, electionEpoch }, round, t);
    const by = was ? compareVotes(vote, was, 1).by : vote.leader === sid ? "initial" : "sid";
    this.#world.emit({ type: "vote", t, sid, electionEpoch, round, vote, was, by, inferred: true }, record);
  }
}
