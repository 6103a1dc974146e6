/** Logs as other layouts and versions would have written them: taken apart and put together without the reader. */

/** One line that was logged, with the lines of an exception below it. */
export interface Logged {
  readonly at: string;
  readonly myid: string;
  readonly level: string;
  readonly thread: string;
  readonly place: string;
  readonly message: string;
  readonly below: readonly string[];
}

const recorded = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) \[myid:(\d*)\] - ([A-Z]+) +\[(.*):([\w$]+@\d+)\] - (.*)$/;

/** Takes a recorded log apart. */
export function logged(text: string): Logged[] {
  const all: (Logged & { below: string[] })[] = [];
  for (const line of text.split("\n").slice(0, -1)) {
    const match = recorded.exec(line);
    if (!match) {
      all.at(-1)?.below.push(line);
      continue;
    }
    const [, at, myid, level, thread, place, message] = match as unknown as [string, ...string[]];
    all.push({ at, myid, level, thread, place, message, below: [] } as Logged & { below: string[] });
  }
  return all;
}

const padded = (level: string) => level.padEnd(5);
const className = ({ place }: Logged) => `org.apache.zookeeper.server.quorum.${place.split("@")[0]}`;

/** How the first line of what was logged looks. */
export const layouts: Readonly<Record<string, (line: Logged) => string>> = {
  "Apache's": (line) =>
    `${line.at} [myid:${line.myid}] - ${padded(line.level)} [${line.thread}:${line.place}] - ${line.message}`,
  "Apache's of 3.8, the id empty": (line) =>
    `${line.at} [myid:] - ${padded(line.level)} [${line.thread}:${line.place}] - ${line.message}`,
  "Debian's": (line) => `${line.at} - ${padded(line.level)} [${line.thread}:${line.place}] - ${line.message}`,
  "Apache's trace file": (line) =>
    `${line.at} [myid:${line.myid}] - ${padded(line.level)} [${line.thread}:${line.place}][] - ${line.message}`,
  "Confluent's": (line) => `[${line.at}] ${line.level} ${line.message} (${className(line)})`,
  "Strimzi's": (line) => `${line.at} ${line.level} ${line.message} (${className(line)}) [${line.thread}]`,
  "the class before the message": (line) => `${line.at} ${line.level} ${className(line)}: ${line.message}`,
  "the short class before the message": (line) =>
    `${line.at} ${line.level} ${line.place.replace(/@.*/, "")}: ${line.message}`,
  "logback's own": (line) =>
    `${dot(line.at)} [${line.thread}] ${padded(line.level)} ${className(line)} - ${line.message}`,
  "level before thread": (line) =>
    `${line.at} ${padded(line.level)} [${line.thread}] ${className(line)} - ${line.message}`,
  "ISO 8601 with a T and a dot": (line) =>
    `${dot(line.at).replace(" ", "T")} [myid:${line.myid}] - ${padded(line.level)} [${line.thread}:${line.place}] - ${line.message}`,
  "ISO 8601 in UTC": (line) =>
    `[${dot(line.at).replace(" ", "T")}Z] ${line.level} ${line.message} (${className(line)})`,
  "with a zone": (line) =>
    `${line.at} +0000 [myid:${line.myid}] - ${padded(line.level)} [${line.thread}:${line.place}] - ${line.message}`,
  "without the year": (line) =>
    `${line.at.slice(5)} [myid:${line.myid}] - ${padded(line.level)} [${line.thread}:${line.place}] - ${line.message}`,
  coloured: (line) =>
    `\x1b[90m${line.at}\x1b[0m [myid:${line.myid}] - \x1b[1;32m${padded(line.level)}\x1b[0m [${line.thread}:${line.place}] - \x1b[37m${line.message}\x1b[0m`,
};

const dot = (at: string) => at.replace(",", ".");

