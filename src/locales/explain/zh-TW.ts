import type { Criterion, Loss } from "../../explain/facts.ts";
import type { StateReason } from "../../trace/events.ts";
import type { GroupSupport, Support } from "../../trace/quorum.ts";
import { sidList, spanText } from "../lists.ts";
import type { ExplainMessages, Judged, Lost, Winner } from "./en.ts";
import { zab } from "./zab/zh-TW.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
/** 「伺服器 1、2」 */
const servers = (sids: readonly number[]) => `伺服器 ${list(sids)}`;
const unitOf = ({ unit }: Support) => (unit === "votes" ? "票" : "組");

function votes(support: Support): string {
  const unit = unitOf(support);
  return `${support.of} ${unit}中的 ${support.have} ${unit}`;
}

function amount({ have, of, unit }: Support): string {
  return unit === "votes" ? `${have}/${of}` : `${have}/${of} 組`;
}

function missing(support: Support): string {
  const { have, need } = support;
  const unit = unitOf(support);
  return `需要 ${need} ${unit}，還差 ${need - have} ${unit}`;
}

function groupsText(groups: readonly GroupSupport[] | undefined): string {
  if (!groups) return "";
  const texts = groups.map(({ group, have, need, of }) => `組 ${group} 的權重為 ${have}/${of}，需要 ${need}`);
  return `（${texts.join("；")}）`;
}

function judged({ vote, by, sign, to }: Judged): string {
  const loses = to ? `${vote} 不敵 ${to}` : `${vote} 落敗`;
  if (by === "weight") return `${loses}，權重為 0`;
  return sign === "" ? loses : `${loses}，${sign}`;
}

function whyBest({ leader, field, epoch, zxid }: Winner, by: "peerEpoch" | "zxid" | "sid"): string {
  const { sids, highestEpoch, highestZxid, everybody } = field;
  const up = field.unable.length === 0 ? "當時上線的伺服器中" : "當時上線、可以當選的伺服器中";
  const scope = everybody ? up : "投它的伺服器中";
  const epochs = highestEpoch.length < sids.length ? `${list(highestEpoch)} 的 epoch 最大（${epoch}）` : "";
  const largest = highestZxid.length === 2 ? "較大" : "最大";
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
  start: () => "啟動",
  restart: () => "重新啟動",
  "leader-lost": (lost) => `失去 ${leaderName(lost)}`,
  "leader-silent": (lost) => `在 syncLimit 個 tick 內沒有收到 ${leaderName(lost)} 的訊息`,
  "leader-unreachable": (lost) => `連不上 ${leaderName(lost)}`,
  "quorum-lost": () => "身為 Leader，失去了過半的跟隨者",
  "quorum-never": () => "當選之後，在 initLimit 個 tick 內始終沒有過半的跟隨者",
  "sync-timeout": () => "沒有在限定時間內與 Leader 同步",
  "leader-behind": (lost) => `不能跟隨 ${leaderName(lost)}，因為它比自己舊`,
  "zxid-rollover": () => "身為 Leader，這個 epoch 的 zxid 計數已經用完",
  left: () => "放棄了原來的 Leader",
  heard: () => "沒有日誌，從其他伺服器收到的通知可知",
};

const cutOff: Record<NonNullable<Loss["how"]>, string> = {
  partition: "網路分割把它隔開了",
  pause: "它處於暫停",
  loss: "選票在途中遺失",
  away: "當時它沒有在找 Leader，也聯絡不上",
};

function lossText({ loss, sign, ahead, votes: best }: Lost): string {
  const aside = ahead ? `；${ahead} 雖大，但沒比到` : "";
  const texts: Record<Criterion, () => string> = {
    down: () => "離線",
    observer: () => "觀察者：沒有投票權，也不能當選",
    weight: () => "權重為 0：無論如何都不能當選",
    peerEpoch: () => `epoch 較小（${sign}）${aside}`,
    zxid: () => `zxid 較小（${sign}）${aside}`,
    sid: () => `epoch、zxid 都相同，sid 較小（${sign}）`,
    late: () => `來得太晚：它的選票勝過當選的那張（${sign}），但${lateText(loss)}`,
    "cut-off": () =>
      `沒有收到它的選票${loss.how ? `：${cutOff[loss.how]}` : ""}${sign ? `（否則它以 ${sign} 勝出）` : ""}`,
    short: () => (best ? shortText(best) : "沒有人投它"),
    "no-election": () => "沒有選出新的 Leader：原來的一直在任",
    unknown: () => (loss.own ? "trace 中沒有當選的選票" : "trace 中沒有它的選票"),
  };
  return texts[loss.criterion]();
}

