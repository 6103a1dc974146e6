import { expect, test } from "vitest";
import { create, Service } from "./service.ts";

/** Sessions 1, 2, 3 of servers 1, 2, 3. */
function withThree(paths: readonly string[] = []): Service {
  const service = new Service(paths);
  for (const sid of [1, 2, 3]) service.ask(sid, { kind: "connect", timeoutMs: 6000 });
  return service;
}

test("connecting opens a session, with a timer of its timeout", () => {
  const service = new Service().ask(7, { kind: "connect", timeoutMs: 4000 });
  expect(service.said).toEqual([[7, { kind: "connected", session: 1 }]]);
  expect(service.effects).toContainEqual({ kind: "timer", name: "session-1", ms: 4000 });
});

test("whatever a client says puts its session's end off", () => {
  const service = withThree();
  for (const request of [
    { kind: "ping", session: 2 },
    { kind: "exists", session: 2, path: "/a", watch: false },
    create(2, "/a"),
    create(2, "/a"),
  ] as const) {
    service.ask(2, request);
    expect(service.effects.filter(({ kind }) => kind === "timer")).toEqual([
      { kind: "timer", name: "session-2", ms: 6000 },
    ]);
  }
});

test("a session that expires takes its ephemeral znodes and watches along, and its client learns of it when it speaks", () => {
  const service = withThree()
    .ask(1, create(1, "/a"))
    .ask(1, create(1, "/b", { lasting: true }));
  service.ask(1, { kind: "exists", session: 1, path: "/a", watch: true });
  service.ask(2, { kind: "exists", session: 2, path: "/a", watch: true });
  expect(service.store.held).toBe(2);
  service.timer("session-1");
  expect(service.said).toEqual([[2, { kind: "watch", session: 2, path: "/a", change: "deleted" }]]);
  expect(service.told[0]).toEqual({ type: "session", sid: 1, session: 1, change: "expired", dropped: 1, held: 1 });
  expect(service.store.held).toBe(0);
  expect(service.store.znodes.get("/a")).toBeUndefined();
  expect(service.store.znodes.get("/b")?.owner).toBeNull();
  expect(service.ask(1, { kind: "ping", session: 1 }).said).toEqual([[1, { kind: "expired", session: 1 }]]);
  expect(service.timer("session-1").effects).toEqual([]);
});

test("a process that crashed takes its watches along, its session and znodes stay until that expires", () => {
  const service = withThree().ask(1, create(1, "/a"));
  service.ask(1, { kind: "exists", session: 1, path: "/b", watch: true });
  service.disconnected(1);
  expect(service.told).toEqual([{ type: "session", sid: 1, session: 1, change: "disconnected", dropped: 1, held: 0 }]);
  service.ask(1, { kind: "connect", timeoutMs: 6000 });
  expect(service.said).toEqual([[1, { kind: "connected", session: 4 }]]);
  service.ask(1, create(4, "/a"));
  expect(service.said[0]?.[1]).toMatchObject({ kind: "failed", reason: "exists", znode: { owner: 1, session: 1 } });
  service.timer("session-1").ask(1, create(4, "/a"));
  expect(service.said[0]?.[1]).toMatchObject({ kind: "created", path: "/a", znode: { owner: 1, session: 4 } });
});

test("closing a session deletes its ephemeral znodes at once, in the order of their creation", () => {
  const service = withThree(["/q"]).ask(1, create(1, "/q/b")).ask(1, create(1, "/q/a"));
  service.ask(2, { kind: "children", session: 2, path: "/q", watch: true });
  service.ask(1, { kind: "close", session: 1 });
  expect(service.told.filter(({ type }) => type === "znode")).toMatchObject([
    { path: "/q/b", why: "session-closed", by: 1 },
    { path: "/q/a", why: "session-closed", by: 1 },
  ]);
  expect(service.woken).toEqual([2]);
  expect(service.store.sessions.has(1)).toBe(false);
});

test("sequential znodes count every child that their parent ever had, in ten digits", () => {
  const service = withThree(["/latch"]);
  service.ask(1, create(1, "/latch/n-", { sequential: true })).ask(2, create(2, "/latch/other"));
  service.ask(1, { kind: "delete", session: 1, path: "/latch/n-0000000000" });
  service.ask(3, create(3, "/latch/n-", { sequential: true }));
  expect(service.said[0]?.[1]).toMatchObject({ kind: "created", path: "/latch/n-0000000002", asked: "/latch/n-" });
  service.ask(3, { kind: "children", session: 3, path: "/latch", watch: false });
  expect(service.said[0]?.[1]).toEqual({ kind: "names", path: "/latch", names: ["other", "n-0000000002"] });
});

