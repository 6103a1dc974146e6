import { loaded } from "../registry.ts";
import { officeOfLeader } from "../telling.ts";
import { explain, summary } from "./telling/explain.ts";
import { wordsIn } from "./telling/languages.ts";
import { raceSchemas } from "./telling/schemas.ts";
import { section } from "./telling/tables.ts";
import { znodeRace as protocol } from "./znode-race.ts";

export const znodeRace = loaded(protocol, {
  schemas: raceSchemas,
  section,
  explain,
  words: (language) => wordsIn(language).facts,
  summary,
  office: officeOfLeader,
  decides: (language) => wordsIn(language).decides,
});
