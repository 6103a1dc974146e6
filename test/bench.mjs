// Measures what the documents claim. Whole processes are timed beside bare `node -e 0`, in turn, so that a noisy machine
// slows both; medians are printed, and for work inside one process the best batch too.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { benchLogs } from "./bench-logs.mjs";
import { benchReading } from "./bench-reading.mjs";

const program = fileURLToPath(new URL("../bin/zk-elect.cjs", import.meta.url));
const library = new URL("../dist/index.js", import.meta.url).href;

/** Wall time of a process in ms. */
function processMs(args) {
  const begin = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function compareWithNode(label, args, runs) {
  const bare = [];
  const ours = [];
  for (let run = 0; run < runs; run++) {
    bare.push(processMs(["-e", "0"]));
    ours.push(processMs([program, ...args]));
  }
  const [node, own] = [median(bare), median(ours)];
  print(
    label,
    `${own.toFixed(0)} ms, node -e 0 ${node.toFixed(0)} ms: +${(own - node).toFixed(1)} ms, ratio ${(own / node).toFixed(2)}`,
  );
}

/** Runs a snippet in a process of its own, which prints one JSON value. */
function inProcess(source) {
  const prelude = `import * as zk from ${JSON.stringify(library)};`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", prelude + source], { encoding: "utf8" });
  return JSON.parse(stdout);
}

function electionsPerSecond(emit) {
  const { best, middle } = inProcess(`
    const cluster = await zk.readScenario("servers: 5", "bench");
    const rates = [];
    for (let batch = 0; batch < 60; batch++) {
      const begin = process.hrtime.bigint();
      for (let run = 0; run < 500; run++) zk.simulate(cluster, ${emit});
      rates.push(500 / (Number(process.hrtime.bigint() - begin) / 1e9));
    }
    rates.sort((a, b) => a - b);
    console.log(JSON.stringify({ best: rates.at(-1), middle: rates[30] }));`);
  return `${Math.round(middle)} a second (best batch ${Math.round(best)})`;
}

function largeEnsemble(servers) {
  const { ms, mebibytes } = inProcess(`
    const cluster = await zk.readScenario("servers: ${servers}", "bench");
    const begin = process.hrtime.bigint();
    zk.simulate(cluster);
    const ms = Number(process.hrtime.bigint() - begin) / 1e6;
    console.log(JSON.stringify({ ms, mebibytes: process.resourceUsage().maxRSS / 1024 }));`);
  return `${ms.toFixed(0)} ms, peak ${mebibytes.toFixed(0)} MiB`;
}

/** Milliseconds for 10,000 transactions through five servers: the median of five runs. */
function writes(steps) {
  const ms = inProcess(`
    const cluster = await zk.readScenario(JSON.stringify({ servers: 5, leader: 3, steps: ${steps} }), "bench");
    const runs = [];
    for (let run = 0; run < 5; run++) {
      const begin = process.hrtime.bigint();
      zk.simulate(cluster, () => {});
      runs.push(Number(process.hrtime.bigint() - begin) / 1e6);
    }
    console.log(JSON.stringify(runs.sort((a, b) => a - b)[2]));`);
  return `${ms.toFixed(0)} ms`;
}

function print(label, value) {
  process.stdout.write(`${label.padEnd(44)} ${value}\n`);
}

compareWithNode("simulate five-server-restart", ["simulate", "five-server-restart"], 31);
compareWithNode("explain five-server-restart", ["explain", "five-server-restart"], 31);
print("five-server elections, no trace", electionsPerSecond("undefined"));
print("five-server elections, with events", electionsPerSecond("() => {}"));
print("101 servers at once, no trace", largeEnsemble(101));
print("1001 servers at once, no trace", largeEnsemble(1001));
print("10,000 writes at once, with events", writes("[{ write: 10000 }]"));
print("10,000 writes one after another, with events", writes("Array(10000).fill({ write: 1 })"));
compareWithNode("compare five-server-restart --runs 1000", ["compare", "five-server-restart", "--runs", "1000"], 3);
compareWithNode("simulate --servers 101, tables", ["simulate", "--servers", "101"], 7);
compareWithNode("simulate --servers 1001, tables", ["simulate", "--servers", "1001"], 3);
await benchReading(program, print, median);
benchLogs(program, print, median);
