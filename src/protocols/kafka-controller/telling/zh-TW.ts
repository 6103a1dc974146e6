import { zhTW as tables } from "../../../locales/tables/zh-TW.ts";
import type { Words } from "../../telling.ts";
import { classOf } from "./en.ts";
import type { Alike, KafkaFact, Standing } from "./facts.ts";
import type { TableWords } from "./table-words.ts";

const list = (items: readonly (string | number)[]) => items.join("、");
const partitions = ({ count, names }: Alike) =>
  count <= names.length ? `分割區 ${list(names)}` : `${count} 個分割區（${list(names)} 等）`;
const who = (leader: number | null) => (leader === null ? "無" : `broker ${leader}`);

function standing({ partitions: all, offline, lost }: Standing): string {
  const led =
    all === 1
      ? `這個分割區${offline === 0 ? "有" : "沒有"} Leader。`
      : offline === 0
        ? `${all} 個分割區都有 Leader。`
        : `${all} 個分割區中有 ${offline} 個沒有 Leader。`;
  return lost === 0 ? led : `${led}遺失了 ${lost} 筆已提交的記錄。`;
}

type Changed = Extract<KafkaFact, { kind: "changed" }>;

function replicasText({ isr, isrWas }: Changed): string {
  if (isr.length === 0 || String(isr) === String(isrWas)) return "";
  return `ISR 由 ${list(isrWas)} 變為 ${list(isr)}。`;
}

function changedText(fact: Changed): string {
  const { was, fromBefore, leader, replicas, reason, selector, epoch, partitions: which } = fact;
  const of = replicas === null ? "副本" : `副本 ${list(replicas)} `;
  const them = which.count > 1 ? `${partitions(which)}：` : "";
  const epochs = epoch === null ? "" : `（leader epoch ${epoch}）`;
  const change = `${them}${was === null ? "原來沒有 Leader" : fromBefore ? `ZooKeeper 裡記錄的 Leader 仍是先前的 ${who(was)}` : `Leader 原是 ${who(was)}`}，現在${leader === null ? "沒有" : `是 ${who(leader)}${epochs}`}`;
  const stays = fromBefore
    ? `${them}ZooKeeper 裡記錄的 Leader 仍是先前的 ${who(was)}，它在線上，擔任 Leader${epochs}`
    : `${them}${who(leader)} 繼續擔任 Leader${epochs}`;
  const by = selector === null ? "" : `（${classOf[selector]}）`;
  const rules: Record<Changed["reason"], string> = {
    "in-sync": `${change}：它是${of}中第一個在線上且在 ISR 裡的${by}。`,
    unclean: `${change}：ISR 裡沒有副本在線上，但允許 unclean 選舉，於是由${of}中第一個在線上的擔任 Leader，資料以它現有的為準${by}。`,
    "no-isr-live": `${change}：ISR 裡沒有副本在線上，不在 ISR 裡的副本又不得擔任 Leader${by}。ISR 裡保留最後一個副本，只有它回來，分割區才能恢復。`,
    "no-replica-live": `${change}：${of}沒有一個在線上${by}。`,
    "replica-gone": `${stays}；已離線的副本退出 ISR。`,
    preferred: `${change}：它是${of}中的第一個，在線上且在 ISR 裡${by}。`,
    reassigning: `${stays}；在新副本全部進入 ISR 之前，新舊副本同時保留${replicas === null ? "" : `：${list(replicas)}`}。`,
    reassigned:
      was === leader
        ? `新副本已全部進入 ISR。${stays}，它本身就是新副本之一${by}；舊副本退出。`
        : `新副本已全部進入 ISR。${change}：它是新${of}中第一個在線上且在 ISR 裡的${by}；舊副本退出。`,
    "shutting-down":
      was === leader
        ? `${stays}；正在關閉的 broker 退出 ISR。`
        : `${change}：它是${of}中第一個在線上、在 ISR 裡且沒有正在關閉的${by}。`,
  };
  const still = fact.leaderStill
    ? `${who(leader)} 其實已不在執行，只是工作階段尚未過期，在 ZooKeeper 看來仍然在線上。`
    : "";
  const { missing } = fact;
  const waits = missing.length === 0 ? "" : `broker ${list(missing)} 不在執行：要等它回來並進入 ISR，遷移才會完成。`;
  return rules[reason] + still + waits + replicasText(fact);
}

