import type { Criterion, Loss } from "../../explain/facts.ts";
import type { StateReason } from "../../trace/events.ts";
import type { GroupSupport, Support } from "../../trace/quorum.ts";
import { sidList, spanText } from "../lists.ts";
import type { ExplainMessages, Judged, Lost, Winner } from "./en.ts";
import { zab } from "./zab/zh-CN.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
/** 「服务器 1、2」 */
const servers = (sids: readonly number[]) => `服务器 ${list(sids)}`;
const unitOf = ({ unit }: Support) => (unit === "votes" ? "票" : "组");

function votes(support: Support): string {
  const unit = unitOf(support);
  return `${support.of} ${unit}中的 ${support.have} ${unit}`;
}

function amount({ have, of, unit }: Support): string {
  return unit === "votes" ? `${have}/${of}` : `${have}/${of} 组`;
}

function missing(support: Support): string {
  const { have, need } = support;
  const unit = unitOf(support);
  return `需要 ${need} ${unit}，还差 ${need - have} ${unit}`;
}

function groupsText(groups: readonly GroupSupport[] | undefined): string {
  if (!groups) return "";
  const texts = groups.map(({ group, have, need, of }) => `组 ${group} 的权重为 ${have}/${of}，需要 ${need}`);
  return `（${texts.join("；")}）`;
}

function judged({ vote, by, sign, to }: Judged): string {
  const loses = to ? `${vote} 不敌 ${to}` : `${vote} 落败`;
  if (by === "weight") return `${loses}，权重为 0`;
  return sign === "" ? loses : `${loses}，${sign}`;
}

function whyBest({ leader, field, epoch, zxid }: Winner, by: "peerEpoch" | "zxid" | "sid"): string {
  const { sids, highestEpoch, highestZxid, everybody } = field;
  const up = field.unable.length === 0 ? "当时在线的服务器中" : "当时在线、可以当选的服务器中";
  const scope = everybody ? up : "投它的服务器中";
  const epochs = highestEpoch.length < sids.length ? `${list(highestEpoch)} 的 epoch 最大（${epoch}）` : "";
  const largest = highestZxid.length === 2 ? "更大" : "最大";
  switch (by) {
    case "peerEpoch":
      return `${scope}，它的 epoch 最大（${epoch}），zxid 和 sid 不起作用`;
    case "zxid":
      return `${scope}，${epochs ? `${epochs}，其中 ${leader} ` : "它"}的 zxid 最大（${zxid}）`;
    case "sid":
      if (highestZxid.length === sids.length) return `${scope}，epoch、zxid 都相同，它的 sid ${largest}`;
      if (highestZxid.length === highestEpoch.length)
        return `${scope}，${epochs}，zxid 也相同，其中 ${leader} 的 sid ${largest}`;
      return `${scope}，${epochs ? `${epochs}，其中 ` : ""}${list(highestZxid)} 的 zxid 最大（${zxid}），而 ${leader} 的 sid ${largest}`;
  }
}

const leaderName = (lost: number | null) => (lost === null ? "Leader" : `Leader ${lost}`);

const lookingBecause: Partial<Record<StateReason, (lost: number | null) => string>> = {
  start: () => "启动",
  restart: () => "重新启动",
  "leader-lost": (lost) => `失去 ${leaderName(lost)}`,
  "leader-silent": (lost) => `在 syncLimit 个 tick 内没有收到 ${leaderName(lost)} 的消息`,
  "leader-unreachable": (lost) => `连不上 ${leaderName(lost)}`,
  "quorum-lost": () => "身为 Leader，失去了过半的跟随者",
  "quorum-never": () => "当选之后，在 initLimit 个 tick 内始终没有过半的跟随者",
  "sync-timeout": () => "没有在限定时间内与 Leader 同步",
  "leader-behind": (lost) => `不能跟随 ${leaderName(lost)}，因为它比自己旧`,
  "zxid-rollover": () => "身为 Leader，这个 epoch 的 zxid 计数已经用完",
  left: () => "放弃了原来的 Leader",
  heard: () => "没有日志，从其他服务器收到的通知可知",
};

