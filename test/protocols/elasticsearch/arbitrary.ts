/** Clusters of a few nodes with crashes, restarts, pauses and partitions, of which the network may be slow. */
import fc from "fast-check";
import type { Cluster, Server, Step } from "../../../src/scenario/cluster.ts";
import { defaultCommitLogCount, defaultTiming } from "../../../src/scenario/defaults.ts";

type Condition = "up" | "down" | "paused";

const wish = fc.record({
  kind: fc.constantFrom("fail", "restart", "pause", "resume", "partition", "heal", "wait"),
  picks: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
  forMs: fc.option(fc.constantFrom(0, 1, 500, 3_000, 3_001, 20_000, 95_000)),
});

interface Kind {
  readonly minimum: "majority" | "any";
  readonly pauses: boolean;
  /** When everything else has happened, all are resumed, healed and restarted. */
  readonly mend?: true;
}

export function clusters({ minimum, pauses, mend }: Kind): fc.Arbitrary<Cluster> {
  return fc
    .record({
      size: fc.integer({ min: 1, max: 6 }),
      dataOnly: fc.array(fc.constantFrom(false, false, false, true), { minLength: 6, maxLength: 6 }),
      zxids: fc.array(fc.bigInt({ min: 0n, max: 3n }), { minLength: 6, maxLength: 6 }),
      inOffice: fc.boolean(),
      minimum: fc.integer({ min: 1, max: 4 }),
      order: fc.constantFrom("id", "version"),
      wishes: fc.array(wish, { minLength: 1, maxLength: 6 }),
      network: fc.record({
        latency: fc.constantFrom({ min: 1, max: 1 }, { min: 0, max: 20 }, { min: 100, max: 600 }),
        loss: fc.constantFrom(0, 0, 0.1),
        seed: fc.nat(1000),
      }),
    })
    .map((parts): Cluster => {
      const servers = Array.from({ length: parts.size }, (_, index): Server => {
        const role = index > 0 && parts.dataOnly[index] ? "observer" : "participant";
        const zxid = parts.zxids[index] ?? 0n;
        return { sid: index + 1, zxid, epoch: 0, acceptedEpoch: 0, electionEpoch: 0, role };
      });
      const eligible = servers.filter(({ role }) => role === "participant").length;
      const inOffice = parts.inOffice && (minimum === "majority" || eligible >= parts.minimum);
      const conditions = new Map<number, Condition>(servers.map(({ sid }) => [sid, "up"]));
      const start: Step[] = [{ action: { kind: "start", sids: [...conditions.keys()] } }];
      const wishes = parts.wishes.filter(({ kind }) => pauses || kind !== "pause");
      const steps = wishes.flatMap((one) => possible(conditions, one));
      if (mend) steps.push(...mended(conditions));
      const set = { order: parts.order, ...(minimum === "any" && { minimumMasterNodes: parts.minimum }) };
      return {
        protocol: "elasticsearch",
        parts: { elasticsearch: set },
        servers,
        leader: inOffice ? 1 : null,
        commitLogCount: defaultCommitLogCount,
        until: "established",
        steps: inOffice ? steps : [...start, ...steps],
        network: parts.network,
        timing: defaultTiming,
      };
    });
}

const changes = {
  fail: { from: ["up", "paused"], to: "down" },
  restart: { from: ["down"], to: "up" },
  pause: { from: ["up"], to: "paused" },
  resume: { from: ["paused"], to: "up" },
} as const;

function possible(
  conditions: Map<number, Condition>,
  { kind, picks, forMs }: { kind: string; picks: boolean[]; forMs: number | null },
): Step[] {
  const limit = forMs === null ? {} : { forMs };
  const all = [...conditions.keys()];
  const picked = all.filter((_, index) => picks[index]);
  if (kind === "heal") return [{ action: { kind }, ...limit }];
  if (kind === "wait") return [{ action: { kind, ms: forMs ?? 0 } }];
  if (kind === "partition") {
    const groups = [picked, all.filter((sid) => !picked.includes(sid))];
    return groups.every((group) => group.length > 0) ? [{ action: { kind, groups }, ...limit }] : [];
  }
  const change = changes[kind as keyof typeof changes];
  const sids = picked.filter((sid) => (change.from as readonly Condition[]).includes(conditions.get(sid) ?? "down"));
  for (const sid of sids) conditions.set(sid, change.to);
  return sids.length === 0 ? [] : [{ action: { kind: kind as keyof typeof changes, sids }, ...limit }];
}

function mended(conditions: ReadonlyMap<number, Condition>): Step[] {
  const those = (condition: Condition) => [...conditions].flatMap(([sid, is]) => (is === condition ? [sid] : []));
  const [paused, down] = [those("paused"), those("down")];
  return [
    { action: { kind: "heal" } },
    ...(paused.length > 0 ? [{ action: { kind: "resume", sids: paused } } as const] : []),
    ...(down.length > 0 ? [{ action: { kind: "restart", sids: down } } as const] : []),
    { action: { kind: "wait", ms: 100_000 } },
  ];
}
