/**
 * Curator's rules one by one, as LeaderLatch and LeaderSelector of Curator 5.9 have them, the latter with
 * InterProcessMutex (LockInternals) and LeaderSelectorListenerAdapter.
 */
import { describe, expect, test } from "vitest";
import { curator } from "../../../src/protocols/curator/curator.ts";
import type {
  CuratorEffect,
  CuratorMessage,
  CuratorOptions,
  CuratorState,
} from "../../../src/protocols/curator/types.ts";
import type { Address, Ensemble, Input, View } from "../../../src/protocols/protocol.ts";
import type { Reply, Request } from "../../../src/protocols/znodes/messages.ts";

const latch: CuratorOptions = { recipe: "LeaderLatch", sessionTimeout: 6000, turnMs: 1000, autoRequeue: true };
const selector: CuratorOptions = { ...latch, recipe: "LeaderSelector" };
const once: CuratorOptions = { ...selector, autoRequeue: false };

function ofThree(options: CuratorOptions): Ensemble<CuratorOptions> {
  const servers = [1, 2, 3].map((sid) => ({ sid, zxid: 0n, epoch: 0, role: "participant" as const }));
  return { servers, leader: null, timing: { tickTime: 2000 }, options };
}

/** One of three servers, or the service, and what it wanted done last. */
class One {
  state: CuratorState;
  effects: readonly CuratorEffect[] = [];

  constructor(options: CuratorOptions, address: Address = 2) {
    const state = curator.begin(ofThree(options)).get(address);
    if (!state) throw new Error(`no ${address}`);
    this.state = state;
  }

  give(input: Input<CuratorMessage>): this {
    const { state, effects } = curator.step(this.state, input);
    this.state = state;
    this.effects = effects;
    return this;
  }

  hear(...messages: Reply[]): this {
    for (const message of messages) this.give({ kind: "message", from: "zookeeper", message });
    return this;
  }

  timer(name: "turn" | "silent"): this {
    return this.give({ kind: "timer", name });
  }

  close(...sids: number[]): this {
    return this.give({ kind: "command", name: "close", argument: sids });
  }

  /** What it asks of the service, but for its session. */
  get asked(): Request[] {
    const sent = this.effects.flatMap((effect) => (effect.kind === "send" ? [effect.message as Request] : []));
    return sent.filter(({ kind }) => kind !== "connect" && kind !== "ping");
  }

  get role() {
    return curator.status(this.state).state;
  }

  /** How its turns changed. */
  get turns(): string[] {
    return this.effects.flatMap((effect) =>
      effect.kind === "event" && effect.event.type === "turn" ? [effect.event.change] : [],
    );
  }
}

const prefix = ({ recipe }: CuratorOptions) => (recipe === "LeaderLatch" ? "/latch/latch-" : "/selector/lock-");
const nameOf = (options: CuratorOptions, counter: number) =>
  `${options.recipe === "LeaderLatch" ? "latch-" : "lock-"}000000000${counter}`;
const pathOf = (options: CuratorOptions, counter: number) => `${prefix(options)}000000000${counter}`;

const creates = (options: CuratorOptions, session: number): Request => {
  return { kind: "create", session, path: prefix(options), data: "2", ephemeral: true, sequential: true };
};
const looks = (options: CuratorOptions): Request => {
  const path = options.recipe === "LeaderLatch" ? "/latch" : "/selector";
  return { kind: "children", session: 7, path, watch: false };
};
const deletes = (options: CuratorOptions, counter: number): Request => {
  return { kind: "delete", session: 7, path: pathOf(options, counter) };
};
const takesBack = (options: CuratorOptions, counter: number): Request => {
  return { kind: "removeWatches", session: 7, path: pathOf(options, counter) };
};

const created = (options: CuratorOptions, counter: number): Reply => {
  const path = pathOf(options, counter);
  const znode = { path, owner: 2, session: 7, data: "2", version: 0, czxid: counter };
  return { kind: "created", path, asked: prefix(options), znode };
};
const children = (options: CuratorOptions, ...counters: number[]): Reply => {
  const path = options.recipe === "LeaderLatch" ? "/latch" : "/selector";
  return { kind: "names", path, names: counters.map((counter) => nameOf(options, counter)) };
};
/** What getData answers: the znode of server 3 in line before. */
const held = (options: CuratorOptions, counter: number): Reply => {
  const path = pathOf(options, counter);
  return { kind: "znode", path, znode: { path, owner: 3, session: 8, data: "3", version: 0, czxid: counter } };
};
const gone = (options: CuratorOptions, counter: number): Reply => {
  return { kind: "watch", session: 7, path: pathOf(options, counter), change: "deleted" };
};

