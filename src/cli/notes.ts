import { hintsOf } from "../locales/index.ts";
import type { Description } from "../scenario/description.ts";
import { ignoredIn } from "../scenario/ignored.ts";
import { settingsOfParts } from "../scenario/settings.ts";
import type { Io } from "./io.ts";
import { languageFor } from "./language.ts";
import type { SetOptions } from "./protocol-options.ts";

/**
 * Says on standard error for what of a description, and of `--set`, the protocols that run it have no use: a line for
 * those to which the same is nothing.
 */
export function noteIgnored(
  { data }: Description,
  protocols: readonly string[],
  { set = [], lang }: SetOptions,
  io: Io,
): void {
  const words = hintsOf(languageFor(lang, io.env));
  const lines = new Map<string, { readonly names: string[]; readonly ignored: readonly string[] }>();
  for (const protocol of protocols) {
    const ignored = ignoredIn(data, protocol);
    const key = [...ignored].sort().join();
    const line = lines.get(key) ?? { names: [], ignored };
    line.names.push(protocol);
    lines.set(key, line);
  }
  const others = settingsOfParts(set).filter(({ protocol }) => !protocols.includes(protocol));
  const nobodys = { names: protocols, ignored: [...new Set(others.map(({ name }) => name))] };
  for (const { names, ignored } of [...lines.values(), nobodys]) {
    if (ignored.length > 0) io.stderr.write(`zk-elect: ${words.ignored(names, ignored)}\n`);
  }
}
