import type { Support } from "../../../trace/quorum.ts";
import { sidList } from "../../lists.ts";
import type { Brought, ZabMessages, Zxids } from "./en.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const servers = (sids: readonly number[]) => `服务器 ${list(sids)}`;

function quorum({ have, need, of, unit }: Support): string {
  const ofAll = unit === "groups" ? `${have}/${of} 组` : `${have}/${of}`;
  return have >= need ? `${ofAll}，已过半` : `${ofAll}，需要 ${need}`;
}

function transactions({ count, zxids }: Zxids): string {
  if (count <= 2) return `事务 ${zxids.join("、")}`;
  return `事务 ${zxids[0]} 到 ${zxids.at(-1)}（共 ${count} 个）`;
}

const it = ({ count }: Zxids) => (count === 1 ? "它" : "它们");

/** Before a word: a blank follows a number. */
function spaced(what: Zxids): string {
  return what.count <= 2 ? `${transactions(what)} ` : transactions(what);
}

/** What happens after the vote, in simplified Chinese. */
export const zab: ZabMessages = {
  epochSkipped: (epoch, highest, most) =>
    `新的 epoch 是 ${epoch}：${list(highest)} 已经接受过 epoch ${most}，而同一个 epoch 不会提出两次。`,
  epochRaised: (epoch, heard, most) => `${list(heard)} 接受过的 epoch 最大是 ${most}，所以新的 epoch 是 ${epoch}。`,
  proposesEpoch: (leader, epoch, heard, most, accepted) =>
    `${leader} 提出 epoch ${epoch}，因为 ${list(heard)} 接受过的 epoch 最大是 ${most}。${
      accepted.length === 0 ? "还没有其他服务器接受。" : `${list(accepted)} 已接受，但 ${leader} 还没有收到过半的回应。`
    }`,
  refused: (leader, from, ahead) =>
    `${leader} 拒绝 ${from}，因为 ${from} 比它新${ahead ? `（${ahead[0]} > ${ahead[1]}）` : ""}：Leader 必须拥有跟随者的一切。`,
  acceptedAhead: (sids, leader) =>
    `${list(sids)} 接受过的 epoch（acceptedEpoch）比 Leader ${leader} 的大，所以只要 ${leader} 还是 Leader，就会一再被拒绝。`,
  epochSign: (epoch) => `epoch ${epoch}`,
  zxidSign: (zxid) => `zxid ${zxid}`,

  lacked: ({ sids, leader, received }) =>
    received ? `${list(sids)} 缺少${transactions(received)}，由 ${leader} 补上（DIFF）。` : "",
  truncated: ({ sids, leader, discarded, received, to }) => {
    const cuts = `把日志截断${to === undefined ? "" : `到 ${to}`}（TRUNC）`;
    const gets = received ? `，再补上${transactions(received)}` : "";
    return discarded
      ? `${list(sids)} 有${transactions(discarded)}，Leader ${leader} 从来没有，于是${cuts}${gets}。`
      : `${list(sids)} ${cuts}${gets}，与 Leader ${leader} 一致。`;
  },
  snapshot: ({ sids, leader, from, to, discarded }: Brought, why) => {
    const ends = from === undefined ? "" : ` 是 ${from}`;
    const reasons: Record<string, string> = {
      "too-far": `${list(sids)} 的最后一个 zxid${ends}，早于 Leader ${leader} 内存中逐个保留的全部事务`,
      "other-epoch": `${list(sids)} 的最后一个 zxid${ends}，Leader ${leader} 没有，而 TRUNC 不跨 epoch`,
      unknown: `${list(sids)} 的最后一个 zxid${ends}，Leader ${leader} 无从接续`,
    };
    const reason = why === undefined ? undefined : reasons[why];
    const takes = `取得 Leader ${leader} 的快照${to === undefined ? "" : `，到 ${to} 为止`}（SNAP）`;
    const drops = discarded ? `${spaced(discarded)}是 ${leader} 从来没有的，随之丢弃。` : "";
    return reason === undefined
      ? `${list(sids)} ${takes}。${drops}`
      : `${reason}，因此不逐个补发，而是${takes}。${drops}`;
  },
  snapshotZxid: (sids, zxid, epoch) => `${zxid} 是 epoch ${epoch} 的起点，不是事务；${list(sids)} 以后会用它投票。`,
  notWritten: (sids) => `${list(sids)} 还没有写入。`,

  notEstablished: (leader, epoch, sids, support) =>
    support.have >= support.need
      ? `${list(sids)} 已写入 epoch ${epoch}（${quorum(support)}），但 ${leader} 还没有收到过半的确认：这个 epoch 没有确立。`
      : `只有 ${list(sids)} 写入了 epoch ${epoch}（${quorum(support)}）：这个 epoch 没有确立。`,
  establishedLater: (leader, epoch) => `${leader} 收到了过半的确认：epoch ${epoch} 确立。`,

  logged: (what, leader, sids, support) => {
    const on = `只写入了 ${list(sids)} 的日志`;
    return support.have >= support.need
      ? `${spaced(what)}${on}（${quorum(support)}），但 Leader ${leader} 还不知道，没有提交。`
      : `${spaced(what)}${on}（${quorum(support)}），什么也没有提交。`;
  },
  survived: (what, { leader, sids, voters, both }) =>
    `${spaced(what)}没有提交，但 ${list(sids)} 的日志里有，其中 ${list(both)} 参与选出了 ${leader}（${list(voters)} 投票）。zxid 最大者胜出，所以 ${leader} 也有，并在开始服务时提交。`,
  lost: (what, { leader, sids, voters, both }) =>
    both.length === 0
      ? `${spaced(what)}只在 ${list(sids)} 上，选出 ${leader} 的 ${list(voters)} 都没有。${it(what)}从未提交，所以已提交的事务没有丢失。`
      : `${spaced(what)}在 ${list(sids)} 上，但 ${list(both)} 的选票还是落败了：先比 epoch，再比 zxid。${leader} 没有${it(what)}。`,
  kept: (zxid, { leader, sids, voters, both }) =>
    `已提交的事务没有丢失：到 ${zxid} 为止的全部事务已写入 ${list(sids)}，已过半，而任何两个过半的集合必有交集。选出 ${leader} 的 ${list(voters)} 中，${list(both)} 有这些事务，zxid 更小的选票胜不过它们。`,
  keptAgain: (zxid, { leader, both }) =>
    `已提交的事务（到 ${zxid} 为止）在选出 ${leader} 的 ${list(both)} 上，全部保留。`,
  snapshotVotes: (sids, zxid, leader, epoch) =>
    `${list(sids)} 以 ${zxid} 投票，因为取得过 Leader ${leader} 的快照：它是 epoch ${epoch} 的起点，不是事务。以 DIFF 同步的服务器，zxid 仍是最后一个事务的。`,

  fates: {
    lost: (what, leader, sids, dropped, left) => {
      const only = `${spaced(what)}只有${servers(sids)} 写入过日志，没有提交`;
      if (left.length > 0 && dropped.length === 0) return `${only}：Leader ${leader} 没有${it(what)}。`;
      if (left.length > 0) return `${only}：${list(dropped)} 已丢弃，${list(left)} 上还留着。`;
      return `${only}，跟随新 Leader 时被丢弃。`;
    },
    survived: (what, leader, sids) =>
      `${spaced(what)}由${servers(sids)} 写入过日志而没有提交，但保留了下来：Leader ${leader} 有${it(what)}，并提交了${it(what)}。`,
    open: (what, sids, support) =>
      `${spaced(what)}只写入了${servers(sids)} 的日志（${quorum(support)}），${support.have >= support.need ? "还没有提交" : "没有提交"}。`,
    kept: (zxid) => `已提交的事务（到 ${zxid} 为止）全部保留。`,
    snapshot: (sids, zxid) => `zxid ${zxid} 不是任何事务：${list(sids)} 加入时取得的快照带有这个 zxid。`,
  },
};
