import type { Phrases } from "./en.ts";

/** The types of JSON, as a schema calls them. */
const types = new Map([
  ["number", "數字"],
  ["string", "字串"],
  ["boolean", "布林值"],
  ["Array", "清單"],
  ["Object", "物件"],
]);

const suchAs = (example: string) => `（例如 ${example}）`;
const integer = (min: number, max: number) => `${min} 到 ${max} 的整數`;

/** The parts of sentences, in traditional Chinese. */
export const phrasesZhTW: Phrases = {
  written: (text) => text,

  nothing: "空值",
  emptyList: "空清單",
  list: "清單",
  object: "物件",
  json: (name) => types.get(name) ?? name,

  value: "一個值",
  fieldName: "加引號的欄位名稱",
  commaOr: (close) => `"," 或 "${close}"`,
  end: "文字結尾",

  clusterDescription: "叢集描述（含 servers 欄位的物件）",
  integer,
  sid: (min, max) => `伺服器 ID（${integer(min, max)}）`,
  sidOrNull: (min, max) => `伺服器 ID（${integer(min, max)}）或 null`,
  serverCount: (min, max) => `伺服器台數（${integer(min, max)}）`,
  transactions: (min, max) => `交易數（${integer(min, max)}）`,
  milliseconds: (min, max) => `毫秒數（${integer(min, max)}）`,
  ticks: (min, max) => `tick 數（${integer(min, max)}）`,
  probability: "0 到 1 之間的機率",
  latency: "毫秒數或 [min, max]",
  latencyRange: "以毫秒為單位的 [min, max]",
  zxid: 'zxid（整數、"0x…" 或 "epoch:counter"）',
  text: "文字",
  title: "文字或 { en: …, zh-CN: …, zh-TW: … }",
  englishTitle: "英文文字",
  either: (one, other) => `${one} 或 ${other}`,
  server: (example) => `伺服器${suchAs(example)}`,
  step: (example) => `步驟${suchAs(example)}`,
  objectSuchAs: (example) => `物件${suchAs(example)}`,
  servers: "伺服器清單",
  serversOrCount: "伺服器清單或伺服器台數",
  steps: (example) => `步驟清單${suchAs(example)}`,
  sidList: (example) => `伺服器 ID 清單${suchAs(example)}`,
  partitionName: (example) => `由字母、數字、"."、"_" 和 "-" 組成的名稱${suchAs(example)}`,
  partitionNames: (example) => `分割區名稱清單${suchAs(example)}`,
  partitions: (example) => `分割區數，或分割區清單${suchAs(example)}`,
  zxidList: (example) => `zxid 列表${suchAs(example)}`,
  sidLists: (example) => `由伺服器 ID 清單組成的清單${suchAs(example)}`,
  anySid: "伺服器 ID",
  anySidOrNull: "伺服器 ID 或 null",

  anyInteger: "整數",
  countOrSids: "伺服器台數或伺服器 ID（例如 1,2,4）",
  zxidForAll: "所有伺服器共用的一個 zxid，或每台伺服器一個（例如 8,8,7）",
  epochForAll: "所有伺服器共用的一個 epoch，或每台伺服器一個（例如 1,1,2）",
  startOrder: "伺服器 ID（例如 1,2,3；1+2,3 表示 1 和 2 同時啟動）",
  moment: "時間，例如 09:54 或 2026-11-22T09:54:13",
  electionNumber: "選舉的序號，從 1 開始",
  sids: (example) => `伺服器 ID${suchAs(example)}`,
  change: (example) => `改變（例如 ${example}、5.up 或 start=1,2+3）`,
  setting: "選項和它的值，例如 timing.tickTime=500",
  latencyFlag: "毫秒數（例如 1）或範圍（例如 1-20）",
  rounds: "從 1 開始的輪次或範圍（例如 1-2）",
  round: "從 1 開始的輪次",
  zone: "時區（如 Asia/Shanghai 或 +08:00）",
  fileName: "檔名",

  hexZxid: '"0x…" 形式的 zxid（小寫，最多 64 位元）',
  fromZero: "不小於 0 的數",

  system: (text) => `系統回報：${text}`,
  ENOENT: "沒有這個檔案或目錄",
  EISDIR: "是目錄，應為檔案",
  EACCES: "沒有權限",
  EPERM: "不允許此操作",
  ENOSPC: "磁碟空間已用完",
  ENOTDIR: "路徑中有一段不是目錄",
  EROFS: "檔案系統是唯讀的",
  EMFILE: "開啟的檔案太多",
  EIO: "輸入輸出錯誤",
  ENAMETOOLONG: "名稱太長",
  ELOOP: "符號連結層數太多",
  EDQUOT: "磁碟配額已用完",
  EFBIG: "檔案太大",
};
