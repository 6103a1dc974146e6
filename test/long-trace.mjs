// Traces of a million lines, from which reading is measured: a simulation's events, over and over.
import { closeSync, openSync, writeSync } from "node:fs";

const lines = 1_000_000;

/** Five servers that fail and come back again and again. */
export const restless = {
  servers: 5,
  leader: 5,
  steps: Array.from({ length: 1000 }, (_, at) => [
    { fail: [(at % 5) + 1] },
    { restart: [(at % 5) + 1] },
    { write: 1 },
  ]).flat(),
};

/** A large ensemble that loses its leader. */
export const large = { servers: 101, leader: 101, steps: [{ fail: [101] }] };

/** Writes the trace of a description to a file, its events repeated until there are a million lines. */
export async function writeLongTrace(zk, description, file) {
  const cluster = await zk.readScenario(JSON.stringify(description), "bench.json");
  const events = [];
  const result = zk.simulate(cluster, (event) => events.push(zk.encodeLine(event)));
  const fd = openSync(file, "w");
  writeSync(fd, zk.encodeLine(zk.traceHeader(cluster)));
  for (let left = lines - 2; left > 0; left -= events.length) writeSync(fd, events.slice(0, left).join(""));
  writeSync(fd, zk.encodeLine(result));
  closeSync(fd);
}
