/** What lines say of notifications, by the texts of FastLeaderElection.java from 3.4 to 3.9. */
import type { PeerState } from "../trace/events.ts";
import { sidOf } from "./layout.ts";
import type { Entry, LoggedVote } from "./record.ts";

/** What an observer votes for (QuorumPeer.getInitId): Long.MIN_VALUE. */
const nobody = "-9223372036854775808";

const state = "(LOOKING|FOLLOWING|LEADING|OBSERVING)";
/** 3.4.0 prints numbers of 64 bits in decimal, later versions in hexadecimal. */
const long = "(0x[0-9a-f]{1,16}|-?\\d{1,19})";
const sid = "(\\d{1,19})";
const leader = "(-?\\d{1,19})";

/** From 3.6; named so that the order of the fields stands in one place. */
const named = new RegExp(
  `^Notification: my state:${state}; n\\.sid:${sid}, n\\.state:${state}, n\\.leader:${leader}, n\\.round:${long}, ` +
    `n\\.peerEpoch:${long}, n\\.zxid:${long}, message format version:0x[0-9a-f]+, n\\.config version:0x[0-9a-f]+$`,
);

/** Up to 3.5: before 3.4.6 without the version of the format, in 3.5 with the version of the configuration. */
const listed = new RegExp(
  `^Notification: (?:[0-9a-f]+ \\(message format version\\), )?${leader} \\(n\\.leader\\), ${long} \\(n\\.zxid\\), ` +
    `${long} \\(n\\.round\\), ${state} \\(n\\.state\\), ${sid} \\(n\\.sid\\), ${long} \\(n\\.peerE[pP]och\\),? ` +
    `${state} \\(my state\\)(?: ?[0-9a-f]+ \\(n\\.config version\\))?$`,
);

/** FastLeaderElection.Messenger.WorkerReceiver.run and printNotification. */
export function parseNotification(message: string): Entry | undefined {
  const match = named.exec(message);
  if (match) {
    const [, myState, from, theirs, elected, round, epoch, zxid] = match as unknown as string[];
    return notification(from, voteOf(elected, zxid, epoch, round), theirs, myState);
  }
  const old = listed.exec(message);
  if (!old) return undefined;
  const [, elected, zxid, round, theirs, from, epoch, myState] = old as unknown as string[];
  return notification(from, voteOf(elected, zxid, epoch, round), theirs, myState);
}

function notification(
  digits: string | undefined,
  vote: LoggedVote | undefined,
  theirs: string | undefined,
  mine: string | undefined,
): Entry | undefined {
  const from = sidOf(digits as string);
  if (from === undefined || !vote) return undefined;
  return { kind: "notification", from, vote, state: theirs as PeerState, myState: mine as PeerState };
}

const sendingNew = new RegExp(
  `^Sending Notification: ${leader} \\(n\\.leader\\), ${long} \\(n\\.zxid\\), ${long} \\(n\\.peerEpoch\\), ` +
    `${long} \\(n\\.round\\), ${sid} \\(recipient\\), ${sid} \\(myid\\) ?$`,
);
const sendingOld = new RegExp(
  `^Sending Notification: ${leader} \\(n\\.leader\\), ${long} \\(n\\.zxid\\), ${long} \\(n\\.round\\), ` +
    `${sid} \\(recipient\\), ${sid} \\(myid\\), ${long} \\(n\\.peerEpoch\\) ?$`,
);

/** FastLeaderElection.sendNotifications; the epoch stands in another place from 3.8. */
export function parseSending(message: string): Entry | undefined {
  const recent = sendingNew.exec(message) as unknown as string[] | null;
  if (recent) return sending(recent[5], voteOf(recent[1], recent[2], recent[3], recent[4]));
  const old = sendingOld.exec(message) as unknown as string[] | null;
  return old ? sending(old[4], voteOf(old[1], old[2], old[6], old[3])) : undefined;
}

function sending(digits: string | undefined, vote: LoggedVote | undefined): Entry | undefined {
  const to = sidOf(digits as string);
  return to === undefined || !vote ? undefined : { kind: "sending", to, vote };
}

const updating = new RegExp(
  `^Updating proposal: ${sid} \\(newleader\\), ${long} \\(newzxid\\), ${leader} \\(oldleader\\), ${long} \\(oldzxid\\)$`,
);

/** FastLeaderElection.updateProposal. */
export function parseProposal(message: string): Entry | undefined {
  const match = updating.exec(message);
  const elected = match ? sidOf(match[1] as string) : undefined;
  return match && elected !== undefined ? { kind: "proposal", leader: elected, zxid: longOf(match[2]) } : undefined;
}

/** 3.4.0 writes "From = 2, Proposed leader = 3" and so on. */
const adding = new RegExp(
  `^Adding vote: [fF]rom ?= ?${sid}, [pP]roposed leader ?= ?${sid}, [pP]roposed zxid ?= ?${long}, ` +
    `[pP]roposed election epoch ?= ?${long}$`,
);

/** FastLeaderElection.lookForLeader. */
export function parseCounted(message: string): Entry | undefined {
  const match = adding.exec(message);
  if (!match) return undefined;
  const from = sidOf(match[1] as string);
  const elected = sidOf(match[2] as string);
  const electionEpoch = epochOf(match[4]);
  if (from === undefined || elected === undefined || electionEpoch === undefined) return undefined;
  return { kind: "counted", from, leader: elected, zxid: longOf(match[3]), electionEpoch };
}

/** An unsigned number of 64 bits, as Long.toHexString prints it or in signed decimal. */
export function longOf(text: string | undefined): bigint {
  return BigInt.asUintN(64, BigInt(text as string));
}

/** An epoch; servers that never had one send -1. Undefined when it is none, or fits no number. */
function epochOf(text: string | undefined): number | undefined {
  // Nearly every epoch is small, and then this is quicker.
  const short = (text as string).length < 15;
  const epoch = short ? Number(text) : Number(BigInt.asIntN(64, BigInt(text as string)));
  return Number.isSafeInteger(epoch) && epoch >= -1 ? epoch : undefined;
}

function voteOf(
  elected: string | undefined,
  zxid: string | undefined,
  peerEpoch: string | undefined,
  round: string | undefined,
): LoggedVote | undefined {
  const electionEpoch = epochOf(round);
  if (electionEpoch === undefined) return undefined;
  if (elected === nobody) return { leader: null, zxid: longOf(zxid), peerEpoch: 0, electionEpoch };
  const [voted, epoch] = [sidOf(elected as string), epochOf(peerEpoch)];
  if (voted === undefined || voted < 0 || epoch === undefined) return undefined;
  return { leader: voted, zxid: longOf(zxid), peerEpoch: epoch, electionEpoch };
}
