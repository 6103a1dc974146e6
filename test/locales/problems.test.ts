import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Language } from "../../src/locales/language.ts";
import { en, type Kind, type Problems } from "../../src/locales/problems/en.ts";
import { worded } from "../../src/locales/problems/fault.ts";
import { problemsOf } from "../../src/locales/problems/index.ts";
import { type Phrases, phrases } from "../../src/locales/problems/phrases/en.ts";
import { phrasesZhCN } from "../../src/locales/problems/phrases/zh-CN.ts";
import { phrasesZhTW } from "../../src/locales/problems/phrases/zh-TW.ts";
import { inWords, type TextOf } from "../../src/locales/problems/text.ts";

/** Every text of a catalogue, each with what it may tell of. */
type Samples<Catalogue> = {
  [Key in keyof Catalogue]: TextOf<Catalogue> & readonly [Key, ...unknown[]];
};

const word = '"fial"';
const kinds: Kind[] = ["command", "field", "format", "language", "option", "protocol", "step"];

const problems: Samples<Problems> = {
  empty: ["empty"],
  ownMessage: ["ownMessage"],
  isTrace: ["isTrace"],
  notLog: ["notLog"],
  isLog: ["isLog"],
  tooLong: ["tooLong", 5_000_000],
  refused: ["refused", ["ENOENT"]],
  notWritten: ["notWritten", ["ENOSPC"]],
  cannotWrite: ["cannotWrite", ["system", "text file is busy"]],
  badJson: ["badJson", ["commaOr", "}"], ["end"]],
  badJsonText: ["badJsonText"],
  deepJson: ["deepJson", 64],
  badYaml: ["badYaml", "Tabs are not allowed as indentation"],
  aliasInItself: ["aliasInItself"],
  deepYaml: ["deepYaml", 64],
  secondDocument: ["secondDocument"],
  givenTwice: ["givenTwice", '"sid"'],
  unknown: ["unknown", "option", '"--x"'],
  unknownOf: ["unknownOf", "step", word, ["fail", "start"]],
  unknownNear: ["unknownNear", "step", word, ["fail"]],
  missing: ["missing"],
  missingField: ["missingField", ["anySid"]],
  expected: ["expected", ["integer", 0, 10], ["written", "-1"]],
  tooManyItems: ["tooManyItems", 2000, 2001],
  tooManySteps: ["tooManySteps", 10_000, 10_001],
  noAction: ["noAction", ["start", "fail"]],
  severalActions: ["severalActions", ["fail", "heal"]],
  largeZxid: ["largeZxid", "18446744073709551616", "0xffffffffffffffff"],
  largeHalf: ["largeHalf", '"5000000000:1"', 4_294_967_295],
  inexactZxid: ["inexactZxid", "9007199254740993", "0x20000000000001"],
  latencyReversed: ["latencyReversed", 20, 1],
  slowHeartbeat: ["slowHeartbeat", 300, 150],
  intervalsReversed: ["intervalsReversed", 200, 100],
  noRound: ["noRound", 9, 3],
  noServer: ["noServer", 9, { from: 1, to: 5 }],
  sidTaken: ["sidTaken", 7, 0],
  onlyObservers: ["onlyObservers"],
  observerWith: ["observerWith", 4, "weight"],
  groupless: ["groupless", [2, 3]],
  weightAlone: ["weightAlone"],
  acceptedBehind: ["acceptedBehind", 1, 2],
  noTransaction: ["noTransaction", "1:0"],
  logDescends: ["logDescends", "1:7", "1:8"],
  logGap: ["logGap", "1:8", "1:7", "1:9"],
  epochBegins: ["epochBegins", 2, "2:1", "2:5"],
  otherThanLog: ["otherThanLog", "9", "1:8"],
  snapshotAhead: ["snapshotAhead", "1:9", "1:8"],
  snapshotGap: ["snapshotGap", "1:6", "1:7", "1:3"],
  committedNowhere: ["committedNowhere", "1:9"],
  committedShort: ["committedShort", "1:8", 1, 3, 2],
  committedAhead: ["committedAhead", "1:8", 4],
  partitionTaken: ["partitionTaken", '"orders-0"', 1],
  notReplica: ["notReplica", 9, { from: 1, to: 3 }],
  noInSync: ["noInSync", { from: 1, to: 3 }],
  tooFewBrokers: ["tooFewBrokers", 4, 3],
  tooFewEligible: ["tooFewEligible", 9, 3],
  noServerLine: ["noServerLine"],
  serversElsewhere: ["serversElsewhere", '"zoo.cfg.dynamic"'],
  sidAfterDot: ["sidAfterDot", 9007199254740991],
  groupAfterDot: ["groupAfterDot", 9007199254740991],
  sidOnLine: ["sidOnLine", 1, 2],
  groupAgain: ["groupAgain", 2],
  twiceInGroup: ["twiceInGroup", 1],
  inOtherGroup: ["inOtherGroup", 1, 2],
  weightAgain: ["weightAgain", 1],
  listedTwice: ["listedTwice", 1],
  alreadyUp: ["alreadyUp", 1],
  alreadyDown: ["alreadyDown", 1],
  alreadyPaused: ["alreadyPaused", 1],
  notStarted: ["notStarted", 1],
  isDown: ["isDown", 1],
  isUp: ["isUp", 1],
  isNotPaused: ["isNotPaused", 1],
  startInstead: ["startInstead", 1],
  resumeInstead: ["resumeInstead", 1],
  restartCrashed: ["restartCrashed", 1],
  restartDown: ["restartDown", 1],
  reachObserver: ["reachObserver", 4, { from: 1, to: 3 }],
  leaderObserves: ["leaderObserves", 4],
  leaderWeightless: ["leaderWeightless", 4],
  leaderStarts: ["leaderStarts", 2, 0],
  leaderDown: ["leaderDown", 3],
  unsettled: ["unsettled", 2_000_000, 12],
  noServers: ["noServers"],
  valueCount: ["valueCount", 2, 3, { first: [1, 2, 4], more: false }],
  noScenario: ["noScenario", '"nowhere"'],
  noScenarioNear: ["noScenarioNear", '"observr"', "observer"],
  noBuiltin: ["noBuiltin", '"nowhere"', ["observer", "no-quorum"]],
  noBuiltinNear: ["noBuiltinNear", '"observr"', "observer"],
  noTrace: ["noTrace"],
  wholeTrace: ["wholeTrace", "ndjson"],
  onlyScenario: ["onlyScenario"],
  notIn: ["notIn", "raft"],
  changedTwice: ["changedTwice", "4.zxid"],
  takesNoValue: ["takesNoValue", '"1"'],
  nobodyStarts: ["nobodyStarts", 3],
  nobodyToStart: ["nobodyToStart"],
  noLogFiles: ["noLogFiles"],
  notServerLog: ["notServerLog"],
  noLogs: ["noLogs"],
  noElectionThen: ["noElectionThen", 3],
  noElection: ["noElection", 7, 3],
  onlySimulated: ["onlySimulated"],
  goesNotWith: ["goesNotWith", "--why-not"],
  noCommand: ["noCommand", '"frobnicate"'],
  noArgument: ["noArgument", '"cluster|trace"'],
  noOptionArgument: ["noOptionArgument", '"--zxid <zxids>"'],
  tooManyArguments: ["tooManyArguments", '"table"', 1, 2],
  wrongUsage: ["wrongUsage", "as Commander puts it"],
  notTrace: ["notTrace", '{"type":"trace","version":1,…}'],
  emptyTrace: ["emptyTrace"],
  cutTrace: ["cutTrace"],
  cutLine: ["cutLine"],
  noType: ["noType"],
  secondHeader: ["secondHeader"],
  afterResult: ["afterResult"],
  internalError: ["internalError", "boom"],
};

