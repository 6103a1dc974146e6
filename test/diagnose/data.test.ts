import { expect, test } from "vitest";
import { diagnosed } from "./diagnosed.ts";
import { cfg, findingsOf, heard, logOf, type Said } from "./lines.ts";

// Data that are gone after a restart, and logs that are given twice.

const three = { "zoo.cfg": cfg([1, 2, 3]) };
const start = (at: number, sid: number): Said => [at, `Starting quorum peer, myid=${sid}`];
const look = (at: number, sid: number, zxid: string): Said => [
  at,
  `New election. My id = ${sid}, proposed zxid=0x${zxid}`,
];
const sync = (at: number, zxid: string): Said => [at, `Getting a snapshot from leader 0x${zxid}`];

/** A server that had this zxid, and has that after a restart. */
const restarted = (sid: number, had: string, now: string, ...more: Said[]) =>
  logOf(sid, start(0, sid), look(1, sid, had), start(10, sid), look(11, sid, now), [12, "FOLLOWING"], ...more);

test("servers that come back without their data are told first, with who still has them", async () => {
  const { findings } = await diagnosed({
    ...three,
    "zk1.log": restarted(1, "100000003", "0"),
    "zk2.log": restarted(2, "100000003", "0"),
    "zk3.log": logOf(
      3,
      look(11, 3, "200000003"),
      heard(12, 2, "LEADING"),
      [12, "FOLLOWING"],
      [
        12.1,
        "Exception when following the leader",
        "java.io.IOException: Leaders epoch, 1 is less than accepted epoch, 2",
      ],
    ),
  });
  const lost = (sid: number) => ({ sid, had: "0x100000003", now: "0x0" });
  expect(findings).toMatchObject([
    {
      kind: "data-lost",
      severity: "error",
      sids: [1, 2],
      lost: [lost(1), lost(2)],
      holder: { sid: 3, zxid: "0x200000003" },
      evidence: [{ line: 2 }, { line: 4 }, { line: 2 }, { line: 4 }],
    },
    { kind: "cannot-follow", sids: [3], leader: 2, cause: "leader-older", newer: true },
  ]);
});

test("that one's own data are newer is shown by the votes for the leader, too", async () => {
  const said = "java.io.IOException: Leaders epoch, 1 is less than accepted epoch, 2";
  const follows = (zxid: string) =>
    logOf(
      3,
      look(0, 3, zxid),
      heard(1, 2, "LEADING"),
      [2, "FOLLOWING"],
      [3, "Exception when following the leader", said],
    );
  expect((await diagnosed({ ...three, "zk3.log": follows("200000003") })).findings).toMatchObject([{ newer: true }]);
  expect((await diagnosed({ ...three, "zk3.log": follows("0") })).findings).toMatchObject([{ newer: false }]);
});

test("one server that lost its data gets them from the others, unless its leader has less", async () => {
  const alone = restarted(1, "100000003", "0");
  expect(await findingsOf({ ...three, "zk1.log": alone })).toEqual(["warning data-lost [1] zk1.log:2 zk1.log:4"]);
  expect(await findingsOf({ ...three, "zk1.log": restarted(1, "100000003", "0", sync(13, "100000003")) })).toEqual([]);
  expect(await findingsOf({ ...three, "zk1.log": restarted(1, "200000003", "0", sync(13, "100000003")) })).toEqual([
    "error data-lost [1] zk1.log:2 zk1.log:4",
  ]);
});

test("a leader may take away what it does not have, and a new epoch without a transaction is no data", async () => {
  const truncated = logOf(
    1,
    start(0, 1),
    look(1, 1, "100000005"),
    [2, "Truncating log to get in sync with the leader 0x100000003"],
    start(10, 1),
    look(11, 1, "100000003"),
  );
  expect(await findingsOf({ ...three, "zk1.log": truncated })).toEqual([]);
  expect(await findingsOf({ ...three, "zk1.log": restarted(1, "100000000", "0") })).toEqual([]);
});

test("a copy of a log is noted, and not another server", async () => {
  const lines: Said[] = [start(0, 2), [0.1, "LOOKING"], look(0.1, 2, "0"), heard(1, 1), heard(2, 3), [9, "FOLLOWING"]];
  const whole = logOf(2, ...lines);
  const copy = await diagnosed({ ...three, "zk.log": whole, "copy-of-zk.log": whole });
  expect(copy.findings).toMatchObject([
    { kind: "log-copy", severity: "note", sids: [2], files: [{ file: "copy-of-zk.log", of: "zk.log" }] },
  ]);
  // Of one that was cut at its beginning the lines tell.
  const tail = logOf(2, ...lines.slice(1));
  expect(await findingsOf({ ...three, "tail.log": tail, "zk.log": whole })).toEqual(["note log-copy [2] tail.log:1"]);
});

test("what a copy says of failures is counted once", async () => {
  const log = logOf(1, start(0, 1), [5, "Command mntr is not executed because it is not in the whitelist."]);
  const { findings } = await diagnosed({ "a.log": log, "b.log": log });
  expect(findings).toMatchObject([{ kind: "command-blocked", count: 1 }, { kind: "log-copy" }]);
});
