// Measures how fast logs are read, beside grep over the same file, in turn. The log is a gigabyte of what five servers
// wrote, mixed as `docker compose logs` does: recorded elections, one a day, among lines about clients.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const turns = 3;
const bytes = 1e9;
/** Lines about clients for each line that was recorded. */
const clientLines = 20;
const recording = new URL("../fixtures/logs/rejoin-established/", import.meta.url);
const pattern = "Notification|New election|LOOKING|LEADING|FOLLOWING";
const tellPeak =
  'process.on("exit", () => require("node:fs").writeSync(2, "\\npeak " + process.resourceUsage().maxRSS / 1024));';

/** @param median of a list of numbers */
export function benchLogs(program, print, median) {
  const folder = mkdtempSync(join(tmpdir(), "zk-elect-bench-"));
  try {
    const file = join(folder, "mixed.log");
    writeMixedLog(file);
    const preload = join(folder, "peak.cjs");
    writeFileSync(preload, tellPeak);
    const [grep, trace, diagnose] = [[], [], []];
    for (let turn = 0; turn < turns; turn++) {
      grep.push(run("grep", ["-cE", pattern, file]));
      const args = ["--require", preload, program];
      trace.push(run(process.execPath, [...args, "trace", file, "--list", "-o", join(folder, "list")]));
      diagnose.push(run(process.execPath, [...args, "diagnose", file, "-o", join(folder, "findings")]));
    }
    const elections = readFileSync(join(folder, "list"), "utf8").split("\n").length - 2;
    const middle = (runs) => median(runs.map(({ ms }) => ms));
    for (const [label, runs] of Object.entries({ trace, diagnose })) {
      const peak = Math.max(...runs.map(({ peak }) => peak));
      const ratio = (middle(runs) / middle(grep)).toFixed(2);
      print(
        `a gigabyte of mixed logs (${elections} elections): ${label}`,
        `${middle(runs).toFixed(0)} ms, grep ${middle(grep).toFixed(0)} ms: ratio ${ratio}, peak ${peak.toFixed(0)} MiB`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command, args) {
  const begin = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status === null || status > 1) throw new Error(stderr);
  const peak = Number(/peak ([\d.]+)/.exec(stderr)?.[1]);
  return { ms: Number(process.hrtime.bigint() - begin) / 1e6, peak };
}

function writeMixedLog(file) {
  const day = mixedDay();
  const out = openSync(file, "w");
  let written = 0;
  for (let count = 0; written < bytes; count++) {
    const date = new Date(Date.UTC(2000, 0, 1 + count)).toISOString().slice(0, 10);
    written += writeSync(out, day.replaceAll("2026-11-22", date));
  }
  closeSync(out);
}

/** All servers' lines in the order of time, with lines about clients between them. */
function mixedDay() {
  const lines = readdirSync(recording)
    .filter((name) => name.endsWith(".log"))
    .flatMap((name) => linesOf(readFileSync(new URL(name, recording), "utf8"), /\d/.exec(name)?.[0]));
  lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return lines.map(({ text, at, sid }) => text + clients(at, sid)).join("");
}

/** Each line with those of an exception below it. */
function linesOf(text, sid) {
  return text.split(/\n(?=\d{4}-)/).map((entry) => {
    const prefixed = entry.trimEnd().replaceAll(/^/gm, `zoo${sid}-1  | `);
    return { text: `${prefixed}\n`, at: entry.slice(0, 23), sid };
  });
}

function clients(at, sid) {
  const line = (count) =>
    `zoo${sid}-1  | ${at} [myid:${sid}] - INFO  [ProcessThread(sid:${sid} cport:-1)::PrepRequestProcessor@${600 + count}] - Got user-level KeeperException when processing sessionid:0x${sid}0000a1b2c${count} type:create cxid:0x${count} zxid:0x10000${count} txntype:-1 reqpath:n/a Error Path:/app/lock Error:KeeperErrorCode = NodeExists for /app/lock\n`;
  return Array.from({ length: clientLines }, (_, count) => line(count)).join("");
}