test("nothing is created twice, or where there is no parent", () => {
  const service = withThree().ask(1, create(1, "/a")).ask(2, create(2, "/a"));
  expect(service.said[0]?.[1]).toMatchObject({ kind: "failed", reason: "exists", znode: { owner: 1 } });
  expect(service.told).toEqual([
    { type: "refused", sid: 2, request: "create", path: "/a", reason: "exists", owner: 1 },
  ]);
  service.ask(2, create(2, "/none/a"));
  expect(service.said[0]?.[1]).toMatchObject({ kind: "failed", reason: "none", znode: null });
});

test("data is set at the version that was read, or at any", () => {
  const service = withThree().ask(1, create(1, "/a"));
  const set = (version: number) => service.ask(2, { kind: "set", session: 2, path: "/a", data: "new", version }).said;
  expect(set(1)[0]?.[1]).toMatchObject({ kind: "failed", reason: "version", znode: { version: 0 } });
  expect(set(0)[0]?.[1]).toMatchObject({ kind: "done", znode: { version: 1, data: "new" } });
  expect(set(0)[0]?.[1]).toMatchObject({ kind: "failed", reason: "version" });
  expect(set(-1)[0]?.[1]).toMatchObject({ kind: "done", znode: { version: 2, czxid: 1 } });
});

test("a watch fires once for each that set it, however often, and is then gone", () => {
  const service = withThree().ask(1, create(1, "/a"));
  for (const session of [3, 2, 3]) service.ask(session, { kind: "get", session, path: "/a", watch: true });
  expect(service.store.held).toBe(2);
  service.ask(1, { kind: "set", session: 1, path: "/a", data: "x", version: -1 });
  expect(service.woken).toEqual([3, 2]);
  service.ask(1, { kind: "delete", session: 1, path: "/a" });
  expect(service.woken).toEqual([]);
  expect(service.store.held).toBe(0);
});

test("exists leaves a watch on what is not there yet, getData does not", () => {
  const service = withThree();
  service.ask(2, { kind: "exists", session: 2, path: "/a", watch: true });
  expect(service.said).toEqual([[2, { kind: "znode", path: "/a", znode: null }]]);
  service.ask(3, { kind: "get", session: 3, path: "/a", watch: true });
  expect(service.said[0]?.[1]).toMatchObject({ kind: "failed", reason: "none" });
  service.ask(1, create(1, "/a"));
  expect(service.said.slice(1)).toEqual([[2, { kind: "watch", session: 2, path: "/a", change: "created" }]]);
});

test("a child watch tells of children that come and go, not of their data", () => {
  const service = withThree(["/q"]);
  const watch = () => service.ask(2, { kind: "children", session: 2, path: "/q", watch: true });
  watch().ask(1, create(1, "/q/a"));
  expect(service.woken).toEqual([2]);
  watch().ask(1, { kind: "set", session: 1, path: "/q/a", data: "x", version: -1 });
  expect(service.woken).toEqual([]);
  service.ask(1, { kind: "delete", session: 1, path: "/q/a" });
  expect(service.said.at(-1)).toEqual([2, { kind: "watch", session: 2, path: "/q", change: "children" }]);
});

test("who watches a znode and its children hears of its deletion once, and holds neither watch then", () => {
  const service = withThree(["/q"]);
  service.ask(2, { kind: "children", session: 2, path: "/q", watch: true });
  service.ask(2, { kind: "exists", session: 2, path: "/q", watch: true });
  service.ask(1, { kind: "delete", session: 1, path: "/q" });
  expect(service.said.filter(([to]) => to === 2)).toHaveLength(1);
  expect(service.store.held).toBe(0);
});

test("what has children stays", () => {
  const service = withThree(["/q"]).ask(1, create(1, "/q/a"));
  service.ask(2, { kind: "delete", session: 2, path: "/q" });
  expect(service.said[0]?.[1]).toMatchObject({ kind: "failed", reason: "children" });
});

test("a step leaves the service that it began with as it was", () => {
  const service = withThree().ask(1, create(1, "/a"));
  const before = service.store;
  service.ask(2, { kind: "exists", session: 2, path: "/a", watch: true }).timer("session-1");
  expect(before.znodes.get("/a")?.owner).toBe(1);
  expect(before.held).toBe(0);
  expect(before.sessions.has(1)).toBe(true);
});
