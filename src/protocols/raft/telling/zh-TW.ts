import { sidList } from "../../../locales/lists.ts";
import { zhTW as steps } from "../../../locales/tables/zh-TW.ts";
import type { Words } from "../../telling.ts";
import type { End } from "../log.ts";
import type { RaftTables } from "./en.ts";
import type { Answer, Entries, RaftFact } from "./facts.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const log = ({ term, index }: End) => `(${term}, ${index})`;

function range({ first, last }: Entries): string {
  return first === last ? `條目 ${first}` : `條目 ${first} 到 ${last}`;
}

function refusal({ sids, why, end, term, votedFor, leader, candidate }: Answer): string {
  const [sid] = sids;
  const who = list(sids);
  switch (why) {
    case "granted":
      return `${who} 同意`;
    case "log-behind":
      return `${who} 拒絕：自己的日誌 ${log(end)} 比 ${log(candidate)} 新`;
    case "already-voted":
      return votedFor === sid ? `${who} 已投給自己` : `${who} 已投給 ${votedFor}`;
    case "older-term":
      return `${who} 已在 term ${term}`;
    case "leader-alive":
      return leader === sid ? `${who} 自己就是 Leader` : `${who} 仍能收到 Leader ${leader} 的心跳`;
  }
}

/** Raft's explanation in traditional Chinese. */
export const words: Words<RaftFact> = {
  leads: ({ leader, term, votes, of, ms, end, first, behind, split }) => {
    const others = votes.filter((sid) => sid !== leader);
    const good = others.length > 0 ? `日誌 ${log(end)} 不比 ${list(others)} 的舊` : "有投票權的只有它一台";
    const because = first
      ? `它的選舉逾時最先到期（本步開始後 ${ms} ms），而且${good}`
      : `它的選舉逾時在本步開始後 ${ms} ms 到期，而且${good}`;
    const before = behind.length > 0 ? `${list(behind)} 先發起過競選，但日誌太舊。` : "";
    return `伺服器 ${leader} 在 term ${term} 當選 Leader，獲得 ${of} 票中的 ${votes.length} 票（${list(votes)}）：${because}。${before}${split > 0 ? `此前 ${split} 個 term 裡選票都被瓜分。` : ""}`;
  },
  "leads-late": ({ leader, term, votes, of, end }) => {
    const others = list(votes.filter((sid) => sid !== leader));
    return `伺服器 ${leader} 在 term ${term} 當選 Leader，獲得 ${of} 票中的 ${votes.length} 票（${list(votes)}），這些票是它在先前的步驟裡請求的；它的日誌 ${log(end)} 不比 ${others} 的舊。`;
  },
  "still-leads": ({ leader, term }) => `伺服器 ${leader} 一直是 term ${term} 的 Leader：沒有誰在競選中取代它。`,
  "too-few": ({ up, of, need, terms }) =>
    `沒有 Leader：需要 ${of} 票中的 ${need} 票，而有投票權的伺服器${up === 0 ? "一台都不在線上" : `只有 ${up} 台在線上`}。${terms > 0 ? "它們反覆競選，都沒有結果。" : ""}`,
  "cut-off": ({ leader, term, need, of }) =>
    `沒有 Leader 得到多數伺服器跟隨：${leader} 自認為是 term ${term} 的 Leader，卻連不上 ${of} 台中的 ${need} 台。`,
  "no-winner": ({ terms, won, split, slow }) => {
    const begun = `沒有 Leader：一共開始了 ${terms} 個 term，`;
    const why = slow
      ? `答覆最多要 ${slow.roundTrip} ms 才到，而選舉逾時是 ${slow.timeout.join(" 到 ")} ms：選票還沒到齊就又逾時了（廣播的時間必須遠小於選舉逾時，§5.6）。`
      : "";
    if (won > 0) return `${begun}其中 ${won} 個選出過 Leader，但它得知更高的 term，又退位了。${why}`;
    return `${begun}${split ? "每次選票都被瓜分" : "沒有候選者獲得過半選票"}。${why}`;
  },
  unknown: () => "還沒有 Leader：各台的選舉逾時都還沒有到期。",

  step: ({ number, of, action }) => steps.step(number, of, action),
  "why-not": () => "為什麼不是其他伺服器",
  "beside-zookeeper": () => "與 ZooKeeper 對比",

  "leader-gone": ({ leader, term, alone }) =>
    `term ${term} 的 Leader ${leader} 不在了${alone ? "，其他有投票權的伺服器也都不在線上。" : "。沒有誰會通知 Follower：它們各自等待心跳，直到自己隨機選取的選舉逾時到期（§5.2）。"}`,
  candidacy: ({ sid, term, pre, encouraged, ms, end, yes, no, silent, votes, need, of, won, first, rivals }) => {
    const when = encouraged
      ? ""
      : first
        ? `${ms} ms 後，${sid} 的選舉逾時最先到期。`
        : `${ms} ms 後，${sid} 的選舉逾時到期。`;
    const its = `它的日誌到 ${log(end)} 為止`;
    const asks = pre
      ? `它先詢問誰願意投給它；${its}。`
      : `${encouraged ? `於是 ${sid} ` : "它"}開始 term ${term}，投給自己；${its}。`;
    const agree = yes.length > 0 ? `${list(yes)} ${pre ? "願意投給它" : "投給它"}。` : "";
    const refuse = no.length > 0 ? `${no.map((answer) => refusal(answer)).join("；")}。` : "";
    const quiet = silent.length > 0 ? `${list(silent)} 沒有回答。` : "";
    const result = won
      ? `得票達到 ${votes}/${of}，${sid} 成為 Leader。`
      : votes >= need
        ? pre
          ? `得票 ${votes}/${of}，過半。`
          : `${votes}/${of} 投給了它，但答覆到達之前已經有了更高的 term。`
        : `得票 ${votes}/${of}${pre ? "，沒有過半：它的 term 不變" : `，需要 ${need} 票`}${rivals.length > 0 && !pre ? `；${list(rivals)} 也在這個 term 競選` : ""}。`;
    return `${pre ? `term ${term} 之前` : `term ${term}`}：${when}${asks}${agree}${refuse}${quiet}${result}`;
  },
  likewise: ({ pre, first, last, candidates, unanswered, need }) =>
    `${pre ? `term ${first} 之前` : `term ${first} 到 ${last}`}：伺服器 ${list(candidates)} ${pre ? "反覆這樣詢問" : "以同樣的方式繼續競選"}，${unanswered ? `回答的伺服器始終沒有過半（需要 ${need} 台）` : "始終沒有誰獲得過半選票"}。`,
  late: ({ candidate, pre, first, last, yes, no }) => {
    const what = pre ? `在 term ${last} 之前` : first === last ? `在 term ${last} ` : `在 term ${first} 到 ${last} `;
    const refuse = pre && no.length > 0 ? `${no.map((answer) => refusal(answer)).join("；")}。` : "";
    const agree = yes.length === 0 ? "" : pre ? `${list(yes)} 願意投給它。` : `在 term ${last}，${list(yes)} 投給它。`;
    return `${candidate} ${what}發出的請求現在才到。${agree}${refuse}`;
  },
  "won-late": ({ sid, term, votes, of }) =>
    `${sid} 現在有了 term ${term} 的 ${votes.length}/${of} 票（${list(votes)}），成為 Leader。`,
  "steps-down": ({ sid, was, term, from }) =>
    `${sid} 原是 term ${was} 的 Leader，現在從 ${from} 得知 term ${term}，於是退位：以 term 高的為準（§5.1）。`,
  "no-op": ({ leader, term, index, commits, on, of }) =>
    `${leader} 上任後先追加一條沒有內容的條目（§8），即 term ${term} 的條目 ${index}：以前的 term 留下的條目，只能隨 Leader 自己 term 的條目一起提交（§5.4.2）。${commits === undefined ? `它只在 ${list(on)} 上，${on.length}/${of}：沒有提交。` : `它複製到 ${list(on)}，${on.length}/${of}：條目 ${commits} 及之前的都已提交。`}`,
  written: ({ leader, term, entries, on, of, need, committed }) =>
    `Leader ${leader} 在 term ${term} 追加${range(entries)}。${committed ? `${list(on)} 都有，${on.length}/${of}：已提交。` : `只有 ${list(on)} 有，${on.length}/${of}，需要 ${need} 台：沒有提交。`}`,
  "caught-up": ({ sids, last }) => `伺服器 ${list(sids)} 原來缺少條目，現在補齊到 ${log(last)}。`,
  discards: ({ sids, entries, leader }) =>
    `伺服器 ${list(sids)} 丟棄${range(entries)}（term ${entries.term}）：Leader ${leader} 在${entries.first === entries.last ? "這個位置" : "這些位置"}上是別的條目（§5.3）。丟棄的都沒有提交過，所以承諾過的寫入沒有遺失。`,
  quiet: ({ leader, term }) =>
    leader === undefined ? "沒有變化。" : `沒有變化：${leader} 是 term ${term} 的 Leader。`,
  "two-leaders": ({ old, oldTerm, leader, term }) =>
    `${old} 對此一無所知，仍自認為是 term ${oldTerm} 的 Leader；但沒有過半的伺服器，它什麼也提交不了。term ${term} 的 Leader 是 ${leader}。`,

  down: () => "已當機",
  "not-up": ({ leader }) => `${leader} 當選時不在線上`,
  "heard-another": ({ leader, other }) =>
    `和 Leader ${other} 在網路的同一側，仍能收到它的心跳，也沒有收到 ${leader} 的拉票`,
  "out-of-reach": ({ leader }) => `沒有收到 ${leader} 的拉票，也收不到其他投票者的訊息`,
  deposed: ({ term, now }) => `原是 term ${term} 的 Leader，直到得知 term ${now}`,
  observer: () => "沒有投票權（Observer）：只接收條目，從不競選",
  "log-behind": ({ end, newer, newest, need }) =>
    `日誌太舊：${log(end)} < ${log(newest)}；${list(newer)} 會拒絕它，而它需要 ${need} 票`,
  "too-late": ({ leader, asked }) =>
    asked
      ? `日誌夠新，但選舉逾時到期得太晚：票已經投給了 ${leader}`
      : `日誌夠新，但 ${leader} 拉票時，它的選舉逾時還沒有到期`,
  stale: ({ term, now }) => `是 term ${term} 的 Leader，但這個 term 已經過去：term ${now} 另有 Leader`,
  "no-majority": ({ need }) => `得不到所需的 ${need} 票`,
  follows: ({ leader }) => `能收到 Leader ${leader} 的心跳，所以不競選`,
  contrast: () =>
    "在 Raft 裡，只要日誌不比多數伺服器舊，選票又沒有被瓜分，誰先拉票誰就當選。在 ZooKeeper 裡，每台伺服器都投給自己所知的最優者，最優者當選：(epoch, zxid, sid) 最大的那台，來得再晚也一樣。",
  "contrast-none": () => "ZooKeeper 的選舉同樣需要過半；沒有過半的伺服器，也選不出 Leader。",
  "pre-vote-today": ({ preVote }) =>
    preVote
      ? "這裡的 pre-vote 是一個選項，依據 Raft 博士論文（§9.6）。etcd 從 3.5 起預設開啟，Consul 所用的 HashiCorp 函式庫從 1.7 起預設開啟。"
      : "這裡是論文中的 Raft。如今的系統在開始新的 term 之前先問一問（pre-vote，博士論文 §9.6；這裡是選項 preVote）：etcd 從 3.5 起預設如此，Consul 所用的 HashiCorp 函式庫從 1.7 起、Kafka 的 KRaft 從 4.0 起也是如此。",
  "left-out": () =>
    "沒有模擬的：快照和成員變更（§6、§7），以及 Leader 收不到多數伺服器的訊息時自行退位（etcd 的 check quorum）。",
};

