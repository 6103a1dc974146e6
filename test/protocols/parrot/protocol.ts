/** A protocol for tests alone: its servers do what commands tell them to, and say what comes to them. */
import type { Address, Effect, Protocol, Step } from "../../../src/protocols/protocol.ts";

export interface Say {
  readonly kind: "say";
  readonly text: string;
  readonly zxid: bigint;
}

export type ParrotEvent =
  | {
      readonly type: "heard";
      readonly sid: Address;
      readonly from: Address;
      readonly text: string;
      readonly zxid: bigint;
    }
  | { readonly type: "woke" | "told"; readonly sid: Address; readonly name: string }
  | { readonly type: "alone"; readonly sid: number; readonly gone: number }
  | {
      readonly type: "state";
      readonly sid: number;
      readonly from: string;
      readonly to: string;
      readonly reason: string;
    };

interface Parrot {
  readonly sid: Address;
  readonly zxid: bigint;
  readonly state: "DOWN" | "LOOKING" | "FOLLOWING" | "LEADING";
  readonly leader: number | null;
}

export interface ParrotOptions {
  readonly quiet: number;
}

type Done = Step<Parrot, Say, ParrotEvent>;
type Told = Readonly<Record<string, unknown>>;

/** What commands are given. */
interface Spoken {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly routine?: true;
  readonly vain?: true;
  readonly awaited?: true;
  readonly sid: number;
  readonly ms: number | readonly [number, number];
}

export const protocol: Protocol<Parrot, Say, ParrotEvent, ParrotOptions> = {
  name: "parrot",
  begin: ({ servers }) =>
    new Map<Address, Parrot>([
      ...servers.map(({ sid, zxid }) => [sid, { sid, zxid, state: "DOWN", leader: null }] as const),
      ["zookeeper", { sid: "zookeeper", zxid: 0n, state: "LOOKING", leader: null }],
    ]),
  step: (state, input) => {
    switch (input.kind) {
      case "office":
        return become(state, input.leader, "office");
      case "start":
        return become(state, null, input.reason);
      case "message": {
        const { text, zxid } = input.message;
        return telling(state, { type: "heard", sid: state.sid, from: input.from, text, zxid });
      }
      case "timer":
        return telling(state, { type: "woke", sid: state.sid, name: input.name });
      case "disconnected":
        // A service notices, and says nothing.
        if (typeof state.sid !== "number") return { state, effects: [] };
        return telling(state, { type: "alone", sid: state.sid, gone: input.from });
      case "write":
        return telling(state, { type: "told", sid: state.sid, name: `write ${input.count}` });
      case "release":
        return { state, effects: [] };
      case "command":
        return commanded(state, input.name, input.argument as Told);
    }
  },
  crash: (state) => ({ ...state, state: "DOWN", leader: null }),
  status: ({ state, leader, zxid }) => ({ state, leader, zxid }),
  quietMs: ({ options }) => options.quiet,
  outcome: ({ states, running }) => {
    const leads = [...states.values()].find(({ sid, state }) => state === "LEADING" && running(Number(sid)));
    const up = [...states.keys()].filter((address) => typeof address === "number" && running(address));
    return { leader: (leads?.sid as number) ?? null, eligible: up as number[], highest: 7n };
  },
};

/** `say: { from, to, text }`, `wake: { sid, name, ms }`, `lead: sid`. */
function commanded(state: Parrot, name: string, argument: Told): Done {
  const { from, sid, to, text, ms, routine, vain, awaited } = argument as unknown as Spoken;
  if (name === "lead") return become(state, Number(argument), "command");
  const effects: Effect<Say, ParrotEvent>[] = [];
  if (name === "say" && from === state.sid) {
    const message = { kind: "say", text, zxid: state.zxid } as const;
    effects.push({ kind: "send", to, message, ...(routine && { routine }), ...(vain && { vain }) });
  }
  if (name === "wake" && sid === state.sid) {
    effects.push({ kind: "timer", name: argument["name"] as string, ms, ...(awaited && { awaited }) });
  }
  return { state, effects };
}

function become(state: Parrot, leader: number | null, reason: string): Done {
  const { sid } = state;
  if (typeof sid !== "number") return { state, effects: [] };
  const to = leader === null ? "LOOKING" : leader === sid ? "LEADING" : "FOLLOWING";
  const event = { type: "state", sid, from: state.state, to, reason } as const;
  return { state: { ...state, state: to, leader }, effects: to === state.state ? [] : [{ kind: "event", event }] };
}

function telling(state: Parrot, event: ParrotEvent): Done {
  return { state, effects: [{ kind: "event", event }] };
}
