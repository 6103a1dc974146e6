import { expect, test } from "vitest";
import { type Client, clientInOffice, clientStep, newClient } from "../../../src/protocols/znodes/client.ts";
import type { Reply } from "../../../src/protocols/znodes/messages.ts";
import { pingEveryMs } from "../../../src/protocols/znodes/sessions.ts";

const says = (client: Client, message: Reply) => clientStep(client, { kind: "message", from: "zookeeper", message });
const timer = (client: Client, name: string) => clientStep<Reply>(client, { kind: "timer", name });
const watch = (session: number): Reply => ({ kind: "watch", session, path: "/a", change: "deleted" });

test("a process that starts asks for a session", () => {
  const { effects } = clientStep<Reply>(newClient(6000), { kind: "start", reason: "restart" });
  expect(effects).toEqual([{ kind: "send", to: "zookeeper", message: { kind: "connect", timeoutMs: 6000 } }]);
});

test("once it is connected it pings, and counts the silence", () => {
  const { client, effects, news } = says(newClient(6000), { kind: "connected", session: 4 });
  expect([client.session, news]).toEqual([4, "connected"]);
  expect(effects).toEqual([
    { kind: "timer", name: "ping", ms: 1000 },
    { kind: "timer", name: "silent", ms: 4000 },
  ]);
  expect(timer(client, "ping").effects[0]).toEqual({
    kind: "send",
    to: "zookeeper",
    message: { kind: "ping", session: 4 },
    routine: true,
  });
});

test("pings come as often as those of ClientCnxn", () => {
  expect([900, 3000, 6000, 9000, 30_000, 40_000].map(pingEveryMs)).toEqual([300, 1000, 1000, 2000, 9000, 10_000]);
});

test("who has heard nothing for two thirds of the timeout is suspended until a ping is answered", () => {
  const { client } = clientInOffice(6000, 2);
  const silent = timer(client, "silent");
  expect(silent.news).toBe("suspended");
  expect(timer(silent.client, "silent").news).toBeNull();
  const back = says(silent.client, { kind: "pong" });
  expect([back.news, back.client.suspended]).toEqual(["reconnected", false]);
});

test("a suspended client tries every second at least, however seldom it pings otherwise", () => {
  const pingAfter = (timeoutMs: number) => {
    const { client, effects } = timer(clientInOffice(timeoutMs, 2).client, "silent");
    return [...effects, ...timer(client, "ping").effects].filter(({ kind }) => kind === "timer");
  };
  const everySecond = { kind: "timer", name: "ping", ms: 1000 };
  expect(pingAfter(60_000)).toEqual([everySecond, everySecond]);
  expect(pingAfter(6000)).toEqual([everySecond]);
  expect(pingAfter(900)).toEqual([{ ...everySecond, ms: 300 }]);
});

test("what comes to a suspended client counts when its session turns out to live on", () => {
  const suspended = timer(clientInOffice(6000, 2).client, "silent").client;
  const late = says(suspended, watch(2));
  expect(late).toMatchObject({ news: null, replies: [], effects: [] });
  expect(says(late.client, { kind: "pong" })).toMatchObject({ news: "reconnected", replies: [watch(2)] });
  const ended = says(late.client, { kind: "expired", session: 2 });
  expect(ended).toMatchObject({ news: "expired", replies: [], client: { session: null, late: [] } });
});

test("an expired session is left for a new one, once", () => {
  const { client } = clientInOffice(6000, 2);
  const { client: without, effects } = says(client, { kind: "expired", session: 2 });
  expect(effects.filter(({ kind }) => kind === "send")).toHaveLength(1);
  expect(says(without, { kind: "expired", session: 2 })).toMatchObject({ news: null, effects: [] });
  expect(says(without, watch(2)).replies).toEqual([]);
  expect(timer(without, "ping").effects).toEqual([]);
});

test("a watch of a session before does not concern it", () => {
  expect(says(clientInOffice(6000, 2).client, watch(1)).replies).toEqual([]);
});
