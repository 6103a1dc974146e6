import { loaded } from "../registry.ts";
import { kafkaController as protocol } from "./protocol.ts";
import { explain } from "./telling/explain.ts";
import { kafkaSchemas } from "./telling/schemas.ts";
import { summary } from "./telling/summary.ts";
import { section } from "./telling/tables.ts";
import { textsOf } from "./telling/texts.ts";

export const kafkaController = loaded(protocol, {
  schemas: kafkaSchemas,
  section,
  explain,
  words: (language) => textsOf(language).words,
  summary,
  office: (language) => textsOf(language).office,
  decides: (language) => textsOf(language).decides,
});
