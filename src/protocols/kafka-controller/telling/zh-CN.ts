import { zhCN as tables } from "../../../locales/tables/zh-CN.ts";
import type { Words } from "../../telling.ts";
import { classOf } from "./en.ts";
import type { Alike, KafkaFact, Standing } from "./facts.ts";
import type { TableWords } from "./table-words.ts";

const list = (items: readonly (string | number)[]) => items.join("、");
const partitions = ({ count, names }: Alike) =>
  count <= names.length ? `分区 ${list(names)}` : `${count} 个分区（${list(names)} 等）`;
const who = (leader: number | null) => (leader === null ? "无" : `broker ${leader}`);

function standing({ partitions: all, offline, lost }: Standing): string {
  const led =
    all === 1
      ? `这个分区${offline === 0 ? "有" : "没有"} Leader。`
      : offline === 0
        ? `${all} 个分区都有 Leader。`
        : `${all} 个分区中有 ${offline} 个没有 Leader。`;
  return lost === 0 ? led : `${led}丢失了 ${lost} 条已提交的记录。`;
}

type Changed = Extract<KafkaFact, { kind: "changed" }>;

function replicasText({ isr, isrWas }: Changed): string {
  if (isr.length === 0 || String(isr) === String(isrWas)) return "";
  return `ISR 由 ${list(isrWas)} 变为 ${list(isr)}。`;
}

function changedText(fact: Changed): string {
  const { was, fromBefore, leader, replicas, reason, selector, epoch, partitions: which } = fact;
  const of = replicas === null ? "副本" : `副本 ${list(replicas)} `;
  const them = which.count > 1 ? `${partitions(which)}：` : "";
  const epochs = epoch === null ? "" : `（leader epoch ${epoch}）`;
  const change = `${them}${was === null ? "原来没有 Leader" : fromBefore ? `ZooKeeper 里记录的 Leader 仍是先前的 ${who(was)}` : `Leader 原是 ${who(was)}`}，现在${leader === null ? "没有" : `是 ${who(leader)}${epochs}`}`;
  const stays = fromBefore
    ? `${them}ZooKeeper 里记录的 Leader 仍是先前的 ${who(was)}，它在线，担任 Leader${epochs}`
    : `${them}${who(leader)} 继续担任 Leader${epochs}`;
  const by = selector === null ? "" : `（${classOf[selector]}）`;
  const rules: Record<Changed["reason"], string> = {
    "in-sync": `${change}：它是${of}中第一个在线且在 ISR 里的${by}。`,
    unclean: `${change}：ISR 里没有副本在线，但允许 unclean 选举，于是由${of}中第一个在线的担任 Leader，数据以它现有的为准${by}。`,
    "no-isr-live": `${change}：ISR 里没有副本在线，不在 ISR 里的副本又不得担任 Leader${by}。ISR 里保留最后一个副本，只有它回来，分区才能恢复。`,
    "no-replica-live": `${change}：${of}没有一个在线${by}。`,
    "replica-gone": `${stays}；已离线的副本退出 ISR。`,
    preferred: `${change}：它是${of}中的第一个，在线且在 ISR 里${by}。`,
    reassigning: `${stays}；在新副本全部进入 ISR 之前，新旧副本同时保留${replicas === null ? "" : `：${list(replicas)}`}。`,
    reassigned:
      was === leader
        ? `新副本已全部进入 ISR。${stays}，它本身就是新副本之一${by}；旧副本退出。`
        : `新副本已全部进入 ISR。${change}：它是新${of}中第一个在线且在 ISR 里的${by}；旧副本退出。`,
    "shutting-down":
      was === leader
        ? `${stays}；正在关闭的 broker 退出 ISR。`
        : `${change}：它是${of}中第一个在线、在 ISR 里且没有正在关闭的${by}。`,
  };
  const still = fact.leaderStill ? `${who(leader)} 其实已不在运行，只是会话尚未过期，在 ZooKeeper 看来仍然在线。` : "";
  const { missing } = fact;
  const waits = missing.length === 0 ? "" : `broker ${list(missing)} 不在运行：要等它回来并进入 ISR，迁移才会完成。`;
  return rules[reason] + still + waits + replicasText(fact);
}

