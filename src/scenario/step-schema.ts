/** The shape of one step of a scenario: an object with one action, and optionally `for`. */
import * as v from "valibot";
import type { Phrase } from "../locales/problems/phrases/en.ts";
import { protocols } from "../protocols/registry.ts";
import { either, expected, fields, integer, isMapping, list, may, ms, must, refuse, saying, sid } from "./fields.ts";
import { maxCount, maxServers } from "./limits.ts";
import { printable, show } from "./show.ts";
import { unknownWord } from "./suggest.ts";

const sids = list(sid, ["sidList", "[3]"], maxServers);
const groups = list(sids, ["sidLists", "[[1, 2], [3]]"], maxServers);
const on = v.literal(true, expected(["written", "true"]));
const transactions = integer(1, maxCount, "transactions");
const example = "{ n: 2, reach: [3] }";
const reachedSids = v.pipe(
  v.array(sid, expected(["sidList", "[3]"])),
  v.maxLength(
    maxServers,
    saying((issue: { input: unknown[] }) => ["tooManyItems", maxServers, issue.input.length]),
  ),
);
const limitedWrite = fields(
  ["objectSuchAs", example],
  {
    n: must(transactions, "So many transactions"),
    reach: must(
      reachedSids,
      "Only these participants get them before the next step, beside the leader; none of them commits before",
    ),
  },
  { n: ["transactions", 1, maxCount], reach: ["sidList", "[3]"] },
);
const written = either(v.union([transactions, limitedWrite]), (input) =>
  isMapping(input) ? limitedWrite : transactions,
);
const forMs = may(ms, "Move on after this many ms of virtual time; without it, when the cluster has settled");

const what: Phrase = ["step", "{ fail: [3] }"];

/** The steps that single protocols know: the shape of what each is given, by its name. */
const commands = Object.assign({}, ...Object.values(protocols).map(({ part }) => part.commands)) as Readonly<
  Record<string, v.GenericSchema>
>;
const oneCommand: Phrase = ["objectSuchAs", `{ ${Object.keys(commands)[0] ?? "name"}: … }`];
const commandShapes = Object.fromEntries(
  Object.entries(commands).map(([name, argument]) => [
    name,
    fields(oneCommand, { [name]: must(argument, "What it is given") }),
  ]),
);
const command = either(v.union(Object.values(commandShapes)), (input) => {
  const [name, ...more] = isMapping(input) ? Object.keys(input) : [];
  if (name === undefined) return refuse(() => ["expected", oneCommand, show(input)]);
  if (more.length > 0) return refuse(() => ["severalActions", [name, ...more].map(printable)]);
  return commandShapes[name] ?? refuse(() => unknownWord("command", name, Object.keys(commands)));
}) as v.GenericSchema<Readonly<Record<string, unknown>>>;

/** One shape a kind of step, by the name of its action. */
export const stepShapes = {
  start: fields(what, { start: must(sids, "These start, LOOKING"), for: forMs }),
  fail: fields(what, { fail: must(sids, "These crash, and what was in flight to and from them is lost"), for: forMs }),
  restart: fields(what, {
    restart: must(sids, "These crashed servers come back with what they had logged"),
    for: forMs,
  }),
  pause: fields(what, { pause: must(sids, "These processes stop, their sockets open"), for: forMs }),
  resume: fields(what, { resume: must(sids, "These paused processes go on"), for: forMs }),
  partition: fields(what, { partition: must(groups, "Only servers of one group reach each other"), for: forMs }),
  heal: fields(what, { heal: must(on, "All servers reach each other again"), for: forMs }),
  write: fields(what, {
    write: must(written, "The leader proposes this many transactions, and commits them once a quorum has logged them"),
    for: forMs,
  }),
  wait: fields(what, { wait: must(ms, "This much virtual time passes, in ms"), for: forMs }),
  command: fields(what, { command: must(command, "What only some protocols know, by its name"), for: forMs }),
};

/** The parts that JSON Schema names. */
export const stepParts = { written, limitedWrite, ...stepShapes };

const kinds = Object.keys(stepShapes) as (keyof typeof stepShapes)[];

/** Checked against the one shape whose action the input names. */
export const step = either(v.union(Object.values(stepShapes)), (input) => {
  const named = isMapping(input) ? kinds.filter((kind) => Object.hasOwn(input, kind)) : [];
  const [kind] = named;
  return kind !== undefined && named.length === 1 ? stepShapes[kind] : notOneAction;
});

export type StepData = v.InferOutput<typeof step>;

const notOneAction = refuse((input) => {
  if (!isMapping(input)) return ["expected", what, show(input)];
  const words = Object.keys(input).filter((word) => word !== "for");
  const actions = words.filter((word) => kinds.some((kind) => kind === word));
  if (actions.length > 1) return ["severalActions", actions];
  const [unknown] = words;
  return unknown === undefined ? ["noAction", kinds] : unknownWord("step", unknown, kinds);
});
