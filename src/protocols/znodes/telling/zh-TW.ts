import { zhTW as tables } from "../../../locales/tables/zh-TW.ts";
import type { Words } from "../../telling.ts";
import type { SessionFact } from "./facts.ts";

/** Words for what recipes share, in traditional Chinese. */
export const zhTW: Words<SessionFact> = {
  step: ({ number, of, action }) => tables.step(number, of, action),
  expired({ sid, crashed, since, timeout, znodes }) {
    const gone = znodes === 0 ? "" : `，它的${znodes === 1 ? "" : ` ${znodes} 個`} znode 這時才被刪除`;
    return crashed
      ? `ZooKeeper 並不知道 ${sid} 已當機。直到連續 ${timeout} ms 沒有收到 ${sid} 的任何訊息，${sid} 的工作階段才過期，此時距當機 ${since} ms${gone}。`
      : `連續 ${timeout} ms 沒有收到 ${sid} 的任何訊息：本步開始後 ${since} ms，ZooKeeper 判定它的工作階段過期${gone}。${sid} 並未得到通知。`;
  },
  learned: ({ sid, since, led }) =>
    led
      ? `${sid} 一直自認為還是 Leader，直到本步開始後 ${since} ms，ZooKeeper 才回覆它：工作階段已過期。`
      : `本步開始後 ${since} ms，${sid} 得知自己的工作階段已過期，於是建立新的工作階段。`,
  two({ one, other, ms, cut, until }) {
    if (ms === null) {
      return `腦裂：${cut ? "到 trace 中斷為止" : "直到最後"}，${one} 和 ${other} 都自認為是 Leader。`;
    }
    const long = until === null ? `有 ${ms} ms 的時間` : `直到第 ${until} 步`;
    return `腦裂：${long}，${one} 和 ${other} 都自認為是 Leader。`;
  },
  gap: ({ ms, next }) => `有 ${ms} ms 的時間沒有 Leader，直到 ${next} 成為 Leader。`,
  nothing: () => "沒有變化。",
  simulated: () =>
    "沒有模擬的：ZooKeeper 自己的叢集（這裡是一個始終在線上的服務，網路分割時位於較大的一側），以及工作階段逾時向上取整到下一個 tick。",
};