function keptText({ partitions: which, offline, selector, reason }: Extract<KafkaFact, { kind: "kept" }>): string {
  const why: Record<typeof reason, string> = {
    "leader-live": "Leader 在线，不必另选",
    "no-isr-live": "ISR 里没有副本在线",
    "no-replica-live": "没有副本在线",
    "leads-already": "首选副本已经是 Leader",
    "not-live": "首选副本不在线",
    "not-in-sync": "首选副本不在 ISR 里",
    "no-target-in-sync": "没有在线且在 ISR 里的新副本",
    "no-other-in-sync": "没有其他在线且在 ISR 里的副本",
  };
  const stays = offline ? "仍然没有 Leader" : "的 Leader 不变";
  return `${partitions(which)} ${stays}：${why[reason]}（${classOf[selector]}）。`.replace(/） 的/, "）的");
}

function toldText(fact: Extract<KafkaFact, { kind: "told" }>): string {
  const { by, epoch, leaderAndIsr, updateMetadata, stopReplica, underway } = fact;
  const parts = [
    ...(leaderAndIsr.length > 0 ? [`LeaderAndIsr 发给 ${list(leaderAndIsr)}`] : []),
    ...(updateMetadata.length > 0 ? [`UpdateMetadata 发给 ${list(updateMetadata)}`] : []),
    ...(stopReplica.length > 0 ? [`StopReplica 发给 ${list(stopReplica)}`] : []),
  ];
  return `控制器 ${by} 用 RPC 通知各 broker，带上控制器 epoch ${epoch}：${parts.join("，")}。${underway ? "本步结束时，这些 RPC 都还在途中。" : ""}`;
}

function inSyncText({ partitions: which, by, joined, fell, isr }: Extract<KafkaFact, { kind: "inSync" }>): string {
  const changes = [
    ...(joined.length > 0 ? [`${list(joined)} 已经追上`] : []),
    ...(fell.length > 0 ? [`${list(fell)} 太久没有拉取`] : []),
  ];
  return `${partitions(which)}：${changes.join("，")}，Leader ${by} 把 ISR 改为 ${list(isr)}。`;
}

