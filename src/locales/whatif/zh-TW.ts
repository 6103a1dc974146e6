import type { NoChange } from "../../whatif/facts.ts";
import type { ChangeText, DeedText, PlaceText, WhatIfMessages } from "./en.ts";

const leads = (leader: number | null) => (leader === null ? "沒有 Leader" : `伺服器 ${leader} 是 Leader`);

/** Latin words stand between blanks. */
const names = {
  zxid: " zxid ",
  epoch: " epoch ",
  electionEpoch: " electionEpoch ",
  weight: "權重",
  group: "組",
};
const roles: Record<string, string> = { participant: "參與者", observer: "觀察者" };

/** 「它的 zxid 為 8（原為 7）」 */
function changeText({ field, other, value, was }: ChangeText): string {
  const who = other === undefined ? "它" : `伺服器 ${other} `;
  const before = was === null ? "" : `（原為 ${was}）`;
  switch (field) {
    case "up":
      return `${who}上線`;
    case "down":
      return `${who}當機`;
    case "role":
      return `${who}是${roles[value]}`;
    case "start":
      return `啟動順序為 ${value}${before}`;
    default:
      return `${who}的${names[field]}為 ${value}${before}`;
  }
}

function lesserText({ field, other, was }: ChangeText, instead: string | null): string {
  const who = other === undefined ? "它" : `伺服器 ${other} `;
  switch (field) {
    case "up":
      return `如果${who}離線`;
    case "down":
      return `如果${who}不當機`;
    case "role":
      return `如果${who}仍是${roles[String(was)]}`;
    case "start":
      return instead === null ? "按原來的順序啟動" : `按 ${instead} 的順序啟動`;
    default:
      return instead === null ? `${names[field].trimStart()}仍為 ${was}` : `${names[field].trimStart()}為 ${instead}`;
  }
}

function deedText(deed: DeedText): string {
  switch (deed.kind) {
    case "votes":
      return `投 ${deed.vote}`;
    case "changes":
      return `改投 ${deed.vote}${deed.sign === "" ? "" : `（${deed.sign}）`}`;
    case "election":
      return `加入選舉 ${deed.epoch}，並投 ${deed.vote}`;
    case "decides":
      return `選定 ${deed.leader}`;
    case "joins":
      return `加入 Leader ${deed.leader}`;
    case "keeps":
      return `仍投 ${deed.leader}`;
    case "down":
      return "已當機";
    case "silent":
      return "沒有投票";
    case "undecided":
      return "沒有決定";
  }
}

function placeText({ step, afterMs, round }: PlaceText): string {
  const of = step === undefined ? (afterMs === undefined ? "" : `${afterMs} ms 之後的`) : `第 ${step} 步的`;
  return `${of}${round === undefined ? "決定" : `第 ${round} 輪`}`;
}

const noChange: Record<NoChange, string> = {
  log: "真實伺服器的過程無法重新執行，因此無從得知。",
  "no-election": "沒有：沒有舉行選舉，也就無從當選。",
  "cut-off": "沒有：它自己的數值再怎麼變，別人也收不到它的選票。",
  "no-quorum": "沒有：它的選票會是最優的，但得不到過半支持。",
  limit: "沒有：當選者的數值已經是最大的了。",
  "not-found": "在它的數值、角色、上線與否和啟動順序中都沒有找到。",
};

/** What is said of changed scenarios, in traditional Chinese. */
export const zhTW: WhatIfMessages = {
  began: (sid, vote) => `伺服器 ${sid} 開始時是 ${vote}。`,
  had: (sid, vote) => `伺服器 ${sid} 的選票是 ${vote}。`,
  leads: (sid) => `伺服器 ${sid} 就是 Leader。`,
  lostTo: (leader, round, loss) => `它${round === undefined ? "" : `在第 ${round} 輪`}輸給伺服器 ${leader}：${loss}。`,
  lost: (loss) => `它沒有當選：${loss}。`,
  wasDown: "它當時離線。",

  smallest: "最小的改變",
  changes: (changes) => `如果${changes.map(changeText).join("，並且")}，它就能當選。`,
  moreUp: (count) => `還需要 ${count} 台伺服器上線。`,
  each: "這些缺一不可。",
  lesser: (change, instead, leader) => `${lesserText(change, instead)}，則${leads(leader)}。`,
  none: (reason) => noChange[reason],
  tried: (changes, loss) => `即使${changes.map(changeText).join("，並且")}，它仍不能當選：${loss}。`,

  outcome: (changes, before, after) => {
    if (before === after)
      return after === null ? `改為 ${changes}，還是沒有 Leader。` : `改為 ${changes}，Leader 仍然是伺服器 ${after}。`;
    const was = before === null ? "原來沒有 Leader" : `原來是伺服器 ${before}`;
    return after === null
      ? `改為 ${changes}，就沒有 Leader 了；${was}。`
      : `改為 ${changes}，由伺服器 ${after} 當選 Leader；${was}。`;
  },
  columns: {
    asItIs: "原來",
    changed: (changes) => `改為 ${changes}`,
    long: "改變之後",
  },
  rows: {
    leader: "Leader",
    by: "取決於",
    votes: "得票",
    rounds: "輪數",
    ms: "ms",
    server: (sid) => `伺服器 ${sid}`,
  },
  by: { only: "沒有對手", office: "一直在任", told: "仍受追隨" },
  parting: (place, sid, here, there) =>
    `從${placeText(place)}開始不同：伺服器 ${sid} ${deedText(here)}；改變之後，它${deedText(there)}。`,
  otherLeader: (here, there) => `每台伺服器的投票和決定都相同，但原來${leads(here)}，改變之後${leads(there)}。`,
  same: "沒有不同：每台伺服器的投票和決定都和原來一樣。",
};
