import { sidList } from "../../../locales/lists.ts";
import { zhCN as steps } from "../../../locales/tables/zh-CN.ts";
import type { Words } from "../../telling.ts";
import type { End } from "../log.ts";
import type { RaftTables } from "./en.ts";
import type { Answer, Entries, RaftFact } from "./facts.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const log = ({ term, index }: End) => `(${term}, ${index})`;

function range({ first, last }: Entries): string {
  return first === last ? `条目 ${first}` : `条目 ${first} 到 ${last}`;
}

function refusal({ sids, why, end, term, votedFor, leader, candidate }: Answer): string {
  const [sid] = sids;
  const who = list(sids);
  switch (why) {
    case "granted":
      return `${who} 同意`;
    case "log-behind":
      return `${who} 拒绝：自己的日志 ${log(end)} 比 ${log(candidate)} 新`;
    case "already-voted":
      return votedFor === sid ? `${who} 已投给自己` : `${who} 已投给 ${votedFor}`;
    case "older-term":
      return `${who} 已在 term ${term}`;
    case "leader-alive":
      return leader === sid ? `${who} 自己就是 Leader` : `${who} 仍能收到 Leader ${leader} 的心跳`;
  }
}

/** Raft's explanation in simplified Chinese. */
export const words: Words<RaftFact> = {
  leads: ({ leader, term, votes, of, ms, end, first, behind, split }) => {
    const others = votes.filter((sid) => sid !== leader);
    const good = others.length > 0 ? `日志 ${log(end)} 不比 ${list(others)} 的旧` : "有投票权的只有它一台";
    const because = first
      ? `它的选举超时最先到期（本步开始后 ${ms} ms），而且${good}`
      : `它的选举超时在本步开始后 ${ms} ms 到期，而且${good}`;
    const before = behind.length > 0 ? `${list(behind)} 先发起过竞选，但日志太旧。` : "";
    return `服务器 ${leader} 在 term ${term} 当选 Leader，获得 ${of} 票中的 ${votes.length} 票（${list(votes)}）：${because}。${before}${split > 0 ? `此前 ${split} 个 term 里选票都被瓜分。` : ""}`;
  },
  "leads-late": ({ leader, term, votes, of, end }) => {
    const others = list(votes.filter((sid) => sid !== leader));
    return `服务器 ${leader} 在 term ${term} 当选 Leader，获得 ${of} 票中的 ${votes.length} 票（${list(votes)}），这些票是它在先前的步骤里请求的；它的日志 ${log(end)} 不比 ${others} 的旧。`;
  },
  "still-leads": ({ leader, term }) => `服务器 ${leader} 一直是 term ${term} 的 Leader：没有谁在竞选中取代它。`,
  "too-few": ({ up, of, need, terms }) =>
    `没有 Leader：需要 ${of} 票中的 ${need} 票，而有投票权的服务器${up === 0 ? "一台都不在线" : `只有 ${up} 台在线`}。${terms > 0 ? "它们反复竞选，都没有结果。" : ""}`,
  "cut-off": ({ leader, term, need, of }) =>
    `没有 Leader 得到多数服务器跟随：${leader} 自认为是 term ${term} 的 Leader，却连不上 ${of} 台中的 ${need} 台。`,
  "no-winner": ({ terms, won, split, slow }) => {
    const begun = `没有 Leader：一共开始了 ${terms} 个 term，`;
    const why = slow
      ? `答复最多要 ${slow.roundTrip} ms 才到，而选举超时是 ${slow.timeout.join(" 到 ")} ms：选票还没到齐就又超时了（广播的时间必须远小于选举超时，§5.6）。`
      : "";
    if (won > 0) return `${begun}其中 ${won} 个选出过 Leader，但它得知更高的 term，又退位了。${why}`;
    return `${begun}${split ? "每次选票都被瓜分" : "没有候选者获得过半选票"}。${why}`;
  },
  unknown: () => "还没有 Leader：各台的选举超时都还没有到期。",

  step: ({ number, of, action }) => steps.step(number, of, action),
  "why-not": () => "为什么不是其他服务器",
  "beside-zookeeper": () => "与 ZooKeeper 对比",

  "leader-gone": ({ leader, term, alone }) =>
    `term ${term} 的 Leader ${leader} 不在了${alone ? "，其他有投票权的服务器也都不在线。" : "。没有谁会通知 Follower：它们各自等待心跳，直到自己随机选取的选举超时到期（§5.2）。"}`,
  candidacy: ({ sid, term, pre, encouraged, ms, end, yes, no, silent, votes, need, of, won, first, rivals }) => {
    const when = encouraged
      ? ""
      : first
        ? `${ms} ms 后，${sid} 的选举超时最先到期。`
        : `${ms} ms 后，${sid} 的选举超时到期。`;
    const its = `它的日志到 ${log(end)} 为止`;
    const asks = pre
      ? `它先询问谁愿意投给它；${its}。`
      : `${encouraged ? `于是 ${sid} ` : "它"}开始 term ${term}，投给自己；${its}。`;
    const agree = yes.length > 0 ? `${list(yes)} ${pre ? "愿意投给它" : "投给它"}。` : "";
    const refuse = no.length > 0 ? `${no.map((answer) => refusal(answer)).join("；")}。` : "";
    const quiet = silent.length > 0 ? `${list(silent)} 没有回答。` : "";
    const result = won
      ? `得票达到 ${votes}/${of}，${sid} 成为 Leader。`
      : votes >= need
        ? pre
          ? `得票 ${votes}/${of}，过半。`
          : `${votes}/${of} 投给了它，但答复到达之前已经有了更高的 term。`
        : `得票 ${votes}/${of}${pre ? "，没有过半：它的 term 不变" : `，需要 ${need} 票`}${rivals.length > 0 && !pre ? `；${list(rivals)} 也在这个 term 竞选` : ""}。`;
    return `${pre ? `term ${term} 之前` : `term ${term}`}：${when}${asks}${agree}${refuse}${quiet}${result}`;
  },
  likewise: ({ pre, first, last, candidates, unanswered, need }) =>
    `${pre ? `term ${first} 之前` : `term ${first} 到 ${last}`}：服务器 ${list(candidates)} ${pre ? "反复这样询问" : "以同样的方式继续竞选"}，${unanswered ? `回答的服务器始终没有过半（需要 ${need} 台）` : "始终没有谁获得过半选票"}。`,
  late: ({ candidate, pre, first, last, yes, no }) => {
    const what = pre ? `在 term ${last} 之前` : first === last ? `在 term ${last} ` : `在 term ${first} 到 ${last} `;
    const refuse = pre && no.length > 0 ? `${no.map((answer) => refusal(answer)).join("；")}。` : "";
    const agree = yes.length === 0 ? "" : pre ? `${list(yes)} 愿意投给它。` : `在 term ${last}，${list(yes)} 投给它。`;
    return `${candidate} ${what}发出的请求现在才到。${agree}${refuse}`;
  },
  "won-late": ({ sid, term, votes, of }) =>
    `${sid} 现在有了 term ${term} 的 ${votes.length}/${of} 票（${list(votes)}），成为 Leader。`,
  "steps-down": ({ sid, was, term, from }) =>
    `${sid} 原是 term ${was} 的 Leader，现在从 ${from} 得知 term ${term}，于是退位：以 term 高的为准（§5.1）。`,
  "no-op": ({ leader, term, index, commits, on, of }) =>
    `${leader} 上任后先追加一条没有内容的条目（§8），即 term ${term} 的条目 ${index}：以前的 term 留下的条目，只能随 Leader 自己 term 的条目一起提交（§5.4.2）。${commits === undefined ? `它只在 ${list(on)} 上，${on.length}/${of}：没有提交。` : `它复制到 ${list(on)}，${on.length}/${of}：条目 ${commits} 及之前的都已提交。`}`,
  written: ({ leader, term, entries, on, of, need, committed }) =>
    `Leader ${leader} 在 term ${term} 追加${range(entries)}。${committed ? `${list(on)} 都有，${on.length}/${of}：已提交。` : `只有 ${list(on)} 有，${on.length}/${of}，需要 ${need} 台：没有提交。`}`,
  "caught-up": ({ sids, last }) => `服务器 ${list(sids)} 原来缺少条目，现在补齐到 ${log(last)}。`,
  discards: ({ sids, entries, leader }) =>
    `服务器 ${list(sids)} 丢弃${range(entries)}（term ${entries.term}）：Leader ${leader} 在${entries.first === entries.last ? "这个位置" : "这些位置"}上是别的条目（§5.3）。丢弃的都没有提交过，所以承诺过的写入没有丢失。`,
  quiet: ({ leader, term }) =>
    leader === undefined ? "没有变化。" : `没有变化：${leader} 是 term ${term} 的 Leader。`,
  "two-leaders": ({ old, oldTerm, leader, term }) =>
    `${old} 对此一无所知，仍自认为是 term ${oldTerm} 的 Leader；但没有过半的服务器，它什么也提交不了。term ${term} 的 Leader 是 ${leader}。`,

  down: () => "已宕机",
  "not-up": ({ leader }) => `${leader} 当选时不在线`,
  "heard-another": ({ leader, other }) =>
    `和 Leader ${other} 在网络的同一侧，仍能收到它的心跳，也没有收到 ${leader} 的拉票`,
  "out-of-reach": ({ leader }) => `没有收到 ${leader} 的拉票，也收不到其他投票者的消息`,
  deposed: ({ term, now }) => `原是 term ${term} 的 Leader，直到得知 term ${now}`,
  observer: () => "没有投票权（Observer）：只接收条目，从不竞选",
  "log-behind": ({ end, newer, newest, need }) =>
    `日志太旧：${log(end)} < ${log(newest)}；${list(newer)} 会拒绝它，而它需要 ${need} 票`,
  "too-late": ({ leader, asked }) =>
    asked
      ? `日志够新，但选举超时到期得太晚：票已经投给了 ${leader}`
      : `日志够新，但 ${leader} 拉票时，它的选举超时还没有到期`,
  stale: ({ term, now }) => `是 term ${term} 的 Leader，但这个 term 已经过去：term ${now} 另有 Leader`,
  "no-majority": ({ need }) => `得不到所需的 ${need} 票`,
  follows: ({ leader }) => `能收到 Leader ${leader} 的心跳，所以不竞选`,
  contrast: () =>
    "在 Raft 里，只要日志不比多数服务器旧，选票又没有被瓜分，谁先拉票谁就当选。在 ZooKeeper 里，每台服务器都投给自己所知的最优者，最优者当选：(epoch, zxid, sid) 最大的那台，来得再晚也一样。",
  "contrast-none": () => "ZooKeeper 的选举同样需要过半；没有过半的服务器，也选不出 Leader。",
  "pre-vote-today": ({ preVote }) =>
    preVote
      ? "这里的 pre-vote 是一个选项，依据 Raft 博士论文（§9.6）。etcd 从 3.5 起默认打开，Consul 所用的 HashiCorp 库从 1.7 起默认打开。"
      : "这里是论文中的 Raft。如今的系统在开始新的 term 之前先问一问（pre-vote，博士论文 §9.6；这里是选项 preVote）：etcd 从 3.5 起默认如此，Consul 所用的 HashiCorp 库从 1.7 起、Kafka 的 KRaft 从 4.0 起也是如此。",
  "left-out": () =>
    "没有模拟的：快照和成员变更（§6、§7），以及 Leader 收不到多数服务器的消息时自行退位（etcd 的 check quorum）。",
};

