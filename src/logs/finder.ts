/** Finds words in bytes without looking at most of the bytes. */

/**
 * A search for the next place where one of some words begins.
 *
 * @returns the offset in `bytes` from `from` and before `end`, -1 when there is none
 */
export type Find = (bytes: Uint8Array, from: number, end: number) => number;

/**
 * Makes a search for any of the words after Wu and Manber: a window as long as the shortest word slides over the
 * bytes; its last two bytes tell how far it may jump, so that the longer the shortest word is, the less is read.
 *
 * @param words ASCII, at least 2 characters each
 */
export function finder(words: readonly string[]): Find {
  const wanted = words.map((word) => Uint8Array.from(word, (char) => char.charCodeAt(0)));
  const window = Math.min(...wanted.map((word) => word.length));
  const { jumps, ending } = tables(wanted, window);

  return (bytes, from, end) => {
    for (let last = from + window - 1; last < end; ) {
      const pair = ((bytes[last - 1] as number) << 8) | (bytes[last] as number);
      const jump = jumps[pair] as number;
      if (jump > 0) {
        last += jump;
        continue;
      }
      const start = last - window + 1;
      for (const word of ending.get(pair) as Uint8Array[]) if (standsAt(word, bytes, start, end)) return start;
      last++;
    }
    return -1;
  };
}

/** How far the window may jump after each pair of bytes, and the words whose first window ends with a pair. */
function tables(
  words: readonly Uint8Array[],
  window: number,
): { jumps: Uint8Array; ending: Map<number, Uint8Array[]> } {
  const jumps = new Uint8Array(0x10000).fill(Math.min(window - 1, 255));
  const ending = new Map<number, Uint8Array[]>();
  for (const word of words) {
    for (let at = 1; at < window; at++) {
      const pair = ((word[at - 1] as number) << 8) | (word[at] as number);
      jumps[pair] = Math.min(jumps[pair] as number, window - 1 - at);
      if (at === window - 1) ending.set(pair, [...(ending.get(pair) ?? []), word]);
    }
  }
  return { jumps, ending };
}

function standsAt(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (start + word.length > end) return false;
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word[at]) return false;
  return true;
}
