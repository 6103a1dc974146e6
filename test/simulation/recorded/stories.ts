/**
 * What was done to the recorded servers, as scenarios. Who started when, and what was written, is read from the logs and
 * from observed.txt by hand; what came of it is left to the simulation.
 */

/** As in the configurations of all recordings but slow-snapshot. */
const timing = { tickTime: 500, initLimit: 10, syncLimit: 4 };

interface Story {
  /** Names of recordings of which this is the story. */
  readonly of: readonly string[];
  readonly cluster: object;
}

const three = [1, 2, 3];
const five = [1, 2, 3, 4, 5];

function story(of: string | readonly string[], servers: unknown, steps: readonly object[], more: object = {}): Story {
  return { of: typeof of === "string" ? [of] : of, cluster: { servers, timing, ...more, steps } };
}

const oneAfterAnother = [{ start: [1] }, { start: [2] }, { start: [3] }, { start: [4] }, { start: [5] }];
const at = (sid: number, zxid: string, epoch: number) => ({ sid, zxid, epoch });

export const stories: readonly Story[] = [
  // 4 and 5 come when 3 serves: they get its snapshot, taken at 1:0.
  story("cold-start-sequential", 5, oneAfterAnother),
  story("leader-crash", 5, [...oneAfterAnother, { fail: [3] }]),
  // What 3 had in memory of epoch 1, its zxid 1:0, is gone: it votes with 0 and gets a snapshot taken at 2:0.
  story("rejoin-established", 5, [...oneAfterAnother, { fail: [3] }, { restart: [3] }]),
  story(
    "article-8-8-8-7-7",
    [at(1, "1:8", 1), at(2, "1:8", 1), at(3, "1:8", 1), at(4, "1:7", 1), at(5, "1:7", 1)],
    [{ start: [1, 2, 4] }],
  ),
  story("all-at-once-debug", 5, [{ start: five }]),
  // The five transactions are those of the client: four writes and its session,.
  story("three-confluent", 3, [
    { start: [1] },
    { start: [2] },
    { start: [3] },
    { write: 5 },
    { fail: [2] },
    { restart: [2] },
  ]),
  story("five-strimzi", 5, [
    { start: five },
    { write: 5 },
    { fail: [2] },
    { restart: [2] },
    { fail: [5] },
    { restart: [5] },
  ]),
  story("apache-conf", 3, [{ start: three }, { write: 3 }, { fail: [3] }, { restart: [3] }]),
  // Nothing crashes: the old leader still votes with its 1:0.
  story("paused-leader", 3, [{ start: three }, { pause: [3] }, { resume: [3] }]),
  story("partition", 5, [
    { start: five },
    {
      partition: [
        [1, 5],
        [2, 3, 4],
      ],
    },
    { heal: true },
  ]),
  // 3 comes while 2 still waits for a quorum, so it gets no snapshot. What takes real servers 300 ms, their disks, takes no
  // time here, so 1 is stopped for as long. Killed and started again, nobody has anything but epochs.
  story("ensemble-restarts", 3, [
    { start: [1, 2], for: 202 },
    { start: [3], for: 2 },
    { pause: [1], for: 10 },
    { resume: [1] },
    ...[{ fail: three }, { restart: three }],
    ...[{ fail: three }, { restart: three }],
    ...[{ fail: three }, { restart: three }],
  ]),
  // 2 comes when 3 serves. Follower 1 gets a snapshot at its first return, and has it at all others.
  story("follower-restarts", 3, [
    { start: [1, 3] },
    { start: [2] },
    ...Array.from({ length: 10 }, () => [{ fail: [1] }, { restart: [1] }]).flat(),
  ]),
  // 1 comes when 3 serves.
  story(["debug-staggered", "skewed-clocks"], 3, [{ start: [2, 3] }, { start: [1] }, { fail: [3] }, { restart: [3] }]),
  story("time-zones", 3, [{ start: three }, { fail: [3] }, { restart: [3] }]),
  // Stopped at the end for good, since its files contradict each other.
  story(["accepted-epoch-behind", "epoch-older-than-zxid"], 3, [
    { start: three },
    { write: 3 },
    { fail: three },
    { restart: three },
    { write: 3 },
    { fail: [1] },
  ]),
  story("missing-myid", 3, [{ start: [1, 2] }]),
  story("duplicate-myid", 3, [{ start: [1, 2] }]),
  story("id-not-in-list", 3, [{ start: [2, 3] }, { start: [1] }]),
  story("port-taken", 3, [{ start: three }, { fail: [2] }]),
  story("unresolved-host", 3, [{ start: [1] }, { start: [2] }]),
  story("no-quorum", 5, [{ start: [1, 2] }]),
  // 1 calls on 6 before that listens, waits, and comes when it serves: as if it had been away for a moment.
  story(
    "hierarchical",
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((sid) => ({ sid, group: Math.ceil(sid / 3) })),
    [
      { start: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
      { fail: [7, 8, 9], for: 100 },
      { pause: [1] },
      { resume: [1] },
      { fail: [4, 6] },
    ],
  ),
  // 4 comes while 3 still waits for a quorum; see ensemble-restarts.
  story(
    "observer-leader-crash",
    [{ sid: 1 }, { sid: 2 }, { sid: 3 }, { sid: 4, role: "observer" }],
    [{ start: [1, 2, 3, 4], for: 205 }, { pause: [1, 2], for: 10 }, { resume: [1, 2] }, { fail: [3] }],
  ),
];
