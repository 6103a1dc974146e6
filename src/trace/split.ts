/** A top-level JSON value as it stands in a text, and the line it begins on. */
export interface Piece {
  readonly text: string;
  readonly line: number;
  /** Whether the text ends with it, before anything says that the value is whole. */
  readonly open: boolean;
}

/** Takes a text in arbitrary chunks and hands out its pieces, many at a time. */
export interface Splitter {
  take(chunk: string): Iterable<Piece[]>;
  /** What is left at the end of the text. */
  end(): Iterable<Piece[]>;
}

/** Pieces handed out at a time at most: a chunk may be a whole trace. */
const maxPieces = 1000;

/** The non-empty lines of NDJSON. */
export class LineSplitter implements Splitter {
  #rest = "";
  #line = 1;

  *take(chunk: string): Generator<Piece[]> {
    let pieces: Piece[] = [];
    let begin = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", begin)) {
      this.#add(this.#rest + chunk.slice(begin, end), false, pieces);
      this.#rest = "";
      this.#line++;
      begin = end + 1;
      if (pieces.length === maxPieces) {
        yield pieces;
        pieces = [];
      }
    }
    this.#rest += chunk.slice(begin);
    yield pieces;
  }

  *end(): Generator<Piece[]> {
    const pieces: Piece[] = [];
    this.#add(this.#rest, true, pieces);
    yield pieces;
  }

  #add(text: string, open: boolean, pieces: Piece[]): void {
    if (text.trim() !== "") pieces.push({ text, line: this.#line, open });
  }
}

/** The elements of a JSON array, which is gathered until its end. */
export class ArraySplitter implements Splitter {
  #text = "";

  take(chunk: string): Piece[][] {
    this.#text += chunk;
    return [];
  }

  *end(): Generator<Piece[]> {
    const pieces = splitArray(this.#text);
    for (let at = 0; at < pieces.length; at += maxPieces) yield pieces.slice(at, at + maxPieces);
  }
}

/**
 * The elements of a JSON array, split at the commas between them. What is wrong inside an element, or left over after
 * the array, is handed out as it stands and shows when it is parsed.
 */
function splitArray(text: string): Piece[] {
  const pieces: Piece[] = [];
  let line = 1;
  let depth = 0;
  let quoted = false;
  let begin = -1;
  let beginLine = 1;
  const end = (at: number, open: boolean) => {
    if (begin >= 0) pieces.push({ text: text.slice(begin, at).trimEnd(), line: beginLine, open });
    begin = -1;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\n") line++;
    if (quoted) {
      if (char === "\\") at++;
      else if (char === '"') quoted = false;
      continue;
    }
    if (depth === 1 && (char === "," || char === "]")) end(at, false);
    else if (begin < 0 && depth !== 0 && char.trim() !== "") {
      begin = at;
      beginLine = line;
    }
    if (char === '"') quoted = true;
    else if (char === "[" || char === "{") depth++;
    else if (char === "]" || char === "}") depth--;
    if (depth === 0 && char.trim() !== "" && text.slice(at + 1).trim() !== "") {
      begin = at + 1;
      beginLine = line;
      break;
    }
  }
  end(text.length, depth > 0);
  // Without its closing bracket, an array whose elements are whole is cut short all the same.
  if (depth > 0) pieces.push({ text: "", line, open: true });
  return pieces;
}
