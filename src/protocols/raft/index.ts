import { loaded } from "../registry.ts";
import { protocol } from "./protocol.ts";
import { telling } from "./telling/index.ts";

/** Raft, whole. */
export const raft = loaded(protocol, telling);