/** Raft's tables in simplified Chinese. */
export const tables: RaftTables = {
  term: (term) => `term ${term}`,
  before: (term) => `term ${term} 之前的 pre-vote`,
  firstTimeout: (sid, ms) => `${ms} ms 后，${sid} 的选举超时最先到期`,
  timeout: (sid, ms) => `${ms} ms 后，${sid} 的选举超时到期`,
  encouraged: (sid) => `过半的服务器愿意投给 ${sid}`,
  legend: "日志以最后一个条目的 (term, index) 表示。term 高的较新；term 相同时，较长的较新。",
  columns: { candidate: "候选者", log: "日志", answers: "回答", votes: "得票" },
  said: (sids, answer) => `${sids}：${answer}`,
  yes: (pre) => (pre ? "愿意" : "同意"),
  logBehind: (own, its) => `拒绝，自己的日志 ${own} 比 ${its} 新`,
  votedItself: () => "拒绝，已投给自己",
  votedFor: (whom) => `拒绝，已投给 ${whom}`,
  olderTerm: (term) => `拒绝，已在 term ${term}`,
  leadsItself: () => "拒绝，自己是 Leader",
  leaderAlive: (leader) => `拒绝，收到 Leader ${leader} 的心跳`,
  silent: "没有回答",
  amount: (have, of) => `${have}/${of}`,
  leads: "当选",
  majority: "过半",
  likewise: (pre, first, last, candidates, unanswered, need) =>
    words.likewise({ kind: "likewise", pre, first, last, candidates, unanswered, need }),
  late: (fact) => words.late(fact),
  wonLate: (fact) => words["won-late"](fact),
  replication: "复制",
  under: (sid, term) => `Leader ${sid}，term ${term}`,
  logColumns: { server: "服务器", had: "原有", discards: "丢弃", appends: "追加", has: "现有", committed: "已提交" },
  entries: (range, term) => `${range}，term ${term}`,
  nowLeads: (leader, term, followers) =>
    `服务器 ${leader} 是 term ${term} 的 Leader${followers.length > 0 ? `；${list(followers)} 跟随` : ""}。`,
  believes: (sid, term) => `服务器 ${sid} 仍自认为是 term ${term} 的 Leader。`,
  stepsDown: (sid, was, term) => `term ${was} 的 Leader ${sid} 得知 term ${term}，于是退位。`,
  nobody: (up, of, need) =>
    up < need
      ? `没有 Leader：${of} 台中${up === 0 ? "没有一台在线" : `只有 ${up} 台在线`}，需要 ${need} 票。`
      : "没有 Leader。",
};

export const decides = "日志不比多数服务器旧，选举超时最先到期";
