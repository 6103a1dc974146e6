import type { Kind, Problems, Sids } from "./en.ts";
import type { Phrase } from "./phrases/en.ts";
import { phrasesZhCN } from "./phrases/zh-CN.ts";
import { after } from "./spacing.ts";
import { inWords } from "./text.ts";

const say = (phrase: Phrase) => inWords(phrasesZhCN, phrase);
const mustBe = (what: Phrase) => `应为${after(say(what))}`;
const found = (what: Phrase) => `实际是${after(say(what))}`;
const list = (sids: Sids) =>
  "from" in sids ? `${sids.from} 到 ${sids.to}` : `${sids.first.join("、")}${sids.more ? "……" : ""}`;
const near = (words: readonly string[]) => `是否想写 ${words.join("、")}？`;

const unknown: Record<Kind, string> = {
  command: "未知命令",
  field: "未知字段",
  format: "未知格式",
  language: "未知语言",
  option: "未知选项",
  partition: "未知分区",
  protocol: "未知协议",
  step: "未知步骤",
};

/** Everything that can be wrong with what the user gave, in simplified Chinese. */
export const zhCN: Problems = {
  empty: "内容为空，应为集群描述（JSON、YAML 或 zoo.cfg）",
  ownMessage: "开头是给人看的提示，不是 trace：管道只接标准输出，不要加 2>&1",
  isTrace: "是 trace，不是集群描述；请用 zk-elect table 显示，用 zk-elect explain 解释",
  notLog: "既不是服务器日志，也不是配置文件",
  isLog: "是服务器日志，不是集群描述；请用 zk-elect trace 转成 trace，用 zk-elect diagnose 诊断",
  tooLong: (max) => `超过 ${max} 个字符，作为集群描述太长`,
  refused: (reason) => say(reason),
  notWritten: (reason) => `标准输出：${say(reason)}`,
  cannotWrite: (reason) => `无法写入：${say(reason)}`,

  badJson: (what, seen) => `不是有效的 JSON：${mustBe(what)}，${found(seen)}`,
  badJsonText: "不是有效的 JSON：字符串没有结束，或含有错误的转义",
  deepJson: (max) => `不是有效的 JSON：嵌套超过 ${max} 层`,
  badYaml: (parser) => `不是有效的 YAML：${parser}`,
  aliasInItself: "不是有效的 YAML：别名位于它自己的锚点之内",
  deepYaml: (max) => `嵌套超过 ${max} 层`,
  secondDocument: "出现第二个 YAML 文档；一个文件只能有一个集群描述",
  givenTwice: (field) => `字段 ${field} 出现了两次`,

  unknown: (kind, word) => `${unknown[kind]} ${word}`,
  unknownOf: (kind, word, known) => `${unknown[kind]} ${word}；可用：${known.join("、")}`,
  unknownNear: (kind, word, words) => `${unknown[kind]} ${word}；${near(words)}`,
  missing: "缺少该字段",
  missingField: (what) => `缺少该字段，${mustBe(what)}`,
  expected: (what, seen) => `${mustBe(what)}，${found(seen)}`,
  tooManyItems: (max, count) => `最多 ${max} 项，实际有 ${count} 项`,
  tooManySteps: (max, count) => `最多 ${max} 个步骤，实际有 ${count} 个`,
  noAction: (known) => `没有动作；可用：${known.join("、")}`,
  severalActions: (actions) => `一个步骤里有 ${actions.join("、")}；请各写成一个步骤`,
  largeZxid: (zxid, max) => `${zxid} 超出 64 位（0x0 到 ${max}）`,
  largeHalf: (zxid, max) => `${zxid}：epoch 和 counter 各为 32 位（0 到 ${max}）`,
  inexactZxid: (zxid, hex) => `${zxid} 作为数字不精确，请写成字符串 "${hex}"`,
  latencyReversed: (min, max) => `应为 [min, max]，且 min 不大于 max，实际是 [${min}, ${max}]`,
  slowHeartbeat: (heartbeat, least) => `心跳间隔是 ${heartbeat} ms，应小于最短的 electionTimeout，即 ${least} ms`,
  intervalsReversed: (min, max) => `minNotificationInterval（${min}）大于 maxNotificationInterval（${max}）`,

  noRound: (round, last) => `没有第 ${round} 轮；${last === 0 ? "没有投过票" : `最后是第 ${last} 轮`}`,
  noServer: (sid, known) =>
    "first" in known && known.first.length === 1
      ? `没有服务器 ${sid}；只有服务器 ${list(known)}`
      : `没有服务器 ${sid}；现有服务器 ${list(known)}`,
  sidTaken: (sid, index) => `sid ${sid} 已被 servers[${index}] 使用`,
  onlyObservers: "所有服务器都是观察者，至少要有一个参与者",
  observerWith: (sid, field) => `服务器 ${sid} 是观察者，只有参与者才有 ${field}`,
  groupless: (sids) => `服务器 ${sids.join("、")} 没有 group；只要有一台写了 group，所有参与者都要写`,
  weightAlone: "weight 只在分组时有效，请给每个参与者写上 group",
  acceptedBehind: (accepted, current) =>
    `已接受的 epoch（${accepted}）小于当前 epoch（${current}）；服务器先接受一个 epoch，才在其中服务`,
  noTransaction: (zxid) => `${zxid} 不是事务；每个 epoch 的第一个事务，counter 是 1`,
  logDescends: (zxid, before) => `${zxid} 排在 ${before} 之后；事务日志里的 zxid 应从小到大，且不重复`,
  logGap: (what, before, zxid) => `${before} 之后应为 ${what}，实际是 ${zxid}`,
  epochBegins: (epoch, what, zxid) => `epoch ${epoch} 的第一个事务应为 ${what}，实际是 ${zxid}`,
  otherThanLog: (zxid, last) => `${zxid} 不是事务日志的最后一个 zxid；应为 ${last}，或者有了 log 就不写 zxid`,
  snapshotAhead: (snapshot, zxid) => `快照到 ${snapshot}，但该服务器最后的 zxid 是 ${zxid}`,
  snapshotGap: (what, first, snapshot) => `事务日志从 ${first} 开始，快照应到 ${what} 或更后，实际到 ${snapshot}`,
  committedNowhere: (zxid) => `${zxid} 已提交，却没有一台服务器有它`,
  committedShort: (zxid, have, of, need) =>
    `${zxid} 已提交，却只在 ${of} 个参与者中的 ${have} 个上；过半需要 ${need} 个`,
  committedAhead: (zxid, leader) => `${zxid} 已提交，在任的 Leader ${leader} 却没有它`,

  partitionTaken: (name, index) => `名称 ${name} 已被 partitions[${index}] 使用`,
  notReplica: (sid, replicas) => `服务器 ${sid} 上没有该分区的副本；副本在 ${list(replicas)} 上`,
  noInSync: (replicas) => `没有同步副本；至少应有 ${list(replicas)} 中的一个`,
  tooFewBrokers: (factor, brokers) => `每个分区 ${factor} 个副本，就需要同样多的服务器；现在有 ${brokers} 台`,
  tooFewEligible: (need, have) => `在任的 master 需要 ${need} 个有资格成为 master 的节点；现在有 ${have} 个`,

  noServerLine: "没有 server.N 行；单独一台服务器不会选举",
  serversElsewhere: (file) => `服务器写在另一个文件 ${file} 里，请改用那个文件`,
  sidAfterDot: (max) => `"server." 之后应为 0 到 ${max} 的服务器 ID`,
  groupAfterDot: (max) => `"group." 之后应为 0 到 ${max} 的组号`,
  sidOnLine: (sid, line) => `sid ${sid} 已被第 ${line} 行使用`,
  groupAgain: (group) => `组 ${group} 已经有了`,
  twiceInGroup: (sid) => `服务器 ${sid} 在这个组里出现了两次`,
  inOtherGroup: (sid, group) => `服务器 ${sid} 已在组 ${group} 中`,
  weightAgain: (sid) => `服务器 ${sid} 已经有权重了`,

  listedTwice: (sid) => `服务器 ${sid} 在这个列表里出现了两次`,
  alreadyUp: (sid) => `服务器 ${sid} 已在运行`,
  alreadyDown: (sid) => `服务器 ${sid} 已经宕机`,
  alreadyPaused: (sid) => `服务器 ${sid} 已经暂停`,
  notStarted: (sid) => `服务器 ${sid} 尚未启动`,
  isDown: (sid) => `服务器 ${sid} 已宕机`,
  isUp: (sid) => `服务器 ${sid} 没有宕机，正在运行`,
  isNotPaused: (sid) => `服务器 ${sid} 没有暂停`,
  startInstead: (sid) => `服务器 ${sid} 没有宕机；请用 start`,
  resumeInstead: (sid) => `服务器 ${sid} 没有宕机；请用 resume`,
  restartCrashed: (sid) => `服务器 ${sid} 宕机过；请用 restart`,
  restartDown: (sid) => `服务器 ${sid} 已宕机；请用 restart`,
  reachObserver: (sid, participants) => `服务器 ${sid} 是观察者，收不到提案；提案只发给参与者 ${list(participants)}`,
  leaderObserves: (sid) => `服务器 ${sid} 是观察者，不能当 Leader`,
  leaderWeightless: (sid) => `服务器 ${sid} 的权重为 0，不能当 Leader`,
  leaderStarts: (sid, step) => `服务器 ${sid} 在第一个步骤之前已是 Leader，steps[${step}] 却又启动它`,
  leaderDown: (sid) => `服务器 ${sid} 在最后一个步骤之后没有运行，不能当 Leader`,
  unsettled: (events, ms) =>
    `集群在一个步骤里经过 ${events} 个事件仍未稳定（场景的第 ${ms} ms）；可用 \`for\` 提前结束步骤`,

  noServers: "没有服务器；请给出 --servers、文件或内置场景的名称",
  valueCount: (values, servers, sids) =>
    `${servers} 台服务器（${list(sids)}）给了 ${values} 个值；应为共用一个，或每台一个`,
  noScenario: (name) => `没有场景或文件 ${name}；zk-elect scenarios 可列出内置场景`,
  noScenarioNear: (name, meant) => `没有场景或文件 ${name}；${near([meant])}`,
  noBuiltin: (name, known) => `没有内置场景 ${name}；可用：${known.join("、")}`,
  noBuiltinNear: (name, meant) => `没有内置场景 ${name}；${near([meant])}`,
  noTrace: "没有 trace；请给出文件，或通过管道输入：zk-elect simulate --json | zk-elect table",
  wholeTrace: (format) => `--rounds 和 --server 只用于表格；trace 总是完整的（--format ${format}）`,
  onlyScenario: "只用于将要运行的场景；trace 讲的是已经发生的事",
  notIn: (protocol) => `对协议 ${protocol} 没有意义，只用于 ZooKeeper 自己的选举`,
  changedTwice: (target) => `${target} 改了两次`,
  takesNoValue: (seen) => `不带值，实际是 ${seen}`,
  nobodyStarts: (leader) => `Leader ${leader} 已经在任，也没有步骤启动服务器；可以用 up 或 down 改变一台服务器`,
  nobodyToStart: "没有剩下可以启动的服务器",
  noLogFiles: "其中没有以日志命名的文件（*.log、*.log.1、*.out，也可以是 .gz）",
  notServerLog: "不是 ZooKeeper 服务器的日志，或其中没有与选举有关的内容",
  noLogs: "没有给出日志；应为文件、目录或通配，或从标准输入读取",
  noElectionThen: (of) => `那段时间里没有选举；这些日志${of === 0 ? "一次也没有" : `共有 ${of} 次`}（--list 列出全部）`,
  noElection: (number, of) =>
    `这些日志里没有第 ${number} 次选举；${of === 0 ? "一次也没有" : `共有 ${of} 次`}（--list 列出全部）`,
  onlySimulated: "真实服务器的过程无法重新运行；应为场景，或模拟得到的 trace",
  goesNotWith: (option) => `不能与 ${option} 同时使用`,
  noCommand: (name) => `未知命令 ${name}；zk-elect help 可列出所有命令`,
  noArgument: (name) => `缺少参数 ${name}`,
  noOptionArgument: (option) => `选项 ${option} 缺少值`,
  tooManyArguments: (command, expected, given) => `${command} 的参数太多；应为 ${expected} 个，实际有 ${given} 个`,
  wrongUsage: (text) => `用法错误：${text}`,

  notTrace: (header) => `不是 trace；开头应为 zk-elect simulate --json 所写的文件头 ${header}`,
  emptyTrace: "trace 为空，第一行应为文件头",
  cutTrace: "trace 在这一行之后被截断，最后一行应为 result",
  cutLine: "不是 JSON 或被截断，每行应为一个 JSON 对象",
  noType: "应为带 type 的对象",
  secondHeader: "出现第二个文件头，应只有一个 trace",
  afterResult: "result 是 trace 的最后一行，其后还有内容",

  internalError: (text) => `内部错误：${text}（设置 ZK_ELECT_DEBUG=1 可查看位置）`,
};
