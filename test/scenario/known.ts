import { protocols } from "../../src/protocols/registry.ts";

/** The fields of a description, as an error lists them: last, one for each protocol. */
export const knownFields = [
  ..."title, source, protocol, servers, epoch, leader, committed, commitLogCount, until, steps".split(", "),
  ...["network", "timing", "expect", ...Object.keys(protocols)],
].join(", ");