const parts: Samples<Phrases> = {
  written: ["written", word],
  nothing: ["nothing"],
  emptyList: ["emptyList"],
  list: ["list"],
  object: ["object"],
  json: ["json", "number"],
  value: ["value"],
  zone: ["zone"],
  fieldName: ["fieldName"],
  commaOr: ["commaOr", "]"],
  end: ["end"],
  clusterDescription: ["clusterDescription"],
  integer: ["integer", 0, 10],
  sid: ["sid", 0, 10],
  sidOrNull: ["sidOrNull", 0, 10],
  serverCount: ["serverCount", 1, 2000],
  transactions: ["transactions", 1, 10],
  milliseconds: ["milliseconds", 0, 10],
  ticks: ["ticks", 1, 10],
  probability: ["probability"],
  latency: ["latency"],
  latencyRange: ["latencyRange"],
  zxid: ["zxid"],
  zxidList: ["zxidList", '["1:7", "1:8"]'],
  text: ["text"],
  title: ["title"],
  englishTitle: ["englishTitle"],
  either: ["either", "elected", "established"],
  server: ["server", "{ sid: 1 }"],
  step: ["step", "{ fail: [3] }"],
  objectSuchAs: ["objectSuchAs", "{ leader: 2 }"],
  servers: ["servers"],
  serversOrCount: ["serversOrCount"],
  steps: ["steps", "[{ fail: [3] }]"],
  partitionName: ["partitionName", "orders-0"],
  partitionNames: ["partitionNames", "[orders-0]"],
  partitions: ["partitions", "[{ name: orders-0, replicas: [1, 2, 3] }]"],
  sidList: ["sidList", "[3]"],
  sidLists: ["sidLists", "[[1, 2], [3]]"],
  anySid: ["anySid"],
  anySidOrNull: ["anySidOrNull"],
  anyInteger: ["anyInteger"],
  countOrSids: ["countOrSids"],
  zxidForAll: ["zxidForAll"],
  epochForAll: ["epochForAll"],
  startOrder: ["startOrder"],
  moment: ["moment"],
  electionNumber: ["electionNumber"],
  sids: ["sids", "3,5"],
  change: ["change", "4.zxid=9"],
  setting: ["setting"],
  latencyFlag: ["latencyFlag"],
  rounds: ["rounds"],
  round: ["round"],
  fileName: ["fileName"],
  hexZxid: ["hexZxid"],
  fromZero: ["fromZero"],
  system: ["system", "text file is busy"],
  ENOENT: ["ENOENT"],
  EISDIR: ["EISDIR"],
  EACCES: ["EACCES"],
  EPERM: ["EPERM"],
  ENOSPC: ["ENOSPC"],
  ENOTDIR: ["ENOTDIR"],
  EROFS: ["EROFS"],
  EMFILE: ["EMFILE"],
  EIO: ["EIO"],
  ENAMETOOLONG: ["ENAMETOOLONG"],
  ELOOP: ["ELOOP"],
  EDQUOT: ["EDQUOT"],
  EFBIG: ["EFBIG"],
};

