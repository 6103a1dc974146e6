import type { Group, Span, Two } from "../../compare/difference.ts";
import type { Runs } from "../../compare/row.ts";
import type { Support } from "../../trace/quorum.ts";
import { sidList, spanText } from "../lists.ts";
import type { CompareMessages } from "./en.ts";
import { apart } from "./fates.ts";

const list = (items: readonly string[]) => items.join("、");
const ms = (span: Span) => `${spanText(span, " 到 ")} ms`;
const fates = { kept: "保留", lost: "丢失", split: "部分保留", open: "尚无定论" };
const units = { round: "轮", term: "个 term", attempt: "次", turn: "任" };

/** 「raft、zookeeper 是 2；curator 是 1」 */
function under<T>(groups: readonly Group<T>[], text: (is: T) => string): string {
  return groups.map(({ protocols, is }) => `${list(protocols)} ${text(is)}`).join("；");
}

function shortText({ unit, have, need, of }: Support): string {
  return unit === "groups"
    ? `${of} 组中只有 ${have} 组过半，需要 ${need} 组`
    : `${of} 台服务器中${have === 0 ? "没有一台在线" : `只有 ${have} 台在线`}，需要 ${need} 台`;
}

function twoText(two: Two): string {
  if ("ms" in two) return `持续 ${two.ms} ms`;
  return two.until === "end" ? "持续到最后" : `持续到第 ${two.until} 步`;
}

function ledText(leaders: Runs["leaders"]): string {
  return leaders
    .map(({ leader, runs }) => `${leader === null ? "没有 Leader" : `${leader} 当选`} ${runs} 次`)
    .join("，");
}

export const zhCN: CompareMessages = {
  columns: {
    protocol: "协议",
    leader: "Leader",
    eligible: "可当选",
    without: "无 Leader",
    two: "双 Leader",
    write: "写入",
    messages: "消息",
    watches: "watch",
    attempts: "尝试",
    decides: "由什么决定",
    runs: "次数",
    histogram: "无 Leader（ms）",
  },
  legend:
    "可当选：Leader 最后一次空缺时，哪些服务器可以当选（-：从未空缺）。无 Leader、双 Leader：没有一台、或不止一台服务器自认为是 Leader 的时长。写入：失去 Leader 时尚未提交的写入，最后结果如何（-：没有这样的写入；不涉及：协议只管选举，不管数据）。",
  ofSteps: "到第 2 步：直到那一步的操作使之结束。",
  ofSeed: (seed) => `两张表取自随机种子为 ${seed} 的那次运行。`,
  believing: "括号内：自认为是 Leader，但并未当选。",
  nobody: "无",
  nothing: "-",
  toTheEnd: "直到最后",
  never: "从未",
  toStep: (step) => `到第 ${step} 步`,
  attempts: (count, unit) => `${count} ${units[unit]}`,
  write: {
    kept: "保留",
    lost: "丢失",
    split: "部分保留",
    "committed-lost": "已提交却丢失",
    open: "未定",
    none: "-",
    outside: "不涉及",
  },
  zookeeper: "依次比较 epoch、zxid、sid，最大者获得过半选票",

  differences: "区别在哪里",
  withSeed: (seed) => `随机种子为 ${seed} 时`,
  difference: {
    same: ({ leader }) => (leader === null ? "最后都没有 Leader。" : `最后的 Leader 都是 ${leader}。`),
    leaders: ({ groups }) => `最后的 Leader：${under(groups, (leader) => `是 ${leader}`)}。`,
    nobody: ({ without, short, split, believing, elsewhere }) => {
      const why = short ? shortText(short) : split && "网络分区后，没有一边过半";
      const believe = (sids: readonly number[]) => `中的 ${sidList(sids).join("、")} 仍自认为是 Leader`;
      const all = believing.length > 0 ? `${under(believing, believe)}。` : "";
      const text = `${list(without)} 没有 Leader${why ? `：${why}` : ""}。${all}`;
      if (!short || elsewhere.length === 0) return text;
      return `${text}${list(elsewhere)} 却有 Leader：由在别处运行的 ZooKeeper 裁决，不需要这些服务器过半。`;
    },
    sessions: ({ waiting, shorter, longer, spared }) => {
      const time = ({ protocols, is }: Group<Span>) => `${list(protocols)} 是 ${ms(is)}`;
      const times = [
        ...(shorter ? [time(shorter)] : []),
        `${time(waiting)}（不再响应的服务器，其 znode 要到会话过期才会消失）`,
        ...(longer ? [time(longer)] : []),
      ];
      const text = `无 Leader 的时间：${times.join("；")}。`;
      return spared.length > 0 ? `${text}${list(spared)} 没有失去过 Leader。` : text;
    },
    times: ({ shortest, longest, all }) =>
      `${all ? "" : "最后有 Leader 的协议中，"}无 Leader 的时间，${list(shortest.protocols)} 最短，${shortest.is} ms；${list(longest.protocols)} 最长，${longest.is} ms。`,
    two: ({ groups, never }) => {
      const parts = [
        ...groups.map(({ protocols, is }) => `${list(protocols)} ${twoText(is)}`),
        ...(never.length > 0 ? [`${list(never)} 从未出现`] : []),
      ];
      return `两台服务器同时自认为是 Leader（脑裂）：${parts.join("；")}。`;
    },
    writes: ({ fates: groups, outside }) => {
      const { uncommitted, committed } = apart(groups);
      return [
        ...(uncommitted.length > 0 ? [`已写入而未提交的数据：${under(uncommitted, (fate) => fates[fate])}。`] : []),
        ...(committed.length > 0 ? [`${list(committed)} 连已提交的数据也丢失了。`] : []),
        ...(outside.length > 0 ? [`${list(outside)} 只管选举，不管数据。`] : []),
      ].join("");
    },
    chance: ({ count, protocols }) =>
      `结果还取决于随机因素：运行 ${count} 次，${protocols.map(({ protocol, leaders }) => `${protocol} 中 ${ledText(leaders)}`).join("；")}。`,
    choice: ({ one, several }) =>
      `可以当选的服务器：${under(one, (sid) => `只有 ${sid}`)}；${under(several, (sids) => `有 ${sidList(sids).join("、")}`)}。`,
    watches: ({ groups }) =>
      `触发的 watch 数：${under(groups, (count) => `${count} 个`)}。如果都监视同一个 znode，它一消失就会惊醒所有服务器（羊群效应）。`,
  },

  runs: (count, first, last) =>
    count === 1 ? `运行 1 次，随机种子 ${first}` : `运行 ${count} 次，随机种子 ${first} 到 ${last}`,
  medianAndWorst: "中位数 / 最坏情况，时间单位 ms",
  single: (protocols) => `${list(protocols)} 不受随机因素影响：每次运行都一样，因此只运行一次。`,
  alike: (protocols) => `${list(protocols)} 虽有随机因素，每次运行的 Leader 和无 Leader 的时间都相同。`,
  led: (leaders) =>
    leaders.map(({ leader, runs }) => `${leader === null ? "没有 Leader" : `Leader ${leader}`}：${runs} 次`).join("，"),
  became: (writes) => `写入：${writes.map(({ write, runs }) => `${zhCN.write[write]} ${runs} 次`).join("，")}`,

  running: (protocol, done, of) => `${protocol}：已运行 ${done} / ${of} 次`,
  leftOut: (protocol, why) => `注意：${protocol} 无法使用这份描述，不参加比较：${why}`,
};
