import type { Phrases } from "./en.ts";

/** The types of JSON, as a schema calls them. */
const types = new Map([
  ["number", "数字"],
  ["string", "字符串"],
  ["boolean", "布尔值"],
  ["Array", "列表"],
  ["Object", "对象"],
]);

const suchAs = (example: string) => `（例如 ${example}）`;
const integer = (min: number, max: number) => `${min} 到 ${max} 的整数`;

/** The parts of sentences, in simplified Chinese. */
export const phrasesZhCN: Phrases = {
  written: (text) => text,

  nothing: "空值",
  emptyList: "空列表",
  list: "列表",
  object: "对象",
  json: (name) => types.get(name) ?? name,

  value: "一个值",
  fieldName: "加引号的字段名",
  commaOr: (close) => `"," 或 "${close}"`,
  end: "文本末尾",

  clusterDescription: "集群描述（含 servers 字段的对象）",
  integer,
  sid: (min, max) => `服务器 ID（${integer(min, max)}）`,
  sidOrNull: (min, max) => `服务器 ID（${integer(min, max)}）或 null`,
  serverCount: (min, max) => `服务器台数（${integer(min, max)}）`,
  transactions: (min, max) => `事务数（${integer(min, max)}）`,
  milliseconds: (min, max) => `毫秒数（${integer(min, max)}）`,
  ticks: (min, max) => `tick 数（${integer(min, max)}）`,
  probability: "0 到 1 之间的概率",
  latency: "毫秒数或 [min, max]",
  latencyRange: "以毫秒为单位的 [min, max]",
  zxid: 'zxid（整数、"0x…" 或 "epoch:counter"）',
  text: "文本",
  title: "文本或 { en: …, zh-CN: …, zh-TW: … }",
  englishTitle: "英文文本",
  either: (one, other) => `${one} 或 ${other}`,
  server: (example) => `服务器${suchAs(example)}`,
  step: (example) => `步骤${suchAs(example)}`,
  objectSuchAs: (example) => `对象${suchAs(example)}`,
  servers: "服务器列表",
  serversOrCount: "服务器列表或服务器台数",
  steps: (example) => `步骤列表${suchAs(example)}`,
  sidList: (example) => `服务器 ID 列表${suchAs(example)}`,
  partitionName: (example) => `由字母、数字、"."、"_" 和 "-" 组成的名称${suchAs(example)}`,
  partitionNames: (example) => `分区名称列表${suchAs(example)}`,
  partitions: (example) => `分区数，或分区列表${suchAs(example)}`,
  zxidList: (example) => `zxid 列表${suchAs(example)}`,
  sidLists: (example) => `由服务器 ID 列表组成的列表${suchAs(example)}`,
  anySid: "服务器 ID",
  anySidOrNull: "服务器 ID 或 null",

  anyInteger: "整数",
  countOrSids: "服务器台数或服务器 ID（例如 1,2,4）",
  zxidForAll: "所有服务器共用的一个 zxid，或每台服务器一个（例如 8,8,7）",
  epochForAll: "所有服务器共用的一个 epoch，或每台服务器一个（例如 1,1,2）",
  startOrder: "服务器 ID（例如 1,2,3；1+2,3 表示 1 和 2 同时启动）",
  moment: "时间，例如 09:54 或 2026-11-22T09:54:13",
  electionNumber: "选举的序号，从 1 开始",
  sids: (example) => `服务器 ID${suchAs(example)}`,
  change: (example) => `改变（例如 ${example}、5.up 或 start=1,2+3）`,
  setting: "选项和它的值，例如 timing.tickTime=500",
  latencyFlag: "毫秒数（例如 1）或范围（例如 1-20）",
  rounds: "从 1 开始的轮次或范围（例如 1-2）",
  round: "从 1 开始的轮次",
  zone: "时区（如 Asia/Shanghai 或 +08:00）",
  fileName: "文件名",

  hexZxid: '"0x…" 形式的 zxid（小写，最多 64 位）',
  fromZero: "不小于 0 的数",

  system: (text) => `系统报告：${text}`,
  ENOENT: "没有这个文件或目录",
  EISDIR: "是目录，应为文件",
  EACCES: "没有权限",
  EPERM: "不允许此操作",
  ENOSPC: "磁盘空间已用完",
  ENOTDIR: "路径中有一段不是目录",
  EROFS: "文件系统是只读的",
  EMFILE: "打开的文件太多",
  EIO: "输入输出错误",
  ENAMETOOLONG: "名称太长",
  ELOOP: "符号链接层数太多",
  EDQUOT: "磁盘配额已用完",
  EFBIG: "文件太大",
};
