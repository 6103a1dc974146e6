import { protocols } from "../../protocols/registry.ts";
import { protocolNames } from "../../scenario/schema.ts";
import { unknownWord } from "../../scenario/suggest.ts";
import type { Vocabulary } from "../../trace/read.ts";

/** What a reader of traces must be told of the protocols that there are. */
export const vocabulary: Vocabulary = async (name) => {
  const registered = Object.hasOwn(protocols, name) ? protocols[name] : undefined;
  if (!registered) return { fault: unknownWord("protocol", name, protocolNames) };
  const { telling } = await registered.load();
  return { own: telling.schemas };
};
