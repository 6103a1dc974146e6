import type { ServerState, StateReason, StepAction } from "../../trace/events.ts";
import type { Support } from "../../trace/quorum.ts";
import { commandText, numbers, sidList, spanText, written } from "../lists.ts";
import type { ByState, Messages } from "./en.ts";
import { zab } from "./zab/zh-CN.ts";

/** 「服务器 1、2」 */
const servers = (sids: readonly number[]) => `服务器 ${list(sids)}`;
const list = (sids: readonly number[]) => sidList(sids).join("、");

function amount({ have, of, unit }: Support): string {
  return unit === "votes" ? `${have}/${of}` : `${have}/${of} 组`;
}

function needed({ need, of, unit }: Support): string {
  return unit === "votes" ? `${need}/${of}` : `${need}/${of} 组`;
}

/** What a step does. */
function stepText(action: StepAction): string {
  if (action.start) return `${servers(numbers(action.start))} 启动`;
  if (action.fail) return `${servers(numbers(action.fail))} 宕机`;
  if (action.restart) return `${servers(numbers(action.restart))} 重新启动`;
  if (action.pause) return `${servers(numbers(action.pause))} 暂停`;
  if (action.resume) return `${servers(numbers(action.resume))} 恢复运行`;
  if (action.heal) return "网络恢复";
  if (action.write !== undefined) return writeText(action.write);
  if (action.wait !== undefined) return `等待 ${Number(action.wait)} ms`;
  if (Array.isArray(action.partition)) {
    return `网络分区：${action.partition.map((group) => list(numbers(group))).join(" | ")}`;
  }
  if (action.command) return `命令 ${commandText(action.command)}`;
  return "一个步骤";
}

function writeText(write: unknown): string {
  const { count, reach } = written(write);
  const text = `写入 ${count} 个事务`;
  if (!reach) return text;
  return reach.length === 0
    ? `${text}，在下一步之前只有 Leader 自己有`
    : `${text}，在下一步之前只有${servers(reach)} 收到`;
}

const because: Record<StateReason, string> = {
  start: "刚启动",
  restart: "重新启动",
  crash: "宕机",
  "leader-lost": "失去 Leader",
  "leader-silent": "Leader 没有响应",
  "leader-unreachable": "连不上 Leader",
  "quorum-lost": "失去过半的跟随者",
  "quorum-never": "始终没有过半的跟随者",
  "sync-timeout": "未能及时完成同步",
  "leader-behind": "比 Leader 还新",
  "zxid-rollover": "本 epoch 的 zxid 已用尽",
  elected: "选举产生",
  joined: "加入",
  left: "放弃了原来的 Leader",
  exited: "进程退出",
  heard: "据所收到的通知",
};

