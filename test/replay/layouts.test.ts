/** The same logs give the same trace, in whatever layout and by whatever version they were written. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { TraceLine } from "../../src/trace/events.ts";
import { runProgram } from "../cli/program.ts";
import { interleaved, type Logged, layouts, logged, prefixes, versions, written } from "../logs/layouts.ts";
import { recordings } from "../logs/reading.ts";
import { type Logs, logsOf, type Traced, traced } from "./traced.ts";

type Layout = (line: Logged) => string;
type Prefix = (line: Logged, sid: string) => string;

const layoutOf = (name: string) => layouts[name] as Layout;
const sidOf = (file: string) => /\d+/.exec(file)?.[0] as string;

/** All that must not depend on where a line stands and how its time is written. */
function told({ lines }: Traced) {
  return lines.map((line) => (line.type === "trace" ? { ...line, logs: line.logs?.skew } : withoutPlace(line)));
}

function withoutPlace(line: TraceLine): object {
  const { at: _, log: __, ...rest } = line as { at?: string; log?: string };
  return rest;
}

/** What each server did, in its own order: of two servers at the same ms either may come first. */
function byServer(trace: Traced) {
  return trace.header.cluster.servers.map(({ sid }) =>
    trace.events.filter((event) => "sid" in event && event.sid === sid).map(withoutPlace),
  );
}

function rewritten(logs: Logs, rewrite: (text: string, sid: string) => string): Logs {
  return Object.fromEntries(Object.entries(logs).map(([file, text]) => [file, rewrite(text, sidOf(file))]));
}

describe.each(recordings)("$name", async ({ name }) => {
  const logs = logsOf(name);
  const original = await traced(logs);
  const expected = told(original);

  test.each(Object.keys(layouts))("in the layout: %s", async (layout) => {
    for (const version of Object.values(versions)) {
      const trace = await traced(
        rewritten(logs, (text) => written(logged(text).map(version), layoutOf(layout), () => "")),
      );
      expect(told(trace)).toEqual(expected);
      const times = trace.events.map(({ at = "" }) => at.replace("T", " ").replace(".", ",").slice(0, 23));
      // As much of it as the layout shows.
      const shown = layout === "without the year" ? 5 : 0;
      expect(times).toEqual(original.events.map(({ at = "" }) => at.slice(shown)));
    }
  });

  test.each(Object.keys(prefixes))("behind the prefix: %s", async (prefix) => {
    for (const layout of ["Apache's", "Debian's", "Confluent's", "Strimzi's"]) {
      const trace = await traced(
        rewritten(logs, (text, sid) =>
          written(logged(text), layoutOf(layout), (line) => (prefixes[prefix] as Prefix)(line, sid)),
        ),
      );
      expect(told(trace)).toEqual(expected);
    }
  });

  // Two servers with one id can only be told apart by names.
  const named = Object.keys(prefixes).filter((prefix) => /compose|prefix|syslog|journald/.test(prefix));
  test.each(
    name === "duplicate-myid" ? named : Object.keys(prefixes),
  )("all servers in one stream, behind the prefix: %s", async (prefix) => {
    const all = Object.entries(logs).map(([file, text]) => ({ sid: sidOf(file), lines: logged(text) }));
    for (const layout of named.includes(prefix) ? ["Apache's", "Debian's", "Confluent's", "Strimzi's"] : ["Apache's"]) {
      const trace = await traced({ "-": interleaved(all, layoutOf(layout), prefixes[prefix] as Prefix) });
      expect(byServer(trace)).toEqual(byServer(original));
      expect({ ...trace.header, logs: [] }).toEqual({ ...original.header, logs: [] });
      expect(trace.result).toEqual(original.result);
    }
  });

  // Of two servers with one id, nothing tells which went on in which file.
  test.skipIf(name === "duplicate-myid")("rolled, whichever of the files comes first", async () => {
    for (const part of [0.2, 0.5, 0.8]) {
      const parts = Object.entries(logs).map(([file, text]) => {
        const lines = text.split(/(?<=\n)/);
        const at = Math.floor(lines.length * part);
        return [
          [file, lines.slice(at).join("")],
          [`${file}.1`, lines.slice(0, at).join("")],
        ];
      });
      for (const files of [parts.flat(), parts.flat().reverse()]) {
        const trace = await traced(Object.fromEntries(files));
        expect(byServer(trace)).toEqual(byServer(original));
        expect(trace.result).toEqual(original.result);
      }
    }
  });
});

test("packed, in a directory", async () => {
  const folder = mkdtempSync(join(tmpdir(), "zk-elect-"));
  try {
    for (const [file, text] of Object.entries(logsOf("leader-crash"))) {
      writeFileSync(join(folder, `${file}.gz`), gzipSync(text));
    }
    const { code, out } = await runProgram(["trace", ".", "--all"], { cwd: folder });
    const plain = await runProgram(["trace", "fixtures/logs/leader-crash/*.log", "--all"], {
      cwd: join(import.meta.dirname, "../.."),
    });
    expect(code).toBe(0);
    expect(out.replaceAll(".log.gz", ".log").replaceAll("./", "")).toBe(
      plain.out.replaceAll("fixtures/logs/leader-crash/", ""),
    );
    expect(out.split("\n").length).toBeGreaterThan(100);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
