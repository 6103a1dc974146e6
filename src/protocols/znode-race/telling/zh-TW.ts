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
      const what = partitions === 1 ? "是 Leader" : `是分區 1 的 Leader，${partitions} 個分區中共領導 ${led} 個`;
      if (tried === 0) return `伺服器 ${leader} ${what}：它的節點從未遺失。`;
      if (tried === 1) return `伺服器 ${leader} ${what}：只有它嘗試建立節點。`;
      return `伺服器 ${leader} ${what}：${tried} 台伺服器搶著建立節點，它的請求最先到達 ZooKeeper。誰先到是偶然的，換一個隨機種子可能是另一台。`;
    },
    nobody: ({ down }) =>
      down ? "沒有 Leader：所有伺服器都已當機。" : "沒有 Leader：在線且連得上 ZooKeeper 的伺服器都沒有持有節點。",
    herd({ fired, partitions, woken, before, after }) {
      const product = partitions === 1 ? "" : `（${partitions} 個分區 × ${woken.length} 個副本）`;
      const again = before === after ? `；最後又有 ${after} 個` : `；之前有 ${before} 個，最後有 ${after} 個`;
      return `羊群效應：${fired} 個 watch 同時觸發${product}，喚醒了 ${list(woken)}${again}。`;
    },
    race({ order, winner }) {
      if (order.length === 1)
        return `只有 ${inOrder(order)} 嘗試建立 /partition-1/leader，${winner === null ? "沒有成功" : "並且成功"}。`;
      const won =
        winner === null ? "節點已經存在，全部得到 NodeExists" : `${winner} 最先，其餘的得到 NodeExists，重新設定 watch`;
      return `爭搶 /partition-1/leader：請求到達的順序是 ${inOrder(order)}；${won}。`;
    },
    spread({ won, tried, refused }) {
      const shares = won.map(([sid, partitions]) => `${sid} 搶到 ${partitions} 個`).join("，");
      return `所有分區合計：嘗試建立 ${tried} 次，其中 ${refused} 次失敗；${shares}。`;
    },
    views({ first, last, ms, worst, partitions }) {
      const most = partitions === 1 || worst === ms ? "" : `（其他分區最長 ${worst} ms）`;
      return `有 ${ms} ms 的時間${most}各副本看法不一：從 ${first} 知道自己是 Leader，到 ${last} 讀到為止。`;
    },
    load({ messages, held, replicas, partitions }) {
      const each = partitions === 1 ? `${replicas} 個副本各一個` : `${partitions} 個分區的 ${replicas} 個副本各一個`;
      return `代價：${messages} 則訊息；ZooKeeper 持有 ${held} 個 watch，${each}。`;
    },
    choice: () =>
      "ZooKeeper 官方的選主方案可以避免羊群效應：每個用戶端只 watch 排在自己前面的那個節點。Curator 的 LeaderLatch 就是這樣做的（--protocol curator）。",
    kafka: () =>
      "Kafka 副本機制的早期設計曾讓每個分區的副本這樣爭搶；正式發布的版本由一個 controller 為所有分區選出 Leader（--protocol kafka-controller），如今則是不用 ZooKeeper 的 KRaft。",
  },
  decides: "誰的建立請求先到",
  table: {
    head: ["ms", "伺服器", "發生了什麼"],
    row(row) {
      switch (row.kind) {
        case "crash":
          return "當機";
        case "connects":
          return "建立工作階段";
        case "breaks":
          return `與 ${row.of} 的連線斷開：${row.dropped} 個 watch 消失，工作階段還在`;
        case "expires":
          return `${row.of} 的工作階段過期，它的節點被刪除`;
        case "fires":
          return "watch 觸發";
        case "first":
          return "建立了節點";
        case "late":
          return row.leader === null ? "晚了：NodeExists" : `晚了：NodeExists，節點屬於 ${row.leader}`;
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
    firstPartition: (path) => `分區 1：${path}`,
    allPartitions: (partitions) => `全部 ${partitions} 個分區`,
    numbersHead: ["計數", ""],
    numbers: {
      fired: "觸發的 watch",
      held: "持有的 watch",
      tried: "嘗試建立",
      refused: "其中 NodeExists",
      messages: "訊息",
      won: "各伺服器搶到",
      views: "看法不一最長",
    },
  },
};
