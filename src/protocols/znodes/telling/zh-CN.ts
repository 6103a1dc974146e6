import { zhCN as tables } from "../../../locales/tables/zh-CN.ts";
import type { Words } from "../../telling.ts";
import type { SessionFact } from "./facts.ts";

/** Words for what recipes share, in simplified Chinese. */
export const zhCN: Words<SessionFact> = {
  step: ({ number, of, action }) => tables.step(number, of, action),
  expired({ sid, crashed, since, timeout, znodes }) {
    const gone = znodes === 0 ? "" : `，它的${znodes === 1 ? "" : ` ${znodes} 个`} znode 这时才被删除`;
    return crashed
      ? `ZooKeeper 并不知道 ${sid} 已宕机。直到连续 ${timeout} ms 没有收到 ${sid} 的任何消息，${sid} 的会话才过期，此时距宕机 ${since} ms${gone}。`
      : `连续 ${timeout} ms 没有收到 ${sid} 的任何消息：本步开始后 ${since} ms，ZooKeeper 判定它的会话过期${gone}。${sid} 并未得到通知。`;
  },
  learned: ({ sid, since, led }) =>
    led
      ? `${sid} 一直自认为还是 Leader，直到本步开始后 ${since} ms，ZooKeeper 才回复它：会话已过期。`
      : `本步开始后 ${since} ms，${sid} 得知自己的会话已过期，于是建立新会话。`,
  two({ one, other, ms, cut, until }) {
    if (ms === null) {
      return `脑裂：${cut ? "到 trace 中断为止" : "直到最后"}，${one} 和 ${other} 都自认为是 Leader。`;
    }
    const long = until === null ? `有 ${ms} ms 的时间` : `直到第 ${until} 步`;
    return `脑裂：${long}，${one} 和 ${other} 都自认为是 Leader。`;
  },
  gap: ({ ms, next }) => `有 ${ms} ms 的时间没有 Leader，直到 ${next} 成为 Leader。`,
  nothing: () => "没有变化。",
  simulated: () =>
    "没有模拟的：ZooKeeper 自己的集群（这里是一个始终在线的服务，网络分区时位于较大的一侧），以及会话超时向上取整到下一个 tick。",
};
