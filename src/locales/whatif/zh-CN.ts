import type { NoChange } from "../../whatif/facts.ts";
import type { ChangeText, DeedText, PlaceText, WhatIfMessages } from "./en.ts";

const leads = (leader: number | null) => (leader === null ? "没有 Leader" : `服务器 ${leader} 是 Leader`);

/** Latin words stand between blanks. */
const names = {
  zxid: " zxid ",
  epoch: " epoch ",
  electionEpoch: " electionEpoch ",
  weight: "权重",
  group: "组",
};
const roles: Record<string, string> = { participant: "参与者", observer: "观察者" };

/** 「它的 zxid 为 8（原为 7）」 */
function changeText({ field, other, value, was }: ChangeText): string {
  const who = other === undefined ? "它" : `服务器 ${other} `;
  const before = was === null ? "" : `（原为 ${was}）`;
  switch (field) {
    case "up":
      return `${who}在线`;
    case "down":
      return `${who}宕机`;
    case "role":
      return `${who}是${roles[value]}`;
    case "start":
      return `启动顺序为 ${value}${before}`;
    default:
      return `${who}的${names[field]}为 ${value}${before}`;
  }
}

function lesserText({ field, other, was }: ChangeText, instead: string | null): string {
  const who = other === undefined ? "它" : `服务器 ${other} `;
  switch (field) {
    case "up":
      return `如果${who}不在线`;
    case "down":
      return `如果${who}不宕机`;
    case "role":
      return `如果${who}仍是${roles[String(was)]}`;
    case "start":
      return instead === null ? "按原来的顺序启动" : `按 ${instead} 的顺序启动`;
    default:
      return instead === null ? `${names[field].trimStart()}仍为 ${was}` : `${names[field].trimStart()}为 ${instead}`;
  }
}

function deedText(deed: DeedText): string {
  switch (deed.kind) {
    case "votes":
      return `投 ${deed.vote}`;
    case "changes":
      return `改投 ${deed.vote}${deed.sign === "" ? "" : `（${deed.sign}）`}`;
    case "election":
      return `加入选举 ${deed.epoch}，并投 ${deed.vote}`;
    case "decides":
      return `选定 ${deed.leader}`;
    case "joins":
      return `加入 Leader ${deed.leader}`;
    case "keeps":
      return `仍投 ${deed.leader}`;
    case "down":
      return "已宕机";
    case "silent":
      return "没有投票";
    case "undecided":
      return "没有决定";
  }
}

function placeText({ step, afterMs, round }: PlaceText): string {
  const of = step === undefined ? (afterMs === undefined ? "" : `${afterMs} ms 之后的`) : `第 ${step} 步的`;
  return `${of}${round === undefined ? "决定" : `第 ${round} 轮`}`;
}

const noChange: Record<NoChange, string> = {
  log: "真实服务器的过程无法重新运行，因此无从得知。",
  "no-election": "没有：没有举行选举，也就无从当选。",
  "cut-off": "没有：它自己的数值再怎么变，别人也收不到它的选票。",
  "no-quorum": "没有：它的选票会是最优的，但得不到过半支持。",
  limit: "没有：当选者的数值已经是最大的了。",
  "not-found": "在它的数值、角色、在线与否和启动顺序中都没有找到。",
};

/** What is said of changed scenarios, in simplified Chinese. */
export const zhCN: WhatIfMessages = {
  began: (sid, vote) => `服务器 ${sid} 开始时是 ${vote}。`,
  had: (sid, vote) => `服务器 ${sid} 的选票是 ${vote}。`,
  leads: (sid) => `服务器 ${sid} 就是 Leader。`,
  lostTo: (leader, round, loss) => `它${round === undefined ? "" : `在第 ${round} 轮`}输给服务器 ${leader}：${loss}。`,
  lost: (loss) => `它没有当选：${loss}。`,
  wasDown: "它当时不在线。",

  smallest: "最小的改变",
  changes: (changes) => `如果${changes.map(changeText).join("，并且")}，它就能当选。`,
  moreUp: (count) => `还需要 ${count} 台服务器在线。`,
  each: "这些缺一不可。",
  lesser: (change, instead, leader) => `${lesserText(change, instead)}，则${leads(leader)}。`,
  none: (reason) => noChange[reason],
  tried: (changes, loss) => `即使${changes.map(changeText).join("，并且")}，它仍不能当选：${loss}。`,

  outcome: (changes, before, after) => {
    if (before === after)
      return after === null ? `改为 ${changes}，还是没有 Leader。` : `改为 ${changes}，Leader 仍然是服务器 ${after}。`;
    const was = before === null ? "原来没有 Leader" : `原来是服务器 ${before}`;
    return after === null
      ? `改为 ${changes}，就没有 Leader 了；${was}。`
      : `改为 ${changes}，由服务器 ${after} 当选 Leader；${was}。`;
  },
  columns: {
    asItIs: "原来",
    changed: (changes) => `改为 ${changes}`,
    long: "改变之后",
  },
  rows: {
    leader: "Leader",
    by: "取决于",
    votes: "得票",
    rounds: "轮数",
    ms: "ms",
    server: (sid) => `服务器 ${sid}`,
  },
  by: { only: "没有对手", office: "一直在任", told: "仍受追随" },
  parting: (place, sid, here, there) =>
    `从${placeText(place)}开始不同：服务器 ${sid} ${deedText(here)}；改变之后，它${deedText(there)}。`,
  otherLeader: (here, there) => `每台服务器的投票和决定都相同，但原来${leads(here)}，改变之后${leads(there)}。`,
  same: "没有不同：每台服务器的投票和决定都和原来一样。",
};
