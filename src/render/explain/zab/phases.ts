import type { DiscoveredFact, Fact, Part, RefusedFact, SynchronizedFact } from "../../../explain/facts.ts";
import type { Brought } from "../../../locales/explain/zab/en.ts";
import { alike } from "../../../trace/alike.ts";
import { type Context, ofKind, sidsOf } from "../context.ts";
import type { Entry } from "../entry.ts";
import { textOf, zxidsOf } from "./zxids.ts";

/** Discovery and synchronization, where they did more than to establish the next epoch. */
export function phaseEntries(part: Part, facts: readonly Fact[], before: readonly Part[], context: Context): Entry[] {
  return [
    ...ofKind(facts, "discovered").flatMap((fact) => discovered(fact, part, before, context)),
    ...ofKind(facts, "refused").map((fact) => refused(fact, context)),
    ...synchronized(ofKind(facts, "synchronized"), context),
    ...acknowledged(part, facts, context),
  ];
}

function discovered(fact: DiscoveredFact, part: Part, before: readonly Part[], { words }: Context): Entry[] {
  const { sid, epoch, heard, highest, accepted, answered } = fact;
  const most = Math.max(...heard.map((one) => one.epoch));
  const sids = sidsOf(heard);
  const entry = (text: string): Entry[] => [{ text, kinds: ["discovered"] }];
  if (!answered) return entry(words.zab.proposesEpoch(sid, epoch, sids, most, accepted));
  const elected = ofKind(part.facts, "decided").find((one) => one.sid === sid && one.leader === sid);
  if (elected && most > elected.vote.peerEpoch) return entry(words.zab.epochSkipped(epoch, highest, most));
  const rises = before.some(({ facts }) => facts.some(({ kind }) => kind === "established"));
  return rises ? entry(words.zab.epochRaised(epoch, sids, most)) : [];
}

function refused({ sid, from, currentEpoch, zxid, own }: RefusedFact, { words, notation }: Context): Entry {
  const { epochSign, zxidSign, refused: say } = words.zab;
  const ahead = own && currentEpoch !== own.currentEpoch;
  const texts = ahead
    ? ([epochSign(currentEpoch), String(own.currentEpoch)] as const)
    : own && ([zxidSign(textOf(zxid, notation)), textOf(own.zxid, notation)] as const);
  return { text: say(sid, from, texts), kinds: ["refused"] };
}

/** How learners are brought up to date, those alike together; who has all already is not worth a word. */
function synchronized(facts: readonly SynchronizedFact[], context: Context): Entry[] {
  const same = ({ leader, mode, why, from, zxid, discarded, received, written }: SynchronizedFact) =>
    [leader, mode, why, from, zxid, discarded, received, written].join(" ");
  return alike(facts, same).flatMap((group): Entry[] => {
    const text = broughtText(group, context);
    return text === "" ? [] : [{ text, kinds: ["synchronized"] }];
  });
}

function broughtText(group: readonly [SynchronizedFact, ...SynchronizedFact[]], context: Context): string {
  const { words, notation } = context;
  const [{ leader, mode, why, from, zxid, discarded, received, written }] = group;
  const sids = sidsOf(group);
  const brought: Brought = {
    ...{ sids, leader },
    from: from === undefined ? undefined : textOf(from, notation),
    to: zxid === undefined ? undefined : textOf(zxid, notation),
    discarded: zxidsOf(discarded, notation),
    received: zxidsOf(received, notation),
  };
  const texts = [modeText(brought, mode, why, words.zab)];
  if (texts[0] === "") return "";
  const isStart = mode === "SNAP" && zxid !== undefined && zxid !== 0n && (zxid & 0xffff_ffffn) === 0n;
  if (isStart) texts.push(words.zab.snapshotZxid(sids, textOf(zxid, notation), Number(zxid >> 32n)));
  // Logs do not say when it is written.
  if (!written && why !== undefined) texts.push(words.zab.notWritten(sids));
  return words.paragraph(texts);
}

function modeText(
  brought: Brought,
  mode: SynchronizedFact["mode"],
  why: SynchronizedFact["why"],
  zab: Context["words"]["zab"],
): string {
  if (mode === "DIFF") return zab.lacked(brought);
  return mode === "TRUNC" ? zab.truncated(brought) : zab.snapshot(brought, why);
}

/** NEWLEADER: a quorum that is missing, or that comes in a later part than the vote. */
function acknowledged(part: Part, facts: readonly Fact[], { words, telling }: Context): Entry[] {
  const short = ofKind(facts, "acknowledged").flatMap(({ sid, epoch, sids, support, established }): Entry[] => {
    if (established) return [];
    return [{ text: words.zab.notEstablished(sid, epoch, sids, support), kinds: ["acknowledged"] }];
  });
  const elected = ofKind(part.facts, "decided").map(({ leader }) => leader);
  const late = ofKind(part.facts, "established").flatMap(({ sid, epoch, sids }): Entry[] => {
    const isAsked = telling.server === undefined || sids.includes(telling.server);
    if (elected.includes(sid) || part.at !== undefined || !isAsked) return [];
    return [{ text: words.zab.establishedLater(sid, epoch), kinds: ["established"] }];
  });
  return [...short, ...late];
}
