/** What each server of a trace went through, in order, without times: what a recording and a simulation have in common. */
import type { PhaseEvent, TraceLine } from "../../../src/trace/events.ts";
import { hexZxid } from "../../../src/trace/zxid.ts";

/** A phase that it entered; what a log does not tell is absent. */
export interface Entered {
  readonly phase: PhaseEvent["phase"];
  readonly leader: number;
  readonly mode?: string;
  readonly epoch?: number;
  readonly zxid?: string;
}

/** From when a server began to look for a leader until it looked again, or ended. */
export interface Stay {
  /** What it proposed at first, as `zxid@peerEpoch`; undefined for an observer. */
  vote: string | undefined;
  readonly phases: Entered[];
  end: "DOWN" | "LOOKING" | undefined;
}

/**
 * The stays of each server. Of one in which it found no leader to bring it up to date, nothing but the vote counts, and that
 * only when it is its last: how often a server tries in vain is a matter of times.
 */
export function staysOf(lines: readonly TraceLine[]): Map<number, Stay[]> {
  const stays = new Map<number, Stay[]>();
  for (const line of lines) {
    if (line.type === "state") {
      const list = stays.get(line.sid) ?? [];
      stays.set(line.sid, list);
      const last = list.at(-1);
      if (last && (line.to === "DOWN" || line.to === "LOOKING")) last.end = line.to;
      if (line.to === "LOOKING") list.push({ vote: undefined, phases: [], end: undefined });
    } else if (line.type === "vote" && line.by === "initial") {
      const last = stays.get(line.sid)?.at(-1);
      if (last && line.vote.leader !== null) last.vote = `${hexZxid(line.vote.zxid)}@${line.vote.peerEpoch}`;
    } else if (line.type === "phase") stays.get(line.sid)?.at(-1)?.phases.push(entered(line));
  }
  for (const list of stays.values()) {
    const last = list.at(-1);
    list.splice(0, list.length, ...list.filter((stay) => stay === last || !inVain(stay)));
    if (last && inVain(last)) last.phases.length = 0;
  }
  return stays;
}

function inVain({ phases }: Stay): boolean {
  return phases.every(({ phase }) => phase === "discovery");
}

function entered({ phase, detail: { leader, mode, epoch, zxid } }: PhaseEvent): Entered {
  return {
    phase,
    leader,
    ...(mode !== undefined && { mode }),
    ...(epoch !== undefined && { epoch }),
    ...(zxid !== undefined && { zxid: hexZxid(zxid) }),
  };
}

/** The simulated stays, each phase with only those fields that its counterpart in the recording has. */
export function asFarAsRecorded(simulated: readonly Stay[], recorded: readonly Stay[]): Stay[] {
  return simulated.map((stay, at) => ({
    ...stay,
    phases: stay.phases.map((phase, index) => only(phase, recorded[at]?.phases[index])),
  }));
}

function only(phase: Entered, like: Entered | undefined): Entered {
  if (!like) return phase;
  return Object.fromEntries(Object.entries(phase).filter(([key]) => key in like)) as unknown as Entered;
}
