import { zhCN as tables } from "../../../locales/tables/zh-CN.ts";
import type { Words } from "../../telling.ts";
import type { SessionFact } from "./facts.ts";

/** Words for what recipes share, in simplified Chinese. */
export const zhCN: Words<SessionFact> = {
  step: ({ number, of, action }) => tables.step(number, of, action),
  expired({ sid, crashed, since, timeout, znodes }) {
    const gone = znodes === 0 ? "" : `，这时它的 ${znodes === 1 ? "" : `${znodes} 个`}临时节点才被删除`;
    return crashed
      ? `ZooKeeper 看不到 ${sid} 宕机。等到 ${timeout} ms 内没有 ${sid} 的任何消息，会话才过期，即宕机之后 ${since} ms${gone}。`
      : `${timeout} ms 内没有 ${sid} 的任何消息：本步开始后 ${since} ms，ZooKeeper 让它的会话过期${gone}。它本身并不知道。`;
  },
  learned: ({ sid, t, led }) =>
    led
      ? `${sid} 一直以为自己还是 Leader，直到 ${t} ms 时 ZooKeeper 回复它：会话已过期。`
      : `${sid} 得知自己的会话已过期，在 ${t} ms 时重新建立会话。`,
  two: ({ one, other, ms }) =>
    ms === null
      ? `脑裂：直到最后，${one} 和 ${other} 都以为自己是 Leader。`
      : `脑裂：有 ${ms} ms 的时间，${one} 和 ${other} 都以为自己是 Leader。`,
  gap: ({ ms, next }) => `有 ${ms} ms 的时间没有 Leader，直到 ${next} 成为 Leader。`,
  nothing: () => "没有变化。",
  simulated: () =>
    "模拟中省略的：ZooKeeper 自己的集群（这里是一个始终在线的服务，网络分区时位于较大的一侧），以及会话超时向上取整到下一个 tick。",
};
