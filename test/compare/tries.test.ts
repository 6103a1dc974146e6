/** Messages, watches and tries are those of the whole run, under every protocol. */
import { expect, test } from "vitest";
import { run } from "../cli/fake-io.ts";

interface Counted {
  protocol: string;
  watches: number | null;
  attempts: { count: number; unit: string };
}

async function counted(description: object): Promise<Record<string, [count: number, unit: string, watches?: number]>> {
  const files = { "t.json": JSON.stringify(description) };
  const { code, out } = await run(["compare", "t.json", "--json"], { files });
  expect(code).toBe(0);
  const { rows } = JSON.parse(out) as { rows: Counted[] };
  return Object.fromEntries(
    rows.map(({ protocol, watches, attempts: { count, unit } }) => [
      protocol,
      watches === null ? [count, unit] : [count, unit, watches],
    ]),
  );
}

test("every leader that is lost counts, and who joins the next one elects nobody", async () => {
  const steps = [{ fail: [3] }, { restart: [3] }, { fail: [1] }, { restart: [1] }, { fail: [2] }];
  expect(await counted({ servers: 3, epoch: 1, leader: 3, steps })).toEqual({
    // 2 follows 3, and 3 follows 2; 1 never leads. Each vote takes two rounds.
    zookeeper: [4, "round"],
    // Term 2 of 1 and term 3 of 3; 2 never leads.
    raft: [2, "term"],
    // 1, 2 and 1 again become master, each after one round of pings.
    elasticsearch: [3, "round"],
    // 1, 2 and 3 look and are first, each woken by a watch; 3 and 1 look when they come back, and wait.
    curator: [5, "attempt", 3],
    // Two race three times, each woken by a watch; 3 and 1 try when they come back.
    "znode-race": [8, "attempt", 6],
    // The same three races; who comes back finds a controller, and does not try.
    "kafka-controller": [6, "attempt", 6],
  });
});

test("nothing is tried where nobody is lost who leads", async () => {
  const rows = await counted({ servers: 3, epoch: 1, leader: 3, steps: [{ fail: [1] }] });
  expect(Object.entries(rows).flatMap(([protocol, [count]]) => (count > 0 ? [protocol] : []))).toEqual(["curator"]);
  // The one behind it looks who is before it now.
  expect(rows["curator"]).toEqual([1, "attempt", 1]);
});

test("elections of ZooKeeper's whose numbers begin anew count all the same, as do those without a leader", async () => {
  const [all, again] = [{ start: [1, 2, 3] }, { restart: [1, 2, 3] }];
  const rounds = async (...steps: object[]) => (await counted({ servers: 3, steps }))["zookeeper"]?.[0];
  expect(await rounds(all)).toBe(2);
  expect(await rounds(all, { fail: [1, 2, 3] }, again)).toBe(4);
  // One alone votes for itself, and never for another.
  expect(await rounds(all, { fail: [1, 2, 3] }, { restart: [1] })).toBe(3);
});
