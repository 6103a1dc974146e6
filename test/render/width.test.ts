import fc from "fast-check";
import { expect, test } from "vitest";
import { widthOf, wrap } from "../../src/render/width.ts";

test("lines break at blanks, but not inside a comparison or a share", () => {
  expect(wrap("loses, sid 2 < 4", 14)).toEqual(["loses,", "sid 2 < 4"]);
  expect(wrap("quorum: 3 of 5 now", 10)).toEqual(["quorum:", "3 of 5 now"]);
});

test("Chinese breaks between characters, but not before a mark", () => {
  expect(wrap("服务器没有收到新消息,于是重试。", 12)).toEqual(["服务器没有收", "到新消息,于", "是重试。"]);
});

test("nothing is lost, and only a single long word is wider than asked", () => {
  const words = fc.array(
    // "of" keeps its neighbours with it.
    fc.stringMatching(/^[a-z0-9,]{1,12}$/).filter((word) => word !== "of"),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(words, fc.integer({ min: 4, max: 40 }), (list, width) => {
      const text = list.join(" ");
      const lines = wrap(text, width);
      expect(lines.join(" ")).toBe(text);
      for (const line of lines) if (line.includes(" ")) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }),
  );
});
