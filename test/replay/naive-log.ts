/** Logs as one reads them with grep: which lines say what, without any thought of what it means. */

export interface Note {
  readonly from: number;
  readonly my: string;
  readonly state: string;
  /** Null where the sender may not vote. */
  readonly leader: number | null;
  readonly zxid: bigint;
  readonly electionEpoch: number;
  readonly peerEpoch: number;
}

export interface Entry {
  readonly place: string;
  readonly sid: number;
  readonly text: string;
  /** started: a process; looking: LOOKING; election: New election; decided: FOLLOWING, LEADING or OBSERVING. */
  readonly kind: "started" | "looking" | "election" | "decided" | "heard" | "timeout";
  readonly note?: Note;
  readonly zxid?: bigint;
  readonly state?: string;
}

const ids = /\[myid[:=](\d+)\]|myid=(\d+)|My id = +(\d+)/;
const stamp = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[,.]\d+/;
const state = "(LOOKING|FOLLOWING|LEADING|OBSERVING)";
/** The text of 3.6 and later, of 3.5, and of 3.4; groups named by what they hold. */
const notes = [
  /Notification: my state:(?<my>\w+); n.sid:(?<from>\d+), n.state:(?<state>\w+), n.leader:(?<leader>-?\d+), n.round:0x(?<round>\w+), n.peerEpoch:0x(?<epoch>\w+), n.zxid:0x(?<zxid>\w+)/,
  /(?<!Sending )Notification: (?:\d+ \(message format version\), )?(?<leader>-?\d+) \(n.leader\), 0x(?<zxid>\w+) \(n.zxid\), 0x(?<round>\w+) \(n.round\), (?<state>\w+) \(n.state\), (?<from>\d+) \(n.sid\), 0x(?<epoch>\w+) \(n.peerE[Pp]och\),? (?<my>\w+) \(my state\)/,
];
/** The first of these after LOOKING is the decision; what follows the state may be left over from the last time. */
const decided = new RegExp(
  `(?:Peer state changed: (following|leading|observing)(?: - \\w+)*| ${state})(?: ?\\(org[\\w.]+\\).*)?$`,
);

/** What the lines of these files say, in the order of the files. */
export function entriesOf(files: Readonly<Record<string, string>>): Entry[] {
  return Object.entries(files).flatMap(([file, text]) => {
    const sid = sidOf(file, text);
    return text.split("\n").flatMap((line, at) => {
      const said = stamp.test(line) ? saidIn(line) : undefined;
      return said ? [{ place: `${file}:${at + 1}`, sid, text: line, ...said }] : [];
    });
  });
}

function sidOf(file: string, text: string): number {
  const [, ...groups] = ids.exec(text) ?? [];
  return Number(groups.find((group) => group !== undefined) ?? /-(\d+)\.log/.exec(file)?.[1]);
}

function saidIn(line: string): Pick<Entry, "kind" | "note" | "zxid" | "state"> | undefined {
  const heard = notes.map((pattern) => pattern.exec(line)?.groups).find((groups) => groups !== undefined);
  if (heard) return { kind: "heard", note: noteOf(heard) };
  if (line.includes("Reading configuration from:")) return { kind: "started" };
  const election = /New election. My id = +\d+, proposed zxid=0x(\w+)/.exec(line);
  if (election) return { kind: "election", zxid: BigInt(`0x${election[1]}`) };
  if (/Notification time out: \d+/.test(line)) return { kind: "timeout" };
  const [, changed, shown = changed?.toUpperCase()] = decided.exec(line) ?? [];
  if (shown === "LOOKING") return { kind: "looking" };
  return shown ? { kind: "decided", state: shown } : undefined;
}

function noteOf(groups: Record<string, string>): Note {
  const { from, my = "", state: its = "", leader = "", round, epoch, zxid } = groups;
  return {
    from: Number(from),
    my,
    state: its,
    leader: leader.startsWith("-") ? null : Number(leader),
    zxid: BigInt(`0x${zxid}`),
    electionEpoch: Number(BigInt.asIntN(64, BigInt(`0x${round}`))),
    peerEpoch: Number(BigInt.asIntN(64, BigInt(`0x${epoch}`))),
  };
}
