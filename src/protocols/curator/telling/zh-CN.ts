import { sidList } from "../../../locales/lists.ts";
import { zhCN as sessions } from "../../znodes/telling/zh-CN.ts";
import type { CuratorWords } from "./en.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");

/** What is said of Curator's recipes, in simplified Chinese. */
export const zhCN: CuratorWords = {
  facts: {
    ...sessions,
    leads: ({ leader, znode, inTurns }) =>
      inTurns
        ? `现在轮到服务器 ${leader}：它的 znode（${znode}）在队列中序号最小。任期结束后它${inTurns === "again" ? "会重新排到队尾" : "不再排队"}。`
        : `服务器 ${leader} 是 Leader：它的 znode（${znode}）在队列中序号最小。这里不投票，也不比较 sid 和 zxid：先来的就是 Leader。`,
    nobody: ({ down, empty }) => {
      if (down) return "没有 Leader：所有服务器都已宕机。";
      return empty
        ? "没有 Leader：队列里已经没有服务器。"
        : "没有 Leader：序号最小的 znode 的所有者不在，或者不认为自己是 Leader。";
    },
    line: ({ sids }) =>
      `开始时的队列：${sids.join("、")}。${sids.length === 1 ? "它不 watch 任何 znode。" : "排在第一的是 Leader，其余的各自只 watch 前面那一个。"}`,
    woken({ gone, woken, asleep }) {
      if (woken.length === 0) return `${gone} 的 znode 被删除，没有 watch 触发：没有谁排在它后面。`;
      const rest = asleep === 0 ? "" : `；其余 ${asleep} 台没有被唤醒`;
      return `${gone} 的 znode 被删除：触发 ${woken.length} 个 watch，唤醒排在其后的 ${list(woken)}${rest}。`;
    },
    first: ({ sid, since, znode }) =>
      `${sid} 读取队列，发现自己的 ${znode} 序号最小，在本步开始后 ${since} ms 成为 Leader。`,
    behind: ({ sid, behind }) => `${sid} 读取队列，在排在它前面的 ${behind} 的 znode 上设置 watch。`,
    stopped: ({ sid, since, silence }) =>
      `本步开始后 ${since} ms，${sid} 主动放弃 Leader 身份：它已有 ${silence} ms（会话超时的三分之二）没有收到 ZooKeeper 的任何消息（SUSPENDED）。`,
    closed: ({ sid, led }) =>
      led
        ? `${sid} 关闭了 latch：它的 znode 立即被删除，它也不再是 Leader，此后不再参选（OBSERVING）。`
        : `${sid} 关闭，并离开了队列，此后不再参选（OBSERVING）。`,
    turns({ order, ms, holds, inTurns }) {
      const last = holds === null ? "" : `在模拟中，最后一任（${holds}）持续到下一个事件为止。`;
      return `轮流担任 Leader，每任 ${ms} ms：${order.join("、")}。每一任结束后让位给下一个，自己${inTurns === "again" ? "重新排到队尾" : "不再排队"}。${last}`;
    },
    keeps: () =>
      "从 Curator 5.4 起（CURATOR-644），在同一会话内重新连上的 latch 保留 znode 和位置；此前它会在队尾新建一个 znode。这里按 5.9 的行为模拟。",
    container: () =>
      "Curator 5 需要 ZooKeeper 3.5 或更高版本；这些 znode 的父节点是 container znode，变空之后由 ZooKeeper 删除。",
    rounds: ({ inTurns }) =>
      inTurns === "again"
        ? "autoRequeue 打开时（这里默认打开，Curator 默认关闭），LeaderSelector 每一任都在队尾新建 znode。每台服务器在一步中都当过一任之后，模拟就不再轮换；真实的 LeaderSelector 会一直轮下去。"
        : "autoRequeue 关闭时，每台服务器只当一任，此后不再参选（OBSERVING）。Curator 默认关闭；这里不设置的话是打开的。",
  },
  decides: "谁排在最前",
  table: {
    head: ["位置", "服务器", "znode", "watch", "多久后：事件"],
    happens(happening) {
      switch (happening.kind) {
        case "crash":
          return "宕机";
        case "woken":
          return "被唤醒";
        case "leads":
          return "成为 Leader";
        case "suspended":
          return "SUSPENDED";
        case "closed":
          return "关闭";
        case "expired":
          return "会话过期";
        case "deleted":
          return "znode 被删除";
        case "created":
          return "加入队列";
        case "watches":
          return `watch ${happening.sid}`;
      }
    },
    after: (ms, what) => (what === "" ? `${ms} ms` : `${ms} ms：${what}`),
    watches: (fired, held) => `触发的 watch：${fired}。持有的 watch：${held}。`,
    turnsHead: ["服务器", "多久后开始", "多久后结束"],
    turnEnds: (how) => ({ ends: "", interrupted: "被中断", crash: "宕机" })[how],
  },
};
