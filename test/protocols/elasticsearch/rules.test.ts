import { describe, expect, test } from "vitest";
import { choose, inOrder } from "../../../src/protocols/elasticsearch/choose.ts";
import { problemsOf, read } from "../../scenario/helpers.ts";
import { of, told, vacancies } from "./run.ts";

const heard = (sid: number, master: number | null = null) => ({ sid, master, version: 0 });
const candidates = (...sids: number[]) => sids.map((sid) => ({ sid, version: 0 }));

describe("ElectMasterService", () => {
  test("electMaster takes the lowest id", () => {
    expect(inOrder(candidates(3, 10, 2), "id").map(({ sid }) => sid)).toEqual([2, 3, 10]);
  });

  test("MasterCandidate.compare puts a newer cluster state before a lower id", () => {
    const some = [1, 2, 3].map((sid) => ({ sid, version: sid === 1 ? 4 : 8 }));
    expect(inOrder(some, "version").map(({ sid }) => sid)).toEqual([2, 3, 1]);
    expect(inOrder(some, "id").map(({ sid }) => sid)).toEqual([1, 2, 3]);
  });

  test("hasEnoughCandidates: as many as are needed are enough, one less is not", () => {
    expect(choose([], [heard(2)], candidates(1, 2), 2)).toEqual({ why: "first", chosen: 1 });
    expect(choose([], [heard(2)], candidates(1, 2), 3)).toEqual({ why: "too-few", chosen: null });
    expect(choose([], [], [], 1)).toEqual({ why: "too-few", chosen: null });
  });

  test("tieBreakActiveMasters takes the lowest id, before any candidate, however few they are", () => {
    expect(choose([3, 5], [heard(3, 3), heard(4, 5)], candidates(1), 9)).toEqual({ why: "named", chosen: 3 });
  });

  test("a master that is named, and does not answer, cannot be joined", () => {
    expect(choose([3], [heard(4, 3)], candidates(1, 4), 1)).toEqual({ why: "unreachable", chosen: 3 });
  });
});

describe("ZenDiscovery.findMaster", () => {
  test("who comes later joins the master that is there, whatever its id", async () => {
    const { result } = await told({ servers: 3, steps: [{ start: [2, 3] }, { start: [1] }] });
    expect(result).toMatchObject({ leader: 2, masters: [2] });
    expect(result?.servers.map(({ leader }) => leader)).toEqual([2, 2, 2]);
  });

  test("who starts within the time for answers is seen: UnicastZenPing asks three times", async () => {
    const trace = await told({ servers: 3, steps: [{ start: [2, 3], for: 1_500 }, { start: [1] }] });
    expect(of(trace, "pinged")[0]).toMatchObject({ sid: 2, sees: [1, 2, 3], chosen: 1 });
  });

  test("too few ping again and again, and the step ends all the same", async () => {
    const { result, ...trace } = await told({ servers: 5, steps: [{ start: [1, 2] }] });
    expect(result).toMatchObject({ leader: null, eligible: [], masters: [] });
    expect(of({ ...trace, result }, "pinged").every(({ why }) => why === "too-few")).toBe(true);
  });

  test("more than there are can be needed: then nobody ever is master", async () => {
    const { result } = await told({ servers: 2, elasticsearch: { minimumMasterNodes: 3 } });
    expect(result?.leader).toBeNull();
  });

  test("a data-only node is not counted, joins, and only watches", async () => {
    const servers = [{ sid: 1, role: "observer" }, { sid: 2 }, { sid: 3 }];
    const { result } = await told({ servers });
    expect(result).toMatchObject({ leader: 2, eligible: [2] });
    expect(result?.servers.map(({ state }) => state)).toEqual(["OBSERVING", "LEADING", "FOLLOWING"]);
    const alone = await told({ servers, steps: [{ start: [1, 2] }] });
    expect(alone.result?.leader).toBeNull();
  });
});

describe("eligible", () => {
  const servers = [9, 7, 8, 8, 9].map((zxid, index) => ({ sid: index + 1, zxid }));
  const vacant = async (action: object, elasticsearch: object = {}) => {
    const cluster = { protocol: "elasticsearch", servers, leader: 1, elasticsearch, steps: [action] };
    return vacancies(await read(JSON.stringify(cluster), "cluster.json"));
  };

  test("is the one that would be chosen, and nobody where they are too few", async () => {
    expect(await vacant({ fail: [1] })).toEqual([[2]]);
    expect(await vacant({ fail: [1] }, { order: "version" })).toEqual([[5]]);
    expect(await vacant({ fail: [1, 2, 3] })).toEqual([[]]);
  });

  test("is of a partition the first of a side that has enough", async () => {
    const parted = {
      partition: [
        [1, 2],
        [3, 4, 5],
      ],
    };
    expect(await vacant(parted)).toEqual([[3]]);
    expect(await vacant({ partition: [[1], [2, 3], [4, 5]] }, { minimumMasterNodes: 2 })).toEqual([[2, 4]]);
  });
});

describe("NodeJoinController", () => {
  test("who is elected counts itself and the master-eligible nodes that join, and no others", async () => {
    const servers = [{ sid: 1 }, { sid: 2 }, { sid: 3 }, { sid: 4, role: "observer" }];
    const trace = await told({ servers, steps: [{ start: [1, 2, 4] }] });
    const joins = of(trace, "joins");
    expect(joins.at(-1)).toMatchObject({ sid: 1, need: 2 });
    expect(Math.max(...joins.map(({ have }) => Number(have)))).toBe(2);
  });

  test("without enough joins in half of join_timeout it pings again", async () => {
    const steps = [{ start: [1, 2], for: 2_999 }, { pause: [2] }, { resume: [2] }];
    const trace = await told({ servers: 3, steps, elasticsearch: { joinTimeout: 20_000 } });
    expect(of(trace, "again")).toContainEqual(expect.objectContaining({ t: 13_000, sid: 1, why: "too-few-joins" }));
    expect(trace.result?.leader).toBe(1);
  });

  test("who joins the one that has failed pings again at once", async () => {
    const trace = await told({ servers: 5, steps: [{ start: [1, 2, 3, 4], for: 3_000 }, { fail: [1] }] });
    expect(of(trace, "again").map(({ sid, why }) => [sid, why])).toEqual([2, 3, 4].map((sid) => [sid, "crashed"]));
    expect(trace.result?.leader).toBe(2);
  });
});

