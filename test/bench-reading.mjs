// Measures how fast long traces are read, beside what reading cannot do without: going through the bytes (wc -l), and
// JSON.parse of every line. All are processes of their own and take turns, so that a noisy machine slows each of them.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
const inBatches = (module) => `
  const { readTraceInBatches } = await import(${JSON.stringify(module)});
  for await (const batch of readTraceInBatches(text)) for (const { line } of batch) seen += line.type.length;`;
// What a process that has come to its end has used.
const tellPeak =
  'process.on("exit", () => require("node:fs").writeSync(2, String(process.resourceUsage().maxRSS / 1024)));';

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

/** The whole program: reads the file and prints its answer. */
function explainBriefly(program, preload, file) {
  const begin = process.hrtime.bigint();
  const args = ["--require", preload, program, "explain", "--brief", file];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return { ms: Number(process.hrtime.bigint() - begin) / 1e6, mebibytes: Number(stderr) };
}

function countLines(file) {
  const begin = process.hrtime.bigint();
  spawnSync("wc", ["-l", file]);
  return { ms: Number(process.hrtime.bigint() - begin) / 1e6 };
}

/** @param median of a list of numbers */
export async function benchReading(program, print, median) {
  const folder = mkdtempSync(join(tmpdir(), "zk-elect-bench-"));
  try {
    const preload = join(folder, "peak.cjs");
    writeFileSync(preload, tellPeak);
    const reader = join(folder, "read.mjs");
    const entryPoints = ["src/trace/read.ts"];
    await build({ entryPoints, bundle: true, platform: "node", target: "node20", format: "esm", outfile: reader });
    for (const [label, description] of Object.entries({ restless, large })) {
      const file = join(folder, "trace.ndjson");
      await writeLongTrace(zk, description, file);
      const [counted, parsed, read, explained] = [[], [], [], []];
      for (let turn = 0; turn < turns; turn++) {
        counted.push(countLines(file));
        parsed.push(measure(file, parseLines));
        read.push(measure(file, inBatches(pathToFileURL(reader).href)));
        explained.push(explainBriefly(program, preload, file));
      }
      if (new Set([...parsed, ...read].map(({ seen }) => seen)).size !== 1) throw new Error("not the same lines");
      print(`a million lines, ${label}: read`, comparison({ counted, parsed, read }, median));
      print(`a million lines, ${label}: explain --brief`, comparison({ counted, parsed, read: explained }, median));
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
