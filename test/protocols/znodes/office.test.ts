/** Whoever is in office when a run begins pinged ZooKeeper some time before: client and service mean the same ping. */
import { expect, test } from "vitest";
import { curator } from "../../../src/protocols/curator/curator.ts";
import { runProtocol } from "../../../src/simulation/actors/run-protocol.ts";
import { read } from "../../scenario/helpers.ts";
import type { Traced } from "./faults.ts";

const cutOff = `
servers: [{ sid: 1, zxid: 0 }, { sid: 2, zxid: 0 }, { sid: 3, zxid: 0 }]
leader: 1
steps: [{ partition: [[1], [2, 3]] }]
`;

test("a leader that is cut off gives up as long before its session ends as there is between the two timeouts", async () => {
  const options = { recipe: "LeaderLatch", sessionTimeout: 6000, turnMs: 1000, autoRequeue: true } as const;
  const cluster = await read(cutOff);
  const gaveUp = new Set<number>();
  for (let seed = 1; seed <= 40; seed++) {
    const events: Traced[] = [];
    runProtocol(curator, { ...cluster, network: { ...cluster.network, seed } }, options, (event) =>
      events.push(event as unknown as Traced),
    );
    const at = (fits: (event: Traced) => boolean) => events.find(fits)?.t ?? Number.NaN;
    const stopped = at((event) => event.type === "state" && event["reason"] === "suspended");
    const expired = at((event) => event.type === "session" && event["change"] === "expired");
    // Silent for two thirds of 6000 ms against 6000 ms.
    expect(expired - stopped).toBe(2000);
    gaveUp.add(stopped);
    // It pings every 1000 ms: the last one was that long ago at most.
    expect(stopped).toBeGreaterThan(3000);
    expect(stopped).toBeLessThanOrEqual(4000);
  }
  expect(gaveUp.size).toBeGreaterThan(30);
});
