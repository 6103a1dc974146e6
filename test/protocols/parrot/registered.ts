/** The parrot as a registry has it. A test file that needs it mocks the registry with `withParrot`. */
import * as v from "valibot";
import type { DescriptionPart } from "../../../src/protocols/registry.ts";
import type { Fact, Telling } from "../../../src/protocols/telling.ts";
import { either, fields, integer, may, ms, must, sid } from "../../../src/scenario/fields.ts";
import { InputError } from "../../../src/scenario/problem.ts";
import { sid as sidField, time, zxid } from "../../../src/trace/fields.ts";
import { type ParrotEvent, type ParrotOptions, protocol } from "./protocol.ts";

const text = v.string();
const service = v.literal("zookeeper");
const address = either(v.union([sid, service]), (input) => (input === "zookeeper" ? service : sid));
const flag = v.literal(true);

const part: DescriptionPart<ParrotOptions> = {
  schema: fields(["objectSuchAs", "{ quiet: 100 }"], { quiet: may(integer(1, 10_000), "Ms without news") }),
  options: (data, cluster) => {
    const observer = cluster.servers.findIndex(({ role }) => role === "observer");
    if (observer >= 0) {
      const path = `servers[${observer}].role`;
      throw new InputError([{ path, fault: ["leaderObserves", cluster.servers[observer]?.sid ?? 0] }]);
    }
    return { quiet: 100, ...(data as Partial<ParrotOptions>) };
  },
  commands: {
    say: fields(["objectSuchAs", "{ from: 1, to: 2, text: hello }"], {
      from: must(sid, "Who"),
      to: must(address, "To whom"),
      text: must(text, "What"),
      routine: may(flag, "As a sign of life"),
      vain: may(flag, "As one of which nothing comes"),
    }),
    wake: fields(["objectSuchAs", "{ sid: 1, name: a, ms: 5 }"], {
      sid: must(sid, "Whom"),
      name: must(text, "Name of the timer"),
      ms: must(v.union([ms, v.tuple([ms, ms])]), "When"),
      awaited: may(flag, "Something may come of it"),
    }),
    lead: sid,
  },
  ignores: ["epoch", "weight", "group", "partition", "observer", "initLimit"],
};

interface Spoken extends Fact {
  readonly kind: "heard" | "silence" | "step" | "lead" | "past";
  readonly count?: number;
}

const telling: Telling<ParrotEvent & { t: number }, Spoken> = {
  schemas: [
    v.looseObject({
      type: v.literal("heard"),
      t: time,
      sid: v.union([sidField, v.literal("zookeeper")]),
      from: v.union([sidField, v.literal("zookeeper")]),
      text,
      zxid,
    }),
    v.looseObject({ type: v.literal("woke"), t: time, sid: sidField, name: text }),
    v.looseObject({ type: v.literal("told"), t: time, sid: sidField, name: text }),
    v.looseObject({ type: v.literal("alone"), t: time, sid: sidField, gone: sidField }),
  ],
  section: ({ from, to, events }, _, language) => {
    const heard = events.filter((event) => event.type === "heard");
    if (heard.length === 0) return [{ kind: "line", text: `${language}: ${from}-${to}` }];
    const rows = heard.map((event) => {
      const { sid, from: sender, text: said, zxid: last } = event as Extract<ParrotEvent, { type: "heard" }>;
      return [String(sid), String(sender), said, String(last)].map((cell) => [{ text: cell }]);
    });
    return [{ kind: "table", table: { head: ["sid", "from", "text", "zxid"], rows, flexible: undefined } }];
  },
  explain: ({ events, result }) => {
    const lines = events.flatMap((event, at) => (event.type === "heard" ? [at + 2] : []));
    return {
      answer: { fact: { kind: result?.leader == null ? "silence" : "lead", count: result?.leader ?? 0 }, lines },
      parts: [
        {
          heading: { kind: "step" },
          told: [{ fact: { kind: "heard", count: lines.length }, lines, label: "all" }],
        },
      ],
      today: [{ kind: "past" }],
    };
  },
  words: (language) => ({
    heard: ({ count }) => `${language}: ${count} heard.`,
    silence: () => "Nobody leads.",
    step: () => "What was said",
    lead: ({ count }) => `${count} leads.`,
    past: () => "Parrots are as they were.",
  }),
  summary: () => ({ watches: null, attempts: null, write: "none" }),
  office: () => "leader",
  decides: () => "obedience",
};

const parrot = { part, load: async () => ({ protocol, telling }) };

/** The module `src/protocols/registry.ts` with the parrot among the protocols. */
export function withParrot<Registry extends { protocols: object }>(registry: Registry): Registry {
  return { ...registry, protocols: { ...registry.protocols, parrot } };
}