function shortText(best: Support): string {
  return best.have >= best.need
    ? `選票最優，獲得 ${votes(best)}，但等待更優選票的時間還沒有過去`
    : `選票最優，但只獲得 ${votes(best)}：${missing(best)}`;
}

function lateText({ began = 0, decided = 0 }: Loss): string {
  return began >= decided
    ? `它在 ${began} ms 開始尋找 Leader 時，Leader 已經選定`
    : `它在 ${began} ms 才開始尋找 Leader，選票送到之前，Leader 已在 ${decided} ms 選定`;
}

/** A server of a log decided, though its supporters are no quorum of the members that are known. */
function countedShort(sids: readonly number[], vote: string, support: Support, supporters: readonly number[]): string {
  if (supporters.length === 0) return `${list(sids)} 選定 ${vote}，但 trace 中看不出是誰的選票湊成過半。`;
  return `${list(sids)} 把 ${list(supporters)} 投給 ${vote} 的 ${amount(support)} 當作過半；按這裡已知的成員，尚未過半。`;
}

/** Every sentence of an explanation, in traditional Chinese. */
export const zhTW: ExplainMessages = {
  headings: {
    happened: "經過",
    ownVotes: "各投自己",
    arrive: "收到選票",
    decision: "選定",
    joining: "加入",
    result: "結果",
    whyNot: "為什麼不是其他伺服器",
    whyNobody: "為什麼沒有 Leader",
    unknown: "未知",
    way: "一則通知走過的路",
  },

  paragraph: (sentences) => sentences.join(""),
  sentence: (text) => `${text}。`,

  leads: (winner, by, inOffice) => {
    const { leader, support, supporters } = winner;
    const who = `伺服器 ${leader} ${inOffice ? "當選 Leader" : "贏得選舉"}`;
    const from = support.unit === "votes" ? list(supporters) : `${list(supporters)} 的選票`;
    const count = `${who}，獲得 ${votes(support)}（${from}）`;
    if (supporters.length === 0) return `${who}；trace 中沒有投給它的選票。`;
    if (support.have < support.need) return `${count}；按這裡已知的成員，尚未過半。`;
    if (by === null) return `${count}；trace 中缺少一部分選票。`;
    return by === "only" ? `${count}：除它之外無人可投。` : `${count}：${whyBest(winner, by)}。`;
  },
  leadsAgain: (leader, told) => `伺服器 ${leader} 仍是 Leader：它恢復之後，${list(told)} 還在跟隨它。`,
  inOffice: (leader, ofLog) =>
    ofLog
      ? `伺服器 ${leader} 在 trace 開始之前就處於 LEADING；trace 中沒有選舉。`
      : `伺服器 ${leader} 是 Leader：它從一開始就在任，此後沒有選出新的 Leader。`,
  noElection: "這些日誌中沒有選舉，也看不出誰是 Leader。",
  unseen: (leader) => `伺服器 ${leader} 是 Leader；trace 中沒有它當選的經過。`,
  nobodyAtCut: "trace 中斷時還沒有 Leader。",
  nobodyUp: "沒有 Leader：有投票權的伺服器都離線。",
  tooFewUp: (up, support, groups) =>
    support.unit === "votes"
      ? `沒有 Leader：${support.of} 台有投票權的伺服器中，只有 ${support.have} 台上線（${list(up)}），需要 ${support.need} 台。`
      : `沒有 Leader：上線的伺服器（${list(up)}）只能湊成 ${amount(support)}，需要 ${support.need} 組${groupsText(groups)}。`,
  nobodyShort: (vote, support) => `沒有 Leader：最受支持的 ${vote} 只獲得 ${votes(support)}，${missing(support)}。`,
  nobodyYet: (vote, support) => `尚無 Leader：${vote} 獲得 ${votes(support)}，已過半，但等待更優選票的時間還沒有過去。`,
  nobody: (looking) =>
    looking.length === 0 ? "沒有 Leader，也沒有伺服器在找 Leader。" : `沒有 Leader：${servers(looking)} 處於 LOOKING。`,

  crashed: (leader, others) => {
    if (leader === undefined) return `${servers(others)} 當機。`;
    return others.length === 0 ? `Leader ${leader} 當機。` : `Leader ${leader} 當機，${servers(others)} 也一同當機。`;
  },
  crashedLater: (sids, afterMs) => `選定之後 ${spanText(afterMs, " 至 ")} ms，${servers(sids)} 當機。`,
  repeated: (times, until) =>
    times === 1 ? `同樣的經過又重複了一次（${until}）。` : `同樣的經過又重複了 ${times} 次，直到 ${until}。`,
  goesLooking: (sids, epoch) => `${servers(sids)} 進入 LOOKING，參加第 ${epoch} 次選舉。`,
  looking: (sids, reason, lost, epoch, afterMs, detail) => {
    const why = lookingBecause[reason]?.(lost);
    return `${servers(sids)}${why === undefined ? `（${reason}）` : ` ${why}`}，${afterMs[1] > 0 ? `${spanText(afterMs, " 至 ")} ms 之後` : ""}進入 LOOKING，參加第 ${epoch} 次選舉。${detail && `日誌寫道：${detail}。`}`;
  },
  stillLooking: (sids, vote, epoch) =>
    `${servers(sids)} 仍在 LOOKING（第 ${epoch} 次選舉）${vote === undefined ? "" : `，投 ${vote}`}。`,
  needed: ({ need, of, unit }, up) => {
    if (unit === "groups") return `共 ${of} 組，過半為 ${need} 組，每組都要有過半的權重。`;
    const there = up < need ? `只有 ${up} 台` : up === need ? `正好 ${up} 台` : `${up} 台`;
    return `${of} 台伺服器有投票權，過半需要 ${need} 票；${there}上線。`;
  },
  up: ({ need, of, unit }, up) => (unit === "groups" ? "" : `${of} 台中有 ${up} 台上線，需要 ${need} 票。`),
  epochNow: (epoch) => `它們的選票現在帶有 epoch ${epoch}，由上一任 Leader 確立。`,

  ownVoteEach: (sids) => `${list(sids)} ${sids.length === 1 ? "投" : "各投"}自己。`,
  ownVotes: (cast) => `${cast.map(({ sids, vote }) => `${list(sids)} 投 ${vote}`).join("，")}。`,
  noVote: (sids) => `${list(sids)} 是觀察者，沒有投票權。`,
  changes: (sids, steps, behind) => {
    const [first, ...rest] = steps;
    if (!first) return "";
    const who = list(sids);
    const verb = first.sign ? "改投" : "採納";
    const aside = behind ? `自己的 ${behind} 雖大，但沒比到。` : "";
    if (rest.length === 0) {
      const equal = first.by === "sid" ? "epoch、zxid 都相同，" : "";
      return `${who} ${verb} ${first.vote}${first.sign ? `：${equal}${first.sign}` : ""}。${aside}`;
    }
    const each = steps.map(({ vote, sign }) => `${vote}${sign ? `，${sign}` : ""}`);
    const said = each.length === 2 ? `先${verb} ${each.join("；再改投 ")}` : `依序${verb} ${each.join("；")}`;
    return `${who} ${said}。${aside}`;
  },
  keeps: (sids, vote, lost) => `${list(sids)} 維持 ${vote}：${lost.map(judged).join("；")}。`,
  alsoLost: (lost) => `${lost.map(judged).join("；")}。`,
  agrees: (sids, from, vote) => `${list(sids)} 得知 ${list(from)} 也投 ${vote}。`,
  electionJoined: (sids, from, epoch, received, vote, wins) => {
    const who = list(sids);
    const sign = received.sign ? `，${received.sign}` : "";
    const joins = `${who} 得知 ${from} 在第 ${epoch} 次選舉，比自己的新，於是加入，先前統計的選票作廢。`;
    if (received.by === "equal") return `${joins}${who} 仍投 ${vote}。`;
    const held = `與自己最初的選票相比，${received.vote}`;
    return wins ? `${joins}${held} 勝出${sign}。` : `${joins}${held} 落敗${sign}，所以 ${who} 投 ${vote}。`;
  },
  olderElection: (sids, from, epoch, answered) =>
    `${list(from)} 的選票還是第 ${epoch} 次選舉的，${list(sids)} 不計入${answered ? "，但用自己的選票回覆" : ""}。`,
  notCounted: (sids, from, reason, answered) => {
    const senders = list(from);
    const why = {
      observer: `${senders} 是觀察者`,
      member: `${senders} 的通知不在投票成員之間`,
      "zxid-unknown": `與 ${senders} 比較時 zxid 未知`,
    };
    return `${why[reason]}，${list(sids)} 不計入${answered ? "，但會回覆" : ""}。`;
  },
  reported: (sids, states) =>
    `${list(sids)} 得知 ${states
      .map(({ from, state, leader }) => {
        const follows = leader === null ? "，沒有 Leader" : `，跟隨 ${leader}`;
        return `${list(from)} 是 ${state}${state === "LEADING" ? "" : follows}`;
      })
      .join("；")}。`,
  notYet: (reason) => {
    if (reason === "quorum") return "還沒有過半。";
    return reason === "leader" ? "Leader 自己還沒有這樣說。" : "";
  },
  reached: (sids, vote, support) => `${list(sids)} 統計到 ${vote} 獲得 ${votes(support)}，過半。`,
  waitBroken: (sids, vote, better, waited) =>
    `先前 ${list(sids)} 統計到 ${vote} 已過半，等到 ${waited} ms 時卻來了更優的 ${better}：等待正是為此。`,

  waited: (sids, waits) => {
    const [first = 0, second, ...rest] = waits;
    const who = servers(sids);
    if (second === undefined) return `${who} 在 ${first} ms 內沒有收到新訊息，於是重送選票。`;
    if (rest.length === 0) return `${who} 先後在 ${first} ms、${second} ms 內沒有收到新訊息，每次都重送選票。`;
    const doubled = waits.every((ms, at) => at === 0 || ms === 2 * (waits[at - 1] ?? 0));
    const more = `${doubled ? "此後每次加倍" : `此後又等了 ${rest.length + 1} 次`}，最長 ${Math.max(...waits)} ms`;
    return `${who} 沒有收到新訊息：先等 ${first} ms，${more}，每次都重送選票。`;
  },
  counted: (sids, vote, support, supporters) => {
    if (support.have < support.need) return countedShort(sids, vote, support, supporters);
    const same = sids.length === supporters.length && sids.every((sid, at) => sid === supporters[at]);
    const all = supporters.length === 1 ? "投" : "都投";
    const result = `${vote}：${amount(support)}，過半。`;
    return same ? `${list(sids)} ${all} ${result}` : `${list(sids)} 統計到 ${list(supporters)} ${all} ${result}`;
  },
  countedEach: (sids, vote, least) => `${list(sids)} 各自統計到 ${vote} 至少獲得 ${votes(least)}，過半。`,
  toldObserver: "對觀察者，伺服器答覆的是目前的選票，而不是在 LOOKING 中提議的。",
  inElection: (epoch, text) => `第 ${epoch} 次選舉：${text}`,
  waitsOut: (sids, ms) =>
    `${sids.length === 1 ? "再等" : "各等"} ${spanText(ms, " 至 ")} ms，以防更優的選票還在路上；沒有等到。`,
  joins: (sids, leader, told, isQuorum) => {
    if (told.length === 0) return `${list(sids)} 加入 Leader ${leader}；trace 中看不出是誰回覆的。`;
    if (!isQuorum) return `${list(sids)} 根據 ${list(told)} 的回覆加入 Leader ${leader}；按這裡已知的成員，尚未過半。`;
    return `${list(sids)} 根據 ${list(told)} 的回覆加入 Leader ${leader}：回覆已過半${told.includes(leader) ? "，Leader 也在其中" : ""}；沒有重新選舉。`;
  },
  wouldHaveWon: (sid, vote, leader, elected) => `${sid} 自己的 ${vote} 勝過選出 ${leader} 的 ${elected}，但來得太晚。`,
  short: (sids, vote, support, groups) =>
    `${vote} 獲得 ${votes(support)}${groupsText(groups)}，${missing(support)}：${list(sids)} 仍在 LOOKING。`,
  pending: (vote, support) => `${vote} 獲得 ${votes(support)}，已過半；等待更優選票的時間還沒有過去。`,
  tooFew: ({ have, need, unit }) =>
    unit === "votes"
      ? `有投票權的只有 ${have} 台上線，哪張選票都得不到 ${need} 票。`
      : `上線的伺服器只能湊成 ${have} 組，需要 ${need} 組。`,

  loss: lossText,
  zab,

  unknown: {
    cut: (line) => `trace 在第 ${line} 行之後中斷，只能講到那裡。`,
    silent: (sids) => `${servers(sids)} 做了什麼：只知道其他伺服器從它那裡收到的。`,
    "no-sends": "送出了哪些通知，因此也不知道哪些在途中遺失。",
    condensed: (count) => `每一則通知：${count} 台伺服器合併講述（逐則見 --json）。`,
  },

  way: [
    ["FastLeaderElection.sendNotifications", "為每個投票成員各放一個 ToSend 到 sendqueue"],
    ["Messenger.WorkerSender", "取出來，交給 QuorumCnxManager.toSend"],
    ["queueSendMap", "每個目標只留一則未送出的訊息，新的取代舊的"],
    ["QuorumCnxManager.SendWorker", "寫入 socket；連線由 sid 較大的一方建立"],
    ["QuorumCnxManager.RecvWorker", "在對方讀出，放入 recvQueue"],
    [
      "Messenger.WorkerReceiver",
      "LOOKING 時放入 recvqueue，較舊的選舉還會回覆；已選定的只回覆 LOOKING 的一方；觀察者一律只回覆",
    ],
    ["FastLeaderElection.lookForLeader", "取出來，先由 totalOrderPredicate 比較，再由 quorum verifier 判斷是否過半"],
  ],
};
