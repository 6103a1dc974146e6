import { sidList } from "../lists.ts";
import type { ProtocolMessages } from "./en.ts";

/** Latin letters are set apart from Chinese ones. */
const spaced = (office: string) => (/^\w/.test(office) ? ` ${office}` : office);
const list = (sids: readonly number[]) => sidList(sids).join("、");

/** What frames the tables and explanations of all protocols but ZooKeeper's own, in simplified Chinese. */
export const zhCN: ProtocolMessages = {
  servers: (count) => `${count} 台服务器`,
  inOffice: (office, sid) => `现任${spaced(office)}：${sid}`,
  end: (office, leader, others, states) => {
    const one = leader === null ? `没有${spaced(office)}` : `服务器 ${leader} 是${spaced(office)}`;
    const too = others.length === 0 ? "" : `，${list(others)} ${leader === null ? "" : "也"}自认为是${spaced(office)}`;
    return `最终${one}${too}：${states.map(({ state, sids }) => `${state} ${list(sids)}`).join("；")}。`;
  },
  atCut: (office, leading) => {
    const [one, ...more] = leading;
    const who = one === undefined ? `没有${spaced(office)}` : `服务器 ${one} 是${spaced(office)}`;
    return `trace 中断时，${more.length > 0 ? `服务器 ${list(leading)} 都自认为是${spaced(office)}` : who}。`;
  },
  upToCut: (at) => (at === undefined ? "到 trace 中断为止" : `${at}，到 trace 中断为止`),
  today: "如今的版本",
  lines: (lines) => `第 ${lines.join("、")} 行`,
};
