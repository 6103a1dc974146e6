import type { RulesTexts } from "../locales/rules/en.ts";
import type { Block } from "./document.ts";
import type { Signs } from "./style.ts";

/** The built-in scenario that shows each misunderstanding to be one. */
const shownBy: Record<keyof RulesTexts["misunderstandings"], string> = {
  "clock-decides": "higher-clock-loses",
  "zxid-and-sid-only": "old-epoch-loses",
  "epoch-per-vote": "five-server-cold-start",
  "largest-sid": "five-server-zxid-wins",
  "late-takeover": "late-joiner",
  "even-number": "four-servers",
};

interface Rule {
  readonly id: string;
  readonly section: string;
  readonly term: string;
  readonly text: string;
}

interface Misunderstanding {
  readonly id: string;
  readonly claim: string;
  readonly truth: string;
  readonly scenario: string;
  /** What to run to see it. */
  readonly command: string;
}

/** The rules of the election as data: ids, scenarios and commands are the same in every language. */
export function rulesData(texts: RulesTexts): { rules: Rule[]; misunderstandings: Misunderstanding[] } {
  return {
    rules: Object.entries(texts.sections).flatMap(([section, { rules }]) =>
      Object.entries(rules).map(([id, { term, text }]) => ({ id, section, term, text })),
    ),
    misunderstandings: Object.entries(shownBy).map(([id, scenario]) => {
      const { claim, truth } = texts.misunderstandings[id as keyof typeof shownBy];
      return { id, claim, truth, scenario, command: `zk-elect simulate ${scenario}` };
    }),
  };
}

/** The rules of the election as a page, with the misunderstandings below them. */
export function rulesBlocks(texts: RulesTexts, { arrow }: Signs): Block[] {
  return [
    { kind: "title", text: texts.title, note: texts.source },
    ...Object.entries(texts.sections).flatMap(([id, { title, rules }]): Block[] => [
      { kind: "heading", text: title, ...(id === "order" && { note: `peerEpoch ${arrow} zxid ${arrow} sid` }) },
      ...Object.values(rules).map(({ term, text }): Block => ({ kind: "entry", label: term, text })),
    ]),
    { kind: "heading", text: texts.notTrue.title, note: texts.notTrue.note },
    ...rulesData(texts).misunderstandings.flatMap(({ claim, truth, command }): Block[] => [
      { kind: "subheading", text: texts.quoted(claim), note: command },
      { kind: "line", text: truth },
    ]),
  ];
}
