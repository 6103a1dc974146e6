import { describe, expect, test } from "vitest";
import type { LogRecord } from "../../src/logs/record.ts";
import { interleaved, type Logged, layouts, logged, prefixes, versions, written } from "./layouts.ts";
import { read, recordings } from "./reading.ts";

/** All that must not depend on the layout. */
function told({ sid, ms, entry, cause }: LogRecord) {
  return { sid, ms, entry, cause };
}

const layoutOf = (name: string) => layouts[name] as (line: Logged) => string;

describe.each(recordings)("$name", ({ logs }) => {
  test("as it is: what grep counts is read, by the server of the file", async () => {
    for (const { file, text } of logs) {
      const { records, warnings } = await read(text);
      const count = (kind: string) => records.filter(({ entry }) => entry.kind === kind).length;
      const grep = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
      expect(count("notification")).toBe(grep(/ Notification: my state/g));
      expect(count("sending")).toBe(grep(/Sending Notification: /g));
      expect(count("counted")).toBe(grep(/Adding vote: /g));
      expect(count("proposal")).toBe(grep(/Updating proposal: /g));
      expect(count("look")).toBe(grep(/New election/g));
      expect(count("timeout")).toBe(grep(/Notification time out/g));
      expect(count("state")).toBe(grep(/ - (?:LOOKING|FOLLOWING|LEADING|OBSERVING)$/gm));
      expect(count("phase")).toBe(grep(/Peer state changed/g));
      expect(count("start")).toBe(grep(/Starting quorum peer,/g));
      expect(count("unreachable")).toBe(grep(/Cannot open channel/g));
      expect(count("broken")).toBe(grep(/Connection broken/g));
      const own = new Set(text.match(/\[myid:\d+\]/g));
      expect(new Set(records.map(({ sid }) => `[myid:${sid}]`))).toEqual(own);
      expect(warnings).toEqual([]);
      const lines = text.split("\n");
      for (const { line, at, entry } of records) {
        if (entry.kind !== "member") expect(lines[line - 1]?.startsWith(at)).toBe(true);
      }
      expect([file, records.every(({ stream }) => stream === 0)]).toEqual([file, true]);
    }
  });

  test.each(Object.keys(layouts))("in the layout: %s", async (layout) => {
    for (const { text } of logs) {
      const lines = logged(text);
      const expected = (await read(text)).records.map(told);
      for (const version of Object.values(versions)) {
        const log = written(lines.map(version), layoutOf(layout), () => "");
        const { records, warnings } = await read(log, { year: 2026 });
        expect(records.map(told)).toEqual(expected);
        expect(warnings).toEqual([]);
      }
    }
  });

  test.each(Object.keys(prefixes))("behind the prefix: %s", async (name) => {
    const prefix = prefixes[name] as (line: Logged, sid: string) => string;
    for (const { file, text } of logs) {
      const lines = logged(text);
      const sid = /\d+/.exec(file)?.[0] as string;
      const expected = (await read(text)).records.map(told);
      for (const layout of ["Apache's", "Debian's", "Confluent's", "Strimzi's"]) {
        const log = written(lines, layoutOf(layout), (line) => prefix(line, sid));
        const { records, warnings } = await read(log, { year: 2026 });
        expect(records.map(told)).toEqual(expected);
        expect(warnings).toEqual([]);
      }
    }
  });

  test.each(Object.keys(prefixes))("all servers in one log, behind the prefix: %s", async (name) => {
    const prefix = prefixes[name] as (line: Logged, sid: string) => string;
    const named = /compose|prefix|syslog|journald/.test(name);
    const all = logs.map(({ file, text }) => ({ sid: /\d+/.exec(file)?.[0] as string, lines: logged(text) }));
    const expected = await Promise.all(logs.map(async ({ text }) => (await read(text)).records.map(told)));
    // Without a name before each line only the id in it tells whose it is.
    for (const layout of named ? ["Apache's", "Debian's", "Confluent's", "Strimzi's"] : ["Apache's"]) {
      const log = interleaved(all, layoutOf(layout), prefix);
      const { records } = await read(log, { year: 2026 });
      if (!named && new Set(expected.flat().map(({ sid }) => sid)).size < logs.length) continue;
      const streams = new Set(records.map(({ stream }) => stream));
      expect(streams.size).toBe(logs.length);
      const byStream = [...streams].map((stream) => records.filter((record) => record.stream === stream).map(told));
      const key = (one: readonly unknown[]) => JSON.stringify(one, (_, it) => (typeof it === "bigint" ? `${it}` : it));
      expect(byStream.map(key).sort()).toEqual(expected.map(key).sort());
      expect(records.map(({ line }) => line)).toEqual(records.map(({ line }) => line).sort((a, b) => a - b));
    }
  });
});

