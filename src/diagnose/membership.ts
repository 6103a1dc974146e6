/** Servers that do not agree on who belongs to the ensemble, as their logs show it. */
import { alike } from "../trace/alike.ts";
import { type Case, found } from "./case.ts";
import type { Finding } from "./finding.ts";
import type { Tally } from "./tallies.ts";

type How = Extract<Finding, { kind: "members-disagree" }>["how"];

const strangers: Record<string, { how: How; arg: string }> = {
  "vote-of-stranger": { how: "sender", arg: "from" },
  "vote-for-stranger": { how: "vote", arg: "leader" },
  "unknown-sid": { how: "target", arg: "to" },
  "unknown-leader": { how: "leader", arg: "leader" },
};

/** One finding for each server that others do not know, and for each whose own peerType is not what the list says. */
export function membershipFindings({ tallies }: Case): Finding[] {
  // QuorumPeerConfig.setupPeerType: the list decides.
  const types = tallies.of("peer-type").map((tally): Finding => {
    const votes = tally.args["listed"] === "PARTICIPANT";
    const kind = votes ? "observer-votes" : "observer-untold";
    return found(votes ? "error" : "note", [tally.sid], [tally], { kind });
  });
  // An observer's vote is for nobody, Long.MIN_VALUE, and may come from a server that another takes for none.
  const all = tallies.of(...Object.keys(strangers)).filter((tally) => strangerOf(tally) >= 0);
  const disagree = alike(all, (tally) => String(strangerOf(tally))).map((group) => {
    const sids = group.map(({ sid }) => sid);
    const how = strangers[group[0].signature]?.how ?? "sender";
    return found("error", sids, group, { kind: "members-disagree", stranger: strangerOf(group[0]), how });
  });
  return [...disagree, ...types];
}

function strangerOf({ signature, args }: Tally): number {
  return Number(args[strangers[signature]?.arg ?? ""] ?? -1);
}
