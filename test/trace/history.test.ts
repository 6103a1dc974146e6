/** Who has what, and what becomes of it. */
import { describe, expect, test } from "vitest";
import { type Batch, fateOf } from "../../src/trace/batch.ts";
import type { Header, TraceEvent } from "../../src/trace/events.ts";
import { History } from "../../src/trace/history.ts";
import { accepts, commit, header, initial, logged, phase, propose, serves, state, z, zxidText } from "./zab.ts";

function told(head: Header, ...events: TraceEvent[]): History {
  const history = new History(head);
  for (const event of events) history.add(event);
  return history;
}

/** `1:9-1:10 on 1,3: open`, and who dropped it. */
function brief(batch: Batch): string {
  const [first, last] = batch.range;
  const zxids = first === last ? zxidText(first) : `${zxidText(first)}-${zxidText(last)}`;
  const dropped = batch.dropped.map(({ sid }) => sid).join();
  return `${zxids} on ${batch.servers.join() || "nobody"}: ${fateOf(batch)}${dropped && `, dropped by ${dropped}`}`;
}

const batches = (history: History) => history.batches().map(brief);

const five = () => header(["1:8", "1:8", "1:8", "1:8", "1:8"], { leader: 3 });

/** Leader 3 writes 1:9 and 1:10, and crashes when it alone has them; 5 leads in epoch 2. */
const lost = [
  propose(0, 3, 2, "1:10", []),
  state(1, 3, "LEADING", "DOWN", "crash"),
  ...[1, 2, 4, 5].flatMap((sid) => [state(1, sid, "FOLLOWING", "LOOKING", "leader-lost"), initial(1, sid, "1:8", 1)]),
  phase(203, 5, "synchronization", 5, 2),
  phase(204, 5, "broadcast", 5, 2, { zxid: "1:8" }),
];

describe("what is proposed", () => {
  test("is committed when a quorum has logged it, and is on those that have", () => {
    const history = told(
      five(),
      propose(0, 3, 2, "1:10"),
      logged(1, 1, 3, 2, "1:10"),
      logged(1, 2, 3, 2, "1:10"),
      commit(2, 3, 2, "1:10", [1, 2, 3]),
      logged(3, 4, 3, 2, "1:10"),
    );
    expect(batches(history)).toEqual(["1:9-1:10 on 1,2,3,4: committed"]);
    expect(history.batches()[0]?.committed).toMatchObject({ type: "commit", servers: [1, 2, 3] });
  });

  test("is open while nobody has begun to serve without it", () => {
    expect(batches(told(five(), ...lost.slice(0, -1)))).toEqual(["1:9-1:10 on 3: open"]);
  });

  test("is lost when a later leader serves without it, also while a server that is down has it", () => {
    const history = told(five(), ...lost);
    expect(batches(history)).toEqual(["1:9-1:10 on 3: lost"]);
    expect(history.batches()[0]?.lost).toMatchObject({ sid: 5, phase: "broadcast" });
  });

  test("is committed by a later leader that has it", () => {
    const history = told(
      five(),
      propose(0, 3, 2, "1:10", [1]),
      logged(1, 1, 3, 2, "1:10"),
      state(2, 3, "LEADING", "DOWN", "crash"),
      phase(204, 2, "synchronization", 1, 2, { zxid: "1:10", mode: "DIFF", from: "1:8", received: ["1:9-1:10"] }),
      serves(205, 2, 1, 2, 1),
      phase(206, 1, "broadcast", 1, 2, { zxid: "1:10" }),
    );
    expect(batches(history)).toEqual(["1:9-1:10 on 1,2,3: committed"]);
    expect(history.batches()[0]?.committed).toMatchObject({ type: "phase", sid: 1 });
  });

  test("by a deposed leader is lost from the beginning", () => {
    const history = told(five(), phase(0, 5, "broadcast", 5, 2, { zxid: "1:8" }), propose(1, 3, 1, "1:9"));
    expect(batches(history)).toEqual(["1:9 on 3: lost"]);
  });

  test("is one batch, however much it is, until its parts are treated differently", () => {
    const history = told(five(), propose(0, 3, 10_000, "1:10008"), logged(1, 1, 3, 4000, "1:4008"));
    expect(batches(history)).toEqual(["1:9-1:4008 on 1,3: open", "1:4009-1:10008 on 3: open"]);
  });

  test("is known from its commit alone in a trace that does not tell of proposals", () => {
    expect(batches(told(five(), commit(0, 3, 2, "1:10", [1, 3, 5])))).toEqual(["1:9-1:10 on 1,3,5: committed"]);
  });
});

