import { messagesOf } from "../../../locales/index.ts";
import { sidCell, sidList } from "../../../locales/lists.ts";
import type { Words } from "../../telling.ts";
import type { Texts } from "./en.ts";
import type { Side, ZenFact } from "./facts.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const nodes = (sids: readonly number[]) => `節點 ${list(sids)}`;
const after = (ms: number) => (ms === 0 ? " 立即" : ` 在 ${ms} ms 後`);
const tries = (count: number) => (count === 1 ? "一次 ping " : `連續 ${count} 次 ping `);
const without = (sids: readonly number[], sid: number) => sids.filter((other) => other !== sid);

function side({ master, nodes: its }: Side): string {
  const others = without(its, master);
  return others.length === 0 ? `${master}（沒有跟隨者）` : `${master}（${list(others)} 跟隨它）`;
}

const lost: Record<Extract<ZenFact, { kind: "lost" }>["why"], (tries: number) => string> = {
  "master-crashed": () => "與它的連線中斷",
  "master-silent": (count) => `${tries(count)}都沒有得到它的回應`,
  "no-longer-master": () => "對方說自己已不是 master",
  "not-in-cluster": () => "對方已把它移出叢集",
};

const again: Record<Extract<ZenFact, { kind: "again" }>["why"], (chosen: number) => string> = {
  refused: (chosen) => `${chosen} 不是 master，拒絕其加入`,
  "no-answer": (chosen) => `${chosen} 沒有及時回應`,
  crashed: (chosen) => `還沒加入，${chosen} 就當機了`,
  "too-few-joins": () => "規定時間內加入的節點不夠",
  "failed-to-publish": () => "確認叢集狀態的節點不夠",
};

const steppedDown: Record<Extract<ZenFact, { kind: "stepped-down" }>["why"], (have: number, need: number) => string> = {
  "not-enough-nodes": (have, need) => `有 master 資格的節點只剩 ${have} 個，需要 ${need} 個`,
  "failed-to-publish": (have, need) => `只有 ${have} 個節點確認了它的叢集狀態，需要 ${need} 個`,
  "older-state": () => "另一個 master 的叢集狀態較新",
  "told-to": () => "另一個 master 要求它重新加入",
};

