import { sidList } from "../../../locales/lists.ts";
import { zhTW as sessions } from "../../znodes/telling/zh-TW.ts";
import type { CuratorWords } from "./en.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");

/** What is said of Curator's recipes, in traditional Chinese. */
export const zhTW: CuratorWords = {
  facts: {
    ...sessions,
    leads: ({ leader, znode, inTurns }) =>
      inTurns
        ? `現在輪到伺服器 ${leader}：它的 znode（${znode}）在佇列中序號最小。任期結束後它${inTurns === "again" ? "會重新排到佇列尾端" : "不再排隊"}。`
        : `伺服器 ${leader} 是 Leader：它的 znode（${znode}）在佇列中序號最小。這裡不投票，也不比較 sid 和 zxid：先來的就是 Leader。`,
    nobody: ({ down, empty }) => {
      if (down) return "沒有 Leader：所有伺服器都已當機。";
      return empty
        ? "沒有 Leader：佇列裡已經沒有伺服器。"
        : "沒有 Leader：序號最小的 znode 的擁有者不在，或者不認為自己是 Leader。";
    },
    line: ({ sids }) =>
      `開始時的佇列：${sids.join("、")}。${sids.length === 1 ? "它不 watch 任何 znode。" : "排在第一的是 Leader，其餘的各自只 watch 前面那一個。"}`,
    woken({ gone, woken, asleep }) {
      if (woken.length === 0) return `${gone} 的 znode 被刪除，沒有 watch 觸發：沒有誰排在它後面。`;
      const rest = asleep === 0 ? "" : `；其餘 ${asleep} 台沒有被喚醒`;
      return `${gone} 的 znode 被刪除：觸發 ${woken.length} 個 watch，喚醒排在其後的 ${list(woken)}${rest}。`;
    },
    first: ({ sid, since, znode }) =>
      `${sid} 讀取佇列，發現自己的 ${znode} 序號最小，在本步開始後 ${since} ms 成為 Leader。`,
    behind: ({ sid, behind }) => `${sid} 讀取佇列，在排在它前面的 ${behind} 的 znode 上設定 watch。`,
    stopped: ({ sid, since, silence }) =>
      `本步開始後 ${since} ms，${sid} 主動放棄 Leader 身分：它已有 ${silence} ms（工作階段逾時的三分之二）沒有收到 ZooKeeper 的任何訊息（SUSPENDED）。`,
    closed: ({ sid, led }) =>
      led
        ? `${sid} 關閉了 latch：它的 znode 立即被刪除，它也不再是 Leader，此後不再參選（OBSERVING）。`
        : `${sid} 關閉，並離開了佇列，此後不再參選（OBSERVING）。`,
    turns({ order, ms, holds, inTurns }) {
      const last = holds === null ? "" : `在模擬中，最後一任（${holds}）持續到下一個事件為止。`;
      return `輪流擔任 Leader，每任 ${ms} ms：${order.join("、")}。每一任結束後讓位給下一個，自己${inTurns === "again" ? "重新排到佇列尾端" : "不再排隊"}。${last}`;
    },
    keeps: () =>
      "從 Curator 5.4 起（CURATOR-644），在同一工作階段內重新連上的 latch 保留 znode 和位置；此前它會在佇列尾端建立新的 znode。這裡依 5.9 的行為模擬。",
    container: () =>
      "Curator 5 需要 ZooKeeper 3.5 或更高版本；這些 znode 的父節點是 container znode，變空之後由 ZooKeeper 刪除。",
    rounds: ({ inTurns }) =>
      inTurns === "again"
        ? "autoRequeue 開啟時（這裡預設開啟，Curator 預設關閉），LeaderSelector 每一任都在佇列尾端建立新的 znode。每台伺服器在一步中都當過一任之後，模擬就不再輪換；真實的 LeaderSelector 會一直輪下去。"
        : "autoRequeue 關閉時，每台伺服器只當一任，此後不再參選（OBSERVING）。Curator 預設關閉；這裡不設定的話是開啟的。",
  },
  decides: "誰排在最前",
  table: {
    head: ["位置", "伺服器", "znode", "watch", "多久後：事件"],
    happens(happening) {
      switch (happening.kind) {
        case "crash":
          return "當機";
        case "woken":
          return "被喚醒";
        case "leads":
          return "成為 Leader";
        case "suspended":
          return "SUSPENDED";
        case "closed":
          return "關閉";
        case "expired":
          return "工作階段過期";
        case "deleted":
          return "znode 被刪除";
        case "created":
          return "加入佇列";
        case "watches":
          return `watch ${happening.sid}`;
      }
    },
    after: (ms, what) => (what === "" ? `${ms} ms` : `${ms} ms：${what}`),
    watches: (fired, held) => `觸發的 watch：${fired}。持有的 watch：${held}。`,
    turnsHead: ["伺服器", "多久後開始", "多久後結束"],
    turnEnds: (how) => ({ ends: "", interrupted: "被中斷", crash: "當機" })[how],
  },
};
