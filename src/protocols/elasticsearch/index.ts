import { loaded } from "../registry.ts";
import { zen } from "./protocol.ts";
import { explain } from "./telling/explain.ts";
import { schemas } from "./telling/schemas.ts";
import { summary } from "./telling/summary.ts";
import { section } from "./telling/tables.ts";
import { wordsOf } from "./telling/words.ts";

/** Elasticsearch's Zen discovery, and what it says about itself. */
export const elasticsearch = loaded(zen, {
  schemas,
  section,
  explain,
  words: (language) => wordsOf(language).facts,
  summary,
  office: () => "master",
  decides: (language) => wordsOf(language).decides,
});