function keptText({ partitions: which, offline, selector, reason }: Extract<KafkaFact, { kind: "kept" }>): string {
  const why: Record<typeof reason, string> = {
    "leader-live": "Leader 在線上，不必另選",
    "no-isr-live": "ISR 裡沒有副本在線上",
    "no-replica-live": "沒有副本在線上",
    "leads-already": "首選副本已經是 Leader",
    "not-live": "首選副本不在線上",
    "not-in-sync": "首選副本不在 ISR 裡",
    "no-target-in-sync": "沒有在線上且在 ISR 裡的新副本",
    "no-other-in-sync": "沒有其他在線上且在 ISR 裡的副本",
  };
  const stays = offline ? "仍然沒有 Leader" : "的 Leader 不變";
  return `${partitions(which)} ${stays}：${why[reason]}（${classOf[selector]}）。`.replace(/） 的/, "）的");
}

function toldText(fact: Extract<KafkaFact, { kind: "told" }>): string {
  const { by, epoch, leaderAndIsr, updateMetadata, stopReplica, underway } = fact;
  const parts = [
    ...(leaderAndIsr.length > 0 ? [`LeaderAndIsr 發給 ${list(leaderAndIsr)}`] : []),
    ...(updateMetadata.length > 0 ? [`UpdateMetadata 發給 ${list(updateMetadata)}`] : []),
    ...(stopReplica.length > 0 ? [`StopReplica 發給 ${list(stopReplica)}`] : []),
  ];
  return `控制器 ${by} 用 RPC 通知各 broker，帶上控制器 epoch ${epoch}：${parts.join("，")}。${underway ? "本步結束時，這些 RPC 都還在途中。" : ""}`;
}

function inSyncText({ partitions: which, by, joined, fell, isr }: Extract<KafkaFact, { kind: "inSync" }>): string {
  const changes = [
    ...(joined.length > 0 ? [`${list(joined)} 已經追上`] : []),
    ...(fell.length > 0 ? [`${list(fell)} 太久沒有拉取`] : []),
  ];
  return `${partitions(which)}：${changes.join("，")}，Leader ${by} 把 ISR 改為 ${list(isr)}。`;
}

