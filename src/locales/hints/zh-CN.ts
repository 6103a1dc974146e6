import type { Hints } from "./en.ts";

/** What the program says of its own accord, in simplified Chinese. */
export const zhCN: Hints = {
  nextSteps: (scenario) => `
以上是内置场景 ${scenario}。接下来可以试试：
  zk-elect explain ${scenario}       用文字说明为什么是这个结果
  zk-elect rules                             选举规则，以及文章里常见的误解
  zk-elect scenarios                         其他例子
  zk-elect simulate --servers 5 --zxid 8,8,8,7,7 --leader 3 --fail 3,5
                                             用选项给出同一个例子，便于修改
  zk-elect simulate ${scenario} --json
                                             每一条通知，写成 trace
`,
  afterTrace: `
这是供其他程序读取的轨迹。要阅读它：
  zk-elect trace … --format table            逐轮的选票
  zk-elect trace … | zk-elect explain        用文字说明为什么
  zk-elect trace … --list                    日志里的所有选举
  zk-elect diagnose …                        哪里有问题，如何解决
`,
  ignored: (protocols, what) => `注意：${protocols.join("、")} 用不到 ${what.join("、")}`,
  runAgain: (line) => `trace 在第 ${line} 行之后中断；按开头记录的场景从头运行到底`,
  explainSteps: (scenario) => `
以上是内置场景 ${scenario}。接下来可以试试：
  zk-elect explain ${scenario} --why-not 4
                                             为什么不是 4，差多少就能当选
  zk-elect explain ${scenario} --what-if "5.up"
                                             假如 5 没有宕机
  zk-elect simulate ${scenario}      同一次选举，用表格显示
  zk-elect scenarios                         其他例子
`,
};
