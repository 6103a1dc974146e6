import type { Hints } from "./en.ts";

/** What the program says of its own accord, in traditional Chinese. */
export const zhTW: Hints = {
  nextSteps: (scenario) => `
以上是內建場景 ${scenario}。接下來可以試試：
  zk-elect explain ${scenario}       用文字說明為什麼是這個結果
  zk-elect rules                             選舉規則，以及文章裡常見的誤解
  zk-elect scenarios                         其他例子
  zk-elect simulate --servers 5 --zxid 8,8,8,7,7 --leader 3 --fail 3,5
                                             用選項給出同一個例子，便於修改
  zk-elect simulate ${scenario} --json
                                             每一則通知，寫成 trace
`,
  afterTrace: `
這是供其他程式讀取的軌跡。要閱讀它：
  zk-elect trace … --format table            逐輪的選票
  zk-elect trace … | zk-elect explain        用文字說明為什麼
  zk-elect trace … --list                    日誌裡的所有選舉
  zk-elect diagnose …                        哪裡有問題，如何解決
`,
  ignored: (protocols, what) => `注意：${protocols.join("、")} 用不到 ${what.join("、")}`,
  runAgain: (line) => `trace 在第 ${line} 行之後中斷；按開頭記錄的場景從頭執行到底`,
  explainSteps: (scenario) => `
以上是內建場景 ${scenario}。接下來可以試試：
  zk-elect explain ${scenario} --why-not 4
                                             為什麼不是 4，差多少就能當選
  zk-elect explain ${scenario} --what-if "5.up"
                                             假如 5 沒有當機
  zk-elect simulate ${scenario}      同一次選舉，用表格顯示
  zk-elect scenarios                         其他例子
`,
};
