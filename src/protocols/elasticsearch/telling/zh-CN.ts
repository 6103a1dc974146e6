import { messagesOf } from "../../../locales/index.ts";
import { sidCell, sidList } from "../../../locales/lists.ts";
import type { Words } from "../../telling.ts";
import type { Texts } from "./en.ts";
import type { Side, ZenFact } from "./facts.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const nodes = (sids: readonly number[]) => `节点 ${list(sids)}`;
const after = (ms: number) => (ms === 0 ? " 立即" : ` 在 ${ms} ms 后`);
const tries = (count: number) => (count === 1 ? "一次 ping " : `连续 ${count} 次 ping `);
const without = (sids: readonly number[], sid: number) => sids.filter((other) => other !== sid);

function side({ master, nodes: its }: Side): string {
  const others = without(its, master);
  return others.length === 0 ? `${master}（没有跟随者）` : `${master}（${list(others)} 跟随它）`;
}

const lost: Record<Extract<ZenFact, { kind: "lost" }>["why"], (tries: number) => string> = {
  "master-crashed": () => "与它的连接断开",
  "master-silent": (count) => `${tries(count)}都没有得到它的应答`,
  "no-longer-master": () => "对方说自己已不是 master",
  "not-in-cluster": () => "对方已把它移出集群",
};

const again: Record<Extract<ZenFact, { kind: "again" }>["why"], (chosen: number) => string> = {
  refused: (chosen) => `${chosen} 不是 master，拒绝其加入`,
  "no-answer": (chosen) => `${chosen} 没有及时应答`,
  crashed: (chosen) => `还没加入，${chosen} 就宕机了`,
  "too-few-joins": () => "规定时间内加入的节点不够",
  "failed-to-publish": () => "确认集群状态的节点不够",
};

const steppedDown: Record<Extract<ZenFact, { kind: "stepped-down" }>["why"], (have: number, need: number) => string> = {
  "not-enough-nodes": (have, need) => `有 master 资格的节点只剩 ${have} 个，需要 ${need} 个`,
  "failed-to-publish": (have, need) => `只有 ${have} 个节点确认了它的集群状态，需要 ${need} 个`,
  "older-state": () => "另一个 master 的集群状态较新",
  "told-to": () => "另一个 master 要求它重新加入",
};

