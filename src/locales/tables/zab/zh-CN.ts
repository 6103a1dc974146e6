import type { Support } from "../../../trace/quorum.ts";
import { sidList } from "../../lists.ts";
import type { ZabMessages } from "./en.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const servers = (sids: readonly number[]) => `服务器 ${list(sids)}`;
const groups = ({ unit }: Support) => (unit === "votes" ? "" : " 组");
const amount = (support: Support) => `${support.have}/${support.of}${groups(support)}`;
const needed = (support: Support) => `需要 ${support.need}${groups(support)}`;
const some = (count: number | undefined) => (count === undefined ? "一些" : ` ${count} 个`);
const number = (count: number | undefined) => (count === undefined ? "" : ` ${count} 个`);
const it = (count: number) => (count === 1 ? "它" : "它们");

/** Texts about what follows an election, in simplified Chinese. */
export const zab: ZabMessages = {
  phases: { discovery: "发现", synchronization: "同步", broadcast: "广播" },
  columns: {
    lastZxid: "最后的 zxid",
    counted: "计入",
    had: "原有",
    mode: "方式，原因",
    drops: "丢弃",
    gets: "补上",
    has: "现有",
    hadAndHas: "原有、现有",
    acknowledges: "ACK",
    zxids: "zxid",
    proposedBy: "提出",
    loggedBy: "已写入日志",
    after: "之后",
  },
  ms: (ms) => `${ms} ms`,
  leads: (sid) => `${sid} Leader`,

  newEpoch: (epoch, sids, highest) =>
    `epoch ${epoch}：过半服务器（${list(sids)}）中最高的 acceptedEpoch 是 ${highest}，再加 1`,
  noEpoch: (leader) => `Leader ${leader}：没有过半的服务器接受新的 epoch`,
  inOffice: (leader, epoch) =>
    epoch === undefined ? `Leader ${leader} 已在服务` : `Leader ${leader} 已在 epoch ${epoch} 中服务`,
  notReached: (leader) => `连接不上 Leader ${leader}`,
  under: (leader, epoch) => (epoch === undefined ? `Leader ${leader}` : `Leader ${leader}，epoch ${epoch}`),
  history: (leader, zxid) => `Leader ${leader} 拥有直到 ${zxid} 的全部事务`,
  serves: (leader, epoch) => `Leader ${leader}，epoch ${epoch}；过半确认即为已提交`,

  refused: (what, its, leaders) => `被拒绝，${what} ${its} > ${leaders}`,
  refusedAhead: "被拒绝，比 Leader 还新",
  later: "稍后才到",

  snapshot: "快照",
  same: "全都有",
  behind: (lacks) => `缺${some(lacks)}事务`,
  newEpochOnly: (zxid, lacks) => `${zxid} 只是 epoch 的开头${lacks === undefined ? "" : `；缺${some(lacks)}事务`}`,
  ahead: (count) => `有 Leader 从未有过的${number(count)}事务`,
  diverged: (count) => `有${some(count)}事务与 Leader 的不同`,
  otherEpoch: (count) => `有 Leader 从未有过的${number(count)}事务；TRUNC 不能跨 epoch`,
  tooFar: "早于 Leader 逐个保留的全部事务",
  keepsNone: (zxid) => `Leader 在 ${zxid}，未保留任何事务`,
  unknown: "历史不明",
  mode: (mode, why) => `${mode}，${why}`,

  acknowledged: (sids, epoch, support, isQuorum) => {
    const says = `${servers(sids)} 写入 currentEpoch ${epoch} 并确认 NEWLEADER`;
    if (!support) return `${says}。`;
    return `${says}：${amount(support)}，${isQuorum ? "过半" : needed(support)}。`;
  },
  serving: (sids, epoch, same) =>
    `${same ? (sids.length > 1 ? "它们" : "它") : `${servers(sids)} `}开始${epoch === undefined ? "" : `在 epoch ${epoch} 中`}服务。`,

  committed: "已提交",
  onlyLogged: "只写入日志",
  unheard: (leader) => `过半已写入日志，但 Leader ${leader} 尚未得知`,
  lostHere: "丢失",
  carriedOn: (zxids, count, leader) => `${zxids} 由此提交：${it(count)}在 Leader ${leader} 的历史中。`,
  lost: (zxids, count, leader, on) =>
    `${zxids} 丢失：Leader ${leader} 没有${it(count)}就开始服务${on.length === 0 ? "" : `；只有 ${list(on)} 还留着${it(count)}`}。`,
  drops: (sids, zxids, mode) => `${servers(sids)} 丢弃 ${zxids}${mode === undefined ? "" : `（${mode}）`}。`,
  sendsSnapshot: (leader, sids) => `Leader ${leader} 把快照发给 ${list(sids)}（SNAP）。`,
  onlyLoggedBy: (count, sids, support) =>
    `${count} 个事务只写入了 ${list(sids)} 的日志：${amount(support)}，${needed(support)}；什么也没有提交。`,
  unheardBy: (count, sids, support, leader) =>
    `${count} 个事务已写入过半服务器 ${list(sids)} 的日志（${amount(support)}），但 Leader ${leader} 尚未得知；什么也没有提交。`,
  fates: (proposed, committed, lost, open) => {
    const parts = [
      `${committed} 个已提交`,
      ...(lost.count > 0 ? [`${lost.count} 个丢失（${lost.zxids}）`] : []),
      ...(open.count > 0 ? [`${open.count} 个只写入日志（${open.zxids}）`] : []),
    ];
    return `提出的 ${proposed} 个事务中，${parts.join("，")}。`;
  },
  zxids: (ranges, more) => `${ranges.join("、")}${more === 0 ? "" : ` 等 ${ranges.length + more} 段`}`,
};
