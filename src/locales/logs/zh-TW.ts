import { sidList } from "../lists.ts";
import type { ActText, LogMessages } from "./en.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const more = (count: string | number | undefined) => (Number(count) > 1 ? `（此日誌中共 ${count} 次）` : "");

const warnings: Record<
  Parameters<LogMessages["warning"]>[0]["kind"],
  (...args: readonly (string | number)[]) => string
> = {
  "half-line": () => "只有半行，沒有讀取；日誌可能被截斷，或仍在寫入",
  "long-line": (count) => `有一行超過 64 KiB，只讀了開頭${more(count)}`,
  "not-utf8": (count) => `不是有效的 UTF-8，無法識別的字元以問號代替${more(count)}`,
  "clock-backwards": (ms) => `時鐘在此處倒退了 ${ms} ms；保持原來的行序`,
  "no-server": (count) =>
    `不知道這份日誌是哪台伺服器寫的，其中 ${count} 行略去；請以伺服器命名檔案，例如 zookeeper-1.log`,
  "assumed-server": (sid, name) => `僅憑名稱（${name}）當作伺服器 ${sid}`,
  "same-server": (sid, other) => `這份日誌也自稱來自伺服器 ${sid}，與 ${other} 同時`,
  "unknown-notification": (count) => `通知的寫法無法識別，略去${more(count)}；請向我們回報`,
  nothing: () => "其中沒有與選舉有關的內容",
  "broken-archive": () => "壓縮檔已損壞或不完整；能解壓的部分已經讀取",
};

/** Texts about logs, in traditional Chinese. */
export const zhTW: LogMessages = {
  warning: ({ kind, args }) => `警告：${warnings[kind](...args)}`,
  skew: (sid, ms, other) =>
    `注意：伺服器 ${sid} 的時鐘比伺服器 ${other} ${ms > 0 ? "快" : "慢"} ${Math.abs(ms)} ms；各日誌按因果順序排列`,
  inferred: (sids) => `注意：成員取自日誌：${list(sids)}；--config 可給出準確的成員`,
  configured: (file) => `注意：成員取自 ${file}`,
  differ: (folder) => `注意：${folder} 裡的設定寫的成員不同；zk-elect diagnose 會指出`,
  noElection: "注意：這些日誌裡沒有伺服器在找 Leader",
  diverged: (count) => `注意：有 ${count} 行與協定應有的行為不同；--replay 會指出是哪些`,
  picked: (shown, of) => `注意：共 ${of} 次選舉，這裡是 ${shown} 次；--list 列出全部，--all 顯示全部`,
  reading: (megabytes) => `正在讀取：${megabytes} MB`,

  columns: { number: "#", when: "時間", looking: "LOOKING", outcome: "結果", took: "用時" },
  elected: (leader, supporters) => `${leader} 當選，得到 ${list(supporters)} 的選票`,
  joined: (sids, leader) => `${list(sids)} 加入 Leader ${leader}`,
  none: "沒有 Leader",
  goesOn: "仍在進行",
  between: "；",
  why: (sids, because) => `${list(sids)}（${because}）`,
  seconds: (text) => `${text} s`,

  agrees: (elections, notifications, votes, decisions) =>
    `日誌與協定一致：${elections} 次選舉，收到 ${notifications} 個通知，投出 ${votes} 張選票，作出 ${decisions} 個決定，都與協定相符。`,
  disagrees: (count) => `日誌與協定有 ${count} 處不一致：`,
  divergence: (sid, expected, found) =>
    `伺服器 ${sid} ${act(found)}；按協定${expected.kind === "none" ? "不該如此" : `應當${act(expected)}`}`,
  because: (line) => `此前最後收到：${line}`,
};

function act(text: ActText): string {
  switch (text.kind) {
    case "vote":
      return `在第 ${text.election} 次選舉中投 ${text.vote}`;
    case "decide":
      return `變為 ${text.state}${text.leader === null ? "" : `，Leader 為 ${text.leader}`}`;
    case "none":
      return "繼續 LOOKING";
  }
}
