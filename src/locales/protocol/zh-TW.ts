import type { ProtocolMessages } from "./en.ts";

/** What frames the tables and explanations of all protocols but ZooKeeper's own, in traditional Chinese. */
export const zhTW: ProtocolMessages = {
  servers: (count) => `${count} 台伺服器`,
  today: "如今的版本",
  lines: (lines) => `第 ${lines.join("、")} 行`,
};
