import type { Explanation, Fact, Fate, Part } from "../../../explain/facts.ts";
import type { ExplainMessages } from "../../../locales/explain/en.ts";
import type { Zxids } from "../../../locales/explain/zab/en.ts";
import { alike } from "../../../trace/alike.ts";
import { type Support, supportOf } from "../../../trace/quorum.ts";
import { type Context, ofKind, sidsOf } from "../context.ts";
import type { Entry } from "../entry.ts";
import { rangeText, textOf, zxidsOf } from "./zxids.ts";

/** What was only logged, and what the election came to for transactions. */
export function transactionEntries(facts: readonly Fact[], before: readonly Part[], context: Context): Entry[] {
  const { words, notation } = context;
  const { zab } = words;
  const logged = ofKind(facts, "logged").map(({ range, sid, sids, support }): Entry => {
    return { text: zab.logged(rangeText(range, notation), sid, sids, support), kinds: ["logged"] };
  });
  const survived = ofKind(facts, "survived").map((fact): Entry => {
    return { text: zab.survived(rangeText(fact.range, notation), electors(fact)), kinds: ["survived"] };
  });
  const lost = ofKind(facts, "lost").map((fact): Entry => {
    return { text: zab.lost(rangeText(fact.range, notation), electors(fact)), kinds: ["lost"] };
  });
  const isTold = before.some((part) => part.facts.some(({ kind }) => kind === "kept"));
  const kept = ofKind(facts, "kept").map((fact, at): Entry => {
    const say = isTold || at > 0 ? zab.keptAgain : zab.kept;
    return { text: say(textOf(fact.zxid, notation), electors(fact)), kinds: ["kept"] };
  });
  return [...logged, ...survived, ...lost, ...kept];
}

function electors({ sid, sids, voters, both }: Extract<Fact, { kind: "kept" | "lost" | "survived" }>) {
  return { leader: sid, sids, voters, both };
}

/** Whose zxid is no transaction's, and why. */
export function snapshotVotes(facts: readonly Fact[], { words, notation }: Context): Entry[] {
  return alike(ofKind(facts, "snapshot-vote"), ({ leader, zxid }) => `${leader} ${zxid}`).map((group): Entry => {
    const [{ leader, zxid }] = group;
    const text = words.zab.snapshotVotes(sidsOf(group), textOf(zxid, notation), leader, Number(zxid >> 32n));
    return { text, kinds: ["snapshot-vote"] };
  });
}

/** Beside the answer: what became of transactions, and whether the winner's zxid is that of one. */
export function fateTexts(
  { answer, parts, servers, transactions }: Explanation,
  { zab, paragraph }: ExplainMessages,
): string {
  const notation = { split: servers.some(({ zxid }) => zxid >> 32n > 0n) };
  const groups = alike(transactions, ({ kind, leader, sids, dropped, left }) =>
    [kind, leader, sids, dropped.join(), left.join()].join(" "),
  );
  const texts = groups.map((group) => {
    const [fate] = group;
    const what = zxidsOf(inOrder(group), notation) ?? { count: 0, zxids: [] };
    return fateText(fate, what, supportOf({ servers }, fate.sids), zab);
  });
  if (answer.kind !== "elected") return paragraph(texts);
  const facts = parts.flatMap((part) => ofKind(part.facts, "snapshot-vote"));
  const { vote, field } = answer;
  // Only where the zxid told it from others.
  if (field.highestZxid.length === field.highestEpoch.length) return paragraph(texts);
  const ofSnapshot = facts.filter(({ sid, zxid }) => zxid === vote.zxid && field.highestZxid.includes(sid));
  if (ofSnapshot.length > 0) texts.push(zab.fates.snapshot(sidsOf(ofSnapshot), textOf(vote.zxid, notation)));
  return paragraph(texts);
}

function fateText(
  { kind, leader, sids, dropped, left }: Fate,
  what: Zxids,
  support: Support,
  { fates }: ExplainMessages["zab"],
): string {
  switch (kind) {
    case "lost":
      return fates.lost(what, leader, sids, dropped, left);
    case "survived":
      return fates.survived(what, leader, sids);
    case "open":
      return fates.open(what, sids, support);
    case "kept":
      return fates.kept(what.zxids.at(-1) ?? "");
  }
}

function inOrder(fates: readonly Fate[]) {
  return fates.map(({ range }) => range).sort(([a], [b]) => (a < b ? -1 : 1));
}
