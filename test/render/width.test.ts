import fc from "fast-check";
import { expect, test } from "vitest";
import { widthOf, wrap } from "../../src/render/width.ts";

test("lines break at blanks, but not inside a comparison or a share", () => {
  expect(wrap("loses, sid 2 < 4", 14)).toEqual(["loses,", "sid 2 < 4"]);
  expect(wrap("quorum: 3 of 5 now", 10)).toEqual(["quorum:", "3 of 5 now"]);
});

test("Chinese breaks between characters, but not before a mark or after an opening bracket", () => {
  expect(wrap("服务器没有收到新消息，于是重试。", 12)).toEqual(["服务器没有收", "到新消息，于", "是重试。"]);
  expect(wrap("只能讲到那里（见上）。", 14)).toEqual(["只能讲到那里", "（见上）。"]);
  expect(wrap("只能讲到那里（见上）。", 18)).toEqual(["只能讲到那里（见", "上）。"]);
});

test("Chinese breaks after a mark, but not inside a vote or between a number and what it counts", () => {
  expect(wrap("(4, 7) 落败，zxid 7 < 8。", 14)).toEqual(["(4, 7) 落败，", "zxid 7 < 8。"]);
  expect(wrap("选票写作 (sid, zxid)；epoch", 16)).toEqual(["选票写作", "(sid, zxid)；", "epoch"]);
  expect(wrap("最大（8），(2, 8) 胜出", 12)).toEqual(["最大（8），", "(2, 8) 胜出"]);
  expect(wrap("过半需要 3 票", 11)).toEqual(["过半需要", "3 票"]);
  expect(wrap("参加第 2 次选举", 9)).toEqual(["参加", "第 2 次选", "举"]);
});

test("nothing is lost, and only a single long word is wider than asked", () => {
  const words = fc.array(
    // These keep a neighbour with them.
    fc.stringMatching(/^[a-z0-9,]{1,12}$/).filter((word) => !/\b(of|ms|zxid|sid|epoch)\b/.test(word)),
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
