import { sidList } from "../lists.ts";
import type { ActText, LogMessages } from "./en.ts";

const list = (sids: readonly number[]) => sidList(sids).join("、");
const more = (count: string | number | undefined) => (Number(count) > 1 ? `（此日志中共 ${count} 次）` : "");

const warnings: Record<
  Parameters<LogMessages["warning"]>[0]["kind"],
  (...args: readonly (string | number)[]) => string
> = {
  "half-line": () => "只有半行，没有读取；日志可能被截断，或仍在写入",
  "long-line": (count) => `有一行超过 64 KiB，只读了开头${more(count)}`,
  "not-utf8": (count) => `不是有效的 UTF-8，无法识别的字符以问号代替${more(count)}`,
  "clock-backwards": (ms) => `时钟在此处倒退了 ${ms} ms；保持原来的行序`,
  "no-server": (count) =>
    `不知道这份日志是哪台服务器写的，其中 ${count} 行略去；请以服务器命名文件，例如 zookeeper-1.log`,
  "assumed-server": (sid, name) => `仅凭名称（${name}）当作服务器 ${sid}`,
  "same-server": (sid, other) => `这份日志也自称来自服务器 ${sid}，与 ${other} 同时`,
  "unknown-notification": (count) => `通知的写法无法识别，略去${more(count)}；请向我们报告`,
  nothing: () => "其中没有与选举有关的内容",
  "broken-archive": () => "压缩文件已损坏或不完整；能解压的部分已经读取",
};

/** Texts about logs, in simplified Chinese. */
export const zhCN: LogMessages = {
  warning: ({ kind, args }) => `警告：${warnings[kind](...args)}`,
  skew: (sid, ms, other) =>
    `注意：服务器 ${sid} 的时钟比服务器 ${other} ${ms > 0 ? "快" : "慢"} ${Math.abs(ms)} ms；各日志按因果顺序排列`,
  inferred: (sids) => `注意：成员取自日志：${list(sids)}；--config 可给出准确的成员`,
  configured: (file) => `注意：成员取自 ${file}`,
  differ: (folder) => `注意：${folder} 里的配置写的成员不同；zk-elect diagnose 会指出`,
  noElection: "注意：这些日志里没有服务器在找 Leader",
  diverged: (count) => `注意：有 ${count} 行与协议应有的行为不同；--replay 会指出是哪些`,
  picked: (shown, of) => `注意：共 ${of} 次选举，这里是 ${shown} 次；--list 列出全部，--all 显示全部`,
  reading: (megabytes) => `正在读取：${megabytes} MB`,

  columns: { number: "#", when: "时间", looking: "LOOKING", outcome: "结果", took: "用时" },
  elected: (leader, supporters) => `${leader} 当选，得到 ${list(supporters)} 的选票`,
  joined: (sids, leader) => `${list(sids)} 加入 Leader ${leader}`,
  none: "没有 Leader",
  goesOn: "仍在进行",
  between: "；",
  why: (sids, because) => `${list(sids)}（${because}）`,
  seconds: (text) => `${text} s`,

  agrees: (elections, notifications, votes, decisions) =>
    `日志与协议一致：${elections} 次选举，收到 ${notifications} 个通知，投出 ${votes} 张选票，作出 ${decisions} 个决定，都与协议相符。`,
  disagrees: (count) => `日志与协议有 ${count} 处不一致：`,
  divergence: (sid, expected, found) =>
    `服务器 ${sid} ${act(found)}；按协议${expected.kind === "none" ? "不该如此" : `应当${act(expected)}`}`,
  because: (line) => `此前最后收到：${line}`,
};

function act(text: ActText): string {
  switch (text.kind) {
    case "vote":
      return `在第 ${text.election} 次选举中投 ${text.vote}`;
    case "decide":
      return `变为 ${text.state}${text.leader === null ? "" : `，Leader 为 ${text.leader}`}`;
    case "none":
      return "继续 LOOKING";
  }
}
