/** A top-level JSON value as it stands in a text, and the line it begins on. */
export interface Piece {
  readonly text: string;
  readonly line: number;
}

/** The non-empty lines of NDJSON, from text that comes in arbitrary chunks. */
export async function* splitLines(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Piece> {
  let rest = "";
  let line = 1;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) {
      if (text.trim() !== "") yield { text, line };
      line++;
    }
  }
  if (rest.trim() !== "") yield { text: rest, line };
}

/**
 * The elements of a JSON array, split at the commas between them. What is wrong inside an element, or left over after
 * the array, is handed out as it stands and shows when it is parsed.
 */
export function splitArray(text: string): Piece[] {
  const pieces: Piece[] = [];
  let line = 1;
  let depth = 0;
  let quoted = false;
  let begin = -1;
  let beginLine = 1;
  const end = (at: number) => {
    if (begin >= 0) pieces.push({ text: text.slice(begin, at).trimEnd(), line: beginLine });
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
    if (depth === 1 && (char === "," || char === "]")) end(at);
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
  end(text.length);
  // Without its closing bracket, an array whose elements are whole is cut short all the same.
  if (depth > 0) pieces.push({ text: "", line });
  return pieces;
}
