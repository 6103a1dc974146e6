import * as v from "valibot";

const whole = (description: string) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.description(description));
const sid = whole("server id (myid)");
const t = v.pipe(v.number(), v.minValue(0), v.description("ms since the first event"));
const term = whole("Raft's term");
const index = whole("place in the log, from 1");
const entries = v.pipe(
  v.array(v.looseObject({ term, count: whole("entries in a row") })),
  v.description("runs of entries of a term"),
);
const logEnd = { lastLogTerm: whole("term of the last entry of its log"), lastLogIndex: whole("index of that entry") };

/** Raft's own events. */
export const schemas = [
  v.looseObject({
    type: v.literal("candidate"),
    t,
    sid,
    term: v.pipe(term, v.description("the term for which it asks")),
    pre: v.pipe(v.boolean(), v.description("only asks who would vote for it; no term begins")),
    cause: v.picklist(["timeout", "pre-vote"]),
    ...logEnd,
  }),
  v.looseObject({
    type: v.literal("ballot"),
    t,
    sid,
    candidate: sid,
    term,
    pre: v.boolean(),
    granted: v.boolean(),
    why: v.picklist(["granted", "older-term", "already-voted", "log-behind", "leader-alive"]),
    voterTerm: term,
    ...logEnd,
    candidateLogTerm: whole("term of the last entry of the candidate's log"),
    candidateLogIndex: whole("index of that entry"),
    votedFor: v.optional(sid),
    leader: v.optional(sid),
  }),
  v.looseObject({ type: v.literal("won"), t, sid, term, votes: v.array(sid) }),
  v.looseObject({ type: v.literal("term"), t, sid, term, was: term, from: sid, by: v.string() }),
  v.looseObject({
    type: v.literal("append"),
    t,
    sid,
    leader: sid,
    term,
    first: index,
    last: index,
    entries,
    noop: v.optional(v.pipe(v.literal(true), v.description("the entry with which a leader begins its term"))),
  }),
  v.looseObject({ type: v.literal("discard"), t, sid, leader: sid, term, first: index, last: index, entries }),
  v.looseObject({ type: v.literal("commit"), t, sid, term, index, was: whole("what it knew to be committed before") }),
];
