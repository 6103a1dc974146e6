import { sidList } from "../lists.ts";
import type { ProtocolMessages } from "./en.ts";

/** Latin letters are set apart from Chinese ones. */
const spaced = (office: string) => (/^\w/.test(office) ? ` ${office}` : office);
const list = (sids: readonly number[]) => sidList(sids).join("、");

/** What frames the tables and explanations of all protocols but ZooKeeper's own, in traditional Chinese. */
export const zhTW: ProtocolMessages = {
  servers: (count) => `${count} 台伺服器`,
  inOffice: (office, sid) => `現任${spaced(office)}：${sid}`,
  end: (office, leader, others, states) => {
    const one = leader === null ? `沒有${spaced(office)}` : `伺服器 ${leader} 是${spaced(office)}`;
    const too = others.length === 0 ? "" : `，${list(others)} ${leader === null ? "" : "也"}自認為是${spaced(office)}`;
    return `最終${one}${too}：${states.map(({ state, sids }) => `${state} ${list(sids)}`).join("；")}。`;
  },
  atCut: (office, leading) => {
    const [one, ...more] = leading;
    const who = one === undefined ? `沒有${spaced(office)}` : `伺服器 ${one} 是${spaced(office)}`;
    return `trace 中斷時，${more.length > 0 ? `伺服器 ${list(leading)} 都自認為是${spaced(office)}` : who}。`;
  },
  upToCut: (at) => (at === undefined ? "到 trace 中斷為止" : `${at}，到 trace 中斷為止`),
  today: "如今的版本",
  lines: (lines) => `第 ${lines.join("、")} 行`,
};
