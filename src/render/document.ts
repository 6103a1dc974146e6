import type { Tone } from "./heard.ts";

/** A line of a table cell. */
export interface CellLine {
  readonly text: string;
  /** What to write where the full text does not fit. */
  readonly short?: string;
  /** Where the text may be broken, if it must be: the end of its first part. */
  readonly breakAt?: number;
  readonly tone?: Tone | "changed" | "quorum";
}

export type Cell = readonly CellLine[];

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** The column whose lines may stand side by side, or wrap. */
  readonly flexible: number | undefined;
  /**
   * A column that can join another one, above its lines, where there is no room for both; `head` then stands above. Where lines of that
   * one begin with a mark or a blank, it is `marked`.
   */
  readonly joins?: {
    readonly column: number;
    readonly into: number;
    readonly head: string;
    readonly marked?: true;
  };
}

/** What is to be shown, before it is decided how: the same for the terminal and for Markdown. */
export type Block =
  | { readonly kind: "title" | "heading" | "subheading"; readonly text: string; readonly note?: string }
  | { readonly kind: "line"; readonly text: string; readonly tone?: "strong" | "quiet" | "bad" }
  /** A paragraph under a heading; one with a label hangs beside it. A `whole` one is never broken: it is quoted. */
  | {
      readonly kind: "entry";
      readonly label?: string;
      readonly text: string;
      readonly note?: string;
      readonly whole?: boolean;
    }
  /** To be copied into a shell: never broken. */
  | { readonly kind: "command"; readonly text: string }
  | { readonly kind: "table"; readonly table: Table };
