/**
 * The naive way's rules one by one: an ephemeral znode for each partition, on which everybody has a watch, as in the
 * paragraph of ZooKeeper's recipes ("Leader Election") that says how it wakes the whole herd. There is no class of it:
 * what a client may ask, and what it is answered, is in ZooKeeper.java and DataTree.
 */
import { describe, expect, test } from "vitest";
import type { Address, Ensemble, Input, View } from "../../../src/protocols/protocol.ts";
import type { RaceEffect, RaceMessage, RaceOptions, RaceState } from "../../../src/protocols/znode-race/types.ts";
import { znodeRace } from "../../../src/protocols/znode-race/znode-race.ts";
import type { Reply, Request } from "../../../src/protocols/znodes/messages.ts";

function ofThree(partitions: number): Ensemble<RaceOptions> {
  const servers = [1, 2, 3].map((sid) => ({ sid, zxid: 0n, epoch: 0, role: "participant" as const }));
  return { servers, leader: null, timing: { tickTime: 2000 }, options: { partitions, sessionTimeout: 6000 } };
}

/** One of three servers, or the service, and what it wanted done last. */
class One {
  state: RaceState;
  effects: readonly RaceEffect[] = [];

  constructor(address: Address = 2, partitions = 2) {
    const state = znodeRace.begin(ofThree(partitions)).get(address);
    if (!state) throw new Error(`no ${address}`);
    this.state = state;
  }

  give(input: Input<RaceMessage>): this {
    const { state, effects } = znodeRace.step(this.state, input);
    this.state = state;
    this.effects = effects;
    return this;
  }

  hear(...messages: Reply[]): this {
    for (const message of messages) this.give({ kind: "message", from: "zookeeper", message });
    return this;
  }

  /** The service is asked. */
  ask(from: number, message: Request): this {
    return this.give({ kind: "message", from, message });
  }

  get sent(): { to: Address; message: RaceMessage }[] {
    return this.effects.flatMap((effect) =>
      effect.kind === "send" ? [{ to: effect.to, message: effect.message }] : [],
    );
  }

  /** What it asks of the service, but for its session. */
  get asked(): Request[] {
    const requests = this.sent.map(({ message }) => message as Request);
    return requests.filter(({ kind }) => kind !== "connect" && kind !== "ping");
  }

  /** Its state, and whom it takes for the leader of each partition. */
  get believes() {
    const { state } = znodeRace.status(this.state);
    return [state, ...(this.state.kind === "replica" ? this.state.leaders : [])];
  }
}

const pathOf = (partition: number) => `/partition-${partition}/leader`;
const creates = (partition: number, session = 7, data = "2"): Request => {
  return { kind: "create", session, path: pathOf(partition), data, ephemeral: true, sequential: false };
};
const reads = (partition: number, session = 7): Request => {
  return { kind: "get", session, path: pathOf(partition), watch: true };
};

const znodeOf = (partition: number, owner: number) => {
  return { path: pathOf(partition), owner, session: owner + 5, data: `${owner}`, version: 0, czxid: 3 };
};
const created = (partition: number): Reply => {
  const path = pathOf(partition);
  return { kind: "created", path, asked: path, znode: znodeOf(partition, 2) };
};
const refused = (partition: number): Reply => {
  const znode = znodeOf(partition, 3);
  return { kind: "failed", request: "create", path: pathOf(partition), reason: "exists", znode };
};
const nothingThere = (partition: number): Reply => {
  return { kind: "failed", request: "get", path: pathOf(partition), reason: "none", znode: null };
};
const heldBy = (owner: number, partition: number): Reply => {
  return { kind: "znode", path: pathOf(partition), znode: znodeOf(partition, owner) };
};
const gone = (partition: number): Reply => {
  return { kind: "watch", session: 7, path: pathOf(partition), change: "deleted" };
};

/** Server 2 with session 7, in the race for both partitions. */
const connected = () => new One().give({ kind: "start", reason: "start" }).hear({ kind: "connected", session: 7 });
const leader = () => connected().hear(created(1), refused(2), heldBy(2, 1), heldBy(3, 2));
const follower = () => connected().hear(refused(1), created(2), heldBy(3, 1), heldBy(2, 2));