describe("synchronization", () => {
  const truncated = phase(300, 3, "synchronization", 5, 2, {
    ...{ zxid: "1:8", mode: "TRUNC", why: "ahead", from: "1:10", discarded: ["1:9-1:10"] },
  });

  test("by TRUNC drops at once what the leader never had", () => {
    expect(batches(told(five(), ...lost, truncated))).toEqual(["1:9-1:10 on nobody: lost, dropped by 3"]);
  });

  test("by TRUNC of a part cuts the batch", () => {
    const part = phase(300, 3, "synchronization", 5, 2, { zxid: "1:9", mode: "TRUNC", discarded: ["1:10"] });
    expect(batches(told(five(), ...lost, part))).toEqual(["1:9 on 3: lost", "1:10 on nobody: lost, dropped by 3"]);
  });

  test("by DIFF is on disk when currentEpoch is, and not if the server looks again before", () => {
    const diff = phase(3, 2, "synchronization", 3, 1, { zxid: "1:10", mode: "DIFF", received: ["1:9-1:10"] });
    const before = [propose(0, 3, 2, "1:10"), diff];
    expect(batches(told(five(), ...before))).toEqual(["1:9-1:10 on 3: open"]);
    expect(batches(told(five(), ...before, serves(4, 2, 3, 1, 1)))).toEqual(["1:9-1:10 on 2,3: open"]);
    const again = [...before, state(4, 2, "FOLLOWING", "LOOKING", "leader-lost"), serves(5, 2, 3, 1, 1)];
    expect(batches(told(five(), ...again))).toEqual(["1:9-1:10 on 3: open"]);
  });

  test("by SNAP leaves a learner with what its leader has, and nothing else", () => {
    const history = told(
      five(),
      ...lost,
      propose(210, 5, 2, "2:2"),
      phase(300, 3, "synchronization", 5, 2, {
        ...{ zxid: "2:2", mode: "SNAP", why: "other-epoch", from: "1:10", discarded: ["1:9-1:10"] },
      }),
      serves(301, 3, 5, 2, 1),
    );
    expect(batches(history)).toEqual(["1:9-1:10 on nobody: lost, dropped by 3", "2:1-2:2 on 3,5: open"]);
    expect(history.standings.get(3)).toEqual({ lastZxid: z("2:2"), acceptedEpoch: 1, currentEpoch: 2 });
  });
});

describe("before the first event", () => {
  test("what a quorum has under a leader in office is committed; what only some have is open", () => {
    expect(batches(told(header(["1:8", "1:8", "1:8", "1:7", "1:7"], { leader: 3 })))).toEqual([]);
    expect(batches(told(header(["1:10", "1:8", "1:8", "1:7", "1:7"], { leader: 3 })))).toEqual(["1:9-1:10 on 1: open"]);
  });

  test("the description may say what is committed, and what is on which disk", () => {
    const deposed = { zxid: "1:10", log: ["1:7", "1:8", "1:9", "1:10"] };
    const head = header(["1:8", { zxid: "1:8", log: ["1:8"] }, deposed], { committed: "1:8" });
    expect(batches(told(head))).toEqual(["1:9-1:10 on 3: open"]);
  });

  test("of a later epoch only what is certain is told: its first zxid to the last", () => {
    expect(batches(told(header(["2:2", "1:8", "1:6"])))).toEqual(["1:7-1:8 on 1,2: open", "2:1-2:2 on 1: open"]);
    expect(batches(told(header(["2:0", "1:8", "1:8"])))).toEqual([]);
  });
});

test("servers stand where the events say: epochs as written, zxids as voted for", () => {
  const history = told(
    header(["1:8", { zxid: "1:8", acceptedEpoch: 3 }]),
    accepts(0, 1, 2, 4, 1, { 1: 1, 2: 3 }),
    serves(1, 1, 2, 4, 1),
    initial(2, 2, "1:6", 1),
  );
  expect(Object.fromEntries(history.standings)).toEqual({
    1: { lastZxid: z("1:8"), acceptedEpoch: 4, currentEpoch: 4 },
    2: { lastZxid: z("1:6"), acceptedEpoch: 3, currentEpoch: 1 },
  });
});

test("only what changed since it was last asked for is told", () => {
  const history = told(five(), propose(0, 3, 1, "1:9"), propose(1, 3, 1, "1:10"));
  expect(history.takeChanged().map(brief)).toEqual(["1:9 on 3: open", "1:10 on 3: open"]);
  expect(history.takeChanged()).toEqual([]);
  history.add(logged(2, 1, 3, 1, "1:9"));
  expect(history.takeChanged().map(brief)).toEqual(["1:9 on 1,3: open"]);
});

test("ten thousand writes are as many batches, told one at a time", () => {
  const history = told(five());
  for (let at = 1; at <= 10_000; at++) {
    const zxid = `1:${8 + at}`;
    for (const event of [propose(at, 3, 1, zxid), logged(at, 1, 3, 1, zxid), logged(at, 2, 3, 1, zxid)]) {
      history.add(event);
    }
    history.add(commit(at, 3, 1, zxid, [1, 2, 3]));
    history.takeChanged();
  }
  expect(new Set(history.batches().map(({ servers }) => servers.join()))).toEqual(new Set(["1,2,3"]));
  expect(history.batches()).toHaveLength(10_000);
});

test("ranges that are none, and counts that reach below their epoch, do no harm", () => {
  const odd = phase(0, 1, "synchronization", 3, 2, { mode: "TRUNC", zxid: "1:8" });
  const detail = { ...odd.detail, discarded: [[], [z("1:9")], [z("1:10"), z("1:9")]] as never };
  const history = told(five(), { ...odd, detail }, propose(1, 3, 0, "1:9"), propose(2, 3, 50, "1:10"));
  expect(batches(history)).toEqual(["1:1-1:10 on 3: open"]);
});
