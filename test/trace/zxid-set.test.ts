import fc from "fast-check";
import { expect, test } from "vitest";
import type { ZxidRange } from "../../src/trace/events.ts";
import { rangeOf, ZxidSet } from "../../src/trace/zxid-set.ts";
import { property, runs } from "../runs.ts";

const small = fc.bigInt({ min: 1n, max: 20n });
const range = fc.tuple(small, small).map(([a, b]): ZxidRange => (a < b ? [a, b] : [b, a]));
const change = fc.tuple(fc.constantFrom("add", "remove", "upTo"), range);

test("a set of zxids has what a list of them would have, in as few ranges", property, () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), range, (changes, asked) => {
      let set = new ZxidSet();
      const plain = new Set<bigint>();
      for (const [kind, [first, last]] of changes) {
        if (kind === "upTo") set = set.upTo(last);
        else if (kind === "add") set.add([first, last]);
        else set.remove([first, last]);
        for (let zxid = 1n; zxid <= 20n; zxid++) {
          const inRange = zxid >= first && zxid <= last;
          if (kind === "add" && inRange) plain.add(zxid);
          if ((kind === "remove" && inRange) || (kind === "upTo" && zxid > last)) plain.delete(zxid);
        }
      }
      const begins = [...plain].filter((zxid) => !plain.has(zxid - 1n));
      expect(set.ranges.map(([first]) => first)).toEqual(begins.sort((a, b) => (a < b ? -1 : 1)));
      const wanted: bigint[] = [];
      for (let zxid = asked[0]; zxid <= asked[1]; zxid++) wanted.push(zxid);
      expect(set.has(asked)).toBe(wanted.every((zxid) => plain.has(zxid)));
    }),
    runs(500),
  );
});

test("transactions that end with a zxid begin in its epoch", () => {
  expect(rangeOf((1n << 32n) | 10n, 3)).toEqual([(1n << 32n) | 8n, (1n << 32n) | 10n]);
  expect(rangeOf((1n << 32n) | 2n, 3)).toEqual([(1n << 32n) | 1n, (1n << 32n) | 2n]);
});