export const words: Words<KafkaFact> = {
  wonRace: ({ sid, epoch, tried, ...end }) =>
    `broker ${sid} 成为控制器，epoch 为 ${epoch}：有 ${tried.length} 台 broker（${list([...tried].sort((a, b) => a - b))}）争着创建 /controller，ZooKeeper 最先收到它的请求。${standing(end)}`,
  alone: ({ sid, epoch, ...end }) =>
    `broker ${sid} 成为控制器，epoch 为 ${epoch}：在它创建 /controller 之前，没有其他 broker 来争。${standing(end)}`,
  stayed: ({ sid, epoch, ...end }) =>
    `broker ${sid} 仍是控制器，epoch 为 ${epoch}：它的会话一直没有过期，/controller 也就一直在。${standing(end)}`,
  nobody: ({ up, ...end }) =>
    `没有控制器：${up.length === 0 ? "没有 broker 在线" : "在线的 broker 中没有一台既有 ZooKeeper 会话又拥有 /controller"}。${standing(end)}`,
  step: ({ number, of, action }) => tables.step(number, of, action),
  before: ({ brokers, partitions: count, replicas }) =>
    `broker ${list(brokers)} 保存 ${count} 个分区，共 ${replicas} 个副本。其中一台是控制器，由它为各分区挑选 Leader：谁拥有 ZooKeeper 里的临时 znode /controller，谁就是控制器。其他 broker 都在它上面设置 watch。`,
  ended: ({ sid, how, ms, controller }) =>
    `${
      how === "expired"
        ? `${ms} ms 后，broker ${sid} 的会话过期：ZooKeeper 在会话超时时间内没有收到它的任何消息。`
        : `${ms} ms 后，broker ${sid} 主动关闭会话。`
    }/brokers/ids/${sid} 随之消失${controller ? "，/controller 也一起消失" : ""}。`,
  woken: ({ woken, again, partitions: count, followers }) =>
    `/controller 上触发了 ${woken} 个 watch，每台 broker 一个。如果改成每个 Follower 都去监视自己分区的 Leader，${count === 1 ? "这个分区" : `这 ${count} 个分区`}就要维持 ${followers} 个 watch${count === 0 || count === 1000 ? "" : `，1000 个分区要 ${Math.round((followers / count) * 1000)} 个`}；现在无论有多少分区，都只有 ${woken} 个，另外只有控制器在 /brokers/ids 上的一个。${again > 0 ? `watch 只触发一次，各 broker 会重新设置；新的 /controller 出现时又触发 ${again} 个。` : ""}`,
  race: ({ tried, winner, epoch, ms }) =>
    `broker ${list([...tried].sort((a, b) => a - b))} 都去创建 /controller。ZooKeeper 最先收到 broker ${winner} 的请求；其他 broker 发现它已经存在，就在上面设置 watch。本步开始后 ${ms} ms，broker ${winner} 把 /controller_epoch 增加到 ${epoch}，成为控制器。`,
  unopposed: ({ sid, epoch, ms }) =>
    `broker ${sid} 抢在其他 broker 之前创建了 /controller，把 /controller_epoch 增加到 ${epoch}，在本步开始后 ${ms} ms 成为控制器。`,
  vacant: ({ ms }) => `此前有 ${ms} ms 没有控制器。`,
  stale: ({ sid, epoch, ms, step }) =>
    `broker ${sid} 对此一无所知，仍自认为是控制器（epoch ${epoch}），${ms !== null ? `持续 ${ms} ms` : step !== null ? `直到第 ${step} 步` : "一直到最后"}。`,
  resigned: ({ sid, epoch, reason }) =>
    reason === "epoch-raised"
      ? `broker ${sid} 拥有 /controller，但在它读取之后，/controller_epoch 已被其他 broker 增加：它放弃。`
      : `broker ${sid} 不再是控制器（原来的控制器 epoch 为 ${epoch}）：${reason === "shut-down" ? "它要关闭了" : "它得知自己的会话已经过期"}。`,
  changed: changedText,
  more: ({ partitions: count }) => `另有 ${count} 个分区也是这样。`,
  kept: keptText,
  told: toldText,
  fenced: ({ from, by, rpcs, epoch, current }) =>
    `broker ${from} 以控制器身份（epoch ${epoch}）发出的 ${rpcs} 个 RPC 到达。broker ${list(by)} 已经见过 epoch ${current}，予以拒绝（StaleControllerEpoch）：${epoch} < ${current}。什么都没有改变。`,
  inSync: inSyncText,
  written: ({ records, committed, partitions: count, twoLeaders }) =>
    `向 ${count} 个分区写入 ${records} 条记录${twoLeaders === 0 ? "" : `；${count === 1 ? "这个分区" : `其中 ${twoLeaders} 个分区`}有两个 Leader，各自写入自己的记录`}。${committed === records ? "ISR 里的副本都已拉取，记录已提交。" : committed === 0 ? "ISR 里的副本没有全部拉取，记录没有提交。" : `其中 ${committed} 条 ISR 里的副本都已拉取，已提交；另外 ${records - committed} 条没有提交。`}`,
  uncommitted: ({ partitions: which, sid, kept, lost }) =>
    `${partitions(which)}：${
      kept > 0 && lost > 0
        ? `未提交的记录里，broker ${sid} 有 ${kept} 条，保留下来；缺 ${lost} 条，丢失`
        : kept > 0
          ? `${kept} 条未提交的记录保留下来：新 Leader broker ${sid} 有这些记录`
          : `丢失 ${lost} 条未提交的记录：并非每个 ISR 副本上都有`
    }。`,
  dataLoss: ({ partitions: which, sid, committedLost, lost }) =>
    `${partitions(which)}：broker ${sid} 不在 ISR 里却成为 Leader，${which.count > 1 ? "每个分区" : ""}缺 ${committedLost} 条已提交的记录${lost > 0 ? `和 ${lost} 条未提交的记录` : ""}。这些记录丢失了，而客户端早已被告知写入成功。`,
  truncated: ({ partitions: which, sid, records }) =>
    `${partitions(which)}：broker ${sid} 截掉自己日志末尾新 Leader 没有的 ${records} 条记录。`,
  registered: ({ sids }) => `broker ${list(sids)} 在 ZooKeeper 的 /brokers/ids 下用临时 znode 注册。`,
  left: ({ sid, remaining }) =>
    `broker ${sid} 有序退出：${remaining === 0 ? "它已经不是任何分区的 Leader" : `它仍是 ${remaining} 个分区的 Leader，这些分区没有别的副本可选`}。`,
  nothing: () => "控制器和各分区都没有变化。",
  kraft: () =>
    "Kafka 4.0 已经不用 ZooKeeper：若干控制器自成一组，用 Raft 选出其中的 Leader（KRaft），分区状态就记在它们的日志里。",
  defaults: () =>
    "从 Kafka 2.5 起，会话超时默认是 18000 ms 而不是 6000 ms，replica.lag.time.max.ms 默认是 30000 而不是 10000，所以 broker 宕机后要更久才会被发现。从 0.11 起，unclean 选举默认关闭。",
  model: () =>
    "这里模拟的是 Kafka 2.0 及以前的争抢方式（先创建 /controller，再按版本号递增 /controller_epoch）、0.11 起按 leader epoch 截断日志的做法，以及 2.3 起由新控制器把已宕机的副本移出 ISR 的做法（此前要等 replica.lag.time.max.ms，由各分区的 Leader 移出）。NoOpLeaderSelector 在这里表示 Leader 不变；在 Kafka 里它只是一个默认值，没有选举会用到。控制器只在拥有 /controller 的那个会话里写分区状态，而且只在版本号与读到的一致时才能写入。事务、配额以及写入失败后客户端的处理都没有模拟。",
};

