import type { ProtocolTrace } from "../../../trace/protocol-events.ts";
import type { SessionFact, Stage } from "../../znodes/telling/facts.ts";
import type { CuratorEvent, CuratorOptions } from "../types.ts";

export type TracedCuratorEvent = CuratorEvent & { readonly t: number };
export type CuratorTrace = ProtocolTrace<TracedCuratorEvent>;

export type CuratorFact =
  | SessionFact
  /** `inTurns`: how a LeaderSelector goes on after a turn; null: it is a LeaderLatch. */
  | { readonly kind: "leads"; readonly leader: number; readonly znode: string; readonly inTurns: Turns | null }
  /** `empty`: nobody stands in line. */
  | { readonly kind: "nobody"; readonly down: boolean; readonly empty: boolean }
  /** Who stands in line when the step begins. */
  | { readonly kind: "line"; readonly sids: readonly number[] }
  /** A znode went: `woken` watched it, `asleep` wait on. */
  | { readonly kind: "woken"; readonly gone: number; readonly woken: readonly number[]; readonly asleep: number }
  | { readonly kind: "first"; readonly sid: number; readonly since: number; readonly znode: string }
  /** It was woken, or came, and waits behind another. */
  | { readonly kind: "behind"; readonly sid: number; readonly behind: number }
  /** It stopped leading by itself. */
  | { readonly kind: "stopped"; readonly sid: number; readonly since: number; readonly silence: number }
  | { readonly kind: "closed"; readonly sid: number; readonly led: boolean }
  | {
      readonly kind: "turns";
      readonly order: readonly number[];
      readonly ms: number;
      readonly holds: number | null;
      readonly inTurns: Turns;
    }
  | { readonly kind: "keeps" }
  | { readonly kind: "container" }
  | { readonly kind: "rounds"; readonly inTurns: Turns };

/** Whether who has had its turn queues again (autoRequeue). */
export type Turns = "again" | "once";

export function optionsOf({ header }: CuratorTrace): CuratorOptions {
  const given = header.cluster["curator"];
  const { recipe, sessionTimeout, turnMs, autoRequeue } = (
    typeof given === "object" && given !== null ? given : {}
  ) as Partial<Record<keyof CuratorOptions, unknown>>;
  return {
    recipe: recipe === "LeaderSelector" ? "LeaderSelector" : "LeaderLatch",
    sessionTimeout: typeof sessionTimeout === "number" ? sessionTimeout : 6000,
    turnMs: typeof turnMs === "number" ? turnMs : 1000,
    autoRequeue: autoRequeue !== false,
  };
}

export interface Place {
  readonly sid: number;
  readonly znode: string;
}

/** Who stands in line at the beginning and at the end of a stretch of events. */
export function queuesIn(events: Stage<TracedCuratorEvent>["events"]): {
  readonly before: readonly Place[];
  readonly after: readonly Place[];
} {
  const queues = (events as readonly TracedCuratorEvent[]).flatMap((event) =>
    event.type === "queue" ? [event.places] : [],
  );
  return { before: queues[0] ?? [], after: queues.at(-1) ?? [] };
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