/** Raft's tables in traditional Chinese. */
export const tables: RaftTables = {
  term: (term) => `term ${term}`,
  before: (term) => `term ${term} 之前的 pre-vote`,
  firstTimeout: (sid, ms) => `${ms} ms 後，${sid} 的選舉逾時最先到期`,
  timeout: (sid, ms) => `${ms} ms 後，${sid} 的選舉逾時到期`,
  encouraged: (sid) => `過半的伺服器願意投給 ${sid}`,
  legend: "日誌以最後一個條目的 (term, index) 表示。term 高的較新；term 相同時，較長的較新。",
  columns: { candidate: "候選者", log: "日誌", answers: "回答", votes: "得票" },
  said: (sids, answer) => `${sids}：${answer}`,
  yes: (pre) => (pre ? "願意" : "同意"),
  logBehind: (own, its) => `拒絕，自己的日誌 ${own} 比 ${its} 新`,
  votedItself: () => "拒絕，已投給自己",
  votedFor: (whom) => `拒絕，已投給 ${whom}`,
  olderTerm: (term) => `拒絕，已在 term ${term}`,
  leadsItself: () => "拒絕，自己是 Leader",
  leaderAlive: (leader) => `拒絕，收到 Leader ${leader} 的心跳`,
  silent: "沒有回答",
  amount: (have, of) => `${have}/${of}`,
  leads: "當選",
  majority: "過半",
  likewise: (pre, first, last, candidates, unanswered, need) =>
    words.likewise({ kind: "likewise", pre, first, last, candidates, unanswered, need }),
  late: (fact) => words.late(fact),
  wonLate: (fact) => words["won-late"](fact),
  replication: "複製",
  under: (sid, term) => `Leader ${sid}，term ${term}`,
  logColumns: { server: "伺服器", had: "原有", discards: "丟棄", appends: "追加", has: "現有", committed: "已提交" },
  entries: (range, term) => `${range}，term ${term}`,
  nowLeads: (leader, term, followers) =>
    `伺服器 ${leader} 是 term ${term} 的 Leader${followers.length > 0 ? `；${list(followers)} 跟隨` : ""}。`,
  believes: (sid, term) => `伺服器 ${sid} 仍自認為是 term ${term} 的 Leader。`,
  stepsDown: (sid, was, term) => `term ${was} 的 Leader ${sid} 得知 term ${term}，於是退位。`,
  nobody: (up, of, need) =>
    up < need
      ? `沒有 Leader：${of} 台中${up === 0 ? "沒有一台在線上" : `只有 ${up} 台在線上`}，需要 ${need} 票。`
      : "沒有 Leader。",
};

export const decides = "日誌不比多數伺服器舊，選舉逾時最先到期";
