import type { EpochEvent, PhaseEvent, RefuseEvent } from "./events.ts";
import type { Section } from "./story.ts";

/** One server's way through the phases of Zab under one leader, as far as it came. */
export interface Member {
  readonly sid: number;
  discovery: PhaseEvent | undefined;
  /** It wrote the new epoch to its acceptedEpoch. */
  accepted: EpochEvent | undefined;
  refused: RefuseEvent | undefined;
  synchronization: PhaseEvent | undefined;
  /** It wrote the new epoch to its currentEpoch, and thereby acknowledged NEWLEADER. */
  acknowledged: EpochEvent | undefined;
  broadcast: PhaseEvent | undefined;
}

/** A leader's way to serve, with those who follow it; of a leader that serves already, the followers alone. */
export interface Attempt {
  readonly leader: number;
  /** In sid order. */
  readonly members: Member[];
}

/** What a section shows of discovery, synchronization and broadcast, in the order in which it began. */
export function attemptsOf({ phases, epochs, refusals }: Section): Attempt[] {
  const attempts: Attempt[] = [];
  for (const event of phases) {
    const { sid, phase, detail } = event;
    const member = memberOf(attempts, detail.leader, sid, phase === "discovery");
    member[phase] = event;
  }
  for (const event of epochs) {
    const member = memberAt(attempts, event.leader, event.sid, event.t);
    if (event.file === "acceptedEpoch") member.accepted ??= event;
    else member.acknowledged ??= event;
  }
  for (const event of refusals) memberAt(attempts, event.sid, event.from, event.t).refused ??= event;
  for (const { members } of attempts) members.sort((a, b) => a.sid - b.sid);
  return attempts;
}

/** @param begins whether it enters its first phase: for the second time under a leader, that is another attempt */
function memberOf(attempts: Attempt[], leader: number, sid: number, begins: boolean): Member {
  const known = attempts.findLast((attempt) => attempt.leader === leader && (begins || has(attempt, sid)));
  const latest = known ?? attempts.findLast((attempt) => attempt.leader === leader);
  const member = latest?.members.find((other) => other.sid === sid);
  if (member && !(begins && member.discovery)) return member;
  return added(latest && !member ? latest : begun(attempts, leader), sid);
}

/** The member that it was then. */
function memberAt(attempts: Attempt[], leader: number, sid: number, t: number): Member {
  const members = attempts
    .filter((attempt) => attempt.leader === leader)
    .flatMap((attempt) => attempt.members.filter((member) => member.sid === sid));
  const then = members.findLast(({ discovery }) => discovery === undefined || discovery.t <= t);
  return then ?? memberOf(attempts, leader, sid, false);
}

function has({ members }: Attempt, sid: number): boolean {
  return members.some((member) => member.sid === sid);
}

function begun(attempts: Attempt[], leader: number): Attempt {
  const attempt: Attempt = { leader, members: [] };
  attempts.push(attempt);
  return attempt;
}

function added({ members }: Attempt, sid: number): Member {
  const member: Member = {
    ...{ sid, discovery: undefined, accepted: undefined, refused: undefined },
    ...{ synchronization: undefined, acknowledged: undefined, broadcast: undefined },
  };
  members.push(member);
  return member;
}
