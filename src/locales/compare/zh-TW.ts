import type { Group, Span, Two } from "../../compare/difference.ts";
import type { Runs } from "../../compare/row.ts";
import type { Support } from "../../trace/quorum.ts";
import { sidList, spanText } from "../lists.ts";
import type { CompareMessages } from "./en.ts";
import { apart } from "./fates.ts";

const list = (items: readonly string[]) => items.join("、");
const ms = (span: Span) => `${spanText(span, " 到 ")} ms`;
const fates = { kept: "保留", lost: "遺失", split: "部分保留", open: "尚無定論" };
const units = { round: "輪", term: "個 term", attempt: "次", turn: "任" };

/** 「raft、zookeeper 是 2；curator 是 1」 */
function under<T>(groups: readonly Group<T>[], text: (is: T) => string): string {
  return groups.map(({ protocols, is }) => `${list(protocols)} ${text(is)}`).join("；");
}

function shortText({ unit, have, need, of }: Support): string {
  return unit === "groups"
    ? `${of} 組中只有 ${have} 組過半，需要 ${need} 組`
    : `${of} 台伺服器中${have === 0 ? "沒有一台在線上" : `只有 ${have} 台在線上`}，需要 ${need} 台`;
}

function twoText(two: Two): string {
  if ("ms" in two) return `持續 ${two.ms} ms`;
  return two.until === "end" ? "持續到最後" : `持續到第 ${two.until} 步`;
}

function ledText(leaders: Runs["leaders"]): string {
  return leaders
    .map(({ leader, runs }) => `${leader === null ? "沒有 Leader" : `${leader} 當選`} ${runs} 次`)
    .join("，");
}

export const zhTW: CompareMessages = {
  columns: {
    protocol: "協定",
    leader: "Leader",
    eligible: "可當選",
    without: "無 Leader",
    two: "雙 Leader",
    write: "寫入",
    messages: "訊息",
    watches: "watch",
    attempts: "嘗試",
    decides: "由什麼決定",
    runs: "次數",
    histogram: "無 Leader（ms）",
  },
  legend:
    "可當選：Leader 最後一次空缺時，哪些伺服器可以當選（-：從未空缺）。無 Leader、雙 Leader：沒有一台、或不止一台伺服器自認為是 Leader 的時間長度。寫入：失去 Leader 時尚未提交的寫入，最後結果如何（-：沒有這樣的寫入；不涉及：協定只管選舉，不管資料）。",
  ofSteps: "到第 2 步：直到那一步的操作使之結束。",
  ofSeed: (seed) => `兩張表取自隨機種子為 ${seed} 的那次執行。`,
  believing: "括號內：自認為是 Leader，但並未當選。",
  nobody: "無",
  nothing: "-",
  toTheEnd: "直到最後",
  never: "從未",
  toStep: (step) => `到第 ${step} 步`,
  attempts: (count, unit) => `${count} ${units[unit]}`,
  write: {
    kept: "保留",
    lost: "遺失",
    split: "部分保留",
    "committed-lost": "已提交卻遺失",
    open: "未定",
    none: "-",
    outside: "不涉及",
  },
  zookeeper: "依次比較 epoch、zxid、sid，最大者獲得過半選票",

  differences: "差別在哪裡",
  withSeed: (seed) => `隨機種子為 ${seed} 時`,
  difference: {
    same: ({ leader }) => (leader === null ? "最後都沒有 Leader。" : `最後的 Leader 都是 ${leader}。`),
    leaders: ({ groups }) => `最後的 Leader：${under(groups, (leader) => `是 ${leader}`)}。`,
    nobody: ({ without, short, split, believing, elsewhere }) => {
      const why = short ? shortText(short) : split && "網路分割後，沒有一邊過半";
      const believe = (sids: readonly number[]) => `中的 ${sidList(sids).join("、")} 仍自認為是 Leader`;
      const all = believing.length > 0 ? `${under(believing, believe)}。` : "";
      const text = `${list(without)} 沒有 Leader${why ? `：${why}` : ""}。${all}`;
      if (!short || elsewhere.length === 0) return text;
      return `${text}${list(elsewhere)} 卻有 Leader：由在別處執行的 ZooKeeper 裁決，不需要這些伺服器過半。`;
    },
    sessions: ({ waiting, shorter, longer, spared }) => {
      const time = ({ protocols, is }: Group<Span>) => `${list(protocols)} 是 ${ms(is)}`;
      const times = [
        ...(shorter ? [time(shorter)] : []),
        `${time(waiting)}（不再回應的伺服器，其 znode 要到工作階段過期才會消失）`,
        ...(longer ? [time(longer)] : []),
      ];
      const text = `無 Leader 的時間：${times.join("；")}。`;
      return spared.length > 0 ? `${text}${list(spared)} 沒有失去過 Leader。` : text;
    },
    times: ({ shortest, longest, all }) =>
      `${all ? "" : "最後有 Leader 的協定中，"}無 Leader 的時間，${list(shortest.protocols)} 最短，${shortest.is} ms；${list(longest.protocols)} 最長，${longest.is} ms。`,
    two: ({ groups, never }) => {
      const parts = [
        ...groups.map(({ protocols, is }) => `${list(protocols)} ${twoText(is)}`),
        ...(never.length > 0 ? [`${list(never)} 從未出現`] : []),
      ];
      return `兩台伺服器同時自認為是 Leader（腦裂）：${parts.join("；")}。`;
    },
    writes: ({ fates: groups, outside }) => {
      const { uncommitted, committed } = apart(groups);
      return [
        ...(uncommitted.length > 0 ? [`已寫入而未提交的資料：${under(uncommitted, (fate) => fates[fate])}。`] : []),
        ...(committed.length > 0 ? [`${list(committed)} 連已提交的資料也遺失了。`] : []),
        ...(outside.length > 0 ? [`${list(outside)} 只管選舉，不管資料。`] : []),
      ].join("");
    },
    chance: ({ count, protocols }) =>
      `結果還取決於隨機因素：執行 ${count} 次，${protocols.map(({ protocol, leaders }) => `${protocol} 中 ${ledText(leaders)}`).join("；")}。`,
    choice: ({ one, several }) =>
      `可以當選的伺服器：${under(one, (sid) => `只有 ${sid}`)}；${under(several, (sids) => `有 ${sidList(sids).join("、")}`)}。`,
    watches: ({ groups }) =>
      `觸發的 watch 數：${under(groups, (count) => `${count} 個`)}。如果都監視同一個 znode，它一消失就會驚醒所有伺服器（羊群效應）。`,
  },

  runs: (count, first, last) =>
    count === 1 ? `執行 1 次，隨機種子 ${first}` : `執行 ${count} 次，隨機種子 ${first} 到 ${last}`,
  medianAndWorst: "中位數 / 最壞情況，時間單位 ms",
  single: (protocols) => `${list(protocols)} 不受隨機因素影響：每次執行都一樣，因此只執行一次。`,
  alike: (protocols) => `${list(protocols)} 雖有隨機因素，每次執行的 Leader 和無 Leader 的時間都相同。`,
  led: (leaders) =>
    leaders.map(({ leader, runs }) => `${leader === null ? "沒有 Leader" : `Leader ${leader}`}：${runs} 次`).join("，"),
  became: (writes) => `寫入：${writes.map(({ write, runs }) => `${zhTW.write[write]} ${runs} 次`).join("，")}`,

  running: (protocol, done, of) => `${protocol}：已執行 ${done} / ${of} 次`,
  leftOut: (protocol, why) => `注意：${protocol} 無法使用這份描述，不參加比較：${why}`,
};