/** Every text of the tables, in simplified Chinese. */
export const zhCN: Messages = {
  language: "zh-CN",

  zab,

  columns: {
    server: "服务器",
    servers: "服务器",
    held: "原选票",
    votes: "投票",
    received: "收到的选票",
    holds: "现选票",
    heldAndHolds: "原选票、现选票",
    tally: "统计选票",
    best: "收到的最优选票",
  },

  sentences: (texts) => texts.join(""),
  legend: (parts) => `${parts.join("；")}。`,
  group: (label, sids, why) => `${label}：${list(sids)}${why.length === 0 ? "" : `（${why.join("，")}）`}`,

  amount,
  ensemble: (voters, observers, support) =>
    `${voters} 台服务器${observers > 0 ? `、${observers} 台观察者` : ""}，过半：${needed(support)}`,
  inOffice: (leader) => `现任 Leader：${leader}`,
  step: (number, of, action) => (of === 1 ? stepText(action) : `第 ${number}/${of} 步：${stepText(action)}`),
  later: (ms) => `${ms} ms 之后`,
  at: (ms) => `第 ${ms} ms`,
  election: (epoch, ofLog) => (ofLog ? `electionEpoch ${epoch}` : `第 ${epoch} 次选举`),
  inElection: (epoch, ofLog) => (ofLog ? `electionEpoch ${epoch}` : `选举 ${epoch}`),
  looking: "LOOKING",
  because: (reason, afterMs, detail = "") =>
    `${because[reason] ?? reason}${detail && `：${detail}`}${afterMs[1] > 0 ? `，${spanText(afterMs, " 至 ")} ms 之后` : ""}`,
  stillLooking: "仍在 LOOKING",
  down: "已宕机",
  quorum: (support) => `过半：${needed(support)}`,

  notation: {
    votes: (epochShown) => (epochShown ? "选票写作 (sid, zxid, eN)，eN 是 peerEpoch" : "选票写作 (sid, zxid)"),
    everyEpoch: (epoch) => `epoch 都是 ${epoch}`,
    splitZxid: "zxid 写作 a:b，a 是 epoch，b 是计数",
  },

  round: (round) => `第 ${round} 轮`,
  ownVotes: "各投自己",
  votesArrive: "收到选票，依次比较 epoch、zxid、sid",
  counting: "统计选票",
  answers: "收到答复",
  noChange: "没有人改票",

  wins: (sign) => `胜出，${sign}`,
  loses: (sign) => `落败，${sign}`,
  agrees: "一致",
  weightless: "落败，权重为 0",
  rule: { peerEpoch: "epoch", zxid: "zxid", sid: "sid" },
  newerElection: (epoch, comparison) => `加入选举 ${epoch}；${comparison}`,
  olderElection: (epoch) => `旧选举 ${epoch}，已回复`,
  ignored: {
    observer: "忽略",
    member: "忽略，不是投票成员",
    "zxid-unknown": "忽略，zxid 未知",
  },
  reports: (state: ServerState, leader, otherEpoch) =>
    `${state}${state === "LEADING" ? "" : ` ${leader ?? "-"}`}${otherEpoch === undefined ? "" : `，epoch ${otherEpoch}`}`,
  observer: "观察者，已回复",
  first: "胜出，第一张选票",
  noVote: "无",
  quorumReached: "过半",
  ownVoteEach: "投自己",
  nothingBetter: "没有更优的",
  told: (leader) => `${leader} 是 Leader`,

  triedAgain: (sids, from, to) =>
    `${servers(sids)} 在 ${from === to ? `${from} ms` : `${from} 到 ${to} ms`} 内没有收到新消息，于是重试。`,
  finalized: (ms) => `等了 ${ms} ms，没有更优的选票。`,
  become: (byState: ByState) => `${byState.map(({ state, sids }) => `${list(sids)} 变为 ${state}`).join("；")}。`,
  joins: (sids, leader, told) => `${servers(sids)} 根据 ${list(told)} 的答复，加入 Leader ${leader}。`,
  established: (epoch) => `确立 epoch ${epoch}。`,
  commit: (count, leader, zxid, on) => `Leader ${leader} 提交 ${count} 个事务，zxid 到 ${zxid}，写到 ${list(on)}。`,
  nothingCommitted: "没有 Leader 在服务，什么也没有写入。",
  nothingHappens: "没有服务器发起选举。",
  decideOn: (sids, leader, state) =>
    `${servers(sids)} 选定 ${leader}，但它${state === "DOWN" ? "已宕机" : `是 ${state}`}。`,
  leads: (leader, election, support, rounds, ms) =>
    `服务器 ${leader} ${election === undefined ? "" : `在选举 ${election} 中`}当选 Leader：获得 ${support.of} ${support.unit === "votes" ? "票" : "组"}中的 ${support.have} ${support.unit === "votes" ? "票" : "组"}，共 ${rounds} 轮，${ms} ms。`,
  follows: (sids, leader, told) => `${servers(sids)} 根据 ${list(told)} 的答复，加入 Leader ${leader}；没有重新选举。`,
  undecided: (sids, vote, support, ms) =>
    `${sids ? `${servers(sids)} 找不到 Leader` : `${ms} ms 后仍无 Leader`}：${vote} 得到 ${amount(support)}，需要 ${needed(support)}。`,
  pending: (vote, support, ms, waitMs) =>
    `${ms} ms 后尚未决定：${vote} 得到 ${amount(support)}，已经过半，但等待更优选票的 ${waitMs} ms 还没有过去。`,
  turnedAway: (sid, accepted, leader, epoch) =>
    `服务器 ${sid} 已接受 epoch ${accepted}，而 Leader ${leader} 在 epoch ${epoch} 中服务：它会一再被拒绝。`,
  noLeader: (sids) => `没有 Leader：${servers(sids)} 仍在 LOOKING。`,
  end: (leader, byState) =>
    `最终${leader === null ? "没有 Leader" : `服务器 ${leader} 是 Leader`}：${byState
      .map(({ state, sids }) => `${state} ${list(sids)}`)
      .join("；")}。`,
  expected: (met, leader, found) => {
    const wanted = leader === null ? "没有 Leader" : `Leader 是 ${leader}`;
    return met
      ? `符合预期：${wanted}。`
      : `预期${leader === null ? wanted : ` ${wanted}`}，实际${found === null ? "没有" : `是 ${found}`}。`;
  },
};
