import { expect, test } from "vitest";
import type { TraceEvent } from "../../src/trace/events.ts";
import { logsOf, traced } from "./recordings.ts";

/** The events that these lines of a log show, without what they come from. */
async function shownBy(name: string, ...places: string[]): Promise<TraceEvent[]> {
  const lines = await traced(logsOf(name));
  return lines.flatMap((line) => ("log" in line && places.includes(line.log ?? "") ? [line as TraceEvent] : []));
}

test("a report that is read when its sender looks again waits for no decision", async () => {
  // 3 answered when it still followed 5, and looked for a leader itself when 2 read that.
  const [late, decision] = [
    await shownBy("partition", "zookeeper-2.log:136"),
    await shownBy("partition", "zookeeper-2.log:138"),
  ];
  expect(late).toMatchObject([{ type: "receive", from: 3, state: "FOLLOWING", electionEpoch: 1 }]);
  expect(decision).toMatchObject([{ type: "decide" }, { type: "state" }]);
  expect((decision[0]?.t ?? 0) - (late[0]?.t ?? 0)).toBe(262 - 26);
});

test("an observer hears at once the old votes that it is answered with", async () => {
  // 1 and 2 look again, and tell the observer 4 the leader that they decided on before.
  const heard = await shownBy("observer-leader-crash", "zookeeper-4.log:178", "zookeeper-4.log:207");
  const receives = heard.filter(({ type }) => type === "receive");
  expect(receives).toMatchObject([
    { from: 1, state: "LOOKING", electionEpoch: 2, vote: { leader: 3 } },
    { from: 2, state: "LOOKING", electionEpoch: 2, vote: { leader: 3 } },
  ]);
  expect((receives[1]?.t ?? 0) - (receives[0]?.t ?? 0)).toBe(205 - 162);
});

test("who follows has not decided on itself", async () => {
  // By its own configuration 1, 2 and 4 are the members, so what 1 and 2 report is a quorum to it.
  const [decision, state] = await shownBy("unlisted-follower", "zookeeper-4.log:172");
  expect(decision).toMatchObject({ type: "decide", sid: 4, leader: 2, via: "joined", electionEpoch: 1 });
  expect(state).toMatchObject({ type: "state", to: "FOLLOWING", reason: "joined" });
});

test("what a server says that knows of no election yet can be read again", async () => {
  const [heard] = await shownBy("hierarchical", "zookeeper-6.log:103");
  expect(heard).toMatchObject({ type: "receive", from: 8, state: "FOLLOWING", electionEpoch: -1 });
});
