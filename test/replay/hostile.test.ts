/** Whatever is done to logs, what comes of them is a trace. */
import { describe, expect, test } from "vitest";
import { ndjson, read } from "../trace/traces.ts";
import { configOf, type Logs, logsOf, traced } from "./traced.ts";

const names = ["leader-crash", "article-8-8-8-7-7", "hierarchical", "duplicate-myid", "follower-restarts"];

/** Numbers that look like chance and are always the same. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) yield state / 2_147_483_648;
}

function each(logs: Logs, change: (text: string, file: string) => string): Logs {
  return Object.fromEntries(Object.entries(logs).map(([file, text]) => [file, change(text, file)]));
}

async function valid(logs: Logs, config?: string) {
  const trace = await traced(logs, config === undefined ? {} : { config });
  // Logs without a record are refused before there is a trace; every other has the server that wrote it.
  if (trace.header.cluster.servers.length === 0) expect(trace.events).toEqual([]);
  else expect(await read(ndjson(trace.lines))).toEqual(trace.lines);
  return trace;
}

describe.each(names)("%s", (name) => {
  const [logs, config] = [logsOf(name), configOf(name)];

  test("junk between all lines changes nothing", async () => {
    const junk = [
      "\u0000\u0001\u001b[31m\u0007",
      "Notification: nonsense",
      '{"type":"trace"}',
      "\ufffd".repeat(90),
      "",
    ];
    const original = await traced(logs, { config });
    const changed = await valid(
      each(logs, (text) => text.replace(/\n(?=20\d\d-)/g, (_, at: number) => `\n${junk[at % junk.length]}\n`)),
      config,
    );
    expect(changed.elections.map(({ outcome }) => outcome)).toEqual(original.elections.map(({ outcome }) => outcome));
    expect(changed.result).toEqual(original.result);
  });

  test("one log is cut at any place", async () => {
    const [[file, text] = ["", ""]] = Object.entries(logs);
    for (let at = 0; at < text.length; at += 1000) {
      await valid({ ...logs, [file]: text.slice(0, at) }, config);
      await valid({ ...logs, [file]: text.slice(at) }, config);
    }
  });

  test("all logs are cut at any place", async () => {
    const longest = Math.max(...Object.values(logs).map((text) => text.length));
    for (let at = 1000; at < longest; at += 1000) {
      await valid(each(logs, (text) => text.slice(0, at)));
      await valid(each(logs, (text) => text.slice(at)));
    }
  });

  test("lines are shuffled", async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const chance = numbers(seed);
      const shuffled = each(logs, (text) => {
        const lines = text.split("\n").map((line) => ({ line, key: chance.next().value as number }));
        return lines
          .sort((a, b) => a.key - b.key)
          .map(({ line }) => line)
          .join("\n");
      });
      await valid(shuffled, config);
      await valid(shuffled);
    }
  });

  test("numbers are anything", async () => {
    const odd = [
      "0xffffffffffffffff",
      "0x0",
      "0x8000000000000000",
      "0x7fffffffffffffff",
      "0xfffffffffffffffe",
      "0xffffffff",
    ];
    for (const field of ["n.round", "n.peerEpoch", "n.zxid", "proposed zxid"]) {
      for (const [index, number] of odd.entries()) {
        const text = (log: string) =>
          log.replace(new RegExp(`${field.replace(".", "\\.")}[:=]0x\\w+`, "g"), (found, at: number) =>
            at % 3 === index % 3 ? found.replace(/0x\w+/, number) : found,
          );
        await valid(each(logs, text), config);
      }
    }
  });
});
