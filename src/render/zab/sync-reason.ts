import type { ZabMessages } from "../../locales/tables/zab/en.ts";
import type { PhaseEvent } from "../../trace/events.ts";
import { wholeRanges } from "../../trace/zxid-set.ts";
import { clean } from "../clean.ts";
import { zxidText } from "../notation.ts";
import type { ZabContext } from "./context.ts";
import { countOf } from "./zxids.ts";

/** "DIFF, lacks 2 transactions"; the end of the mode, where the text may be broken; empty where nothing says so. */
export function syncReason({ detail }: PhaseEvent, context: ZabContext): { text: string; breakAt?: number } {
  const { zab } = context.messages;
  const { mode } = detail;
  const why = whyText(detail, zab, context);
  if (mode === undefined) return { text: why };
  if (why === "") return { text: mode };
  const text = zab.mode(mode, why);
  return { text, breakAt: mode.length + 1 };
}

function whyText(detail: PhaseEvent["detail"], zab: ZabMessages, { notation }: ZabContext): string {
  const { why, from, zxid, discarded, received } = detail;
  const lacks = received && countOf(wholeRanges(received));
  const more = discarded && countOf(wholeRanges(discarded));
  switch (why) {
    case undefined:
      return "";
    case "same":
      return zab.same;
    case "behind":
      return zab.behind(lacks);
    case "new-epoch":
      return zab.newEpochOnly(from === undefined ? "" : zxidText(from, notation), lacks);
    case "ahead":
      return zab.ahead(more);
    case "diverged":
      return zab.diverged(more);
    case "other-epoch":
      return zab.otherEpoch(more);
    case "too-far":
      // Whoever lacks no transaction stands before all that is kept only where nothing is.
      return lacks || zxid === undefined ? zab.tooFar : zab.keepsNone(zxidText(zxid, notation));
    case "unknown":
      return zab.unknown;
    default:
      return clean(String(why));
  }
}
