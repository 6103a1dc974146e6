/** Some of the logs only: what they show is told, and what nobody says is marked as inferred. */
import { describe, expect, test } from "vitest";
import { ndjson, read } from "../trace/traces.ts";
import { configOf, type Logs, logsOf, recorded, type Traced, traced } from "./traced.ts";

function subsets(logs: Logs): [string, Logs][] {
  const files = Object.entries(logs);
  const alone = files.map((one) => [`only ${one[0]}`, Object.fromEntries([one])] as [string, Logs]);
  const others = files.map(
    (one) => [`without ${one[0]}`, Object.fromEntries(files.filter((other) => other !== one))] as [string, Logs],
  );
  return [...alone, ...others];
}

/** Events of servers whose logs are missing that are not marked, and marked ones of servers that have logs. */
function mismarked({ events }: Traced, logged: ReadonlySet<number>) {
  return events.filter((event) => {
    if (!("sid" in event)) return false;
    // Who is found gone is so by what others say, log or none.
    if (event.type === "state" && event.to === "DOWN") return false;
    return (event.inferred === true) === logged.has(event.sid);
  });
}

describe.each(recorded)("%s", async (name) => {
  const [logs, config] = [logsOf(name), configOf(name)];

  test.each(subsets(logs))("%s", async (_, some) => {
    const trace = await traced(some, { config });
    expect(await read(ndjson(trace.lines))).toEqual(trace.lines);
    const logged = Object.values(some).flatMap((text) => text.match(/(?<!Sending )Notification: \S/g) ?? []);
    expect(trace.events.filter(({ type }) => type === "receive").length).toBe(logged.length);
    const sids = Object.values(some).flatMap((text) =>
      [...text.matchAll(/My id = +(\d+)/g)].map(([, sid]) => Number(sid)),
    );
    // Files that were rolled may have no such line.
    const named = name === "apache-conf" ? Object.keys(some).map((file) => Number(/\d+/.exec(file)?.[0])) : [];
    expect(mismarked(trace, new Set([...sids, ...named]))).toEqual([]);
  });
});

test.each(["zookeeper-1.log", "zookeeper-2.log", "zookeeper-4.log"])("%s shows who leads", async (file) => {
  const name = "rejoin-established";
  const { result, elections, header } = await traced({ [file]: logsOf(name)[file] ?? "" }, { config: configOf(name) });
  expect(result.servers.find(({ sid }) => `zookeeper-${sid}.log` === file)).toMatchObject({
    state: "FOLLOWING",
    leader: 5,
  });
  expect(elections.at(-1)?.outcome).toMatchObject({ leader: 5 });
  expect(header.cluster.servers.length).toBe(5);
});
