import type { Language } from "../../../locales/language.ts";
import { officeOfLeader, type Telling } from "../../telling.ts";
import * as en from "./en.ts";
import { explain } from "./explain.ts";
import type { RaftFact } from "./facts.ts";
import { schemas } from "./schemas.ts";
import { storyOf, type Told } from "./story.ts";
import { summary } from "./summary.ts";
import { stepBlocks } from "./tables.ts";
import * as zhCN from "./zh-CN.ts";
import * as zhTW from "./zh-TW.ts";

const languages = { en, "zh-CN": zhCN, "zh-TW": zhTW };
const textsOf = (language: Language) => languages[language];

/** What Raft says about itself. */
export const telling: Telling<Told, RaftFact> = {
  schemas,
  section: (section, trace, language, signs) => {
    const story = storyOf(trace);
    const step = story.steps.find(({ from }) => from === section.from);
    return step ? stepBlocks({ step, story, texts: textsOf(language).tables, signs }) : [];
  },
  explain,
  words: (language) => textsOf(language).words,
  summary,
  office: officeOfLeader,
  decides: (language) => textsOf(language).decides,
};
