import { sidList } from "../../../locales/lists.ts";
import { zhTW as sessions } from "../../znodes/telling/zh-TW.ts";
import type { RaceWords } from "./en.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const inOrder = (sids: readonly number[]) => sids.join("、");

/** What is said of a race, in traditional Chinese. */
export const zhTW: RaceWords = {
  facts: {
    ...sessions,
    leads({ leader, tried, partitions, led }) {
      const what =
        partitions === 1 ? "是 Leader" : `是分割區 1 的 Leader，在全部 ${partitions} 個分割區中共是 ${led} 個的 Leader`;
      if (tried === 0) return `伺服器 ${leader} ${what}：它的 znode 從未消失。`;
      if (tried === 1) return `伺服器 ${leader} ${what}：只有它嘗試建立 znode。`;
      return `伺服器 ${leader} ${what}：${tried} 台伺服器爭搶建立 znode，它的請求最先到達 ZooKeeper。誰先到是偶然的，換一個隨機種子可能是另一台。`;
    },
    nobody: ({ down }) =>
      down ? "沒有 Leader：所有伺服器都已當機。" : "沒有 Leader：在線上且連得上 ZooKeeper 的伺服器都沒有搶到 znode。",
    herd({ fired, partitions, woken, before, after }) {
      const product = partitions === 1 ? "" : `（${partitions} 個分割區 × ${woken.length} 個副本）`;
      const again =
        before === after ? `；最後 ZooKeeper 又持有 ${after} 個` : `；原有 ${before} 個 watch，最後有 ${after} 個`;
      return `羊群效應：${fired} 個 watch 觸發${product}，喚醒了 ${list(woken)}${again}。`;
    },
    race({ order, winner }) {
      if (order.length === 1)
        return `只有 ${inOrder(order)} 嘗試建立 /partition-1/leader，${winner === null ? "沒有成功" : "並且成功"}。`;
      const won =
        winner === null
          ? "znode 已經存在，全部得到 NodeExists"
          : `${winner} 最先，其餘的都得到 NodeExists，於是設定 watch`;
      return `爭搶 /partition-1/leader：請求到達的順序是 ${inOrder(order)}；${won}。`;
    },
    "own-znode": ({ sid }) => `${sid} 讀到 znode 裡是自己的名字（它之前的工作階段留下的），於是自認為是 Leader。`,
    spread({ won, tried, refused }) {
      if (won.length === 0) return `所有分割區合計：嘗試建立 ${tried} 次，全部失敗。`;
      const shares = won.map(([sid, partitions]) => `${sid} 搶到 ${partitions} 個`).join("，");
      return `所有分割區合計：嘗試建立 ${tried} 次，其中 ${refused} 次失敗；${shares}。`;
    },
    views({ first, last, ms, worst, partitions }) {
      const most = partitions === 1 || worst === ms ? "" : `（其他分割區最長 ${worst} ms）`;
      return `各副本看到的 Leader 有 ${ms} ms 不一致${most}：從 ${first} 知道自己是 Leader，到 ${last} 讀到為止。`;
    },
    load({ messages, held, replicas, partitions }) {
      const each =
        partitions === 1 ? `${replicas} 個副本各一個` : `${partitions} 個分割區各有 ${replicas} 個副本，每個副本一個`;
      return `代價：${messages} 則訊息；ZooKeeper 持有 ${held} 個 watch，${each}。`;
    },
    choice: () =>
      "ZooKeeper 官方的選主方案可以避免羊群效應：每個用戶端只 watch 排在自己前面的那個 znode。Curator 的 LeaderLatch 就是這樣做的（--protocol curator）。",
    kafka: () =>
      "Kafka 副本機制的早期設計曾讓每個分割區的副本這樣爭搶；正式發布的版本由一個控制器為所有分割區選出 Leader（--protocol kafka-controller），如今則是不用 ZooKeeper 的 KRaft。",
  },
  decides: "誰的建立請求先到",
  table: {
    head: ["多久後", "伺服器", "事件"],
    row(row) {
      switch (row.kind) {
        case "crash":
          return "當機";
        case "connects":
          return "建立工作階段";
        case "breaks":
          return `與 ${row.of} 的連線中斷：${row.dropped} 個 watch 消失，工作階段還在`;
        case "expires":
          return `${row.of} 的工作階段過期${row.znodes === 0 ? "" : "，它的 znode 被刪除"}`;
        case "fires":
          return "watch 觸發";
        case "first":
          return "建立了 znode";
        case "late":
          return row.leader === null ? "晚了：NodeExists" : `晚了：NodeExists，已屬於 ${row.leader}`;
        case "leads":
          return "成為 Leader";
        case "reads":
          return row.leader === null ? "讀到沒有 Leader" : `讀到 Leader 是 ${row.leader}`;
        case "learns":
          return "得知自己的工作階段已過期";
        case "watches":
          return "設定 watch";
      }
    },
    nothing: "沒有變化。",
    firstPartition: (path) => `分割區 1：${path}`,
    allPartitions: (partitions) => `全部 ${partitions} 個分割區`,
    numbersHead: ["統計", ""],
    numbers: {
      fired: "觸發的 watch",
      held: "持有的 watch",
      tried: "嘗試建立",
      refused: "其中 NodeExists",
      messages: "訊息",
      won: "各伺服器搶到",
      views: "檢視不一致最長",
    },
  },
};
