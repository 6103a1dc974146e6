import { type Fault, worded } from "../locales/problems/fault.ts";

/** What is wrong with a trace, and where. */
export class TraceError extends Error {
  /** 1-based line. */
  readonly line: number;
  /** Path of the field, as `vote.zxid`; empty when the line as a whole is meant. */
  readonly path: string;
  /** What the message says, in no language. */
  readonly fault: Fault;
  /** Whether nothing is wrong but that the text ends too early, after a header: what stands before that holds. */
  readonly cut: boolean;

  constructor(line: number, path: string, fault: Fault, cut = false) {
    super(worded(fault));
    this.name = "TraceError";
    this.line = line;
    this.path = path;
    this.fault = fault;
    this.cut = cut;
  }
}
