import type { TextOf } from "../text.ts";

/** The parts of sentences, in English: what was expected, what was found, what the system said. */
export const phrases = {
  /** As the user, a parser or the system wrote it. */
  written: (text: string) => text,

  nothing: "nothing",
  emptyList: "an empty list",
  list: "a list",
  object: "an object",
  /** A type or a value of JSON by its name, such as `number` or `null`. */
  json: (name: string) => name,

  value: "a value",
  fieldName: 'a field name in "quotes"',
  commaOr: (close: string) => `"," or "${close}"`,
  end: "the end of the text",

  clusterDescription: "a cluster description, an object with the field servers",
  integer: (min: number, max: number) => `an integer from ${min} to ${max}`,
  sid: (min: number, max: number) => `a server id, an integer from ${min} to ${max}`,
  sidOrNull: (min: number, max: number) => `a server id or null, an integer from ${min} to ${max}`,
  serverCount: (min: number, max: number) => `a number of servers from ${min} to ${max}`,
  transactions: (min: number, max: number) => `a number of transactions, an integer from ${min} to ${max}`,
  milliseconds: (min: number, max: number) => `milliseconds, an integer from ${min} to ${max}`,
  ticks: (min: number, max: number) => `ticks, an integer from ${min} to ${max}`,
  probability: "a probability from 0 to 1",
  latency: "milliseconds, or [min, max]",
  latencyRange: "[min, max] in milliseconds",
  zxid: 'a zxid (an integer, "0x…" or "epoch:counter")',
  text: "text",
  title: "text, or { en: …, zh-CN: …, zh-TW: … }",
  englishTitle: "the English text",
  either: (one: string, other: string) => `${one} or ${other}`,
  server: (example: string) => `a server such as ${example}`,
  step: (example: string) => `a step such as ${example}`,
  objectSuchAs: (example: string) => `an object such as ${example}`,
  servers: "a list of servers",
  serversOrCount: "a list of servers, or a number of servers",
  steps: (example: string) => `a list of steps such as ${example}`,
  sidList: (example: string) => `a list of server ids such as ${example}`,
  partitionName: (example: string) => `a name of letters, digits, ".", "_" and "-", such as ${example}`,
  partitionNames: (example: string) => `a list of names of partitions such as ${example}`,
  partitions: (example: string) => `a number of partitions, or a list such as ${example}`,
  zxidList: (example: string) => `a list of zxids such as ${example}`,
  sidLists: (example: string) => `a list of lists of server ids such as ${example}`,
  anySid: "a server id",
  anySidOrNull: "a server id or null",

  anyInteger: "an integer",
  countOrSids: "a number of servers, or server ids such as 1,2,4",
  zxidForAll: "a zxid for all servers, or one for each such as 8,8,7",
  epochForAll: "an epoch for all servers, or one for each such as 1,1,2",
  startOrder: "server ids such as 1,2,3, or 1+2,3 to start 1 and 2 together",
  moment: "a time such as 09:54, or 2026-11-22T09:54:13",
  electionNumber: "the number of an election, from 1",
  sids: (example: string) => `server ids such as ${example}`,
  change: (example: string) => `a change such as ${example}, 5.up or start=1,2+3`,
  setting: "an option and its value, such as timing.tickTime=500",
  latencyFlag: "milliseconds such as 1, or a range such as 1-20",
  rounds: "a round from 1 up, or a range such as 1-2",
  round: "a round from 1 up",
  zone: "a time zone such as Asia/Shanghai or +08:00",
  fileName: "a file name",

  hexZxid: 'a zxid as "0x…", lower case, at most 64 bits',
  fromZero: "a number from 0 up",

  /** Of an error that has no name here. */
  system: (text: string) => text,
  ENOENT: "no such file or directory",
  EISDIR: "is a directory; expected a file",
  EACCES: "permission denied",
  EPERM: "not permitted",
  ENOSPC: "no space left on device",
  ENOTDIR: "a part of the path is not a directory",
  EROFS: "the file system is read-only",
  EMFILE: "too many open files",
  EIO: "input or output error",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "too many symbolic links",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is too large",
};

/** What a language must provide. */
export type Phrases = typeof phrases;

/** One of them, in no language yet. */
export type Phrase = TextOf<Phrases>;
