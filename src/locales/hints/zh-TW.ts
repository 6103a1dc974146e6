import type { Hints } from "./en.ts";

/** What the program says of its own accord, in traditional Chinese. */
export const zhTW: Hints = {
  nextSteps: (scenario) => `
以上是內建場景 ${scenario}。接下來可以試試：
  zk-elect scenarios                         其他例子
  zk-elect simulate --servers 5 --zxid 8,8,8,7,7 --leader 3 --fail 3,5
                                             用選項給出同一個例子，便於修改
  zk-elect simulate ${scenario} --json
                                             每一則通知，寫成 trace
`,
};
