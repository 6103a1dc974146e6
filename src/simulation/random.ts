/**
 * A stream of numbers in [0, 1) that depends on the seed alone: mulberry32, kept here because the same seed must give
 * the same trace on every machine and in every later version.
 *
 * @param seed 0 to 2^32-1
 * @param onDraw called whenever a number is taken: without that, chance plays no part
 */
export function randomNumbers(seed: number, onDraw?: () => void): () => number {
  let state = seed >>> 0;
  return () => {
    onDraw?.();
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