const facts: Words<ZenFact> = {
  master: ({ sid, sees, newest, have, need, eligible }) => {
    const rule = newest === undefined ? "它的 id 最小" : `它的集群状态最新（版本 ${newest}）`;
    const which =
      sees.length === 1
        ? "它看不到其他有 master 资格的节点"
        : `在它看到的有 master 资格的节点（${list(sees)}）中，${rule}`;
    const votes = have === 1 ? "只有它自己就够了" : `连它自己共 ${have} 个选它，加入就是投票`;
    return `节点 ${sid} 是 master：${which}。这样的节点共 ${eligible} 个，需要 ${need} 个；${votes}。`;
  },
  stays: ({ sid, nodes: its }) =>
    `节点 ${sid} 仍是 master，与第一步之前一样，集群里有${nodes(its)}；有 master 时不会选举。`,
  two: ({ sides, need, majority }) =>
    `同时有 ${sides.length} 个 master：${sides.map(side).join("；")}。minimum_master_nodes 为 ${need}，每一边都够；若设为 ${majority}，就只可能有一个 master。`,
  nobody: ({ most, need, eligible }) =>
    most >= need
      ? "没有 master：虽然有足够多有 master 资格的节点互相看得到，但到最后还没有选出来。"
      : `没有 master：${eligible} 个有 master 资格的节点中需要 ${need} 个，而任何一个节点连自己在内最多只看到 ${most} 个。`,

  step: ({ number, of, action }) => messagesOf("zh-CN").step(number, of, action),
  started: ({ sids }) => `${nodes(sids)} 启动，开始寻找 master。`,
  lost: ({ sids, master, why, afterMs, tries: count }) =>
    `${nodes(sids)}${after(afterMs)}放弃 master ${master}：${lost[why](count)}。`,
  removed: ({ master, nodes: gone, why, afterMs, tries: count }) =>
    `master ${master}${after(afterMs)}把${nodes(gone)} 移出集群：${why === "crashed" ? "连接断开" : `${tries(count)}都没有应答`}。`,
  "stepped-down": ({ sid, why, have, need }) => `${sid} 不再是 master：${steppedDown[why](have, need)}。`,
  round: ({ sids, sees, masters, need, chosen, why, times }) => {
    const who = `${nodes(sids)} ping 其他节点${times > 1 ? ` ${times} 次` : ""}`;
    const seen = `看到 ${sees.length} 个有 master 资格的节点${sees.length === 0 ? "" : `（${list(sees)}）`}，需要 ${need} 个`;
    switch (why) {
      case "named":
        return masters.length === 1
          ? `${who}：其他节点说 master 是 ${chosen}，于是加入它。`
          : `${who}：其他节点说的 master 有 ${list(masters)}，其中 ${chosen} 的 id 最小，于是加入它。`;
      case "unreachable":
        return `${who}：其他节点说 master 是 ${chosen}，但它没有应答，只好再 ping。`;
      case "first":
        return `${who}，${seen}。排在最前的是 ${chosen}，于是选${sids.length === 1 && sids[0] === chosen ? "自己" : ` ${chosen}`}。`;
      case "too-few":
        return `${who}，${seen}，不够。谁也不选，再 ping。`;
    }
  },
  again: ({ sids, chosen, why }) => `${nodes(sids)} 再次 ping：${again[why](chosen)}。`,
  elected: ({ sid, have, need, afterMs }) =>
    `${sid}${after(afterMs)}成为 master：连它自己共 ${have} 个选它，需要 ${need} 个，确认其集群状态的节点也达到了这个数。`,
  joined: ({ sids, master }) => `${nodes(sids)} 跟随 master ${master}。`,
  "another-master": ({ sid, other, version, otherVersion, yields }) =>
    `master ${sid} 被另一个 master（${other}）ping 了三次。两者的集群状态版本为 ${version} 和 ${otherVersion}：${
      version === otherVersion ? `版本相同，由对方 ${yields} 让位` : `${yields} 的较旧，由它让位`
    }。`,
  sides: ({ sides }) => {
    if (sides.length === 0) return "没有 master。";
    const [only] = sides;
    if (only && sides.length === 1) {
      const others = without(only.nodes, only.master);
      return others.length === 0
        ? `master 是 ${only.master}，没有跟随者。`
        : `master 是 ${only.master}，${list(others)} 跟随它。`;
    }
    return `有 ${sides.length} 个 master：${sides.map(side).join("；")}。`;
  },

  unaware: ({ masters }) =>
    `${list(masters)} 都仍是 master：每个 master 只 ping 自己集群里的节点（NodesFaultDetection），而对方的节点已被移出。正在寻找 master 的节点会得知这两个 master，但现在没有节点在寻找。`,
  overlaps: () => "同时有两个 master",
  overlap: ({ masters, from, to, cut, need, majority, eligible }) =>
    `${list(masters)} 从整个运行的第 ${from} ms 起，${to === null ? (cut ? "到 trace 中断为止" : "直到最后") : `到第 ${to} ms 为止`}，同时是 master${to === null ? "" : `，共 ${to - from} ms`}。${
      need < majority
        ? `minimum_master_nodes 为 ${need}；若设为 ${majority}，即 ${eligible} 个节点的过半数，网络分区的两边就不可能都够。`
        : "其中一个还没有发现自己的节点已经不在；没有足够多的节点，它改变不了集群。"
    }`,

  others: () => "为什么不是其他节点",
  not: ({ why, sid, than }) => {
    switch (why) {
      case "down":
        return "已宕机或没有启动";
      case "paused":
        return "已暂停";
      case "data-only":
        return "没有 master 资格（这里用 Observer 代表纯数据节点）";
      case "higher-id":
        return `id 更大（${sid} > ${than}）`;
      case "older-state":
        return `集群状态比 ${than} 的旧；版本相同才比较 id`;
      case "late":
        return `${than} 当选时看不到它；如今已有 master，不会再选举`;
      case "unseen":
        return `${than} 看不到它`;
    }
  },

  today: () =>
    "以上是 Elasticsearch 1.x 到 6.x 的 Zen discovery。Elasticsearch 7 已换成另一套：由系统自己维护的投票配置（voting configuration）；有 term，每个节点在一个 term 里只投一次票；要得到投票配置里过半的票才能当选（cluster.coordination.Coordinator）。minimum_master_nodes 不再存在。",
  default: () =>
    "Elasticsearch 自己并不要求节点数：不设置 discovery.zen.minimum_master_nodes 的话，一个节点就够了，网络分区的每一边都可能有自己的 master。这里的默认值是官方推荐的：有 master 资格的节点的过半数。从 5.0 起，先比较集群状态，最新的优先；版本相同时才取 id 最小的（这里要用选项 order: version）。",
  "left-out": () =>
    "没有模拟的：分片及其副本（数据实际写在那里）。简化之处：id 用的是 sid（真实的节点 id 是随机文本）；master 对节点的 ping 也代替了节点对 master 的 ping。",
};

const failures: Record<Extract<ZenFact, { kind: "again" }>["why"], (chosen: number) => string> = {
  refused: () => "被拒绝",
  "no-answer": () => "没有应答",
  crashed: (chosen) => `${chosen} 宕机`,
  "too-few-joins": () => "加入的节点不够",
  "failed-to-publish": () => "确认的节点不够",
};

/** Every text of Elasticsearch's discovery, in simplified Chinese. */
export const zhCN: Texts = {
  facts,
  decides: "看到的节点里 id 最小，且看到的节点够多（minimum_master_nodes）",

  each: (who, text) => `${who}：${text}`,
  columns: ["节点", "看到", "是否足够", "选择", "结果"],
  enough: (have, need) => `${have}，需要 ${need}`,
  chooses: ({ chosen, why, masters }) => {
    if (chosen === null) return "无";
    if (why === "named") return masters.length === 1 ? `${chosen}，已是 master` : `${sidCell(masters)} 中的 ${chosen}`;
    return why === "unreachable" ? `${chosen}，无应答` : String(chosen);
  },
  times: (count) => `${count} 次`,
  came: (event) => {
    if (event === undefined) return "继续 ping";
    if (event.type === "pinged") return "再次 ping";
    if (event.type === "again") return failures[event.why](event.chosen);
    if (event.type !== "state") return "";
    if (event.to === "LEADING") return "成为 master";
    return event.to === "DOWN" ? "宕机" : `跟随 ${event.master ?? "master"}`;
  },
};
