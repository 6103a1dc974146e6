/**
 * zk-elect as a library: read a cluster description, simulate its elections, write and read traces.
 */
export { Explainer } from "./explain/explainer.ts";
export type * from "./explain/facts.ts";
export { builtin, builtinScenarios } from "./scenario/builtins.ts";
export type { Action, Cluster, LocalizedText, Network, Server, Step, Timing } from "./scenario/cluster.ts";
export { InputError, type Problem } from "./scenario/problem.ts";
export { readScenario } from "./scenario/read.ts";
export { simulateProtocol } from "./simulate-protocol.ts";
export { traceHeader } from "./simulation/header.ts";
export { simulate } from "./simulation/simulate.ts";
export { encodeLine, encodeProtocolLine } from "./trace/encode.ts";
export { TraceError } from "./trace/error.ts";
export type * from "./trace/events.ts";
export type { ProtocolEvent, ProtocolResult } from "./trace/protocol-events.ts";
export { readTrace } from "./trace/read.ts";