describe("MasterFaultDetection, NodesFaultDetection", () => {
  test("a connection that breaks is noticed at once", async () => {
    const trace = await told({ servers: 3, leader: 1, steps: [{ fail: [1] }] });
    const lost = of(trace, "state").filter(({ reason }) => reason === "master-crashed");
    expect(lost.map(({ t, sid }) => [t, sid])).toEqual([2, 3].map((sid) => [0, sid]));
  });

  test("silence is noticed after ping_interval and ping_retries times ping_timeout", async () => {
    const elasticsearch = { faultDetection: { interval: 500, timeout: 2_000, retries: 4 } };
    const trace = await told({ servers: 3, leader: 1, elasticsearch, steps: [{ pause: [1] }] });
    const lost = of(trace, "state").find(({ reason }) => reason === "master-silent");
    expect(lost).toMatchObject({ t: 500 + 4 * 2_000 });
    expect(of(trace, "unanswered").filter(({ sid }) => sid === 2)).toHaveLength(4);
  });

  test("who goes on in time is kept", async () => {
    const steps = [{ pause: [3], for: 80_000 }, { resume: [3] }, { wait: 100_000 }];
    const trace = await told({ servers: 3, leader: 1, steps });
    expect(of(trace, "removed")).toEqual([]);
    expect(trace.result?.servers.map(({ leader }) => leader)).toEqual([1, 1, 1]);
  });

  test("with too few nodes left a master steps down, and tells its nodes", async () => {
    const trace = await told({ servers: 3, leader: 1, steps: [{ fail: [2] }, { fail: [3] }] });
    expect(of(trace, "stepped-down")).toEqual([
      expect.objectContaining({ sid: 1, why: "not-enough-nodes", have: 1, need: 2 }),
    ]);
    const five = await told({
      servers: 5,
      leader: 1,
      steps: [
        {
          partition: [
            [1, 2],
            [3, 4, 5],
          ],
        },
      ],
    });
    expect(of(five, "state")).toContainEqual(expect.objectContaining({ sid: 2, reason: "no-longer-master" }));
  });
});

describe("ZenDiscovery.handleAnotherMaster", () => {
  test("a master of an older cluster state that goes on is told to rejoin at the third ping", async () => {
    const trace = await told({ servers: 3, leader: 1, steps: [{ pause: [1] }, { resume: [1] }] });
    const [rival, ...more] = of(trace, "another-master");
    expect(rival).toMatchObject({ sid: 2, other: 1, version: 1, otherVersion: 0, yields: 1 });
    expect(more).toEqual([]);
    expect(of(trace, "stepped-down")).toEqual([expect.objectContaining({ sid: 1, why: "told-to" })]);
    expect(trace.result?.servers.map(({ leader }) => leader)).toEqual([2, 2, 2]);
  });
});

describe("the order of candidates", () => {
  const servers = [7, 8, 8].map((zxid, index) => ({ sid: index + 2, zxid }));
  const description = { servers: [{ sid: 1, zxid: 9 }, ...servers], leader: 1, steps: [{ fail: [1] }] };

  test("id: who is behind can be master", async () => {
    const { result } = await told({ ...description, elasticsearch: { minimumMasterNodes: 2 } });
    expect(result?.leader).toBe(2);
  });

  test("version: the newest cluster state, then the lowest id", async () => {
    const { result } = await told({ ...description, elasticsearch: { minimumMasterNodes: 2, order: "version" } });
    expect(result?.leader).toBe(3);
  });
});

describe("a description", () => {
  test.each([
    ["{ minimumMasterNodes: 0 }", "elasticsearch.minimumMasterNodes: expected an integer from 1"],
    ["{ order: zxid }", "elasticsearch.order: expected id or version"],
    ["{ pingTimeout: 0 }", "elasticsearch.pingTimeout: expected milliseconds"],
    ["{ minimumMasterNode: 1 }", "elasticsearch: unknown field"],
    ["{ faultDetection: { retries: 0 } }", "elasticsearch.faultDetection.retries: expected an integer from 1"],
  ])("with %s is turned away", async (part, problem) => {
    const text = `protocol: elasticsearch\nservers: 3\nelasticsearch: ${part}\n`;
    expect((await problemsOf(text, "a.yaml")).join("\n")).toContain(problem);
  });

  test("without a master-eligible node is turned away", async () => {
    const text = "protocol: elasticsearch\nservers: [{ sid: 1, role: observer }]\n";
    expect((await problemsOf(text, "a.yaml")).join("\n")).toContain("expected at least one participant");
  });

  test("that puts a master in office with too few nodes is turned away", async () => {
    const text =
      "protocol: elasticsearch\nservers: 3\nleader: 1\nelasticsearch: { minimumMasterNodes: 4 }\nsteps: [{ fail: [1] }]\n";
    expect((await problemsOf(text, "a.yaml")).join("\n")).toContain(
      "elasticsearch.minimumMasterNodes: a master in office needs 4 master-eligible nodes; there are 3",
    );
  });
});
