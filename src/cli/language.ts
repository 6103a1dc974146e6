import { Option } from "commander";
import { languageOf, languages } from "../locales/index.ts";
import type { Language } from "../locales/language.ts";
import { InputError } from "../scenario/problem.ts";
import { unknownWord } from "../scenario/suggest.ts";
import type { Io } from "./io.ts";

/** `--lang`, for every command: each can print words, if only to say what is wrong. */
export function langOption(): Option {
  return new Option("--lang <language>", "language of the words").choices(languages).argParser((text: string) => {
    const language = find(text);
    if (language) return language;
    throw new InputError([{ path: "--lang", fault: unknownWord("language", text, languages) }]);
  });
}

/** The language that was asked for, else that of the environment. */
export function languageFor(lang: Language | undefined, env: Io["env"]): Language {
  return lang ?? languageOf(env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "");
}

/** The same for arguments that may be wrong, in any way: what they say of `--lang` as far as it can be understood. */
export function askedLanguage(argv: readonly string[], env: Io["env"]): Language {
  const end = argv.indexOf("--");
  const options = end === -1 ? argv : argv.slice(0, end);
  const asked = options.flatMap((word, at) => {
    if (word === "--lang") return options[at + 1] ?? [];
    return word.startsWith("--lang=") ? word.slice("--lang=".length) : [];
  });
  return languageFor(find(asked.at(-1)), env);
}

function find(text: string | undefined): Language | undefined {
  return languages.find((known) => known === text);
}