export const words: Words<KafkaFact> = {
  wonRace: ({ sid, epoch, tried, ...end }) =>
    `broker ${sid} 成為控制器，epoch 為 ${epoch}：有 ${tried.length} 台 broker（${list([...tried].sort((a, b) => a - b))}）爭著建立 /controller，ZooKeeper 最先收到它的請求。${standing(end)}`,
  alone: ({ sid, epoch, ...end }) =>
    `broker ${sid} 成為控制器，epoch 為 ${epoch}：在它建立 /controller 之前，沒有其他 broker 來爭。${standing(end)}`,
  stayed: ({ sid, epoch, ...end }) =>
    `broker ${sid} 仍是控制器，epoch 為 ${epoch}：它的工作階段一直沒有過期，/controller 也就一直在。${standing(end)}`,
  nobody: ({ up, ...end }) =>
    `沒有控制器：${up.length === 0 ? "沒有 broker 在線上" : "在線上的 broker 中沒有一台既有 ZooKeeper 工作階段又擁有 /controller"}。${standing(end)}`,
  step: ({ number, of, action }) => tables.step(number, of, action),
  before: ({ brokers, partitions: count, replicas }) =>
    `broker ${list(brokers)} 保存 ${count} 個分割區，共 ${replicas} 個副本。其中一台是控制器，由它為各分割區挑選 Leader：誰擁有 ZooKeeper 裡的臨時 znode /controller，誰就是控制器。其他 broker 都在它上面設定 watch。`,
  ended: ({ sid, how, ms, controller }) =>
    `${
      how === "expired"
        ? `${ms} ms 後，broker ${sid} 的工作階段過期：ZooKeeper 在工作階段逾時時間內沒有收到它的任何訊息。`
        : `${ms} ms 後，broker ${sid} 主動關閉工作階段。`
    }/brokers/ids/${sid} 隨之消失${controller ? "，/controller 也一起消失" : ""}。`,
  woken: ({ woken, again, partitions: count, followers }) =>
    `/controller 上觸發了 ${woken} 個 watch，每台 broker 一個。如果改成每個 Follower 都去監視自己分割區的 Leader，${count === 1 ? "這個分割區" : `這 ${count} 個分割區`}就要維持 ${followers} 個 watch${count === 0 || count === 1000 ? "" : `，1000 個分割區要 ${Math.round((followers / count) * 1000)} 個`}；現在無論有多少分割區，都只有 ${woken} 個，另外只有控制器在 /brokers/ids 上的一個。${again > 0 ? `watch 只觸發一次，各 broker 會重新設定；新的 /controller 出現時又觸發 ${again} 個。` : ""}`,
  race: ({ tried, winner, epoch, ms }) =>
    `broker ${list([...tried].sort((a, b) => a - b))} 都去建立 /controller。ZooKeeper 最先收到 broker ${winner} 的請求；其他 broker 發現它已經存在，就在上面設定 watch。本步開始後 ${ms} ms，broker ${winner} 把 /controller_epoch 增加到 ${epoch}，成為控制器。`,
  unopposed: ({ sid, epoch, ms }) =>
    `broker ${sid} 搶在其他 broker 之前建立了 /controller，把 /controller_epoch 增加到 ${epoch}，在本步開始後 ${ms} ms 成為控制器。`,
  vacant: ({ ms }) => `此前有 ${ms} ms 沒有控制器。`,
  stale: ({ sid, epoch, ms, step }) =>
    `broker ${sid} 對此一無所知，仍自認為是控制器（epoch ${epoch}），${ms !== null ? `持續 ${ms} ms` : step !== null ? `直到第 ${step} 步` : "一直到最後"}。`,
  resigned: ({ sid, epoch, reason }) =>
    reason === "epoch-raised"
      ? `broker ${sid} 擁有 /controller，但在它讀取之後，/controller_epoch 已被其他 broker 增加：它放棄。`
      : `broker ${sid} 不再是控制器（原來的控制器 epoch 為 ${epoch}）：${reason === "shut-down" ? "它要關閉了" : "它得知自己的工作階段已經過期"}。`,
  changed: changedText,
  more: ({ partitions: count }) => `另有 ${count} 個分割區也是這樣。`,
  kept: keptText,
  told: toldText,
  fenced: ({ from, by, rpcs, epoch, current }) =>
    `broker ${from} 以控制器身分（epoch ${epoch}）發出的 ${rpcs} 個 RPC 到達。broker ${list(by)} 已經見過 epoch ${current}，予以拒絕（StaleControllerEpoch）：${epoch} < ${current}。什麼都沒有改變。`,
  inSync: inSyncText,
  written: ({ records, committed, partitions: count, twoLeaders }) =>
    `向 ${count} 個分割區寫入 ${records} 筆記錄${twoLeaders === 0 ? "" : `；${count === 1 ? "這個分割區" : `其中 ${twoLeaders} 個分割區`}有兩個 Leader，各自寫入自己的記錄`}。${committed === records ? "ISR 裡的副本都已拉取，記錄已提交。" : committed === 0 ? "ISR 裡的副本沒有全部拉取，記錄沒有提交。" : `其中 ${committed} 筆 ISR 裡的副本都已拉取，已提交；另外 ${records - committed} 筆沒有提交。`}`,
  uncommitted: ({ partitions: which, sid, kept, lost }) =>
    `${partitions(which)}：${
      kept > 0 && lost > 0
        ? `未提交的記錄裡，broker ${sid} 有 ${kept} 筆，保留下來；缺 ${lost} 筆，遺失`
        : kept > 0
          ? `${kept} 筆未提交的記錄保留下來：新 Leader broker ${sid} 有這些記錄`
          : `遺失 ${lost} 筆未提交的記錄：並非每個 ISR 副本上都有`
    }。`,
  dataLoss: ({ partitions: which, sid, committedLost, lost }) =>
    `${partitions(which)}：broker ${sid} 不在 ISR 裡卻成為 Leader，${which.count > 1 ? "每個分割區" : ""}缺 ${committedLost} 筆已提交的記錄${lost > 0 ? `和 ${lost} 筆未提交的記錄` : ""}。這些記錄遺失了，而用戶端早已被告知寫入成功。`,
  truncated: ({ partitions: which, sid, records }) =>
    `${partitions(which)}：broker ${sid} 截掉自己日誌末尾新 Leader 沒有的 ${records} 筆記錄。`,
  registered: ({ sids }) => `broker ${list(sids)} 在 ZooKeeper 的 /brokers/ids 下用臨時 znode 註冊。`,
  left: ({ sid, remaining }) =>
    `broker ${sid} 有序退出：${remaining === 0 ? "它已經不是任何分割區的 Leader" : `它仍是 ${remaining} 個分割區的 Leader，這些分割區沒有別的副本可選`}。`,
  nothing: () => "控制器和各分割區都沒有變化。",
  kraft: () =>
    "Kafka 4.0 已經不用 ZooKeeper：若干控制器自成一組，用 Raft 選出其中的 Leader（KRaft），分割區狀態就記在它們的日誌裡。",
  defaults: () =>
    "從 Kafka 2.5 起，工作階段逾時預設是 18000 ms 而不是 6000 ms，replica.lag.time.max.ms 預設是 30000 而不是 10000，所以 broker 當機後要更久才會被發現。從 0.11 起，unclean 選舉預設關閉。",
  model: () =>
    "這裡模擬的是 Kafka 2.0 及以前的爭搶方式（先建立 /controller，再依版本號遞增 /controller_epoch）、0.11 起依 leader epoch 截斷日誌的做法，以及 2.3 起由新控制器把已當機的副本移出 ISR 的做法（此前要等 replica.lag.time.max.ms，由各分割區的 Leader 移出）。NoOpLeaderSelector 在這裡表示 Leader 不變；在 Kafka 裡它只是一個預設值，沒有選舉會用到。控制器只在擁有 /controller 的那個工作階段裡寫分割區狀態，而且只在版本號與讀到的一致時才能寫入。交易、配額以及寫入失敗後用戶端的處理都沒有模擬。",
};

