import type { Told as ToldFact } from "../../telling.ts";
import { endOf, isUpToDate } from "../log.ts";
import type { RaftFact } from "./facts.ts";
import { ofType, type RaftTrace, type Step, type Story } from "./story.ts";

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
  if (step.after.get(sid)?.state === "LEADING") {
    return told({ kind: "deposed", term: step.after.get(sid)?.term ?? 0, now: term });
  }
  if (step.after.get(sid)?.state === "DOWN") return told({ kind: "down" });
  const [heard] = ofType(step, "term").filter(({ event }) => event.sid === sid);
  if (heard && step.before.get(sid)?.state === "LEADING")
    return told({ kind: "deposed", term: heard.event.was, now: heard.event.term }, [heard.line]);
  const won = step.candidacies.findLast((one) => one.won?.event.sid === leader);
  if (won && won.event.sid !== sid && !won.ballots.some(({ event }) => event.sid === sid)) {
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
