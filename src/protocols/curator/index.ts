import { loaded } from "../registry.ts";
import { officeOfLeader } from "../telling.ts";
import { curator as protocol } from "./curator.ts";
import { explain, summary } from "./telling/explain.ts";
import { wordsIn } from "./telling/languages.ts";
import { curatorSchemas } from "./telling/schemas.ts";
import { section } from "./telling/tables.ts";

export const curator = loaded(protocol, {
  schemas: curatorSchemas,
  section,
  explain,
  words: (language) => wordsIn(language).facts,
  summary,
  office: officeOfLeader,
  decides: (language) => wordsIn(language).decides,
});
