import type { Language } from "../../../locales/language.ts";
import { sidCell } from "../../../locales/lists.ts";
import type { Block, Cell, CellLine } from "../../../render/document.ts";
import type { Signs } from "../../../render/style.ts";
import { alike } from "../../../trace/alike.ts";
import type { Section } from "../../telling.ts";
import type { ZenEvent } from "../events.ts";
import type { RoundFact, ZenFact } from "./facts.ts";
import { sidesAt } from "./masters.ts";
import { versionsDecide } from "./order.ts";
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
    [{ text: sidCell(fact.sids) }],
    [{ text: seen(fact, trace) }],
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

/** Master-eligible nodes; with their versions, the best first, where these decide. */
function seen({ sees, versions }: RoundFact, trace: ZenTrace): string {
  if (!versionsDecide(trace, versions)) return sidCell(sees);
  return sees.map((sid, at) => `${sid} (v${versions[at]})`).join(",");
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
  const own = ownEvents(trace, begin, to).flatMap(({ event, at }) => ("sid" in event ? [{ event, at }] : []));
  const next = (sid: number) => {
    const last = own.findLast(({ event, at }) => event.sid === sid && lines.includes(lineOf(at)))?.at ?? begin;
    return own.find(({ event, at }) => at > last && event.sid === sid && ends.has(event.type))?.event;
  };
  const groups = alike(sids, (sid) => words.came(next(sid), 1));
  const often = times > 1 ? `${words.times(times)} ${signs.dot} ` : "";
  return groups.map(([first, ...rest]): CellLine => {
    const text = words.came(next(first), rest.length + 1);
    return { text: often + (groups.length === 1 ? text : words.each(sidCell([first, ...rest]), text)) };
  });
}

const ends: ReadonlySet<string> = new Set(["state", "again", "pinged"]);
