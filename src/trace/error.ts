/** What is wrong with a trace, and where. */
export class TraceError extends Error {
  /** 1-based line. */
  readonly line: number;
  /** Path of the field, as `vote.zxid`; empty when the line as a whole is meant. */
  readonly path: string;

  constructor(line: number, path: string, message: string) {
    super(message);
    this.name = "TraceError";
    this.line = line;
    this.path = path;
  }
}