/** Simplified characters, each with the traditional one. */
const characters =
  "务務 选選 应應 为為 实實 际際 现現 个個 过過 项項 错錯 误誤 没沒 写寫 时時 间間 组組 类類 显顯 从從 标標 输輸 动動 启啟 机機 内內 请請 场場 数數 档檔 层層 参參 给給 结結 权權 单單 长長 读讀 对對 与與 两兩 号號 后後 头頭 执執 断斷".split(
    " ",
  );

/** Every name and number that a text tells of, in its order or another. */
function facts(text: string): string[] {
  return (text.match(/"[^"]*"|0x[0-9a-f]+|\d+|--\w+|zk-elect \w+|[a-z]+[A-Z]\w+|servers\[\d+\]|`\w+`/g) ?? []).sort();
}

describe.each<[Language, Phrases]>([
  ["zh-CN", phrasesZhCN],
  ["zh-TW", phrasesZhTW],
])("in %s", (language, translated) => {
  test.each(Object.entries(problems))("the problem %s", (_, fault) => {
    const text = worded(fault, problemsOf(language));
    expect(text).toMatch(/\p{Script=Han}/u);
    expect(text).not.toMatch(/undefined|\[object|NaN/);
    expect(text).not.toBe(worded(fault));
    expect(facts(text)).toEqual(facts(worded(fault)));
    // What Chinese ends or parts its clauses with is Chinese, too.
    expect(text).not.toMatch(/\p{Script=Han}[,;:?!()]/u);
  });

  // What the user wrote has no language.
  test.each(Object.entries(parts).filter(([key]) => key !== "written"))("the part %s", (key, part) => {
    const text = inWords(translated, part);
    expect(text).toMatch(/\p{Script=Han}/u);
    expect(text).not.toMatch(/undefined|\[object|NaN/);
    if (key !== "fieldName") expect(facts(text)).toEqual(facts(inWords(phrases, part)));
    expect(text).not.toMatch(/\p{Script=Han}[,;:?!()]/u);
  });

  test("names every kind of word that can be unknown", () => {
    const texts = kinds.map((kind) => worded(["unknown", kind, word], problemsOf(language)));
    for (const text of texts) expect(text).toMatch(/^\p{Script=Han}{4} "fial"$/u);
    expect(new Set(texts).size).toBe(kinds.length);
  });

  test("keeps to its characters", () => {
    const column = language === "zh-CN" ? 1 : 0;
    const foreign = new RegExp(`[${characters.map((pair) => pair[column]).join("")}]`, "u");
    for (const fault of Object.values(problems)) expect(worded(fault, problemsOf(language))).not.toMatch(foreign);
    for (const part of Object.values(parts)) expect(inWords(translated, part)).not.toMatch(foreign);
  });
});

describe("sids", () => {
  test.each<[Language, string[]]>([
    ["en", ["no server 9; the only server is 1", "no server 9; servers are 1, 2", "no server 9; servers are 1, 3, …"]],
    ["zh-CN", ["没有服务器 9；只有服务器 1", "没有服务器 9；现有服务器 1、2", "没有服务器 9；现有服务器 1、3……"]],
    ["zh-TW", ["沒有伺服器 9；只有伺服器 1", "沒有伺服器 9；現有伺服器 1、2", "沒有伺服器 9；現有伺服器 1、3……"]],
  ])("in %s", (language, texts) => {
    const known = [
      { first: [1], more: false },
      { first: [1, 2], more: false },
      { first: [1, 3], more: true },
    ];
    expect(known.map((sids) => worded(["noServer", 9, sids], problemsOf(language)))).toEqual(texts);
  });
});

test("every text is that of a problem which the program can find", () => {
  const root = join(import.meta.dirname, "../../src");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  const finders = files.filter((file) => file.endsWith(".ts") && !/^locales\b/.test(file));
  const source = finders.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
  const keys = [...Object.keys(en), ...Object.keys(phrases).filter((key) => !/^E[A-Z]+$/.test(key))];
  // As the head of a fault or phrase, or where its name alone stands for it.
  const unused = keys.filter(
    (key) => !new RegExp(`\\["${key}"|refuse\\("${key}"|[:=] "${key}"[ ,)]|, "${key}"\\)`).test(source),
  );
  expect(unused).toEqual([]);
});
