import type { ChalkInstance } from "chalk";
import type { Messages } from "../locales/tables/en.ts";

/** How a text is to look; everything that depends on where it goes comes in here. */
export interface Style {
  readonly messages: Messages;
  /** Columns to use. */
  readonly width: number;
  /** Nothing but ASCII, apart from what the user's own texts hold. */
  readonly ascii: boolean;
  readonly chalk: ChalkInstance;
}

/** Signs for which plain ASCII has only a stand-in. */
export interface Signs {
  readonly arrow: string;
  readonly check: string;
  readonly dot: string;
  /** Between the first and the last of a range. */
  readonly to: string;
  /** A piece of a bar in a histogram. */
  readonly bar: string;
}

export function signsOf(ascii: boolean): Signs {
  return ascii
    ? { arrow: "->", check: "+", dot: "-", to: "-", bar: "#" }
    : { arrow: "→", check: "✔", dot: "·", to: "–", bar: "█" };
}

const asciiBox = {
  top: "-",
  "top-mid": "+",
  "top-left": "+",
  "top-right": "+",
  bottom: "-",
  "bottom-mid": "+",
  "bottom-left": "+",
  "bottom-right": "+",
  left: "|",
  "left-mid": "+",
  mid: "-",
  "mid-mid": "+",
  right: "|",
  "right-mid": "+",
  middle: "|",
};

/** Border characters for cli-table3; its own are box drawing. */
export function boxOf(ascii: boolean): Record<string, string> {
  return ascii ? asciiBox : {};
}
