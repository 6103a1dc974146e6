/** What is true of every trace, read from its events alone, with nothing of the protocol's own code. */
import type { ZenTrace } from "../../../src/protocols/elasticsearch/telling/story.ts";

type Fields = Record<string, unknown>;

/** Each violation in words; none is as it should be. */
export function violations(trace: ZenTrace, options: { minimum: number; order: string }): string[] {
  const eligible = trace.header.cluster.servers.filter(({ role }) => role !== "observer").map(({ sid }) => sid);
  const events = trace.events as unknown as Fields[];
  return [
    ...events.filter(({ type }) => type === "pinged").flatMap((event) => choice(event, eligible, options)),
    ...events.flatMap((event, at) =>
      event["to"] === "LEADING" ? election(events, at, eligible, options.minimum) : [],
    ),
    ...events.flatMap((event, at) => (event["to"] === "FOLLOWING" ? following(events, at) : [])),
  ];
}

/** ZenDiscovery.findMaster: a named master before any candidate; the first candidate only when there are enough. */
function choice(
  event: Fields,
  eligible: readonly number[],
  { minimum, order }: { minimum: number; order: string },
): string[] {
  const { sid, chosen, why } = event;
  const sees = event["sees"] as number[];
  const versions = event["versions"] as number[];
  const masters = event["masters"] as number[];
  const said = `${sid} at ${event["t"]}`;
  const bad: string[] = [];
  if (!sees.every((one) => eligible.includes(one))) bad.push(`${said} sees one that cannot be master`);
  if (eligible.includes(sid as number) !== sees.includes(sid as number)) bad.push(`${said} counts itself wrongly`);
  if (masters.length > 0) {
    if (chosen !== Math.min(...masters)) bad.push(`${said} does not choose the lowest named master`);
  } else if (sees.length < minimum) {
    if (chosen !== null || why !== "too-few") bad.push(`${said} chooses of too few`);
  } else {
    const newest = Math.max(...versions);
    const best = order === "id" ? sees : sees.filter((_, at) => versions[at] === newest);
    if (chosen !== Math.min(...best)) bad.push(`${said} does not choose the first`);
  }
  return bad;
}

/** Who becomes master has chosen itself, has enough joins after that, and as many who have its cluster state. */
function election(events: readonly Fields[], at: number, eligible: readonly number[], minimum: number): string[] {
  const { sid, t } = events[at] as Fields;
  const before = events.slice(0, at);
  const round = before.findLastIndex((event) => event["type"] === "pinged" && event["sid"] === sid);
  const bad: string[] = [];
  if (events[round]?.["chosen"] !== sid) bad.push(`${sid} at ${t} is master without having chosen itself`);
  const nodes = events.slice(at).find((event) => event["type"] === "nodes" && event["sid"] === sid);
  const votes = (kind: string, fits: (event: Fields) => boolean) => {
    const from = before.filter((event) => event["type"] === "message" && event["kind"] === kind && event["to"] === sid);
    return new Set(from.filter(fits).map((event) => event["from"] as number)).add(sid as number);
  };
  const count = (sids: Set<number>) => [...sids].filter((one) => eligible.includes(one)).length;
  if (count(votes("join", () => true)) < minimum) bad.push(`${sid} at ${t} is master with too few joins`);
  const version = nodes?.["version"];
  const acked = votes("publish-ack", (event) => (event["content"] as Fields)["version"] === version);
  if (count(acked) < minimum) bad.push(`${sid} at ${t} is master with too few acknowledgements`);
  return bad;
}

/** Who follows a master has acknowledged a cluster state of it. */
function following(events: readonly Fields[], at: number): string[] {
  const { sid, t, master } = events[at] as Fields;
  const acked = events
    .slice(0, at)
    .some(({ type, kind, from, to }) => type === "message" && kind === "publish-ack" && from === sid && to === master);
  return acked ? [] : [`${sid} at ${t} follows ${master}, whose cluster state it never acknowledged`];
}

/** For how long, at most, two servers were LEADING and not paused. */
export function longestOverlap(trace: ZenTrace): number {
  const leading = new Set<number>();
  const paused = new Set<number>();
  const { leader } = trace.header.cluster;
  if (leader != null) leading.add(leader);
  let since: number | undefined;
  let longest = 0;
  const events = trace.events as unknown as Fields[];
  for (const event of [...events, { type: "end", t: trace.result?.t }]) {
    const t = event["t"] as number;
    if (since !== undefined) longest = Math.max(longest, t - since);
    const { pause = [], resume = [] } = (event["action"] ?? {}) as { pause?: number[]; resume?: number[] };
    for (const sid of pause) paused.add(sid);
    for (const sid of resume) paused.delete(sid);
    if (event["type"] === "state") {
      const sid = event["sid"] as number;
      if (event["to"] === "LEADING") leading.add(sid);
      else leading.delete(sid);
      if (event["to"] === "DOWN") paused.delete(sid);
    }
    const active = [...leading].filter((sid) => !paused.has(sid));
    since = active.length > 1 ? (since ?? t) : undefined;
  }
  return longest;
}
