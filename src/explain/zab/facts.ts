import type { EpochEvent, Header, PhaseEvent } from "../../trace/events.ts";
import { supportOf } from "../../trace/quorum.ts";
import type { Section } from "../../trace/story.ts";
import { rangeOf } from "../../trace/zxid-set.ts";
import type { Notes } from "../notes.ts";
import type { AcknowledgedFact, DiscoveredFact, LoggedFact, SynchronizedFact } from "./fact.ts";

/** What a section has of discovery and synchronization: the new epoch, how learners are brought up to date, who serves. */
export function phaseFacts(
  section: Section,
  header: Header,
  notes: Notes,
): (DiscoveredFact | SynchronizedFact | AcknowledgedFact)[] {
  return [
    ...section.epochs.flatMap((event) => discovered(event, section, notes)),
    ...section.phases.flatMap((event) => synchronized(event, section, notes)),
    ...section.phases.flatMap((event) => acknowledged(event, section, header, notes)),
  ];
}

function discovered(event: EpochEvent, { epochs, phases }: Section, notes: Notes): DiscoveredFact[] {
  const { sid, t, leader, file, epoch, heard } = event;
  if (file !== "acceptedEpoch" || sid !== leader || !heard) return [];
  const most = Math.max(...heard.map((one) => one.epoch));
  const accepted = epochs.filter(
    (other) => other.file === "acceptedEpoch" && other.leader === sid && other.sid !== sid && other.epoch === epoch,
  );
  const answered = phases.find(
    ({ sid: other, phase, detail }) => other === sid && phase === "synchronization" && detail.epoch === epoch,
  );
  return [
    {
      kind: "discovered",
      ...{ sid, t, epoch, heard },
      highest: heard.filter((one) => one.epoch === most).map((one) => one.sid),
      accepted: accepted.map((other) => other.sid).sort(ascending),
      answered: answered !== undefined,
      events: linesOf([event, ...accepted, ...(answered ? [answered] : [])], notes),
    },
  ];
}

function synchronized(event: PhaseEvent, { epochs }: Section, notes: Notes): SynchronizedFact[] {
  const { sid, t, phase, detail } = event;
  const { leader, mode, why, from, zxid, discarded = [], received = [] } = detail;
  if (phase !== "synchronization" || sid === leader || mode === undefined) return [];
  const line = notes.lineOf(event);
  const wrote = epochs.find((other) => isOf(other, leader) && other.sid === sid && notes.lineOf(other) > line);
  return [
    {
      kind: "synchronized",
      ...{ sid, t, leader, mode, why, from, zxid, discarded, received },
      written: wrote !== undefined,
      events: linesOf([event, ...(wrote ? [wrote] : [])], notes),
    },
  ];
}

function acknowledged(event: PhaseEvent, section: Section, header: Header, notes: Notes): AcknowledgedFact[] {
  const { sid, phase, detail } = event;
  const { leader, epoch } = detail;
  if (phase !== "synchronization" || sid !== leader || epoch === undefined) return [];
  const begins = section.phases.find(
    (other) => other.sid === sid && other.phase === "broadcast" && other.detail.epoch === epoch,
  );
  const until = begins ? notes.lineOf(begins) : Number.POSITIVE_INFINITY;
  const written = section.epochs.filter(
    (other) => isOf(other, leader) && other.epoch === epoch && notes.lineOf(other) < until,
  );
  if (written.length === 0) return [];
  const sids = written.map((other) => other.sid).sort(ascending);
  return [
    {
      kind: "acknowledged",
      ...{ sid, epoch, sids },
      support: supportOf(header.cluster, sids),
      established: begins !== undefined,
      events: linesOf([...written, ...(begins ? [begins] : [])], notes),
    },
  ];
}

function isOf({ leader, file }: EpochEvent, of: number): boolean {
  return leader === of && file === "currentEpoch";
}

/** What was proposed in a section and is not committed when it ends. */
export function loggedFacts({ batches, written }: Section, header: Header, notes: Notes): LoggedFact[] {
  return batches.flatMap(({ range, proposed, servers, committed }): LoggedFact[] => {
    if (!proposed || committed || !written.includes(proposed)) return [];
    const proofs = written.filter((event) => {
      const [first, last] = rangeOf(event.zxid, event.count);
      return first <= range[1] && range[0] <= last;
    });
    const { sid, t } = proposed;
    const support = supportOf(header.cluster, servers);
    return [{ kind: "logged", ...{ sid, t, range, sids: servers, support }, events: linesOf(proofs, notes) }];
  });
}

function linesOf(events: readonly object[], notes: Notes): number[] {
  return events.map((event) => notes.lineOf(event)).sort(ascending);
}

function ascending(a: number, b: number): number {
  return a - b;
}
