/** Lines of a server log in Apache's layout, as ZooKeeper 3.8 writes them. */
import { diagnosed } from "./diagnosed.ts";

/** What one server logs: seconds since the start of the test's day, the message, and exceptions below it. */
export type Said = readonly [seconds: number, message: string, ...below: string[]];

/** The log of one server. */
export function logOf(sid: number, ...said: readonly Said[]): string {
  const lines = said.flatMap(([seconds, message, ...below]) => [
    `2026-11-22 ${clock(seconds)} [myid:${sid}] - WARN  [main:Some@1] - ${message}`,
    ...below,
  ]);
  return `${lines.join("\n")}\n`;
}

function clock(seconds: number): string {
  const ms = Math.round(seconds * 1000);
  const part = (value: number, width = 2) => String(value).padStart(width, "0");
  const minutes = Math.floor(ms / 60_000);
  return `${part(10 + Math.floor(minutes / 60))}:${part(minutes % 60)}:${part(Math.floor(ms / 1000) % 60)},${part(ms % 1000, 3)}`;
}

/** `server.N` lines for these ids, on hosts of their own, and what else a zoo.cfg must have. */
export function cfg(ids: readonly number[], ...more: readonly string[]): string {
  const servers = ids.map((id) => `server.${id}=zk${id}:2888:3888`);
  return `${["tickTime=2000", "initLimit=10", "syncLimit=5", "dataDir=/data", "clientPort=2181", ...servers, ...more].join("\n")}\n`;
}

/** What a server hears. */
export function heard(seconds: number, from: number, state = "LOOKING", leader = from): Said {
  return [
    seconds,
    `Notification: my state:LOOKING; n.sid:${from}, n.state:${state}, n.leader:${leader}, n.round:0x1, n.peerEpoch:0x0, n.zxid:0x0, message format version:0x2, n.config version:0x0`,
  ];
}

/** A connection that is refused. */
export function refused(seconds: number, to: number): Said {
  return [
    seconds,
    `Cannot open channel to ${to} at election address zk${to}/10.0.0.${to}:3888`,
    "java.net.ConnectException: Connection refused",
    "\tat java.base/sun.nio.ch.Net.pollConnect(Native Method)",
  ];
}

/** The findings of these files but for what does not matter to a test: kinds, servers, severity and first lines. */
export async function findingsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { findings } = await diagnosed(files);
  return findings.map(({ severity, kind, sids, evidence }) => {
    const lines = evidence.map(({ file, line }) => `${file}:${line}`).join(" ");
    return `${severity} ${kind} [${sids}] ${lines}`.trim();
  });
}
