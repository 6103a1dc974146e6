import type { ProtocolMessages } from "./en.ts";

/** What frames the tables and explanations of all protocols but ZooKeeper's own, in simplified Chinese. */
export const zhCN: ProtocolMessages = {
  servers: (count) => `${count} 台服务器`,
  today: "如今的版本",
  lines: (lines) => `第 ${lines.join("、")} 行`,
};