export const tableWords: TableWords = {
  race: ["broker", "多久后请求", "结果"],
  won: (epoch) => `创建成功，控制器 epoch ${epoch}`,
  late: (winner) => (winner === null ? "晚了" : `晚了，已属于 ${winner}`),
  cut: "没有答复",
  raceTitle: "争抢 /controller",
  partitionsTitle: "分区",
  partitions: ["分区", "副本", "ISR", "Leader", "原因"],
  nobody: "无",
  why: {
    "in-sync": "ISR 中第一个在线的",
    unclean: "unclean，第一个在线的",
    "no-isr-live": "ISR 无副本在线",
    "no-replica-live": "没有副本在线",
    "replica-gone": "副本已离线",
    preferred: "首选副本",
    reassigning: "新副本加入",
    reassigned: "新副本已进入 ISR",
    "shutting-down": "broker 关闭",
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
  keeps: "Leader 不变",
  caughtUp: "副本已追上",
  lagged: "副本落后",
  more: (count) => `……另有 ${count} 个分区`,
  counts: ["broker", "原来领导的分区", "现在领导的分区"],
  watches: (deleted, created, held, ofController) =>
    `/controller 上触发的 watch：消失时 ${deleted} 个，创建时 ${created} 个；ZooKeeper 现有 watch ${held} 个${ofController ? "，其中一个是控制器在 /brokers/ids 上设置的" : ""}。`,
  ended: (sid, ms, controller) => `${ms} ms 后，${sid} 的会话结束${controller ? "，/controller 消失" : ""}。`,
  fenced: (from, epoch, by, current) =>
    `已拦下：${from} 发出的控制器 epoch 为 ${epoch} 的 RPC 被 ${list(by)} 拒绝，它们已见过 ${current}。`,
  offline: (names) => `离线：${names}。`,
  lost: (committed, uncommitted) =>
    `丢失的记录：已提交 ${committed} 条${uncommitted > 0 ? `，未提交 ${uncommitted} 条` : ""}。`,
  uncommitted: (kept, lost) => `更换 Leader 时未提交的记录：保留 ${kept} 条，丢失 ${lost} 条。`,
  written: (appended, committed) => `记录：写入 ${appended} 条，提交 ${committed} 条。`,
};

export const decides = "谁先创建 /controller；然后是每个分区 ISR 中第一个在线的副本";
export const office = "控制器";
