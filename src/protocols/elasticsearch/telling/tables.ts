import type { Language } from "../../../locales/language.ts";
import { sidList } from "../../../locales/lists.ts";
import type { Block, Cell, CellLine } from "../../../render/document.ts";
import type { Signs } from "../../../render/style.ts";
import type { Section } from "../../telling.ts";
import type { ZenEvent } from "../events.ts";
import type { RoundFact, ZenFact } from "./facts.ts";
import { sidesAt } from "./masters.ts";
import { factsOf, lineOf, ownEvents, type ToldFact, type ZenTrace } from "./story.ts";
import { wordsOf, type ZenWords } from "./words.ts";

/** What came before, the rounds of pings, and who is master after them. */
export function section(
  { from, to }: Section<ZenEvent & { readonly t: number }>,
  trace: ZenTrace,
  language: Language,
  signs: Signs,
): Block[] {
  const words = wordsOf(language);
  const told = factsOf(trace, from, to);
  const before = told.filter(({ fact }) => asLine.has(fact.kind)).map(({ fact }) => words.say(fact));
  const rounds = told.flatMap(({ fact, lines }) => (fact.kind === "round" ? [{ fact, lines }] : []));
  const head = words.columns;
  const rows = rounds.map(({ fact, lines }): Cell[] => [
    [{ text: list(fact.sids) }],
    [{ text: seen(fact) }],
    [{ text: words.enough(fact.sees.length, fact.need), ...(fact.sees.length < fact.need && { tone: "lost" }) }],
    [{ text: words.chooses(fact) }],
    outcomes(trace, fact, lines, to, words, signs),
  ]);
  const sides = sidesAt(trace, to);
  const tone = sides.length === 1 ? "strong" : "bad";
  return [
    ...before.map((text): Block => ({ kind: "line", text })),
    ...(rows.length > 0 ? [{ kind: "table", table: { head, rows, flexible: 4 } } as const] : []),
    { kind: "line", text: words.say({ kind: "sides", sides }), tone },
  ];
}

const asLine: ReadonlySet<ZenFact["kind"]> = new Set(["lost", "removed", "stepped-down", "another-master"]);

function list(sids: readonly number[]): string {
  return sidList(sids).join(", ");
}

/** Master-eligible nodes, the first candidate marked; with their versions where these decide. */
function seen({ sees, versions }: RoundFact): string {
  const [first] = sees;
  if (first === undefined) return "";
  if (first === Math.min(...sees)) return `*${list(sees)}`;
  return `*${sees.map((sid, at) => `${sid} (v${versions[at]})`).join(", ")}`;
}

/** What came of a round for each of those for whom it ended so, until they pinged again. */
function outcomes(
  trace: ZenTrace,
  { sids, times }: RoundFact,
  lines: ToldFact["lines"],
  to: number,
  words: ZenWords,
  signs: Signs,
): Cell {
  const begin = (lines[0] ?? 0) - lineOf(0);
  const found = new Map<string, number[]>();
  const add = (text: string, sid: number) => found.set(text, [...(found.get(text) ?? []), sid]);
  const own = ownEvents(trace, begin, to);
  for (const sid of sids) {
    const its = own.filter(({ event, at }) => "sid" in event && event.sid === sid && lines.includes(lineOf(at)));
    const last = its.at(-1)?.at ?? begin;
    const next = own.find(({ event, at }) => at > last && "sid" in event && event.sid === sid && ends.has(event.type));
    add(words.came(next?.event), sid);
  }
  const cell = [...found].map(([text, who]): CellLine => {
    const whose = sids.length === 1 ? "" : `${list(who)}: `;
    return { text: `${whose}${text}` };
  });
  return times > 1 ? [{ text: `${words.times(times)} ${signs.dot} ${cell[0]?.text ?? ""}` }, ...cell.slice(1)] : cell;
}

const ends: ReadonlySet<string> = new Set(["state", "again", "pinged"]);
