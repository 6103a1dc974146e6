import type { Hints } from "./en.ts";

/** What the program says of its own accord, in simplified Chinese. */
export const zhCN: Hints = {
  nextSteps: (scenario) => `
以上是内置场景 ${scenario}。接下来可以试试：
  zk-elect scenarios                         其他例子
  zk-elect simulate --servers 5 --zxid 8,8,8,7,7 --leader 3 --fail 3,5
                                             用选项给出同一个例子，便于修改
  zk-elect simulate ${scenario} --json
                                             每一条通知，写成 trace
`,
};
