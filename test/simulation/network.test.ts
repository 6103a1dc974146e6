/** Connections: one unsent notification per destination, the last one again when a connection is made, no reordering. */
import { describe, expect, test } from "vitest";
import type { Notification } from "../../src/protocols/fle/messages.ts";
import { Network } from "../../src/simulation/network.ts";
import { simulated } from "./simulated.ts";

const steady = { latency: { min: 1, max: 1 }, loss: 0, seed: 1 };

function notification(from: number, leader: number): Notification {
  return { from, vote: { leader, zxid: 0n, peerEpoch: 0 }, electionEpoch: 1, state: "LOOKING", round: 1 };
}

/** A network of three voters and an observer, the first `up` of them up. */
function networkOf(up: number, conditions = steady): Network {
  const network = new Network(4, [0, 1, 2], conditions);
  for (let server = 0; server < up; server++) network.open(server);
  return network;
}

/** Sends what waits, and reads what arrives until nothing is on its way: `0>1:9` is a vote of server 0 for 9 at 1. */
function exchange(network: Network, now = 0): string[] {
  network.flush(now, undefined);
  const heard: string[] = [];
  while (network.nextArrival() < Number.POSITIVE_INFINITY) {
    for (const { from, to, notification } of network.arrivals()) {
      for (const server of to) heard.push(`${from}>${server}:${notification.vote.leader}`);
    }
  }
  return heard;
}

describe("one unsent notification per destination", () => {
  test("a broadcast replaces what has not left yet, for every voter", () => {
    const network = networkOf(4);
    network.queue(0, 1, notification(0, 7));
    network.broadcast(0, notification(0, 8));
    network.broadcast(0, notification(0, 9));
    expect(exchange(network)).toEqual(["0>1:9", "0>2:9"]);
  });

  test("an answer replaces it for its destination alone", () => {
    const network = networkOf(4);
    network.queue(0, 3, notification(0, 6));
    network.broadcast(0, notification(0, 8));
    network.queue(0, 2, notification(0, 9));
    expect(exchange(network)).toEqual(["0>2:9", "0>1:8", "0>3:6"]);
  });

  test("what cannot leave waits, the newest alone, until there is a connection", () => {
    const network = networkOf(2);
    network.broadcast(0, notification(0, 8));
    expect(exchange(network)).toEqual(["0>1:8"]);
    network.broadcast(0, notification(0, 9));
    expect(exchange(network)).toEqual(["0>1:9"]);
    network.open(2);
    expect(exchange(network)).toEqual(["0>2:9"]);
  });
});

test("haveDelivered: true unless something waits for every other voter", () => {
  const network = networkOf(1);
  expect(network.haveDelivered(0)).toBe(true);
  network.broadcast(0, notification(0, 8));
  network.flush(0, undefined);
  expect(network.haveDelivered(0)).toBe(false);
  network.open(2);
  network.flush(0, undefined);
  expect(network.haveDelivered(0)).toBe(true);
  expect(new Network(1, [0], steady).haveDelivered(0)).toBe(false);
});

describe("a connection that is made anew carries the last notification again", () => {
  test("after a crash at the other end, not after one's own", () => {
    const network = networkOf(2);
    network.broadcast(0, notification(0, 8));
    network.broadcast(1, notification(1, 9));
    exchange(network);
    network.close(1);
    network.open(1);
    expect(exchange(network)).toEqual(["0>1:8"]);
  });

  test("after a partition, in both directions, but not on connections that stood", () => {
    const network = networkOf(3);
    for (const server of [0, 1, 2]) network.broadcast(server, notification(server, server));
    exchange(network);
    network.partition([new Set([0, 1]), new Set([2])]);
    expect(exchange(network)).toEqual([]);
    network.heal();
    expect(exchange(network).sort()).toEqual(["0>2:0", "1>2:1", "2>0:2", "2>1:2"]);
  });

  test("from a paused server only when it goes on", () => {
    const network = networkOf(2);
    network.broadcast(0, notification(0, 8));
    exchange(network);
    network.pause(0);
    network.open(2);
    expect(exchange(network)).toEqual([]);
    expect(network.hasUnsent).toBe(false);
    network.resume(0);
    expect(network.hasUnsent).toBe(true);
    expect(exchange(network)).toEqual(["0>2:8"]);
  });

  test("but not instead of something newer that a paused server has still to send", () => {
    const network = networkOf(3);
    network.broadcast(0, notification(0, 8));
    exchange(network);
    network.close(2);
    network.pause(0);
    network.broadcast(0, notification(0, 9));
    network.open(2);
    network.resume(0);
    expect(exchange(network)).toEqual(["0>1:9", "0>2:9"]);
  });
});

describe("what is in flight", () => {
  test("is lost with the crash of the sender or the receiver, and with a partition between them", () => {
    for (const cut of [
      (network: Network) => network.close(0),
      (network: Network) => network.close(1),
      (network: Network) => network.partition([new Set([0, 2]), new Set([1])]),
    ]) {
      const network = networkOf(3);
      network.broadcast(0, notification(0, 8));
      network.queue(2, 1, notification(2, 9));
      network.flush(0, undefined);
      cut(network);
      expect(exchange(network)).not.toContain("0>1:8");
    }
  });

  test("takes from min to max ms, and none overtakes another on its connection", () => {
    const network = networkOf(3, { latency: { min: 5, max: 60 }, loss: 0, seed: 3 });
    for (let vote = 0; vote < 200; vote++) {
      network.broadcast(0, notification(0, vote));
      network.flush(vote, undefined);
    }
    const last = [0, -1, -1];
    const delays = new Set<number>();
    while (network.nextArrival() < Number.POSITIVE_INFINITY) {
      const now = network.nextArrival();
      for (const { to, notification } of network.arrivals()) {
        const vote = notification.vote.leader ?? -1;
        for (const server of to) {
          expect(vote).toBe((last[server] ?? 0) + 1);
          last[server] = vote;
          delays.add(now - vote);
        }
      }
    }
    expect(last).toEqual([0, 199, 199]);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...delays)).toBeLessThanOrEqual(60);
    expect(delays.size).toBeGreaterThan(20);
  });

  test("is lost as often as the loss says", () => {
    const network = networkOf(2, { ...steady, loss: 0.25, seed: 5 });
    let arrived = 0;
    for (let vote = 0; vote < 2000; vote++) {
      network.queue(0, 1, notification(0, vote));
      arrived += exchange(network).length;
    }
    expect(arrived).toBeGreaterThan(1400);
    expect(arrived).toBeLessThan(1600);
  });
});

test("a late starter first hears the old votes of those that have decided, then their answers", async () => {
  const told = await simulated({ servers: 3, steps: [{ start: [1] }, { start: [2] }, { start: [3] }] });
  const heard = told.of("receive", ({ sid, from }) => sid === 3 && from !== 3);
  expect(heard.map(({ from, state, vote }) => `${from} ${state} ${vote.leader} ${vote.peerEpoch}`)).toEqual([
    "1 LOOKING 2 0",
    "2 LOOKING 2 0",
    "1 FOLLOWING 2 1",
    "2 LEADING 2 1",
  ]);
});

test("a server alone is heard by the next one as soon as that starts", async () => {
  const told = await simulated({ servers: 3, steps: [{ start: [1] }, { start: [2] }] });
  const [first] = told.of("receive", ({ sid, from }) => sid === 2 && from === 1);
  expect(first).toMatchObject({ t: told.began(1) + 1, vote: { leader: 1 } });
});