const cutOff: Record<NonNullable<Loss["how"]>, string> = {
  partition: "网络分区把它隔开了",
  pause: "它处于暂停",
  loss: "选票在途中丢失",
  away: "当时它没有在找 Leader，也联系不上",
};

function lossText({ loss, sign, ahead, votes: best }: Lost): string {
  const aside = ahead ? `；${ahead} 虽大，但没比到` : "";
  const texts: Record<Criterion, () => string> = {
    down: () => "不在线",
    observer: () => "观察者：没有投票权，也不能当选",
    weight: () => "权重为 0：无论如何都不能当选",
    peerEpoch: () => `epoch 更小（${sign}）${aside}`,
    zxid: () => `zxid 更小（${sign}）${aside}`,
    sid: () => `epoch、zxid 都相同，sid 更小（${sign}）`,
    late: () => `来得太晚：它的选票胜过当选的那张（${sign}），但${lateText(loss)}`,
    "cut-off": () =>
      `没有收到它的选票${loss.how ? `：${cutOff[loss.how]}` : ""}${sign ? `（否则它以 ${sign} 胜出）` : ""}`,
    short: () => (best ? shortText(best) : "没有人投它"),
    "no-election": () => "没有选出新的 Leader：原来的一直在任",
    unknown: () => (loss.own ? "trace 中没有当选的选票" : "trace 中没有它的选票"),
  };
  return texts[loss.criterion]();
}

function shortText(best: Support): string {
  return best.have >= best.need
    ? `选票最优，获得 ${votes(best)}，但等待更优选票的时间还没有过去`
    : `选票最优，但只获得 ${votes(best)}：${missing(best)}`;
}

function lateText({ began = 0, decided = 0 }: Loss): string {
  return began >= decided
    ? `它在 ${began} ms 开始寻找 Leader 时，Leader 已经选定`
    : `它在 ${began} ms 才开始寻找 Leader，选票送到之前，Leader 已在 ${decided} ms 选定`;
}

/** A server of a log decided, though its supporters are no quorum of the members that are known. */
function countedShort(sids: readonly number[], vote: string, support: Support, supporters: readonly number[]): string {
  if (supporters.length === 0) return `${list(sids)} 选定 ${vote}，但 trace 中看不出是谁的选票凑成过半。`;
  return `${list(sids)} 把 ${list(supporters)} 投给 ${vote} 的 ${amount(support)} 当作过半；按这里已知的成员，尚未过半。`;
}

