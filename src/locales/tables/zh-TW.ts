import type { ServerState, StateReason, StepAction } from "../../trace/events.ts";
import type { Support } from "../../trace/quorum.ts";
import { commandText, numbers, sidList, spanText, written } from "../lists.ts";
import type { ByState, Messages } from "./en.ts";
import { zab } from "./zab/zh-TW.ts";

/** 「伺服器 1、2」 */
const servers = (sids: readonly number[]) => `伺服器 ${list(sids)}`;
const list = (sids: readonly number[]) => sidList(sids).join("、");

function amount({ have, of, unit }: Support): string {
  return unit === "votes" ? `${have}/${of}` : `${have}/${of} 組`;
}

function needed({ need, of, unit }: Support): string {
  return unit === "votes" ? `${need}/${of}` : `${need}/${of} 組`;
}

/** What a step does. */
function stepText(action: StepAction): string {
  if (action.start) return `${servers(numbers(action.start))} 啟動`;
  if (action.fail) return `${servers(numbers(action.fail))} 當機`;
  if (action.restart) return `${servers(numbers(action.restart))} 重新啟動`;
  if (action.pause) return `${servers(numbers(action.pause))} 暫停`;
  if (action.resume) return `${servers(numbers(action.resume))} 恢復執行`;
  if (action.heal) return "網路恢復";
  if (action.write !== undefined) return writeText(action.write);
  if (action.wait !== undefined) return `等待 ${Number(action.wait)} ms`;
  if (Array.isArray(action.partition)) {
    return `網路分割：${action.partition.map((group) => list(numbers(group))).join(" | ")}`;
  }
  if (action.command) return `指令 ${commandText(action.command)}`;
  return "一個步驟";
}

function writeText(write: unknown): string {
  const { count, reach } = written(write);
  const text = `寫入 ${count} 個交易`;
  if (!reach) return text;
  return reach.length === 0
    ? `${text}，在下一步之前只有 Leader 自己有`
    : `${text}，在下一步之前只有${servers(reach)} 收到`;
}

const because: Record<StateReason, string> = {
  start: "剛啟動",
  restart: "重新啟動",
  crash: "當機",
  "leader-lost": "失去 Leader",
  "leader-silent": "Leader 沒有回應",
  "leader-unreachable": "連不上 Leader",
  "quorum-lost": "失去過半的跟隨者",
  "quorum-never": "始終沒有過半的跟隨者",
  "sync-timeout": "未能及時完成同步",
  "leader-behind": "比 Leader 還新",
  "zxid-rollover": "本 epoch 的 zxid 已用盡",
  elected: "選舉產生",
  joined: "加入",
  left: "放棄了原來的 Leader",
  exited: "行程結束",
  heard: "據所收到的通知",
};

