import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { finder } from "../../src/logs/finder.ts";
import { read, recordings } from "./reading.ts";

const front = "2026-11-22 09:42:08,070 [myid:1] - INFO  [QuorumPeer[myid=1](plain=0.0.0.0:2181):QuorumPeer@1] - ";
const looking = `${front}LOOKING\n`;
const look = `${front}New election. My id = 1, proposed zxid=0x100000008`;
const heard =
  "Notification: my state:LOOKING; n.sid:2, n.state:LOOKING, n.leader:2, n.round:0x1, n.peerEpoch:0x0, n.zxid:0x0, " +
  "message format version:0x2, n.config version:0x0";

describe("finding words", () => {
  test("finds what a plain search finds", () => {
    const letters = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 2, maxLength: 5 }).map((all) => all.join(""));
    const words = fc.array(letters, { minLength: 1, maxLength: 4 });
    const text = fc.array(fc.constantFrom("a", "b", "c", "\n"), { maxLength: 60 }).map((all) => all.join(""));
    fc.assert(
      fc.property(words, text, fc.nat(10), (words, text, from) => {
        const places = words.map((word) => text.indexOf(word, from)).filter((at) => at >= 0);
        expect(finder(words)(Buffer.from(text), from, text.length)).toBe(places.length > 0 ? Math.min(...places) : -1);
      }),
    );
  });
});

describe("pieces", () => {
  test("where the bytes are cut changes nothing", async () => {
    const text = recordings[0]?.logs[0]?.text.split("\n").slice(75, 200).join("\r\n") as string;
    const whole = await read(text);
    expect(whole.records.length).toBeGreaterThan(20);
    for (let piece = 1; piece < 400; piece++) expect(await read(text, { piece })).toEqual(whole);
  });

  test("a log larger than what is held at once is read like one that is not", async () => {
    const { text } = recordings[4]?.logs[0] ?? { text: "" };
    const once = (await read(text)).records;
    const times = 60;
    const { records } = await read(text.repeat(times));
    expect(records).toHaveLength(once.length * times);
    const lines = text.split("\n").length - 1;
    for (const [index, { line, entry, cause }] of records.entries()) {
      const first = once[index % once.length];
      const repeated = Math.floor(index / once.length);
      expect({ line, entry, cause }).toEqual({
        line: (first?.line ?? 0) + repeated * lines,
        entry: first?.entry,
        cause: first?.cause,
      });
    }
  });

  test("nothing of what stands at the end of a piece is lost", async () => {
    // The lines move over the places where what is held is full.
    for (const length of [2 ** 21 - 400, 2 ** 21 - 100, 2 ** 21, 2 ** 21 + 100]) {
      const filler = `${"x".repeat(99)}\n`.repeat(length / 100);
      const { records } = await read(`${looking}${filler}${looking}java.io.EOFException: gone\n${looking}`);
      const lines = Math.floor(length / 100);
      expect(records.map(({ line, cause }) => [line, cause])).toEqual([
        [1, undefined],
        [lines + 2, "java.io.EOFException: gone"],
        [lines + 4, undefined],
      ]);
    }
  });
});

