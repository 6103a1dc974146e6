/** What is wrong with a trace, and where. */
export class TraceError extends Error {
  /** 1-based line. */
  readonly line: number;
  /** Path of the field, as `vote.zxid`; empty when the line as a whole is meant. */
  readonly path: string;
  /** Whether nothing is wrong but that the text ends too early, after a header: what stands before that holds. */
  readonly cut: boolean;

  constructor(line: number, path: string, message: string, cut = false) {
    super(message);
    this.name = "TraceError";
    this.line = line;
    this.path = path;
    this.cut = cut;
  }
}