export const tableWords: TableWords = {
  race: ["broker", "多久後請求", "結果"],
  won: (epoch) => `建立成功，控制器 epoch ${epoch}`,
  late: (winner) => (winner === null ? "晚了" : `晚了，已屬於 ${winner}`),
  cut: "沒有回覆",
  raceTitle: "爭搶 /controller",
  partitionsTitle: "分割區",
  partitions: ["分割區", "副本", "ISR", "Leader", "原因"],
  nobody: "無",
  why: {
    "in-sync": "ISR 中第一個在線上的",
    unclean: "unclean，第一個在線上的",
    "no-isr-live": "ISR 無副本在線上",
    "no-replica-live": "沒有副本在線上",
    "replica-gone": "副本已離線",
    preferred: "首選副本",
    reassigning: "新副本加入",
    reassigned: "新副本已進入 ISR",
    "shutting-down": "broker 關閉",
  },
  selectors: {
    offline: "offline",
    reassigned: "reassigned",
    "preferred-replica": "preferred",
    "controlled-shutdown": "shutdown",
    "no-op": "no-op",
  },
  by: (selector, why) => `${tableWords.selectors[selector]}：${why}`,
  reasons: (reasons) => reasons.join("；"),
  keeps: "Leader 不變",
  caughtUp: "副本已追上",
  lagged: "副本落後",
  more: (count) => `……另有 ${count} 個分割區`,
  counts: ["broker", "原來領導的分割區", "現在領導的分割區"],
  watches: (deleted, created, held, ofController) =>
    `/controller 上觸發的 watch：消失時 ${deleted} 個，建立時 ${created} 個；ZooKeeper 現有 watch ${held} 個${ofController ? "，其中一個是控制器在 /brokers/ids 上設定的" : ""}。`,
  ended: (sid, ms, controller) => `${ms} ms 後，${sid} 的工作階段結束${controller ? "，/controller 消失" : ""}。`,
  fenced: (from, epoch, by, current) =>
    `已攔下：${from} 發出的控制器 epoch 為 ${epoch} 的 RPC 被 ${list(by)} 拒絕，它們已見過 ${current}。`,
  offline: (names) => `離線：${names}。`,
  lost: (committed, uncommitted) =>
    `遺失的記錄：已提交 ${committed} 筆${uncommitted > 0 ? `，未提交 ${uncommitted} 筆` : ""}。`,
  uncommitted: (kept, lost) => `更換 Leader 時未提交的記錄：保留 ${kept} 筆，遺失 ${lost} 筆。`,
  written: (appended, committed) => `記錄：寫入 ${appended} 筆，提交 ${committed} 筆。`,
};

export const decides = "誰先建立 /controller；然後是每個分割區 ISR 中第一個在線上的副本";
export const office = "控制器";