/** Server 2 with session 7, its znode asked for. */
const connected = (options: CuratorOptions) =>
  new One(options).give({ kind: "start", reason: "start" }).hear({ kind: "connected", session: 7 });
/** Its znode has the number 3; it asks who else is there. */
const queued = (options: CuratorOptions) => connected(options).hear(created(options, 3));
/** First in line. */
const leader = (options: CuratorOptions) => queued(options).hear(children(options, 3, 5));
/** Second in line, behind server 3, whose znode has the number 1. */
const follower = (options: CuratorOptions) =>
  queued(options)
    .hear(children(options, 1, 3))
    .hear(held(options, 1));
const cutOff = (one: One) => one.timer("silent");
const isBack = (one: One) => one.hear({ kind: "pong" });

const either: [string, CuratorOptions][] = [
  ["a latch", latch],
  ["a selector", selector],
];

describe.each(either)("%s in line", (_, options) => {
  test("gets a sequential znode that ends with its session (LeaderLatch.reset, LockInternalsDriver.createsTheLock)", () => {
    expect(connected(options).asked).toEqual([creates(options, 7)]);
  });

  test("then reads who is there, and leaves no watch on the line (LeaderLatch.getChildren, LockInternals.internalLockLoop)", () => {
    const one = queued(options);
    expect(one.asked).toEqual([looks(options)]);
    expect(one.role).toBe("LOOKING");
  });

  test("leads as the one with the lowest number, in whatever order they are named (checkLeadership, getsTheLock)", () => {
    expect(queued(options).hear(children(options, 5, 3, 4)).role).toBe("LEADING");
    expect(queued(options).hear(children(options, 5, 2, 3)).role).toBe("LOOKING");
  });

  test("watches the one just before its own, and no other (checkLeadership, internalLockLoop)", () => {
    const one = queued(options).hear(children(options, 5, 2, 3, 1));
    expect(one.asked).toEqual([{ kind: "get", session: 7, path: pathOf(options, 2), watch: true }]);
    one.hear(held(options, 2));
    expect(curator.status(one.state)).toEqual({ state: "FOLLOWING", leader: null, behind: 3 });
  });

  test("reads the line again when the one before is gone already: NoNode (checkLeadership, internalLockLoop)", () => {
    const one = queued(options).hear(children(options, 1, 3));
    one.hear({ kind: "failed", request: "get", path: pathOf(options, 1), reason: "none", znode: null });
    expect(one.asked).toEqual([looks(options)]);
  });

  test("reads the line again when the one before goes, and leads only if it is the first then", () => {
    const one = follower(options).hear(gone(options, 1));
    expect([one.asked, one.role]).toEqual([[looks(options)], "FOLLOWING"]);
    const behindAnother = follower(options).hear(children(options, 2, 3));
    expect(behindAnother.asked).toMatchObject([{ kind: "get", path: pathOf(options, 2), watch: true }]);
    expect(one.hear(children(options, 3, 4)).role).toBe("LEADING");
  });

  test("does not care who else goes", () => {
    expect(follower(options).hear(gone(options, 2)).asked).toEqual([]);
  });

  test("stops leading at SUSPENDED, before it knows whether its session lives (StandardConnectionStateErrorPolicy)", () => {
    const one = cutOff(leader(options));
    expect([one.role, one.asked]).toEqual(["LOOKING", []]);
  });

  test("gets a new znode with a new session, since the old one went with the old (LOST)", () => {
    const one = cutOff(leader(options)).hear({ kind: "expired", session: 7 });
    expect([one.role, one.asked]).toEqual(["LOOKING", []]);
    expect(one.hear({ kind: "connected", session: 9 }).asked).toEqual([creates(options, 9)]);
    // There is none to delete yet.
    expect(one.close(2).asked).toEqual([]);
  });

  test("neither leads nor waits any more when it learns that its session is over (LOST)", () => {
    for (const one of [leader(options), follower(options)]) {
      one.hear({ kind: "expired", session: 7 });
      expect(curator.status(one.state)).toEqual({ state: "LOOKING", leader: null, behind: null });
    }
  });

  test("when it is closed stops leading, deletes its znode and does not come again (LeaderLatch.close, LeaderSelector.close)", () => {
    const one = leader(options).close(1, 2);
    expect([one.role, one.asked]).toEqual(["OBSERVING", [deletes(options, 3)]]);
    expect(isBack(cutOff(one)).asked).toEqual([]);
    expect(one.hear({ kind: "expired", session: 7 }).hear({ kind: "connected", session: 9 }).asked).toEqual([]);
  });

  test("when it is closed leaves the line, too, while it waits; when others are closed it stays", () => {
    const one = follower(options).close(1, 3);
    expect([one.role, one.asked]).toEqual(["FOLLOWING", []]);
    // A latch takes its watch back (internalClose: removeWatchers), a selector leaves it behind.
    const watch = options.recipe === "LeaderLatch" ? [takesBack(options, 1)] : [];
    expect([one.close(2).role, one.asked]).toEqual(["OBSERVING", [deletes(options, 3), ...watch]]);
  });

  test("when it is closed before it knows its znode deletes that as soon as it does (LeaderLatch.reset's callback)", () => {
    const one = connected(options).close(2);
    expect(one.asked).toEqual([]);
    expect(one.hear(created(options, 3)).asked).toEqual([deletes(options, 3)]);
  });

  test("knows nothing of its znode after a crash, and gets another behind it", () => {
    const one = leader(options);
    one.state = curator.crash(one.state);
    expect(one.role).toBe("DOWN");
    one.give({ kind: "start", reason: "restart" }).hear({ kind: "connected", session: 9 });
    expect([one.role, one.asked]).toEqual(["LOOKING", [creates(options, 9)]]);
  });
});

