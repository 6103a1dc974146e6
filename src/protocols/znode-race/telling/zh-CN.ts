import { sidList } from "../../../locales/lists.ts";
import { zhCN as sessions } from "../../znodes/telling/zh-CN.ts";
import type { RaceWords } from "./en.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const inOrder = (sids: readonly number[]) => sids.join("、");

/** What is said of a race, in simplified Chinese. */
export const zhCN: RaceWords = {
  facts: {
    ...sessions,
    leads({ leader, tried, partitions, led }) {
      const what =
        partitions === 1 ? "是 Leader" : `是分区 1 的 Leader，在全部 ${partitions} 个分区中共是 ${led} 个的 Leader`;
      if (tried === 0) return `服务器 ${leader} ${what}：它的 znode 从未消失。`;
      if (tried === 1) return `服务器 ${leader} ${what}：只有它尝试创建 znode。`;
      return `服务器 ${leader} ${what}：${tried} 台服务器争抢创建 znode，它的请求最先到达 ZooKeeper。谁先到是偶然的，换一个随机种子可能是另一台。`;
    },
    nobody: ({ down }) =>
      down ? "没有 Leader：所有服务器都已宕机。" : "没有 Leader：在线且连得上 ZooKeeper 的服务器都没有抢到 znode。",
    herd({ fired, partitions, woken, before, after }) {
      const product = partitions === 1 ? "" : `（${partitions} 个分区 × ${woken.length} 个副本）`;
      const again =
        before === after ? `；最后 ZooKeeper 又持有 ${after} 个` : `；原有 ${before} 个 watch，最后有 ${after} 个`;
      return `羊群效应：${fired} 个 watch 触发${product}，唤醒了 ${list(woken)}${again}。`;
    },
    race({ order, winner }) {
      if (order.length === 1)
        return `只有 ${inOrder(order)} 尝试创建 /partition-1/leader，${winner === null ? "没有成功" : "并且成功"}。`;
      const won =
        winner === null
          ? "znode 已经存在，全部得到 NodeExists"
          : `${winner} 最先，其余的都得到 NodeExists，于是设置 watch`;
      return `争抢 /partition-1/leader：请求到达的顺序是 ${inOrder(order)}；${won}。`;
    },
    "own-znode": ({ sid }) => `${sid} 读到 znode 里是自己的名字（它之前的会话留下的），于是自认为是 Leader。`,
    spread({ won, tried, refused }) {
      if (won.length === 0) return `所有分区合计：尝试创建 ${tried} 次，全部失败。`;
      const shares = won.map(([sid, partitions]) => `${sid} 抢到 ${partitions} 个`).join("，");
      return `所有分区合计：尝试创建 ${tried} 次，其中 ${refused} 次失败；${shares}。`;
    },
    views({ first, last, ms, worst, partitions }) {
      const most = partitions === 1 || worst === ms ? "" : `（其他分区最长 ${worst} ms）`;
      return `各副本看到的 Leader 有 ${ms} ms 不一致${most}：从 ${first} 知道自己是 Leader，到 ${last} 读到为止。`;
    },
    load({ messages, held, replicas, partitions }) {
      const each =
        partitions === 1 ? `${replicas} 个副本各一个` : `${partitions} 个分区各有 ${replicas} 个副本，每个副本一个`;
      return `代价：${messages} 条消息；ZooKeeper 持有 ${held} 个 watch，${each}。`;
    },
    choice: () =>
      "ZooKeeper 官方的选主方案可以避免羊群效应：每个客户端只 watch 排在自己前面的那个 znode。Curator 的 LeaderLatch 就是这样做的（--protocol curator）。",
    kafka: () =>
      "Kafka 副本机制的早期设计曾让每个分区的副本这样争抢；正式发布的版本由一个控制器为所有分区选出 Leader（--protocol kafka-controller），如今则是不用 ZooKeeper 的 KRaft。",
  },
  decides: "谁的创建请求先到",
  table: {
    head: ["多久后", "服务器", "事件"],
    row(row) {
      switch (row.kind) {
        case "crash":
          return "宕机";
        case "connects":
          return "建立会话";
        case "breaks":
          return `与 ${row.of} 的连接断开：${row.dropped} 个 watch 消失，会话还在`;
        case "expires":
          return `${row.of} 的会话过期${row.znodes === 0 ? "" : "，它的 znode 被删除"}`;
        case "fires":
          return "watch 触发";
        case "first":
          return "创建了 znode";
        case "late":
          return row.leader === null ? "晚了：NodeExists" : `晚了：NodeExists，已属于 ${row.leader}`;
        case "leads":
          return "成为 Leader";
        case "reads":
          return row.leader === null ? "读到没有 Leader" : `读到 Leader 是 ${row.leader}`;
        case "learns":
          return "得知自己的会话已过期";
        case "watches":
          return "设置 watch";
      }
    },
    nothing: "没有变化。",
    firstPartition: (path) => `分区 1：${path}`,
    allPartitions: (partitions) => `全部 ${partitions} 个分区`,
    numbersHead: ["统计", ""],
    numbers: {
      fired: "触发的 watch",
      held: "持有的 watch",
      tried: "尝试创建",
      refused: "其中 NodeExists",
      messages: "消息",
      won: "各服务器抢到",
      views: "视图不一致最长",
    },
  },
};
