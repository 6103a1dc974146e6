import type { Support } from "../../../trace/quorum.ts";
import { sidList } from "../../lists.ts";
import type { ZabMessages } from "./en.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const servers = (sids: readonly number[]) => `伺服器 ${list(sids)}`;
const groups = ({ unit }: Support) => (unit === "votes" ? "" : " 組");
const amount = (support: Support) => `${support.have}/${support.of}${groups(support)}`;
const needed = (support: Support) => `需要 ${support.need}${groups(support)}`;
const some = (count: number | undefined) => (count === undefined ? "一些" : ` ${count} 個`);
const number = (count: number | undefined) => (count === undefined ? "" : ` ${count} 個`);
const it = (count: number) => (count === 1 ? "它" : "它們");

/** Texts about what follows an election, in traditional Chinese. */
export const zab: ZabMessages = {
  phases: { discovery: "發現", synchronization: "同步", broadcast: "廣播" },
  columns: {
    lastZxid: "最後的 zxid",
    counted: "計入",
    had: "原有",
    mode: "方式，原因",
    drops: "丟棄",
    gets: "補上",
    has: "現有",
    hadAndHas: "原有、現有",
    acknowledges: "ACK",
    zxids: "zxid",
    proposedBy: "提出",
    loggedBy: "已寫入日誌",
    after: "之後",
  },
  ms: (ms) => `${ms} ms`,
  leads: (sid) => `${sid} Leader`,

  newEpoch: (epoch, sids, highest) =>
    `epoch ${epoch}：過半伺服器（${list(sids)}）中最高的 acceptedEpoch 是 ${highest}，再加 1`,
  noEpoch: (leader) => `Leader ${leader}：沒有過半的伺服器接受新的 epoch`,
  inOffice: (leader, epoch) =>
    epoch === undefined ? `Leader ${leader} 已在服務` : `Leader ${leader} 已在 epoch ${epoch} 中服務`,
  notReached: (leader) => `連不上 Leader ${leader}`,
  under: (leader, epoch) => (epoch === undefined ? `Leader ${leader}` : `Leader ${leader}，epoch ${epoch}`),
  history: (leader, zxid) => `Leader ${leader} 擁有直到 ${zxid} 的全部交易`,
  serves: (leader, epoch) => `Leader ${leader}，epoch ${epoch}；過半確認即為已提交`,

  refused: (what, its, leaders) => `被拒絕，${what} ${its} > ${leaders}`,
  refusedAhead: "被拒絕，比 Leader 還新",
  later: "稍後才到",

  snapshot: "快照",
  same: "全都有",
  behind: (lacks) => `缺${some(lacks)}交易`,
  newEpochOnly: (zxid, lacks) => `${zxid} 只是 epoch 的開頭${lacks === undefined ? "" : `；缺${some(lacks)}交易`}`,
  ahead: (count) => `有 Leader 從未有過的${number(count)}交易`,
  diverged: (count) => `有${some(count)}交易與 Leader 的不同`,
  otherEpoch: (count) => `有 Leader 從未有過的${number(count)}交易；TRUNC 不能跨 epoch`,
  tooFar: "早於 Leader 逐個保留的全部交易",
  keepsNone: (zxid) => `Leader 在 ${zxid}，未保留任何交易`,
  unknown: "歷史不明",
  mode: (mode, why) => `${mode}，${why}`,

  acknowledged: (sids, epoch, support, isQuorum) => {
    const says = `${servers(sids)} 寫入 currentEpoch ${epoch} 並確認 NEWLEADER`;
    if (!support) return `${says}。`;
    return `${says}：${amount(support)}，${isQuorum ? "過半" : needed(support)}。`;
  },
  serving: (sids, epoch, same) =>
    `${same ? (sids.length > 1 ? "它們" : "它") : `${servers(sids)} `}開始${epoch === undefined ? "" : `在 epoch ${epoch} 中`}服務。`,

  committed: "已提交",
  onlyLogged: "只寫入日誌",
  unheard: (leader) => `過半已寫入日誌，但 Leader ${leader} 尚未得知`,
  lostHere: "遺失",
  carriedOn: (zxids, count, leader) => `${zxids} 由此提交：${it(count)}在 Leader ${leader} 的歷史中。`,
  lost: (zxids, count, leader, on) =>
    `${zxids} 遺失：Leader ${leader} 沒有${it(count)}就開始服務${on.length === 0 ? "" : `；只有 ${list(on)} 還留著${it(count)}`}。`,
  drops: (sids, zxids, mode) => `${servers(sids)} 丟棄 ${zxids}${mode === undefined ? "" : `（${mode}）`}。`,
  sendsSnapshot: (leader, sids) => `Leader ${leader} 把快照傳給 ${list(sids)}（SNAP）。`,
  onlyLoggedBy: (count, sids, support) =>
    `${count} 個交易只寫入了 ${list(sids)} 的日誌：${amount(support)}，${needed(support)}；什麼也沒有提交。`,
  unheardBy: (count, sids, support, leader) =>
    `${count} 個交易已寫入過半伺服器 ${list(sids)} 的日誌（${amount(support)}），但 Leader ${leader} 尚未得知；什麼也沒有提交。`,
  fates: (proposed, committed, lost, open) => {
    const parts = [
      `${committed} 個已提交`,
      ...(lost.count > 0 ? [`${lost.count} 個遺失（${lost.zxids}）`] : []),
      ...(open.count > 0 ? [`${open.count} 個只寫入日誌（${open.zxids}）`] : []),
    ];
    return `提出的 ${proposed} 個交易中，${parts.join("，")}。`;
  },
  zxids: (ranges, more) => `${ranges.join("、")}${more === 0 ? "" : ` 等 ${ranges.length + more} 段`}`,
};
