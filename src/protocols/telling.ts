/** What a protocol says about itself: its events' schemas, its tables, its explanation, in words of every language. */
import type { GenericSchema } from "valibot";
import type { Language } from "../locales/language.ts";
import type { Block } from "../render/document.ts";
import type { Signs } from "../render/style.ts";
import type { OwnEvent, ProtocolEvent, ProtocolTrace } from "../trace/protocol-events.ts";

/** A fact that is told in one sentence, or a few; `kind` chooses the words, the rest goes into them. */
export interface Fact {
  readonly kind: string;
}

/** A fact, and the lines of the trace that prove it (the header is line 1). */
export interface Told<F extends Fact> {
  readonly fact: F;
  readonly lines: readonly number[];
}

/** Facts under a heading: a step, a term, an attempt. */
export interface Part<F extends Fact> {
  readonly heading: F;
  /** Of a step: when it begins, in ms of the run. Times in its sentences are counted from there. */
  readonly at?: number;
  /** A label, a sid say, stands before the sentence. */
  readonly told: readonly (Told<F> & { readonly label?: string })[];
}

export interface ProtocolExplanation<F extends Fact> {
  /** Who leads and by which rule, or why nobody does. */
  readonly answer: Told<F>;
  readonly parts: readonly Part<F>[];
  /** What the articles say that today's releases no longer do; what the simulation leaves out. */
  readonly today: readonly F[];
}

/** Words for every fact of a protocol; the type holds all languages to it. */
export type Words<F extends Fact> = { readonly [K in F["kind"]]: (fact: Extract<F, { kind: K }>) => string };

/** One step of a trace, and what followed from it. */
export interface Section<E extends OwnEvent> {
  /** Index into the trace's events of the step, and of the first event that is no longer part of it. */
  readonly from: number;
  readonly to: number;
  readonly events: readonly ProtocolEvent<E>[];
}

/** What a comparison takes from a whole trace beside what every trace tells (who led from when to when, messages). */
export interface Summary {
  /** Watches that fired; null where there are none. */
  readonly watches: number | null;
  /** How often it was tried, in the protocol's own unit; null where that means nothing. */
  readonly attempts: { readonly count: number; readonly unit: "round" | "term" | "attempt" | "turn" } | null;
  /**
   * What became of the writes that were not committed when a leader was lost: `kept`, `lost`, `split` (one kept, another
   * lost); `open`: nobody leads at the end who could say; `none`: there were none; `outside`: the protocol elects, and
   * leaves the data to whoever uses it. `committed-lost`, whatever became of the others: writes were lost that had been
   * committed.
   */
  readonly write: "kept" | "lost" | "split" | "committed-lost" | "open" | "none" | "outside";
}

/** @template E the protocol's own events, F its facts */
export interface Telling<E extends OwnEvent, F extends Fact> {
  /** A loose object each, its `type` a literal. */
  readonly schemas: readonly GenericSchema[];
  /** What one step came to, as tables; the heading of the step is there already. */
  section(section: Section<E>, trace: ProtocolTrace<E>, language: Language, signs: Signs): Block[];
  explain(trace: ProtocolTrace<E>): ProtocolExplanation<F>;
  words(language: Language): Words<F>;
  /** Of a trace in which `message` events may have been left out. */
  summary(trace: ProtocolTrace<E>): Summary;
  /** What the one is called whom it elects: a leader, a controller, a master. */
  office(language: Language): string;
  /** For comparisons: by which rule it decides, in a few words. */
  decides(language: Language): string;
}

/** For those that call it a leader; so do Chinese texts. */
export function officeOfLeader(language: Language): string {
  return language === "en" ? "leader" : "Leader";
}
