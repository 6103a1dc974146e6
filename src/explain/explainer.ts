import type { Header, ResultEvent, TraceEvent } from "../trace/events.ts";
import { expectedLeader } from "../trace/expected.ts";
import { supportOf } from "../trace/quorum.ts";
import { statesBefore } from "../trace/states-before.ts";
import { condensedAbove } from "../trace/story.ts";
import { StoryBuilder } from "../trace/story-builder.ts";
import { answerOf } from "./answer.ts";
import type { Explanation, Loss, Unknown } from "./facts.ts";
import { Ledger } from "./ledger.ts";
import { lossesOf } from "./losses.ts";
import { Notes } from "./notes.ts";
import { type Context, partOf } from "./parts.ts";
import { Account } from "./zab/account.ts";

/**
 * Turns a trace, event by event, into everything there is to say about it. From the trace alone: a simulated election
 * and a real one are explained alike.
 */
export class Explainer {
  readonly #header: Header;
  readonly #ledger: Ledger;
  readonly #story: StoryBuilder;
  readonly #notes: Notes;
  readonly #account: Account;
  readonly #condenses: boolean;

  /** @param condenses whether single notifications of a large ensemble are left out */
  constructor(header: Header, { condenses }: { readonly condenses: boolean }) {
    const { servers, leader = null } = header.cluster;
    this.#header = header;
    this.#ledger = new Ledger(header);
    this.#condenses = condenses && servers.length > condensedAbove;
    this.#story = new StoryBuilder(header, condenses);
    this.#account = new Account(header);
    this.#notes = new Notes(statesBefore(header.cluster), leader);
  }

  /** @param line its place in the trace; the header is line 1 */
  add(event: TraceEvent, line: number): void {
    // What another process heard is not what this server did.
    if (event.type === "receive" && event.claimed) return;
    this.#notes.add(event, line);
    this.#ledger.add(event, line);
    this.#account.add(event, line);
    this.#story.add(event);
  }

  /**
   * @param result the last line; undefined when the trace is cut short
   * @param line the line of the result, or the last one that could be read
   */
  finish(result: ResultEvent | undefined, line: number): Explanation {
    if (result) this.#ledger.finish(result, line);
    const { cluster, source } = this.#header;
    const context: Context = {
      header: this.#header,
      notes: this.#notes,
      account: this.#account,
      sections: this.#story.close(result?.t),
    };
    const answer = answerOf(this.#ledger);
    const silent = this.#silent();
    return {
      ...(cluster.title !== undefined && { title: cluster.title }),
      source,
      servers: [...cluster.servers].sort((a, b) => a.sid - b.sid),
      quorum: supportOf(cluster, []),
      leader: cluster.leader ?? null,
      answer,
      parts: context.sections.map((section, index) => partOf(section, index, context)),
      others: lossesOf(this.#ledger, answer).map((loss) => (silent.includes(loss.sid) ? unseen(loss) : loss)),
      transactions: this.#account.fates(),
      unknown: this.#unknown(silent, result ? undefined : line),
      ...(result?.expect && { expect: { leader: expectedLeader(this.#header), met: result.expect === "met" } }),
    };
  }

  /** Servers of which the trace tells nothing, though they were there, or may have been. */
  #silent(): number[] {
    const { seen, heardFrom } = this.#notes;
    const isLog = this.#header.source === "log";
    const missing = this.#header.cluster.servers.filter(({ sid, state, inferred = [] }) => {
      const isKnown = state !== undefined && !inferred.includes("state");
      return !seen.has(sid) && ((isLog && !isKnown) || heardFrom.has(sid));
    });
    return missing.map(({ sid }) => sid);
  }

  #unknown(silent: number[], cutAfter: number | undefined): Unknown[] {
    const { sends, receives } = this.#notes;
    const { servers } = this.#header.cluster;
    return [
      ...(cutAfter === undefined ? [] : [{ kind: "cut", line: cutAfter } as const]),
      ...(silent.length > 0 ? [{ kind: "silent", sids: silent } as const] : []),
      ...(sends === 0 && receives > 0 ? [{ kind: "no-sends" } as const] : []),
      ...(this.#condenses ? [{ kind: "condensed", servers: servers.length } as const] : []),
    ];
  }
}

/** Nothing of the server is in the trace: what it voted, or whether it was down, is not known. */
function unseen({ sid, winner }: Loss): Loss {
  return { sid, criterion: "unknown", own: null, winner, comparison: undefined, events: [] };
}

/** The answer alone: keeps nothing of the events that go by, so that a trace of any length can be told. */
export class BriefExplainer {
  readonly #ledger: Ledger;

  constructor(header: Header) {
    this.#ledger = new Ledger(header);
  }

  add(event: TraceEvent, line: number): void {
    this.#ledger.add(event, line);
  }

  finish(result: ResultEvent | undefined, line: number): Pick<Explanation, "answer" | "unknown"> {
    if (result) this.#ledger.finish(result, line);
    return { answer: answerOf(this.#ledger), unknown: result ? [] : [{ kind: "cut", line }] };
  }
}