/** Every sentence of an explanation, in simplified Chinese. */
export const zhCN: ExplainMessages = {
  headings: {
    happened: "经过",
    ownVotes: "各投自己",
    arrive: "收到选票",
    decision: "选定",
    joining: "加入",
    result: "结果",
    whyNot: "为什么不是其他服务器",
    whyNobody: "为什么没有 Leader",
    unknown: "未知",
    way: "一条通知走过的路",
  },

  paragraph: (sentences) => sentences.join(""),
  sentence: (text) => `${text}。`,

  leads: (winner, by, inOffice) => {
    const { leader, support, supporters } = winner;
    const who = `服务器 ${leader} ${inOffice ? "当选 Leader" : "赢得选举"}`;
    const from = support.unit === "votes" ? list(supporters) : `${list(supporters)} 的选票`;
    const count = `${who}，获得 ${votes(support)}（${from}）`;
    if (supporters.length === 0) return `${who}；trace 中没有投给它的选票。`;
    if (support.have < support.need) return `${count}；按这里已知的成员，尚未过半。`;
    if (by === null) return `${count}；trace 中缺少一部分选票。`;
    return by === "only" ? `${count}：除它之外无人可投。` : `${count}：${whyBest(winner, by)}。`;
  },
  leadsAgain: (leader, told) => `服务器 ${leader} 仍是 Leader：它恢复之后，${list(told)} 还在跟随它。`,
  inOffice: (leader, ofLog) =>
    ofLog
      ? `服务器 ${leader} 在 trace 开始之前就处于 LEADING；trace 中没有选举。`
      : `服务器 ${leader} 是 Leader：它从一开始就在任，此后没有选出新的 Leader。`,
  noElection: "这些日志中没有选举，也看不出谁是 Leader。",
  unseen: (leader) => `服务器 ${leader} 是 Leader；trace 中没有它当选的经过。`,
  nobodyAtCut: "trace 中断时还没有 Leader。",
  nobodyUp: "没有 Leader：有投票权的服务器都不在线。",
  tooFewUp: (up, support, groups) =>
    support.unit === "votes"
      ? `没有 Leader：${support.of} 台有投票权的服务器中，只有 ${support.have} 台在线（${list(up)}），需要 ${support.need} 台。`
      : `没有 Leader：在线的服务器（${list(up)}）只能凑成 ${amount(support)}，需要 ${support.need} 组${groupsText(groups)}。`,
  nobodyShort: (vote, support) => `没有 Leader：最受支持的 ${vote} 只获得 ${votes(support)}，${missing(support)}。`,
  nobodyYet: (vote, support) => `尚无 Leader：${vote} 获得 ${votes(support)}，已过半，但等待更优选票的时间还没有过去。`,
  nobody: (looking) =>
    looking.length === 0 ? "没有 Leader，也没有服务器在找 Leader。" : `没有 Leader：${servers(looking)} 处于 LOOKING。`,

  crashed: (leader, others) => {
    if (leader === undefined) return `${servers(others)} 宕机。`;
    return others.length === 0 ? `Leader ${leader} 宕机。` : `Leader ${leader} 宕机，${servers(others)} 也一同宕机。`;
  },
  crashedLater: (sids, afterMs) => `选定之后 ${spanText(afterMs, " 至 ")} ms，${servers(sids)} 宕机。`,
  repeated: (times, until) =>
    times === 1 ? `同样的经过又重复了一次（${until}）。` : `同样的经过又重复了 ${times} 次，直到 ${until}。`,
  goesLooking: (sids, epoch) => `${servers(sids)} 进入 LOOKING，参加第 ${epoch} 次选举。`,
  looking: (sids, reason, lost, epoch, afterMs, detail) => {
    const why = lookingBecause[reason]?.(lost);
    return `${servers(sids)}${why === undefined ? `（${reason}）` : ` ${why}`}，${afterMs[1] > 0 ? `${spanText(afterMs, " 至 ")} ms 之后` : ""}进入 LOOKING，参加第 ${epoch} 次选举。${detail && `日志写道：${detail}。`}`;
  },
  stillLooking: (sids, vote, epoch) =>
    `${servers(sids)} 仍在 LOOKING（第 ${epoch} 次选举）${vote === undefined ? "" : `，投 ${vote}`}。`,
  needed: ({ need, of, unit }, up) => {
    if (unit === "groups") return `共 ${of} 组，过半为 ${need} 组，每组都要有过半的权重。`;
    const there = up < need ? `只有 ${up} 台` : up === need ? `正好 ${up} 台` : `${up} 台`;
    return `${of} 台服务器有投票权，过半需要 ${need} 票；${there}在线。`;
  },
  up: ({ need, of, unit }, up) => (unit === "groups" ? "" : `${of} 台中有 ${up} 台在线，需要 ${need} 票。`),
  epochNow: (epoch) => `它们的选票现在带有 epoch ${epoch}，由上一任 Leader 确立。`,

  ownVoteEach: (sids) => `${list(sids)} ${sids.length === 1 ? "投" : "各投"}自己。`,
  ownVotes: (cast) => `${cast.map(({ sids, vote }) => `${list(sids)} 投 ${vote}`).join("，")}。`,
  noVote: (sids) => `${list(sids)} 是观察者，没有投票权。`,
  changes: (sids, steps, behind) => {
    const [first, ...rest] = steps;
    if (!first) return "";
    const who = list(sids);
    const verb = first.sign ? "改投" : "采纳";
    const aside = behind ? `自己的 ${behind} 虽大，但没比到。` : "";
    if (rest.length === 0) {
      const equal = first.by === "sid" ? "epoch、zxid 都相同，" : "";
      return `${who} ${verb} ${first.vote}${first.sign ? `：${equal}${first.sign}` : ""}。${aside}`;
    }
    const each = steps.map(({ vote, sign }) => `${vote}${sign ? `，${sign}` : ""}`);
    const said = each.length === 2 ? `先${verb} ${each.join("；再改投 ")}` : `依次${verb} ${each.join("；")}`;
    return `${who} ${said}。${aside}`;
  },
  keeps: (sids, vote, lost) => `${list(sids)} 保持 ${vote}：${lost.map(judged).join("；")}。`,
  alsoLost: (lost) => `${lost.map(judged).join("；")}。`,
  agrees: (sids, from, vote) => `${list(sids)} 得知 ${list(from)} 也投 ${vote}。`,
  electionJoined: (sids, from, epoch, received, vote, wins) => {
    const who = list(sids);
    const sign = received.sign ? `，${received.sign}` : "";
    const joins = `${who} 得知 ${from} 在第 ${epoch} 次选举，比自己的新，于是加入，先前统计的选票作废。`;
    if (received.by === "equal") return `${joins}${who} 仍投 ${vote}。`;
    const held = `与自己最初的选票相比，${received.vote}`;
    return wins ? `${joins}${held} 胜出${sign}。` : `${joins}${held} 落败${sign}，所以 ${who} 投 ${vote}。`;
  },
  olderElection: (sids, from, epoch, answered) =>
    `${list(from)} 的选票还是第 ${epoch} 次选举的，${list(sids)} 不计入${answered ? "，但用自己的选票回复" : ""}。`,
  notCounted: (sids, from, reason, answered) => {
    const senders = list(from);
    const why = {
      observer: `${senders} 是观察者`,
      member: `${senders} 的通知不在投票成员之间`,
      "zxid-unknown": `与 ${senders} 比较时 zxid 未知`,
    };
    return `${why[reason]}，${list(sids)} 不计入${answered ? "，但予以回复" : ""}。`;
  },
  reported: (sids, states) =>
    `${list(sids)} 得知 ${states
      .map(({ from, state, leader }) => {
        const follows = leader === null ? "，没有 Leader" : `，跟随 ${leader}`;
        return `${list(from)} 是 ${state}${state === "LEADING" ? "" : follows}`;
      })
      .join("；")}。`,
  notYet: (reason) => {
    if (reason === "quorum") return "还没有过半。";
    return reason === "leader" ? "Leader 自己还没有这样说。" : "";
  },
  reached: (sids, vote, support) => `${list(sids)} 统计到 ${vote} 获得 ${votes(support)}，过半。`,
  waitBroken: (sids, vote, better, waited) =>
    `先前 ${list(sids)} 统计到 ${vote} 已过半，等到 ${waited} ms 时却来了更优的 ${better}：等待正是为此。`,

  waited: (sids, waits) => {
    const [first = 0, second, ...rest] = waits;
    const who = servers(sids);
    if (second === undefined) return `${who} 在 ${first} ms 内没有收到新消息，于是重发选票。`;
    if (rest.length === 0) return `${who} 先后在 ${first} ms、${second} ms 内没有收到新消息，每次都重发选票。`;
    const doubled = waits.every((ms, at) => at === 0 || ms === 2 * (waits[at - 1] ?? 0));
    const more = `${doubled ? "此后每次加倍" : `此后又等了 ${rest.length + 1} 次`}，最长 ${Math.max(...waits)} ms`;
    return `${who} 没有收到新消息：先等 ${first} ms，${more}，每次都重发选票。`;
  },
  counted: (sids, vote, support, supporters) => {
    if (support.have < support.need) return countedShort(sids, vote, support, supporters);
    const same = sids.length === supporters.length && sids.every((sid, at) => sid === supporters[at]);
    const all = supporters.length === 1 ? "投" : "都投";
    const result = `${vote}：${amount(support)}，过半。`;
    return same ? `${list(sids)} ${all} ${result}` : `${list(sids)} 统计到 ${list(supporters)} ${all} ${result}`;
  },
  countedEach: (sids, vote, least) => `${list(sids)} 各自统计到 ${vote} 至少获得 ${votes(least)}，过半。`,
  toldObserver: "对观察者，服务器答复的是当前的选票，而不是在 LOOKING 中提议的。",
  inElection: (epoch, text) => `第 ${epoch} 次选举：${text}`,
  waitsOut: (sids, ms) =>
    `${sids.length === 1 ? "再等" : "各等"} ${spanText(ms, " 至 ")} ms，以防更优的选票还在路上；没有等到。`,
  joins: (sids, leader, told, isQuorum) => {
    if (told.length === 0) return `${list(sids)} 加入 Leader ${leader}；trace 中看不出是谁答复的。`;
    if (!isQuorum) return `${list(sids)} 根据 ${list(told)} 的答复加入 Leader ${leader}；按这里已知的成员，尚未过半。`;
    return `${list(sids)} 根据 ${list(told)} 的答复加入 Leader ${leader}：答复已过半${told.includes(leader) ? "，Leader 也在其中" : ""}；没有重新选举。`;
  },
  wouldHaveWon: (sid, vote, leader, elected) => `${sid} 自己的 ${vote} 胜过选出 ${leader} 的 ${elected}，但来得太晚。`,
  short: (sids, vote, support, groups) =>
    `${vote} 获得 ${votes(support)}${groupsText(groups)}，${missing(support)}：${list(sids)} 仍在 LOOKING。`,
  pending: (vote, support) => `${vote} 获得 ${votes(support)}，已过半；等待更优选票的时间还没有过去。`,
  tooFew: ({ have, need, unit }) =>
    unit === "votes"
      ? `有投票权的只有 ${have} 台在线，哪张选票都得不到 ${need} 票。`
      : `在线的服务器只能凑成 ${have} 组，需要 ${need} 组。`,

  loss: lossText,
  zab,

  unknown: {
    cut: (line) => `trace 在第 ${line} 行之后中断，只能讲到那里。`,
    silent: (sids) => `${servers(sids)} 做了什么：只知道其他服务器从它那里收到的。`,
    "no-sends": "发出了哪些通知，因此也不知道哪些在途中丢失。",
    condensed: (count) => `每一条通知：${count} 台服务器合并讲述（逐条见 --json）。`,
  },

  way: [
    ["FastLeaderElection.sendNotifications", "给每个投票成员各放一个 ToSend 到 sendqueue"],
    ["Messenger.WorkerSender", "取出来，交给 QuorumCnxManager.toSend"],
    ["queueSendMap", "每个目标只留一条未发出的消息，新的取代旧的"],
    ["QuorumCnxManager.SendWorker", "写入 socket；连接由 sid 较大的一方建立"],
    ["QuorumCnxManager.RecvWorker", "在对方读出，放入 recvQueue"],
    [
      "Messenger.WorkerReceiver",
      "LOOKING 时放入 recvqueue，较旧的选举还会回复；已选定的只回复 LOOKING 的一方；观察者一律只回复",
    ],
    ["FastLeaderElection.lookForLeader", "取出来，先由 totalOrderPredicate 比较，再由 quorum verifier 判断是否过半"],
  ],
};