describe("a latch", () => {
  test("leads without end", () => {
    expect(leader(latch).effects.filter(({ kind }) => kind === "timer" || kind === "cancel")).toEqual([
      // Of its session, of which it has just heard.
      { kind: "timer", name: "silent", ms: 4000 },
    ]);
    expect(leader(latch).role).toBe("LEADING");
  });

  test("that waits goes on waiting at SUSPENDED (LeaderLatch.handleStateChange: setLeadership(false) changes nothing)", () => {
    expect(cutOff(follower(latch)).role).toBe("FOLLOWING");
  });

  test("keeps its place until it is RECONNECTED, reads the line, and leads again if it is the first (handleStateChange)", () => {
    const one = isBack(cutOff(leader(latch)));
    expect([one.role, one.asked]).toEqual(["LOOKING", [looks(latch)]]);
    expect(one.hear(children(latch, 3, 5)).role).toBe("LEADING");
  });

  test("that does not know its znode yet waits for that when it is RECONNECTED", () => {
    const one = isBack(cutOff(connected(latch)));
    expect(one.asked).toEqual([]);
    expect(one.hear(created(latch, 3)).asked).toEqual([looks(latch)]);
  });
});

describe("a selector", () => {
  const turn = { kind: "timer", name: "turn", ms: 1000 };

  test("leads for a turn (LeaderSelector.doWork: takeLeadership)", () => {
    const one = leader(selector);
    expect(one.turns).toEqual(["begins"]);
    expect(one.effects).toContainEqual(turn);
  });

  test("then deletes its znode and queues behind the others (doWork: mutex.release; taskDone: autoRequeue)", () => {
    const one = leader(selector).timer("turn");
    expect([one.role, one.turns]).toEqual(["LOOKING", ["ends"]]);
    expect(one.asked).toEqual([deletes(selector, 3), creates(selector, 7)]);
  });

  test("without autoRequeue does not queue again", () => {
    const one = leader(once).timer("turn");
    expect([one.role, one.turns, one.asked]).toEqual(["OBSERVING", ["ends"], [deletes(once, 3)]]);
  });

  test("is interrupted in its turn at SUSPENDED (LeaderSelectorListenerAdapter.stateChanged, cancelElection)", () => {
    const one = cutOff(leader(selector));
    expect([one.role, one.turns]).toEqual(["LOOKING", ["interrupted"]]);
    expect(one.effects).toContainEqual({ kind: "cancel", name: "turn" });
  });

  test("is interrupted, too, while it waits (cancelElection: regardless of leadership)", () => {
    const one = cutOff(follower(selector));
    expect([one.role, one.turns]).toEqual(["LOOKING", []]);
  });

  test("has lost its place when it is RECONNECTED: it deletes the znode and queues anew (deleteOurPathQuietly)", () => {
    for (const before of [leader(selector), follower(selector)]) {
      expect(isBack(cutOff(before)).asked).toEqual([deletes(selector, 3), creates(selector, 7)]);
    }
  });

  test("that was interrupted without autoRequeue only deletes the znode (doWorkLoop)", () => {
    const one = cutOff(leader(once));
    expect(one.role).toBe("OBSERVING");
    expect([isBack(one).asked, one.role]).toEqual([[deletes(once, 3)], "OBSERVING"]);
    // Its session is over, and the znode with it.
    const late = cutOff(leader(once)).hear({ kind: "expired", session: 7 }, { kind: "connected", session: 9 });
    expect([isBack(cutOff(late)).asked, late.role]).toEqual([[], "OBSERVING"]);
  });

  test("that is closed in its turn is interrupted (LeaderSelector.close)", () => {
    const one = leader(selector).close(2);
    expect(one.turns).toEqual(["interrupted"]);
    expect(one.effects).toContainEqual({ kind: "cancel", name: "turn" });
  });

  test("has one turn a step: a second one lasts until the next step, and its usual time of that", () => {
    const again = leader(selector).timer("turn").hear(created(selector, 6)).hear(children(selector, 6));
    expect([again.role, again.turns]).toEqual(["LEADING", ["begins"]]);
    expect(again.effects).not.toContainEqual(turn);
    expect(again.give({ kind: "release" }).effects).toEqual([turn]);
    // A first turn has its time already; and in the next step there is a first one again.
    expect(leader(selector).give({ kind: "release" }).effects).toEqual([]);
    const next = leader(selector).timer("turn").give({ kind: "release" });
    expect(next.hear(created(selector, 6), children(selector, 6)).effects).toContainEqual(turn);
  });
});