describe("a replica", () => {
  test("tries to create an ephemeral znode for each partition as soon as it has a session", () => {
    const one = connected();
    expect(one.asked).toEqual([creates(1), creates(2)]);
    expect(one.believes).toEqual(["LOOKING", null, null]);
  });

  test("leads the partition whose znode it created, and watches that as all others do", () => {
    const one = connected().hear(created(1));
    expect(one.believes).toEqual(["LEADING", 2, null]);
    expect(one.asked).toEqual([reads(1)]);
  });

  test("that comes too late reads who was first, with a watch, and follows", () => {
    const one = connected().hear(refused(1));
    expect([one.asked, one.believes]).toEqual([[reads(1)], ["LOOKING", null, null]]);
    expect(one.hear(heldBy(3, 1)).believes).toEqual(["FOLLOWING", 3, null]);
    expect(one.asked).toEqual([]);
  });

  test("tries again when who was first is gone before it could be read", () => {
    expect(connected().hear(refused(1), nothingThere(1)).asked).toEqual([creates(1)]);
  });

  test("tries again at once when its watch fires, whoever led", () => {
    for (const [one, other] of [
      [leader(), 3],
      [follower(), 2],
    ] as const) {
      expect(one.hear(gone(1)).asked).toEqual([creates(1)]);
      expect(one.believes).toEqual(["LOOKING", null, other]);
    }
  });

  test("races for each partition apart; the first stands for the server", () => {
    expect(leader().believes).toEqual(["LEADING", 2, 3]);
    expect(follower().believes).toEqual(["FOLLOWING", 3, 2]);
    expect(znodeRace.status(follower().state)).toEqual({ state: "FOLLOWING", leader: 3, leads: 1 });
    const one = follower().hear(gone(2));
    expect([one.asked, one.believes]).toEqual([[creates(2)], ["FOLLOWING", 3, null]]);
    expect(one.effects.filter((effect) => effect.kind === "event" && effect.event.type === "state")).toEqual([]);
  });

  test("goes on as before while it is cut off: a leader believes to lead, though its session may be over", () => {
    const one = leader().give({ kind: "timer", name: "silent" });
    expect([one.asked, one.believes]).toEqual([[], ["LEADING", 2, 3]]);
    expect(one.hear({ kind: "pong" }).asked).toEqual([]);
    expect(one.believes).toEqual(["LEADING", 2, 3]);
  });

  test("knows of no leader when it learns that its session has expired, and races for all in the next", () => {
    const one = leader().hear({ kind: "expired", session: 7 });
    expect([one.asked, one.believes]).toEqual([[], ["LOOKING", null, null]]);
    expect(one.hear({ kind: "connected", session: 9 }).asked).toEqual([creates(1, 9), creates(2, 9)]);
  });

  test("knows nothing after a crash, and races for all in a session of its own", () => {
    const one = leader();
    one.state = znodeRace.crash(one.state);
    expect(one.believes).toEqual(["DOWN", null, null]);
    one.give({ kind: "start", reason: "restart" });
    expect([one.asked, one.believes]).toEqual([[], ["LOOKING", null, null]]);
    // Of the session that it had.
    expect(one.hear(gone(1)).asked).toEqual([]);
    expect(one.hear({ kind: "connected", session: 9 }).asked).toEqual([creates(1, 9), creates(2, 9)]);
  });
});

/** With server 2 in office, which leads both partitions; sessions are those of the sids. */
const inOffice = (address: Address) => new One(address).give({ kind: "office", leader: 2, up: [1, 2, 3] });

describe("the service", () => {
  test("gives the znode to who comes first, and to nobody else", () => {
    const service = new One("zookeeper");
    for (const sid of [1, 2]) service.ask(sid, { kind: "connect", timeoutMs: 6000 });
    expect(service.ask(2, creates(1, 2)).sent).toMatchObject([{ to: 2, message: { kind: "created" } }]);
    expect(service.ask(1, creates(1, 1, "1")).sent).toMatchObject([
      { to: 1, message: { kind: "failed", reason: "exists", znode: { owner: 2 } } },
    ]);
  });

  test("keeps a leader's znodes until its session ends, and then wakes all others for each of them: the herd", () => {
    const service = inOffice("zookeeper").give({ kind: "disconnected", from: 2 });
    expect(service.sent).toEqual([]);
    expect(service.ask(1, creates(1, 1, "1")).sent).toMatchObject([{ to: 1, message: { reason: "exists" } }]);
    service.give({ kind: "timer", name: "session-2" });
    // DataTree.killSession deletes them in no order that anybody could name.
    const woken = (partition: number) =>
      service.sent.flatMap(({ to, message }) =>
        message.kind === "watch" && message.path === pathOf(partition) ? [to] : [],
      );
    expect([woken(1), woken(2), service.sent.length]).toEqual([[1, 3], [1, 3], 4]);
  });

  test("says before each step how many watches it holds: one for each replica of each partition", () => {
    expect(inOffice("zookeeper").give({ kind: "release" }).effects).toEqual([
      { kind: "event", event: { type: "holds", watches: 6 } },
    ]);
  });
});

describe("with a leader in office", () => {
  const view = (change: Partial<View<RaceState>> = {}): View<RaceState> => ({
    states: new Map(([1, 2, 3, "zookeeper"] as const).map((address) => [address, inOffice(address).state])),
    running: () => true,
    reachable: () => true,
    ...change,
  });
  const outcome = (change: Partial<View<RaceState>>) => znodeRace.outcome(view(change), ofThree(2));

  test("all take it for the leader of all partitions", () => {
    expect([1, 2, 3].map((sid) => inOffice(sid).believes)).toEqual([
      ["FOLLOWING", 2, 2],
      ["LEADING", 2, 2],
      ["FOLLOWING", 2, 2],
    ]);
  });

  test("in office is who has the first partition's znode, believes to lead it and reaches ZooKeeper; eligible, whoever can ask for it", () => {
    expect(outcome({})).toEqual({ leader: 2, eligible: [1, 2, 3], watches: 6 });
    expect(outcome({ running: (sid) => sid !== 2 })).toMatchObject({ leader: null, eligible: [1, 3] });
    // It is out of ZooKeeper's reach: it believes to lead, but its session ends soon.
    expect(outcome({ reachable: (a) => a !== 2 })).toMatchObject({ leader: null, eligible: [1, 3] });
    const { states } = view();
    const expired = inOffice("zookeeper").give({ kind: "timer", name: "session-2" }).state;
    expect(outcome({ states: new Map(states).set("zookeeper", expired) }).leader).toBeNull();
    const without = (partition: number) => {
      const request: Request = { kind: "delete", session: 2, path: pathOf(partition) };
      return new Map(states).set("zookeeper", inOffice("zookeeper").ask(2, request).state);
    };
    expect([1, 2].map((partition) => outcome({ states: without(partition) }).leader)).toEqual([null, 2]);
    const told = inOffice(2).hear({ kind: "expired", session: 2 }).state;
    expect(outcome({ states: new Map(states).set(2, told) }).leader).toBeNull();
  });
});
