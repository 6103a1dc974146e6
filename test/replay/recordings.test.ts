/** What is made of logs of real servers is held against the logs themselves, and against what was seen from outside. */
import { describe, expect, test } from "vitest";
import type { TraceEvent, Vote } from "../../src/trace/events.ts";
import { hexZxid } from "../../src/trace/zxid.ts";
import { ndjson, read } from "../trace/traces.ts";
import { configOf, lineAt, logsOf, recorded, textOf, traced } from "./traced.ts";

/** Where the configuration that is read is not that of all servers, and what its others do is not what it asks for. */
const disagreeing: Record<string, string[]> = {
  // Server 4 is no member by the configuration of server 1, and yet 2 and 4 elect it.
  "members-disagree": ["zookeeper-4.log:90", "zookeeper-2.log:118", "zookeeper-2.log:119", "zookeeper-4.log:105"],
  // Server 4 lists itself in place of 3; by the configuration of the others it may not vote.
  "unlisted-follower": ["zookeeper-4.log:88", "zookeeper-4.log:172"],
};

const modes: Record<string, string> = { leader: "LEADING", follower: "FOLLOWING", observer: "OBSERVING" };

describe.each(recorded)("%s", async (name) => {
  const logs = logsOf(name);
  const { lines, events, result, divergences, header } = await traced(logs, { config: configOf(name) });

  test("every notification is received", () => {
    const logged = Object.values(logs).flatMap((text) => text.match(/(?<!Sending )Notification: \S/g) ?? []);
    expect(logged.length).toBeGreaterThan(5);
    expect(events.filter(({ type }) => type === "receive").length).toBe(logged.length);
    expect(result.notifications).toBe(logged.length);
  });

  test("is a trace, as readers of traces want it", async () => {
    expect(await read(ndjson(lines))).toEqual(lines);
    expect(header).toMatchObject({ source: "log", logs: { files: Object.keys(logs) } });
    const times = events.map(({ t }) => t);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test("ends as was observed", () => {
    const seen = new Map<number, string | undefined>();
    // Whoever is not in the last round of looks is gone.
    const rounds = textOf(name, "observed.txt").split(/^(?!server \d).*\n/m);
    for (const [, sid, mode] of (rounds.at(-1) ?? "").matchAll(/^server (\d+):(?:.*Mode: (\w+))?/gm)) {
      seen.set(Number(sid), mode);
    }
    expect(seen.size).toBeGreaterThan(1);
    for (const { sid, state } of result.servers) {
      const mode = seen.get(sid);
      if (mode !== undefined) expect({ sid, state }).toEqual({ sid, state: modes[mode] });
      else expect({ sid, serves: /LOOKING|DOWN/.test(state) ? undefined : state }).toEqual({ sid, serves: undefined });
    }
    const leaders = [...seen].filter(([, mode]) => mode === "leader").map(([sid]) => sid);
    expect(result.leader).toBe(name in disagreeing ? result.leader : (leaders[0] ?? null));
  });

  test("the protocol agrees", () => {
    expect(divergences.map(({ record: { file, line } }) => `${file}:${line}`)).toEqual(disagreeing[name] ?? []);
  });

  test("every event is from a line that says so", () => {
    const mistaken = events.filter((event) => {
      const line = lineAt(logs, event.log);
      return !line.includes(event.at ?? "?") || !says(line, event);
    });
    expect(mistaken.map((event) => ({ ...event, line: lineAt(logs, event.log) }))).toEqual([]);
  });
});

/** Whether a line is one that shows such an event; what was inferred stands on somebody else's line. */
function says(line: string, event: TraceEvent): boolean {
  switch (event.type) {
    case "receive":
      return parts(event.vote, event.electionEpoch).every((part) => line.includes(part)) && line.includes(heard(event));
    case "send":
      return line.includes(`Sending Notification: ${event.vote.leader} `) && line.includes(`${event.to} (recipient)`);
    case "timeout":
      // The line has the wait that comes next.
      return /Notification time out: (\d+)/.exec(line)?.[1] === String(Math.min(event.wait * 2, 60_000));
    case "vote":
      return event.by === "initial"
        ? /New election|Notification: /.test(line)
        : line.includes("Notification: my state");
    case "state":
      return event.inferred ? true : stateLine(event.to).test(line);
    default:
      return true;
  }
}

const heard = ({ from, state }: { from: number; state: string }) => `n.sid:${from}, n.state:${state}, `;

function parts({ leader, zxid, peerEpoch }: Vote, electionEpoch: number): string[] {
  const round = hexZxid(BigInt.asUintN(64, BigInt(electionEpoch)));
  const elected = leader ?? "-9223372036854775808";
  return [
    `n.leader:${elected}, n.round:${round}, `,
    leader === null ? "" : `n.peerEpoch:0x${peerEpoch.toString(16)}, n.zxid:${hexZxid(zxid)}, `,
  ];
}

function stateLine(to: string): RegExp {
  if (to === "LOOKING") return /New election. My id/;
  if (to === "DOWN") return /./;
  // What it already was when others heard of it.
  return new RegExp(`\\b${to}|Peer state changed: ${to.toLowerCase()}|Notification: my state:${to}`);
}