/** What is put before each line, also before those of an exception, when logs go through something else. */
export const prefixes: Readonly<Record<string, (line: Logged, sid: string) => string>> = {
  nothing: () => "",
  "docker-compose": (_, sid) => `zoo${sid}_1  | `,
  "docker compose, coloured": (_, sid) => `\x1b[3${sid}mzoo${sid}-1  | \x1b[0m`,
  "docker compose with timestamps": (line, sid) => `zoo${sid}-1  | ${forwarded(line)} `,
  "kubectl logs --timestamps": (line) => `${forwarded(line)} `,
  "kubectl logs --prefix": (_, sid) => `[pod/zk-${Number(sid) - 1}/zookeeper] `,
  "kubectl logs --prefix --timestamps": (line, sid) => `[pod/zk-${Number(sid) - 1}/zookeeper] ${forwarded(line)} `,
  syslog: (line, sid) => `Nov ${line.at.slice(8, 10)} ${line.at.slice(11, 19)} zk-${sid} zookeeper[123]: `,
  "journald in full": (line, sid) => `${line.at.slice(0, 19).replace(" ", "T")}+00:00 zk-${sid} java[123]: `,
};

/** A little later than the line itself. */
const forwarded = ({ at }: Logged) => `${at.slice(0, 19).replace(" ", "T")}.999123456Z`;

/** What versions call the same things. */
export const versions: Readonly<Record<string, (line: Logged) => Logged>> = {
  "3.8": (line) => line,
  "3.6": (line) => said(line, (text) => text.replace(/^(Notification time out: \d+) ms/, "$1")),
  "3.5": (line) =>
    said(line, (text) =>
      older(text, ({ leader, zxid, round, state, sid, epoch, mine }) =>
        [
          `2 (message format version), ${leader} (n.leader), 0x${zxid} (n.zxid), 0x${round} (n.round), ${state} (n.state), `,
          `${sid} (n.sid), 0x${epoch} (n.peerEPoch), ${mine} (my state)0 (n.config version)`,
        ].join(""),
      ),
    ),
  "3.4": (line) =>
    said({ ...line, thread: line.thread.replace(/\(plain.*$/, "/0:0:0:0:0:0:0:0:2181") }, (text) =>
      older(text, ({ leader, zxid, round, state, sid, epoch, mine }) =>
        [
          `1 (message format version), ${leader} (n.leader), 0x${zxid} (n.zxid), 0x${round} (n.round), ${state} (n.state), `,
          `${sid} (n.sid), 0x${epoch} (n.peerEpoch) ${mine} (my state)`,
        ].join(""),
      ),
    ),
  "3.4.0": (line) =>
    said(line, (text) =>
      older(text, ({ leader, zxid, round, state, sid, epoch, mine }) =>
        [
          `${leader} (n.leader), ${decimal(zxid)} (n.zxid), ${decimal(round)} (n.round), ${state} (n.state), `,
          `${sid} (n.sid), ${decimal(epoch)} (n.peerEPoch), ${mine} (my state)`,
        ].join(""),
      ),
    ),
};

const decimal = (hex: string | undefined) => BigInt.asIntN(64, BigInt(`0x${hex}`));

const notification =
  /^Notification: my state:(?<mine>\w+); n\.sid:(?<sid>\d+), n\.state:(?<state>\w+), n\.leader:(?<leader>-?\d+), n\.round:0x(?<round>\w+), n\.peerEpoch:0x(?<epoch>\w+), n\.zxid:0x(?<zxid>\w+), .*$/;

function older(text: string, write: (fields: Record<string, string>) => string): string {
  const fields = notification.exec(text)?.groups;
  if (fields) return `Notification: ${write(fields)}`;
  return text
    .replace("New election. My id = ", "New election. My id =  ")
    .replace(/^(Notification time out: \d+) ms/, "$1");
}

function said(line: Logged, change: (message: string) => string): Logged {
  return { ...line, message: change(line.message) };
}

/** The whole log again. */
export function written(
  lines: readonly Logged[],
  layout: (line: Logged) => string,
  prefix: (line: Logged) => string,
): string {
  return lines.flatMap((line) => [layout(line), ...line.below].map((text) => `${prefix(line)}${text}\n`)).join("");
}

/** The lines of several servers by their times; the lines of an exception stay together, as loggers write them. */
export function interleaved(
  all: readonly { sid: string; lines: readonly Logged[] }[],
  layout: (line: Logged) => string,
  prefix: (line: Logged, sid: string) => string,
): string {
  const lines = all.flatMap(({ sid, lines }) => {
    let latest = "";
    return lines.map((line) => {
      if (line.at > latest) latest = line.at;
      return { sid, line, at: latest };
    });
  });
  lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return lines.map(({ sid, line }) => written([line], layout, (it) => prefix(it, sid))).join("");
}
