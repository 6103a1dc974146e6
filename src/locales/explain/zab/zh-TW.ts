import type { Support } from "../../../trace/quorum.ts";
import { sidList } from "../../lists.ts";
import type { Brought, ZabMessages, Zxids } from "./en.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const servers = (sids: readonly number[]) => `伺服器 ${list(sids)}`;

function quorum({ have, need, of, unit }: Support): string {
  const ofAll = unit === "groups" ? `${have}/${of} 組` : `${have}/${of}`;
  return have >= need ? `${ofAll}，已過半` : `${ofAll}，需要 ${need}`;
}

function transactions({ count, zxids }: Zxids): string {
  if (count <= 2) return `交易 ${zxids.join("、")}`;
  return `交易 ${zxids[0]} 到 ${zxids.at(-1)}（共 ${count} 個）`;
}

const it = ({ count }: Zxids) => (count === 1 ? "它" : "它們");

/** Before a word: a blank follows a number. */
function spaced(what: Zxids): string {
  return what.count <= 2 ? `${transactions(what)} ` : transactions(what);
}

/** What happens after the vote, in traditional Chinese. */
export const zab: ZabMessages = {
  epochSkipped: (epoch, highest, most) =>
    `新的 epoch 是 ${epoch}：${list(highest)} 已經接受過 epoch ${most}，而同一個 epoch 不會提出兩次。`,
  epochRaised: (epoch, heard, most) => `${list(heard)} 接受過的 epoch 最大是 ${most}，所以新的 epoch 是 ${epoch}。`,
  proposesEpoch: (leader, epoch, heard, most, accepted) =>
    `${leader} 提出 epoch ${epoch}，因為 ${list(heard)} 接受過的 epoch 最大是 ${most}。${
      accepted.length === 0 ? "還沒有其他伺服器接受。" : `${list(accepted)} 已接受，但 ${leader} 還沒有收到過半的回應。`
    }`,
  refused: (leader, from, ahead) =>
    `${leader} 拒絕 ${from}，因為 ${from} 比它新${ahead ? `（${ahead[0]} > ${ahead[1]}）` : ""}：Leader 必須擁有跟隨者的一切。`,
  acceptedAhead: (sids, leader) =>
    `${list(sids)} 接受過的 epoch（acceptedEpoch）比 Leader ${leader} 的大，所以只要 ${leader} 還是 Leader，就會一再被拒絕。`,
  epochSign: (epoch) => `epoch ${epoch}`,
  zxidSign: (zxid) => `zxid ${zxid}`,

  lacked: ({ sids, leader, received }) =>
    received ? `${list(sids)} 缺少${transactions(received)}，由 ${leader} 補上（DIFF）。` : "",
  truncated: ({ sids, leader, discarded, received, to }) => {
    const cuts = `把日誌截斷${to === undefined ? "" : `到 ${to}`}（TRUNC）`;
    const gets = received ? `，再補上${transactions(received)}` : "";
    return discarded
      ? `${list(sids)} 有${transactions(discarded)}，Leader ${leader} 從來沒有，於是${cuts}${gets}。`
      : `${list(sids)} ${cuts}${gets}，與 Leader ${leader} 一致。`;
  },
  snapshot: ({ sids, leader, from, to, discarded }: Brought, why) => {
    const ends = from === undefined ? "" : ` 是 ${from}`;
    const reasons: Record<string, string> = {
      "too-far": `${list(sids)} 的最後一個 zxid${ends}，早於 Leader ${leader} 記憶體中逐個保留的全部交易`,
      "other-epoch": `${list(sids)} 的最後一個 zxid${ends}，Leader ${leader} 沒有，而 TRUNC 不跨 epoch`,
      unknown: `${list(sids)} 的最後一個 zxid${ends}，Leader ${leader} 無從接續`,
    };
    const reason = why === undefined ? undefined : reasons[why];
    const takes = `取得 Leader ${leader} 的快照${to === undefined ? "" : `，到 ${to} 為止`}（SNAP）`;
    const drops = discarded ? `${spaced(discarded)}是 ${leader} 從來沒有的，隨之丟棄。` : "";
    return reason === undefined
      ? `${list(sids)} ${takes}。${drops}`
      : `${reason}，因此不逐個補發，而是${takes}。${drops}`;
  },
  snapshotZxid: (sids, zxid, epoch) => `${zxid} 是 epoch ${epoch} 的起點，不是交易；${list(sids)} 以後會用它投票。`,
  notWritten: (sids) => `${list(sids)} 還沒有寫入。`,

  notEstablished: (leader, epoch, sids, support) =>
    support.have >= support.need
      ? `${list(sids)} 已寫入 epoch ${epoch}（${quorum(support)}），但 ${leader} 還沒有收到過半的確認：這個 epoch 沒有確立。`
      : `只有 ${list(sids)} 寫入了 epoch ${epoch}（${quorum(support)}）：這個 epoch 沒有確立。`,
  establishedLater: (leader, epoch) => `${leader} 收到了過半的確認：epoch ${epoch} 確立。`,

  logged: (what, leader, sids, support) => {
    const on = `只寫入了 ${list(sids)} 的日誌`;
    return support.have >= support.need
      ? `${spaced(what)}${on}（${quorum(support)}），但 Leader ${leader} 還不知道，沒有提交。`
      : `${spaced(what)}${on}（${quorum(support)}），什麼也沒有提交。`;
  },
  survived: (what, { leader, sids, voters, both }) =>
    `${spaced(what)}沒有提交，但 ${list(sids)} 的日誌裡有，其中 ${list(both)} 參與選出了 ${leader}（${list(voters)} 投票）。zxid 最大者勝出，所以 ${leader} 也有，並在開始服務時提交。`,
  lost: (what, { leader, sids, voters, both }) =>
    both.length === 0
      ? `${spaced(what)}只在 ${list(sids)} 上，選出 ${leader} 的 ${list(voters)} 都沒有。${it(what)}從未提交，所以已提交的交易沒有遺失。`
      : `${spaced(what)}在 ${list(sids)} 上，但 ${list(both)} 的選票還是落敗了：先比 epoch，再比 zxid。${leader} 沒有${it(what)}。`,
  kept: (zxid, { leader, sids, voters, both }) =>
    `已提交的交易沒有遺失：到 ${zxid} 為止的全部交易已寫入 ${list(sids)}，已過半，而任何兩個過半的集合必有交集。選出 ${leader} 的 ${list(voters)} 中，${list(both)} 有這些交易，zxid 更小的選票勝不過它們。`,
  keptAgain: (zxid, { leader, both }) =>
    `已提交的交易（到 ${zxid} 為止）在選出 ${leader} 的 ${list(both)} 上，全部保留。`,
  snapshotVotes: (sids, zxid, leader, epoch) =>
    `${list(sids)} 以 ${zxid} 投票，因為取得過 Leader ${leader} 的快照：它是 epoch ${epoch} 的起點，不是交易。以 DIFF 同步的伺服器，zxid 仍是最後一個交易的。`,

  fates: {
    lost: (what, leader, sids, dropped, left) => {
      const only = `${spaced(what)}只有${servers(sids)} 寫入過日誌，沒有提交`;
      if (left.length > 0 && dropped.length === 0) return `${only}：Leader ${leader} 沒有${it(what)}。`;
      if (left.length > 0) return `${only}：${list(dropped)} 已丟棄，${list(left)} 上還留著。`;
      return `${only}，跟隨新 Leader 時被丟棄。`;
    },
    survived: (what, leader, sids) =>
      `${spaced(what)}由${servers(sids)} 寫入過日誌而沒有提交，但保留了下來：Leader ${leader} 有${it(what)}，並提交了${it(what)}。`,
    open: (what, sids, support) =>
      `${spaced(what)}只寫入了${servers(sids)} 的日誌（${quorum(support)}），${support.have >= support.need ? "還沒有提交" : "沒有提交"}。`,
    kept: (zxid) => `已提交的交易（到 ${zxid} 為止）全部保留。`,
    snapshot: (sids, zxid) => `zxid ${zxid} 不是任何交易：${list(sids)} 加入時取得的快照帶有這個 zxid。`,
  },
};