describe.each(either)("with %s in office", (_, options) => {
  const up = [1, 2, 3];
  const inOffice = (address: Address) => new One(options, address).give({ kind: "office", leader: 2, up });
  const view = (change: Partial<View<CuratorState>> = {}): View<CuratorState> => ({
    states: new Map(([1, 2, 3, "zookeeper"] as const).map((address) => [address, inOffice(address).state])),
    running: () => true,
    reachable: () => true,
    ...change,
  });
  const outcome = (change: Partial<View<CuratorState>>) => curator.outcome(view(change), ofThree(options));

  test("the others stand behind the leader in the order of their sids, each with a watch on the one before", () => {
    const service = inOffice("zookeeper");
    expect(service.give({ kind: "release" }).effects).toEqual([
      {
        kind: "event",
        event: {
          type: "queue",
          places: [
            { sid: 2, znode: nameOf(options, 0) },
            { sid: 1, znode: nameOf(options, 1) },
            { sid: 3, znode: nameOf(options, 2) },
          ],
          held: 2,
        },
      },
    ]);
    const { store } = service.state as Extract<CuratorState, { kind: "service" }>;
    // Sessions are counted in the order of the sids.
    expect([0, 1, 2].map((place) => store.dataWatches.get(pathOf(options, place)))).toEqual([[1], [3], undefined]);
    const behind = up.map((sid) => curator.status(inOffice(sid).state));
    expect(behind).toEqual([
      { state: "FOLLOWING", leader: null, behind: 2 },
      { state: "LEADING", leader: 2, behind: null },
      { state: "FOLLOWING", leader: null, behind: 1 },
    ]);
  });

  test("the line is told whenever it changes, and not when it does not", () => {
    const service = inOffice("zookeeper");
    const told = () =>
      service.effects.flatMap((effect) =>
        effect.kind === "event" && effect.event.type === "queue" ? [effect.event.places.map(({ sid }) => sid)] : [],
      );
    service.give({ kind: "message", from: 3, message: { ...looks(options), session: 3 } as Request });
    expect(told()).toEqual([]);
    service.give({ kind: "timer", name: "session-2" });
    expect(told()).toEqual([[1, 3]]);
  });

  test("in office is the first in line who believes to lead; eligible, the first of those who are there", () => {
    expect(outcome({})).toEqual({ leader: 2, eligible: [2], watches: 2 });
    expect(outcome({ running: (sid) => sid !== 2 })).toMatchObject({ leader: null, eligible: [1] });
    // It is out of ZooKeeper's reach, and does not know it yet.
    expect(outcome({ reachable: (a) => a !== 2 })).toMatchObject({ leader: 2, eligible: [1] });
    const { states } = view();
    const suspended = new Map(states).set(2, cutOff(inOffice(2)).state);
    expect(outcome({ states: suspended })).toMatchObject({ leader: null, eligible: [2] });
    const closed = new Map(states).set(2, inOffice(2).close(2).state);
    expect(outcome({ states: closed })).toMatchObject({ leader: null, eligible: [1] });
    const expired = new Map(states).set(
      "zookeeper",
      inOffice("zookeeper").give({ kind: "timer", name: "session-2" }).state,
    );
    expect(outcome({ states: expired })).toMatchObject({ leader: null, eligible: [1] });
  });

  test("while nobody stands in line, all who are there and not closed are eligible", () => {
    const states = new Map(curator.begin(ofThree(options)));
    expect(outcome({ states, running: (sid) => sid > 1 })).toEqual({ leader: null, eligible: [2, 3], watches: 0 });
    states.set(3, new One(options, 3).give({ kind: "start", reason: "start" }).close(3).state);
    expect(outcome({ states })).toMatchObject({ leader: null, eligible: [1, 2] });
  });
});

test("a turn that a selector in office has begun ends in its time, and is one of the step's", () => {
  const one = new One(selector).give({ kind: "office", leader: 2, up: [1, 2, 3] });
  expect(one.effects).toContainEqual({ kind: "timer", name: "turn", ms: 1000 });
  expect(one.timer("turn").turns).toEqual(["ends"]);
});
