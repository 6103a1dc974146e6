// Measures how fast long traces are read, beside what reading cannot do without: going through the bytes (wc -l), and
// JSON.parse of every line. All are processes of their own and take turns, so that a noisy machine slows each of them.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import * as zk from "../dist/index.js";
import { large, restless, writeLongTrace } from "./long-trace.mjs";

const turns = 5;

const parseLines = `
  let rest = "";
  for await (const chunk of text) {
    const lines = (rest + chunk).split("\\n");
    rest = lines.pop();
    for (const line of lines) seen += JSON.parse(line).type.length;
  }`;
const inBatches = (module, unwanted) => `
  const { readTraceInBatches } = await import(${JSON.stringify(module)});
  const unwanted = new Set(${JSON.stringify(unwanted)});
  for await (const batch of readTraceInBatches(text, unwanted)) for (const { line } of batch) seen += line.type.length;`;

/** Runs a snippet on the text of a file, in a process of its own. */
function measure(file, snippet) {
  const source = `
    import { createReadStream } from "node:fs";
    const text = createReadStream(${JSON.stringify(file)}).setEncoding("utf8");
    let seen = 0;
    const begin = process.hrtime.bigint();
    ${snippet}
    const ms = Number(process.hrtime.bigint() - begin) / 1e6;
    console.log(JSON.stringify({ ms, seen, mebibytes: process.resourceUsage().maxRSS / 1024 }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", source], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

function countLines(file) {
  const begin = process.hrtime.bigint();
  spawnSync("wc", ["-l", file]);
  return { ms: Number(process.hrtime.bigint() - begin) / 1e6 };
}

/** @param median of a list of numbers */
export async function benchReading(print, median) {
  const folder = mkdtempSync(join(tmpdir(), "zk-elect-bench-"));
  try {
    const reader = join(folder, "read.mjs");
    const entryPoints = ["src/trace/read.ts"];
    await build({ entryPoints, bundle: true, platform: "node", target: "node20", format: "esm", outfile: reader });
    for (const [label, description] of Object.entries({ restless, large })) {
      const file = join(folder, "trace.ndjson");
      await writeLongTrace(zk, description, file);
      const [counted, parsed, read, withoutSends] = [[], [], [], []];
      for (let turn = 0; turn < turns; turn++) {
        counted.push(countLines(file));
        parsed.push(measure(file, parseLines));
        read.push(measure(file, inBatches(pathToFileURL(reader).href, [])));
        withoutSends.push(measure(file, inBatches(pathToFileURL(reader).href, ["send"])));
      }
      if (new Set([...parsed, ...read].map(({ seen }) => seen)).size !== 1) throw new Error("not the same lines");
      print(`a million lines, ${label}: read`, comparison({ counted, parsed, read }, median));
      print(`a million lines, ${label}: all but sends`, comparison({ counted, parsed, read: withoutSends }, median));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function comparison({ counted, parsed, read }, median) {
  const [wc, json, own] = [counted, parsed, read].map((runs) => median(runs.map(({ ms }) => ms)));
  const peak = Math.max(...read.map(({ mebibytes }) => mebibytes));
  const ratios = `ratio to JSON.parse ${(own / json).toFixed(2)}`;
  return `${own.toFixed(0)} ms, JSON.parse ${json.toFixed(0)} ms, wc -l ${wc.toFixed(0)} ms: ${ratios}, peak ${peak.toFixed(0)} MiB`;
}
