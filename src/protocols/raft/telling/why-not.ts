import type { Told as ToldFact } from "../../telling.ts";
import { endOf, isUpToDate } from "../log.ts";
import type { RaftFact } from "./facts.ts";
import { leadersIn, ofType, type RaftTrace, type Step, type Story } from "./story.ts";

type Labelled = ToldFact<RaftFact> & { readonly label: string };

/** Why each of the others does not lead, when somebody does. */
export function whyNot({ result }: RaftTrace, story: Story): Labelled[] {
  const last = story.steps.at(-1);
  const leader = result?.leader;
  if (typeof leader !== "number" || !last) return [];
  const step = story.steps.findLast((one) => ofType(one, "won").some(({ event }) => event.sid === leader));
  return [...story.voters, ...story.learners]
    .filter((sid) => sid !== leader)
    .sort((a, b) => a - b)
    .map((sid) => ({ label: String(sid), ...reason(sid, leader, step, last, story) }));
}

function reason(sid: number, leader: number, step: Step | undefined, last: Step, story: Story): ToldFact<RaftFact> {
  const told = (fact: RaftFact, lines: readonly number[] = []) => ({ fact, lines });
  const now = last.after.get(sid);
  if (story.learners.includes(sid)) return told({ kind: "observer" });
  if (now?.state === "DOWN") return told({ kind: "down" });
  const term = last.after.get(leader)?.term ?? 0;
  if (now?.state === "LEADING") return told({ kind: "stale", term: now.term, now: term });
  if (!step) return told({ kind: "follows", leader });
  const then = step.after.get(sid);
  if (then?.state === "LEADING") {
    // It is told in a later step, of whatever term comes first.
    const [heard] = story.steps.flatMap((one) =>
      ofType(one, "term").filter(({ event }) => event.sid === sid && event.was === then.term),
    );
    return told({ kind: "deposed", term: then.term, now: heard?.event.term ?? term }, heard ? [heard.line] : []);
  }
  if (then?.state === "DOWN") return told({ kind: "not-up", leader });
  const [heard] = ofType(step, "term").filter(({ event }) => event.sid === sid);
  if (heard && step.before.get(sid)?.state === "LEADING")
    return told({ kind: "deposed", term: heard.event.was, now: heard.event.term }, [heard.line]);
  const won = step.candidacies.findLast((one) => one.won?.event.sid === leader);
  if (won && won.event.sid !== sid && !won.ballots.some(({ event }) => event.sid === sid)) {
    const [other] = leadersIn(step.after).filter((one) => one.sid !== leader && isBeside(sid, one.sid, step, story));
    if (other) return told({ kind: "heard-another", leader, other: other.sid }, [won.line]);
    return told({ kind: "out-of-reach", leader }, [won.line]);
  }
  const endBefore = (one: number) => endOf(step.before.get(one)?.log ?? []);
  const end = endBefore(sid);
  const up = story.voters.filter((one) => (step.after.get(one)?.state ?? "DOWN") !== "DOWN");
  const newer = up.filter((one) => !isUpToDate(end, endBefore(one)));
  const asked = step.candidacies.filter(({ event }) => event.sid === sid);
  const lines = asked.flatMap(({ line, ballots }) => [line, ...ballots.map((ballot) => ballot.line)]);
  if (up.length - newer.length >= story.majority)
    return told({ kind: "too-late", leader, asked: asked.length > 0 }, lines);
  const [newest] = newer.map(endBefore).sort((a, b) => (isUpToDate(a, b) ? -1 : 1));
  if (!newest) return told({ kind: "no-majority", need: story.majority }, lines);
  return told({ kind: "log-behind", end, newer, newest, need: story.majority }, lines);
}

/** Whether the network's last split before the end of a step left two of them, neither paused, on one side. */
function isBeside(one: number, other: number, until: Step, story: Story): boolean {
  const begins = story.steps.filter(({ from }) => from <= until.from).map(({ events }) => events[0]?.event);
  const actions = begins.flatMap((event) => (event?.type === "step" ? [event.action] : []));
  const paused = new Set<unknown>();
  let groups: readonly (readonly unknown[])[] = [];
  for (const action of actions) {
    const { pause, resume, partition, heal } = action;
    for (const sid of listIn(pause)) paused.add(sid);
    for (const sid of listIn(resume)) paused.delete(sid);
    if (partition || heal) groups = listIn(partition).map(listIn);
  }
  const together = groups.some((group) => group.includes(one) && group.includes(other));
  return together && !paused.has(one) && !paused.has(other);
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