describe("times", () => {
  const look =
    "INFO New election. My id = 1, proposed zxid=0x0 (org.apache.zookeeper.server.quorum.FastLeaderElection)";
  const at = async (stamp: string, options = {}) => (await read(`${stamp} ${look}\n`, options)).records[0];

  test.each([
    ["2026-11-22 09:54:13,058", "2026-11-22T09:54:13.058Z"],
    ["2026-11-22 09:54:13.058123", "2026-11-22T09:54:13.058Z"],
    ["2026-11-22 09:54:13", "2026-11-22T09:54:13.000Z"],
    ["2026/11/22 09:54:13,5", "2026-11-22T09:54:13.500Z"],
    ["[2026-11-22T09:54:13,058]", "2026-11-22T09:54:13.058Z"],
    ["2026-11-22T09:54:13.058Z", "2026-11-22T09:54:13.058Z"],
    ["2026-11-22T09:54:13.058+08:00", "2026-11-22T01:54:13.058Z"],
    ["2026-11-22 09:54:13,058 -0330", "2026-11-22T13:24:13.058Z"],
    ["2024-02-29 23:59:59,999", "2024-02-29T23:59:59.999Z"],
    ["2000-03-01 00:00:00,000", "2000-03-01T00:00:00.000Z"],
    ["1970-01-01 00:00:00,000", "1970-01-01T00:00:00.000Z"],
    ["2100-03-01 00:00:00,000", "2100-03-01T00:00:00.000Z"],
  ])("%s", async (stamp, utc) => {
    const record = await at(stamp);
    expect(record?.ms).toBe(Date.parse(utc));
    expect(record?.at).toBe(stamp.replace(/[[\]]/g, ""));
  });

  test("a zone is that of times that show none", async () => {
    const zone = async (stamp: string, zone: number | string) => (await at(stamp, { zone }))?.ms;
    expect(await zone("2026-11-22 09:54:13,058", 8 * 3_600_000)).toBe(Date.parse("2026-11-22T01:54:13.058Z"));
    expect(await zone("2026-11-22 09:54:13,058", "Asia/Shanghai")).toBe(Date.parse("2026-11-22T01:54:13.058Z"));
    expect(await zone("2026-11-22T09:54:13.058Z", "Asia/Shanghai")).toBe(Date.parse("2026-11-22T09:54:13.058Z"));
    expect(await zone("2026-07-01 12:00:00,000", "Europe/Berlin")).toBe(Date.parse("2026-07-01T12:00:00+02:00"));
    expect(await zone("2026-12-01 12:00:00,000", "Europe/Berlin")).toBe(Date.parse("2026-12-01T12:00:00+01:00"));
    expect(await zone("2026-03-29 01:59:59,000", "Europe/Berlin")).toBe(Date.parse("2026-03-29T01:59:59+01:00"));
    expect(await zone("2026-03-29 03:00:00,000", "Europe/Berlin")).toBe(Date.parse("2026-03-29T03:00:00+02:00"));
    expect(await zone("2026-01-01 12:00:00,000", "Asia/Kathmandu")).toBe(Date.parse("2026-01-01T12:00:00+05:45"));
    await expect(zone("2026-01-01 12:00:00,000", "No/Where")).rejects.toThrow(RangeError);
  });

  test("a year that is not shown is the one given, and the next when the months begin anew", async () => {
    const line = (month: string) => `${month} 09:54:13 zk-1 zookeeper[1]: ${look}`;
    const log = [line("Nov 30"), line("Dec 31"), line("Jan  1"), line("Mar  1"), line("Feb 28"), ""].join("\n");
    const days = async (options = {}) =>
      (await read(log, options)).records.map(({ ms }) => new Date(ms).toISOString().slice(0, 10));
    expect(await days({ year: 2026 })).toEqual(["2026-11-30", "2026-12-31", "2027-01-01", "2027-03-01", "2027-02-28"]);
    expect((await days())[0]).toBe("2000-11-30");
  });

  test("a clock that goes backwards is told once, with its line and how far", async () => {
    const stamps = ["09:00:05,000", "09:00:04,001", "09:00:01,000", "09:00:00,000"];
    const { records, warnings } = await read(stamps.map((time) => `2026-11-22 ${time} ${look}\n`).join(""));
    expect(records).toHaveLength(4);
    expect(warnings).toEqual([{ file: "some.log", line: 3, kind: "clock-backwards", args: [4000] }]);
  });
});
