import type { Kind, Problems, Sids } from "./en.ts";
import type { Phrase } from "./phrases/en.ts";
import { phrasesZhTW } from "./phrases/zh-TW.ts";
import { after } from "./spacing.ts";
import { inWords } from "./text.ts";

const say = (phrase: Phrase) => inWords(phrasesZhTW, phrase);
const mustBe = (what: Phrase) => `應為${after(say(what))}`;
const found = (what: Phrase) => `實際是${after(say(what))}`;
const list = (sids: Sids) =>
  "from" in sids ? `${sids.from} 到 ${sids.to}` : `${sids.first.join("、")}${sids.more ? "……" : ""}`;
const near = (words: readonly string[]) => `是否想寫 ${words.join("、")}？`;

const unknown: Record<Kind, string> = {
  command: "未知指令",
  field: "未知欄位",
  format: "未知格式",
  language: "未知語言",
  option: "未知選項",
  partition: "未知分割區",
  protocol: "未知協定",
  step: "未知步驟",
};

/** Everything that can be wrong with what the user gave, in traditional Chinese. */
export const zhTW: Problems = {
  empty: "內容為空，應為叢集描述（JSON、YAML 或 zoo.cfg）",
  ownMessage: "開頭是給人看的提示，不是 trace：管線只接標準輸出，不要加 2>&1",
  isTrace: "是 trace，不是叢集描述；請用 zk-elect table 顯示，用 zk-elect explain 解釋",
  notLog: "既不是伺服器日誌，也不是設定檔",
  isLog: "是伺服器日誌，不是叢集描述；請用 zk-elect trace 轉成 trace，用 zk-elect diagnose 診斷",
  tooLong: (max) => `超過 ${max} 個字元，作為叢集描述太長`,
  refused: (reason) => say(reason),
  notWritten: (reason) => `標準輸出：${say(reason)}`,
  cannotWrite: (reason) => `無法寫入：${say(reason)}`,

  badJson: (what, seen) => `不是有效的 JSON：${mustBe(what)}，${found(seen)}`,
  badJsonText: "不是有效的 JSON：字串沒有結束，或含有錯誤的跳脫字元",
  deepJson: (max) => `不是有效的 JSON：巢狀超過 ${max} 層`,
  badYaml: (parser) => `不是有效的 YAML：${parser}`,
  aliasInItself: "不是有效的 YAML：別名位於它自己的錨點之內",
  deepYaml: (max) => `巢狀超過 ${max} 層`,
  secondDocument: "出現第二個 YAML 文件；一個檔案只能有一個叢集描述",
  givenTwice: (field) => `欄位 ${field} 出現了兩次`,

  unknown: (kind, word) => `${unknown[kind]} ${word}`,
  unknownOf: (kind, word, known) => `${unknown[kind]} ${word}；可用：${known.join("、")}`,
  unknownNear: (kind, word, words) => `${unknown[kind]} ${word}；${near(words)}`,
  missing: "缺少該欄位",
  missingField: (what) => `缺少該欄位，${mustBe(what)}`,
  expected: (what, seen) => `${mustBe(what)}，${found(seen)}`,
  tooManyItems: (max, count) => `最多 ${max} 項，實際有 ${count} 項`,
  tooManySteps: (max, count) => `最多 ${max} 個步驟，實際有 ${count} 個`,
  noAction: (known) => `沒有動作；可用：${known.join("、")}`,
  severalActions: (actions) => `一個步驟裡有 ${actions.join("、")}；請各寫成一個步驟`,
  largeZxid: (zxid, max) => `${zxid} 超出 64 位元（0x0 到 ${max}）`,
  largeHalf: (zxid, max) => `${zxid}：epoch 和 counter 各為 32 位元（0 到 ${max}）`,
  inexactZxid: (zxid, hex) => `${zxid} 作為數字不精確，請寫成字串 "${hex}"`,
  latencyReversed: (min, max) => `應為 [min, max]，且 min 不大於 max，實際是 [${min}, ${max}]`,
  slowHeartbeat: (heartbeat, least) => `心跳間隔是 ${heartbeat} ms，應小於最短的 electionTimeout，即 ${least} ms`,
  intervalsReversed: (min, max) => `minNotificationInterval（${min}）大於 maxNotificationInterval（${max}）`,

  noRound: (round, last) => `沒有第 ${round} 輪；${last === 0 ? "沒有投過票" : `最後是第 ${last} 輪`}`,
  noServer: (sid, known) =>
    "first" in known && known.first.length === 1
      ? `沒有伺服器 ${sid}；只有伺服器 ${list(known)}`
      : `沒有伺服器 ${sid}；現有伺服器 ${list(known)}`,
  sidTaken: (sid, index) => `sid ${sid} 已被 servers[${index}] 使用`,
  onlyObservers: "所有伺服器都是觀察者，至少要有一個參與者",
  observerWith: (sid, field) => `伺服器 ${sid} 是觀察者，只有參與者才有 ${field}`,
  groupless: (sids) => `伺服器 ${sids.join("、")} 沒有 group；只要有一台寫了 group，所有參與者都要寫`,
  weightAlone: "weight 只在分組時有效，請給每個參與者寫上 group",
  acceptedBehind: (accepted, current) =>
    `已接受的 epoch（${accepted}）小於目前的 epoch（${current}）；伺服器先接受一個 epoch，才在其中服務`,
  noTransaction: (zxid) => `${zxid} 不是交易；每個 epoch 的第一個交易，counter 是 1`,
  logDescends: (zxid, before) => `${zxid} 排在 ${before} 之後；交易日誌裡的 zxid 應從小到大，且不重複`,
  logGap: (what, before, zxid) => `${before} 之後應為 ${what}，實際是 ${zxid}`,
  epochBegins: (epoch, what, zxid) => `epoch ${epoch} 的第一個交易應為 ${what}，實際是 ${zxid}`,
  otherThanLog: (zxid, last) => `${zxid} 不是交易日誌的最後一個 zxid；應為 ${last}，或者有了 log 就不寫 zxid`,
  snapshotAhead: (snapshot, zxid) => `快照到 ${snapshot}，但該伺服器最後的 zxid 是 ${zxid}`,
  snapshotGap: (what, first, snapshot) => `交易日誌從 ${first} 開始，快照應到 ${what} 或更後，實際到 ${snapshot}`,
  committedNowhere: (zxid) => `${zxid} 已提交，卻沒有一台伺服器有它`,
  committedShort: (zxid, have, of, need) =>
    `${zxid} 已提交，卻只在 ${of} 個參與者中的 ${have} 個上；過半需要 ${need} 個`,
  committedAhead: (zxid, leader) => `${zxid} 已提交，在任的 Leader ${leader} 卻沒有它`,

  partitionTaken: (name, index) => `名稱 ${name} 已被 partitions[${index}] 使用`,
  notReplica: (sid, replicas) => `伺服器 ${sid} 上沒有該分割區的副本；副本在 ${list(replicas)} 上`,
  noInSync: (replicas) => `沒有同步副本；至少應有 ${list(replicas)} 中的一個`,
  tooFewBrokers: (factor, brokers) => `每個分割區 ${factor} 個副本，就需要同樣多的伺服器；現在有 ${brokers} 台`,
  tooFewEligible: (need, have) => `在任的 master 需要 ${need} 個有資格成為 master 的節點；現在有 ${have} 個`,

  noServerLine: "沒有 server.N 行；單獨一台伺服器不會選舉",
  serversElsewhere: (file) => `伺服器寫在另一個檔案 ${file} 裡，請改用那個檔案`,
  sidAfterDot: (max) => `"server." 之後應為 0 到 ${max} 的伺服器 ID`,
  groupAfterDot: (max) => `"group." 之後應為 0 到 ${max} 的組號`,
  sidOnLine: (sid, line) => `sid ${sid} 已被第 ${line} 行使用`,
  groupAgain: (group) => `組 ${group} 已經有了`,
  twiceInGroup: (sid) => `伺服器 ${sid} 在這個組裡出現了兩次`,
  inOtherGroup: (sid, group) => `伺服器 ${sid} 已在組 ${group} 中`,
  weightAgain: (sid) => `伺服器 ${sid} 已經有權重了`,

  listedTwice: (sid) => `伺服器 ${sid} 在這個清單裡出現了兩次`,
  alreadyUp: (sid) => `伺服器 ${sid} 已在執行`,
  alreadyDown: (sid) => `伺服器 ${sid} 已經當機`,
  alreadyPaused: (sid) => `伺服器 ${sid} 已經暫停`,
  notStarted: (sid) => `伺服器 ${sid} 尚未啟動`,
  isDown: (sid) => `伺服器 ${sid} 已當機`,
  isUp: (sid) => `伺服器 ${sid} 沒有當機，正在執行`,
  isNotPaused: (sid) => `伺服器 ${sid} 沒有暫停`,
  startInstead: (sid) => `伺服器 ${sid} 沒有當機；請用 start`,
  resumeInstead: (sid) => `伺服器 ${sid} 沒有當機；請用 resume`,
  restartCrashed: (sid) => `伺服器 ${sid} 當機過；請用 restart`,
  restartDown: (sid) => `伺服器 ${sid} 已當機；請用 restart`,
  reachObserver: (sid, participants) => `伺服器 ${sid} 是觀察者，收不到提案；提案只發給參與者 ${list(participants)}`,
  leaderObserves: (sid) => `伺服器 ${sid} 是觀察者，不能當 Leader`,
  leaderWeightless: (sid) => `伺服器 ${sid} 的權重為 0，不能當 Leader`,
  leaderStarts: (sid, step) => `伺服器 ${sid} 在第一個步驟之前已是 Leader，steps[${step}] 卻又啟動它`,
  leaderDown: (sid) => `伺服器 ${sid} 在最後一個步驟之後沒有執行，不能當 Leader`,
  unsettled: (events, ms) =>
    `叢集在一個步驟裡經過 ${events} 個事件仍未穩定（場景的第 ${ms} ms）；可用 \`for\` 提前結束步驟`,

  noServers: "沒有伺服器；請給出 --servers、檔案或內建場景的名稱",
  valueCount: (values, servers, sids) =>
    `${servers} 台伺服器（${list(sids)}）給了 ${values} 個值；應為共用一個，或每台一個`,
  noScenario: (name) => `沒有場景或檔案 ${name}；zk-elect scenarios 可列出內建場景`,
  noScenarioNear: (name, meant) => `沒有場景或檔案 ${name}；${near([meant])}`,
  noBuiltin: (name, known) => `沒有內建場景 ${name}；可用：${known.join("、")}`,
  noBuiltinNear: (name, meant) => `沒有內建場景 ${name}；${near([meant])}`,
  noTrace: "沒有 trace；請給出檔案，或透過管線輸入：zk-elect simulate --json | zk-elect table",
  wholeTrace: (format) => `--rounds 和 --server 只用於表格；trace 總是完整的（--format ${format}）`,
  onlyScenario: "只用於將要執行的場景；trace 講的是已經發生的事",
  notIn: (protocol) => `對協定 ${protocol} 沒有意義，只用於 ZooKeeper 自己的選舉`,
  changedTwice: (target) => `${target} 改了兩次`,
  takesNoValue: (seen) => `不帶值，實際是 ${seen}`,
  nobodyStarts: (leader) => `Leader ${leader} 已經在任，也沒有步驟啟動伺服器；可以用 up 或 down 改變一台伺服器`,
  nobodyToStart: "沒有剩下可以啟動的伺服器",
  noLogFiles: "其中沒有以日誌命名的檔案（*.log、*.log.1、*.out，也可以是 .gz）",
  notServerLog: "不是 ZooKeeper 伺服器的日誌，或其中沒有與選舉有關的內容",
  noLogs: "沒有給出日誌；應為檔案、目錄或萬用字元，或從標準輸入讀取",
  noElectionThen: (of) => `那段時間裡沒有選舉；這些日誌${of === 0 ? "一次也沒有" : `共有 ${of} 次`}（--list 列出全部）`,
  noElection: (number, of) =>
    `這些日誌裡沒有第 ${number} 次選舉；${of === 0 ? "一次也沒有" : `共有 ${of} 次`}（--list 列出全部）`,
  onlySimulated: "真實伺服器的過程無法重新執行；應為場景，或模擬得到的 trace",
  goesNotWith: (option) => `不能與 ${option} 同時使用`,
  noCommand: (name) => `未知指令 ${name}；zk-elect help 可列出所有指令`,
  noArgument: (name) => `缺少參數 ${name}`,
  noOptionArgument: (option) => `選項 ${option} 缺少值`,
  tooManyArguments: (command, expected, given) => `${command} 的參數太多；應為 ${expected} 個，實際有 ${given} 個`,
  wrongUsage: (text) => `用法錯誤：${text}`,

  notTrace: (header) => `不是 trace；開頭應為 zk-elect simulate --json 所寫的檔頭 ${header}`,
  emptyTrace: "trace 為空，第一行應為檔頭",
  cutTrace: "trace 在這一行之後被截斷，最後一行應為 result",
  cutLine: "不是 JSON 或被截斷，每行應為一個 JSON 物件",
  noType: "應為帶 type 的物件",
  secondHeader: "出現第二個檔頭，應只有一個 trace",
  afterResult: "result 是 trace 的最後一行，其後還有內容",

  internalError: (text) => `內部錯誤：${text}（設定 ZK_ELECT_DEBUG=1 可查看位置）`,
};