describe("long lines", () => {
  test("are cut, told, and cost nothing", async () => {
    const long = "LOOKING LEADING Notification ".repeat(3_500_000);
    const log = Buffer.concat([Buffer.from(looking), Buffer.from(`${front}${long}\n`), Buffer.from(looking)]);
    const started = performance.now();
    const { records, warnings } = await read(log, { piece: 1 << 20 });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(records.map(({ line }) => line)).toEqual([1, 3]);
    expect(warnings).toEqual([{ file: "some.log", line: 2, kind: "long-line", args: [1] }]);
  });

  test("say what their beginnings say", async () => {
    const { records, warnings } = await read(
      `${front}Shutdown called. For the reason ${"y".repeat(3_000_000)}\n${looking}${front}Cannot open channel to 3 at election address ${"z".repeat(100_000)}\n`,
    );
    expect(records.map(({ line, entry }) => [line, entry.kind])).toEqual([
      [1, "left"],
      [2, "state"],
      [3, "unreachable"],
    ]);
    expect(warnings).toMatchObject([{ line: 1, kind: "long-line", args: [2] }]);
  });

  test.each([
    "A",
    " [",
    ": ",
    " (A) [",
    "a.",
    "[",
    "] ",
    ":a",
    " | ",
  ])("of %j over and over are taken apart as fast as others", async (part) => {
    const log = `2026-11-22 09:42:08,070 INFO ${part.repeat(65_000 / part.length)} LOOKING\n`.repeat(20);
    const started = performance.now();
    await read(`${looking}${log}`);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("at the end of the log, without an end", async () => {
    const { records } = await read(`${looking}${"x".repeat(5_000_000)}`);
    expect(records).toHaveLength(1);
  });
});

describe("half lines", () => {
  test("a last line without its end is read when it is whole", async () => {
    expect((await read(`${looking}${front}${heard}`)).records).toHaveLength(2);
    expect((await read(`${looking}${front}LEADING`)).records).toHaveLength(2);
  });

  test("half a number is no number", async () => {
    for (const half of [look, look.slice(0, -4), `${front}Notification time out: 40`, `${front}Notification: my st`]) {
      const { records, warnings } = await read(`${looking}${half}`);
      expect(records).toHaveLength(1);
      expect(warnings).toEqual([{ file: "some.log", line: 2, kind: "half-line", args: [1] }]);
    }
    expect((await read(`${looking}${look}\n`)).records).toHaveLength(2);
  });

  test("a notification of an unknown form is told, with how many there are", async () => {
    const { records, warnings } = await read(`${looking}${`${front}Notification: by pigeon\n`.repeat(3)}`);
    expect(records).toHaveLength(1);
    expect(warnings).toEqual([{ file: "some.log", line: 2, kind: "unknown-notification", args: [3] }]);
  });
});

describe("bytes that are no text", () => {
  test("junk around lines hides none of them", async () => {
    const junk = fc.sample(fc.uint8Array({ minLength: 0, maxLength: 3000 }), { numRuns: 200, seed: 4 });
    const log = junk.flatMap((bytes) => [Buffer.from("\n"), Buffer.from(looking), bytes]);
    const { records } = await read(Buffer.concat(log));
    expect(records).toHaveLength(junk.length);
  });

  test("any bytes are read without an error", async () => {
    const pieces = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc
          .constantFrom(looking, front, heard, look, "\n", "zoo1 | ", "[pod/zk-1/a] ", "\u001b[")
          .map((text) => Buffer.from(text)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(pieces, async (all) => {
        const { records } = await read(Buffer.concat(all));
        for (const { line, sid } of records) expect(line > 0 && sid >= 0).toBe(true);
      }),
    );
  });

  test("UTF-16 is read, with and without the order turned", async () => {
    const little = Buffer.from(`\ufeff${looking}${look}\n`, "utf16le");
    for (const log of [little, Buffer.from(little).swap16()]) {
      for (const piece of [1, 3, 1000]) expect((await read(log, { piece })).records).toHaveLength(2);
    }
  });

  test("a byte order mark, CRLF and a wrong encoding", async () => {
    const { records, warnings } = await read(
      Buffer.concat([
        Buffer.from(`\ufeff${looking.replace("\n", "\r\n")}`),
        Buffer.from(`${front}Cannot open channel to 3 at election address caf\xe9:3888\r\n`, "latin1"),
      ]),
    );
    expect(records.map(({ line, at }) => [line, at])).toEqual([
      [1, "2026-11-22 09:42:08,070"],
      [2, "2026-11-22 09:42:08,070"],
    ]);
    expect(records[1]?.entry).toEqual({ kind: "unreachable", to: 3, address: "caf\ufffd:3888" });
    expect(warnings).toEqual([{ file: "some.log", line: 2, kind: "not-utf8", args: [1] }]);
  });

  test("what could move a cursor or turn a line around is taken out of texts", async () => {
    const evil = "zoo3\x1b[2J\x1b]0;title\x07\x9b1m\u202e\u2066\x00\x7f\x08/10.0.0.1:3888";
    const { records } = await read(
      `${front}Cannot open channel to 3 at election address ${evil}\njava.net.ConnectException: \x1b[31mno\u2028\n`,
    );
    expect(records[0]?.entry).toMatchObject({ address: "zoo3/10.0.0.1:3888" });
    expect(records[0]?.cause).toBe("java.net.ConnectException: no");
  });

  test("an empty log, and one of something else, are told", async () => {
    for (const log of ["", "nothing of the kind\n"]) {
      expect(await read(log)).toEqual({ records: [], warnings: [{ file: "some.log", kind: "nothing", args: [] }] });
    }
  });
});

describe("causes", () => {
  test.each([
    [
      "java.net.ConnectException: Connection refused\n\tat a.B.c(B.java:1)",
      "java.net.ConnectException: Connection refused",
    ],
    ["java.io.EOFException\n\tat a.B.c(B.java:1)", "java.io.EOFException"],
    ["java.io.IOException\n\tat a.B\nCaused by: java.net.SocketException: reset", "java.net.SocketException: reset"],
    ["\tat a.B.c(B.java:1)", undefined],
    [looking, undefined],
    ["", undefined],
  ])("%j", async (below, cause) => {
    expect((await read(`${looking}${below}\n`)).records[0]?.cause).toBe(cause);
  });
});