/** Every text of the tables, in traditional Chinese. */
export const zhTW: Messages = {
  language: "zh-TW",

  zab,

  columns: {
    server: "伺服器",
    servers: "伺服器",
    held: "原選票",
    votes: "投票",
    received: "收到的選票",
    holds: "現選票",
    heldAndHolds: "原選票、現選票",
    tally: "統計選票",
    best: "收到的最優選票",
  },

  sentences: (texts) => texts.join(""),
  legend: (parts) => `${parts.join("；")}。`,
  group: (label, sids, why) => `${label}：${list(sids)}${why.length === 0 ? "" : `（${why.join("，")}）`}`,

  amount,
  ensemble: (voters, observers, support) =>
    `${voters} 台伺服器${observers > 0 ? `、${observers} 台觀察者` : ""}，過半：${needed(support)}`,
  inOffice: (leader) => `現任 Leader：${leader}`,
  step: (number, of, action) => (of === 1 ? stepText(action) : `第 ${number}/${of} 步：${stepText(action)}`),
  later: (ms) => `${ms} ms 之後`,
  at: (ms) => `第 ${ms} ms`,
  election: (epoch, ofLog) => (ofLog ? `electionEpoch ${epoch}` : `第 ${epoch} 次選舉`),
  inElection: (epoch, ofLog) => (ofLog ? `electionEpoch ${epoch}` : `選舉 ${epoch}`),
  looking: "LOOKING",
  because: (reason, afterMs, detail = "") =>
    `${because[reason] ?? reason}${detail && `：${detail}`}${afterMs[1] > 0 ? `，${spanText(afterMs, " 至 ")} ms 之後` : ""}`,
  stillLooking: "仍在 LOOKING",
  down: "已當機",
  quorum: (support) => `過半：${needed(support)}`,

  notation: {
    votes: (epochShown) => (epochShown ? "選票寫作 (sid, zxid, eN)，eN 是 peerEpoch" : "選票寫作 (sid, zxid)"),
    everyEpoch: (epoch) => `epoch 都是 ${epoch}`,
    splitZxid: "zxid 寫作 a:b，a 是 epoch，b 是計數",
  },

  round: (round) => `第 ${round} 輪`,
  ownVotes: "各投自己",
  votesArrive: "收到選票，依序比較 epoch、zxid、sid",
  counting: "統計選票",
  answers: "收到回覆",
  noChange: "沒有人改票",

  wins: (sign) => `勝出，${sign}`,
  loses: (sign) => `落敗，${sign}`,
  agrees: "一致",
  weightless: "落敗，權重為 0",
  rule: { peerEpoch: "epoch", zxid: "zxid", sid: "sid" },
  newerElection: (epoch, comparison) => `加入選舉 ${epoch}；${comparison}`,
  olderElection: (epoch) => `舊選舉 ${epoch}，已回覆`,
  ignored: {
    observer: "忽略",
    member: "忽略，不是投票成員",
    "zxid-unknown": "忽略，zxid 未知",
  },
  reports: (state: ServerState, leader, otherEpoch) =>
    `${state}${state === "LEADING" ? "" : ` ${leader ?? "-"}`}${otherEpoch === undefined ? "" : `，epoch ${otherEpoch}`}`,
  observer: "觀察者，已回覆",
  first: "勝出，第一張選票",
  noVote: "無",
  quorumReached: "過半",
  ownVoteEach: "投自己",
  nothingBetter: "沒有更優的",
  told: (leader) => `${leader} 是 Leader`,

  triedAgain: (sids, from, to) =>
    `${servers(sids)} 在 ${from === to ? `${from} ms` : `${from} 到 ${to} ms`} 內沒有收到新訊息，於是重試。`,
  finalized: (ms) => `等了 ${ms} ms，沒有更優的選票。`,
  become: (byState: ByState) => `${byState.map(({ state, sids }) => `${list(sids)} 變為 ${state}`).join("；")}。`,
  joins: (sids, leader, told) => `${servers(sids)} 根據 ${list(told)} 的回覆，加入 Leader ${leader}。`,
  established: (epoch) => `確立 epoch ${epoch}。`,
  commit: (count, leader, zxid, on) => `Leader ${leader} 提交 ${count} 個交易，zxid 到 ${zxid}，寫到 ${list(on)}。`,
  nothingCommitted: "沒有 Leader 在服務，什麼也沒有寫入。",
  nothingHappens: "沒有伺服器發起選舉。",
  decideOn: (sids, leader, state) =>
    `${servers(sids)} 選定 ${leader}，但它${state === "DOWN" ? "已當機" : `是 ${state}`}。`,
  leads: (leader, election, support, rounds, ms) =>
    `伺服器 ${leader} ${election === undefined ? "" : `在選舉 ${election} 中`}當選 Leader：獲得 ${support.of} ${support.unit === "votes" ? "票" : "組"}中的 ${support.have} ${support.unit === "votes" ? "票" : "組"}，共 ${rounds} 輪，${ms} ms。`,
  follows: (sids, leader, told) => `${servers(sids)} 根據 ${list(told)} 的回覆，加入 Leader ${leader}；沒有重新選舉。`,
  undecided: (sids, vote, support, ms) =>
    `${sids ? `${servers(sids)} 找不到 Leader` : `${ms} ms 後仍無 Leader`}：${vote} 得到 ${amount(support)}，需要 ${needed(support)}。`,
  pending: (vote, support, ms, waitMs) =>
    `${ms} ms 後尚未決定：${vote} 得到 ${amount(support)}，已經過半，但等待更優選票的 ${waitMs} ms 還沒有過去。`,
  turnedAway: (sid, accepted, leader, epoch) =>
    `伺服器 ${sid} 已接受 epoch ${accepted}，而 Leader ${leader} 在 epoch ${epoch} 中服務：它會一再被拒絕。`,
  noLeader: (sids) => `沒有 Leader：${servers(sids)} 仍在 LOOKING。`,
  end: (leader, byState) =>
    `最終${leader === null ? "沒有 Leader" : `伺服器 ${leader} 是 Leader`}：${byState
      .map(({ state, sids }) => `${state} ${list(sids)}`)
      .join("；")}。`,
  expected: (met, leader, found) => {
    const wanted = leader === null ? "沒有 Leader" : `Leader 是 ${leader}`;
    return met
      ? `符合預期：${wanted}。`
      : `預期${leader === null ? wanted : ` ${wanted}`}，實際${found === null ? "沒有" : `是 ${found}`}。`;
  },
};