const facts: Words<ZenFact> = {
  master: ({ sid, sees, newest, have, need, eligible }) => {
    const rule = newest === undefined ? "它的 id 最小" : `它的叢集狀態最新（版本 ${newest}）`;
    const which =
      sees.length === 1
        ? "它看不到其他有 master 資格的節點"
        : `在它看到的有 master 資格的節點（${list(sees)}）中，${rule}`;
    const votes = have === 1 ? "只有它自己就夠了" : `連它自己共 ${have} 個選它，加入就是投票`;
    return `節點 ${sid} 是 master：${which}。這樣的節點共 ${eligible} 個，需要 ${need} 個；${votes}。`;
  },
  stays: ({ sid, nodes: its }) =>
    `節點 ${sid} 仍是 master，與第一步之前一樣，叢集裡有${nodes(its)}；有 master 時不會選舉。`,
  two: ({ sides, need, majority }) =>
    `同時有 ${sides.length} 個 master：${sides.map(side).join("；")}。minimum_master_nodes 為 ${need}，每一邊都夠；若設為 ${majority}，就只可能有一個 master。`,
  nobody: ({ most, need, eligible }) =>
    most >= need
      ? "沒有 master：雖然有足夠多有 master 資格的節點互相看得到，但到最後還沒有選出來。"
      : `沒有 master：${eligible} 個有 master 資格的節點中需要 ${need} 個，而任何一個節點連自己在內最多只看到 ${most} 個。`,

  step: ({ number, of, action }) => messagesOf("zh-TW").step(number, of, action),
  started: ({ sids }) => `${nodes(sids)} 啟動，開始尋找 master。`,
  lost: ({ sids, master, why, afterMs, tries: count }) =>
    `${nodes(sids)}${after(afterMs)}放棄 master ${master}：${lost[why](count)}。`,
  removed: ({ master, nodes: gone, why, afterMs, tries: count }) =>
    `master ${master}${after(afterMs)}把${nodes(gone)} 移出叢集：${why === "crashed" ? "連線中斷" : `${tries(count)}都沒有回應`}。`,
  "stepped-down": ({ sid, why, have, need }) => `${sid} 不再是 master：${steppedDown[why](have, need)}。`,
  round: ({ sids, sees, masters, need, chosen, why, times }) => {
    const who = `${nodes(sids)} ping 其他節點${times > 1 ? ` ${times} 次` : ""}`;
    const seen = `看到 ${sees.length} 個有 master 資格的節點${sees.length === 0 ? "" : `（${list(sees)}）`}，需要 ${need} 個`;
    switch (why) {
      case "named":
        return masters.length === 1
          ? `${who}：其他節點說 master 是 ${chosen}，於是加入它。`
          : `${who}：其他節點說的 master 有 ${list(masters)}，其中 ${chosen} 的 id 最小，於是加入它。`;
      case "unreachable":
        return `${who}：其他節點說 master 是 ${chosen}，但它沒有回應，只好再 ping。`;
      case "first":
        return `${who}，${seen}。排在最前的是 ${chosen}，於是選${sids.length === 1 && sids[0] === chosen ? "自己" : ` ${chosen}`}。`;
      case "too-few":
        return `${who}，${seen}，不夠。誰也不選，再 ping。`;
    }
  },
  again: ({ sids, chosen, why }) => `${nodes(sids)} 再次 ping：${again[why](chosen)}。`,
  elected: ({ sid, have, need, afterMs }) =>
    `${sid}${after(afterMs)}成為 master：連它自己共 ${have} 個選它，需要 ${need} 個，確認其叢集狀態的節點也達到了這個數。`,
  joined: ({ sids, master }) => `${nodes(sids)} 跟隨 master ${master}。`,
  "another-master": ({ sid, other, version, otherVersion, yields }) =>
    `master ${sid} 被另一個 master（${other}）ping 了三次。兩者的叢集狀態版本為 ${version} 和 ${otherVersion}：${
      version === otherVersion ? `版本相同，由對方 ${yields} 讓位` : `${yields} 的較舊，由它讓位`
    }。`,
  sides: ({ sides }) => {
    if (sides.length === 0) return "沒有 master。";
    const [only] = sides;
    if (only && sides.length === 1) {
      const others = without(only.nodes, only.master);
      return others.length === 0
        ? `master 是 ${only.master}，沒有跟隨者。`
        : `master 是 ${only.master}，${list(others)} 跟隨它。`;
    }
    return `有 ${sides.length} 個 master：${sides.map(side).join("；")}。`;
  },

  unaware: ({ masters }) =>
    `${list(masters)} 都仍是 master：每個 master 只 ping 自己叢集裡的節點（NodesFaultDetection），而對方的節點已被移出。正在尋找 master 的節點會得知這兩個 master，但現在沒有節點在尋找。`,
  overlaps: () => "同時有兩個 master",
  overlap: ({ masters, from, to, cut, need, majority, eligible }) =>
    `${list(masters)} 從整個執行的第 ${from} ms 起，${to === null ? (cut ? "到 trace 中斷為止" : "直到最後") : `到第 ${to} ms 為止`}，同時是 master${to === null ? "" : `，共 ${to - from} ms`}。${
      need < majority
        ? `minimum_master_nodes 為 ${need}；若設為 ${majority}，即 ${eligible} 個節點的過半數，網路分割的兩邊就不可能都夠。`
        : "其中一個還沒有發現自己的節點已經不在；沒有足夠多的節點，它改變不了叢集。"
    }`,

  others: () => "為什麼不是其他節點",
  not: ({ why, sid, than }) => {
    switch (why) {
      case "down":
        return "已當機或沒有啟動";
      case "paused":
        return "已暫停";
      case "data-only":
        return "沒有 master 資格（這裡用 Observer 代表純資料節點）";
      case "higher-id":
        return `id 更大（${sid} > ${than}）`;
      case "older-state":
        return `叢集狀態比 ${than} 的舊；版本相同才比較 id`;
      case "late":
        return `${than} 當選時看不到它；如今已有 master，不會再選舉`;
      case "unseen":
        return `${than} 看不到它`;
    }
  },

  today: () =>
    "以上是 Elasticsearch 1.x 到 6.x 的 Zen discovery。Elasticsearch 7 已換成另一套：由系統自己維護的投票設定（voting configuration）；有 term，每個節點在一個 term 裡只投一次票；要得到投票設定裡過半的票才能當選（cluster.coordination.Coordinator）。minimum_master_nodes 不再存在。",
  default: () =>
    "Elasticsearch 自己並不要求節點數：不設定 discovery.zen.minimum_master_nodes 的話，一個節點就夠了，網路分割的每一邊都可能有自己的 master。這裡的預設值是官方建議的：有 master 資格的節點的過半數。從 5.0 起，先比較叢集狀態，最新的優先；版本相同時才取 id 最小的（這裡要用選項 order: version）。",
  "left-out": () =>
    "沒有模擬的：分片及其副本（資料實際寫在那裡）。簡化之處：id 用的是 sid（真實的節點 id 是隨機文字）；master 對節點的 ping 也代替了節點對 master 的 ping。",
};

const failures: Record<Extract<ZenFact, { kind: "again" }>["why"], (chosen: number) => string> = {
  refused: () => "被拒絕",
  "no-answer": () => "沒有回應",
  crashed: (chosen) => `${chosen} 當機`,
  "too-few-joins": () => "加入的節點不夠",
  "failed-to-publish": () => "確認的節點不夠",
};

/** Every text of Elasticsearch's discovery, in traditional Chinese. */
export const zhTW: Texts = {
  facts,
  decides: "看到的節點裡 id 最小，且看到的節點夠多（minimum_master_nodes）",

  each: (who, text) => `${who}：${text}`,
  columns: ["節點", "看到", "是否足夠", "選擇", "結果"],
  enough: (have, need) => `${have}，需要 ${need}`,
  chooses: ({ chosen, why, masters }) => {
    if (chosen === null) return "無";
    if (why === "named") return masters.length === 1 ? `${chosen}，已是 master` : `${sidCell(masters)} 中的 ${chosen}`;
    return why === "unreachable" ? `${chosen}，無回應` : String(chosen);
  },
  times: (count) => `${count} 次`,
  came: (event) => {
    if (event === undefined) return "繼續 ping";
    if (event.type === "pinged") return "再次 ping";
    if (event.type === "again") return failures[event.why](event.chosen);
    if (event.type !== "state") return "";
    if (event.to === "LEADING") return "成為 master";
    return event.to === "DOWN" ? "當機" : `跟隨 ${event.master ?? "master"}`;
  },
};
