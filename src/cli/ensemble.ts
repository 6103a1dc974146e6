import { looksLikeConfig, membersOf, readConfigFile } from "../diagnose/config-file.ts";
import type { Member } from "../logs/members.ts";
import type { Zone } from "../logs/zone.ts";
import { chunksOf, loadCluster } from "./input.ts";
import type { Io } from "./io.ts";
import { filesBelow } from "./log-sources.ts";
import type { LogNotes, Told } from "./logs.ts";

type Configured = Omit<Member, "inferred">;

/**
 * What is known of the ensemble beside its logs: from the configuration that is named, or else from those that lie
 * beside the logs, where they agree.
 *
 * @param args as the user named logs: of folders, the configurations in them are read
 */
export async function ensembleOf(
  args: readonly string[],
  { config, tz: zone = 0 }: { readonly config?: string; readonly tz?: Zone },
  notes: LogNotes,
  io: Io,
): Promise<Told> {
  if (config !== undefined) return named(config, zone, io);
  for (const folder of args.filter((arg) => arg !== "-" && io.find(arg) === "directory")) {
    const found = await membersIn(folder, io);
    const [first] = found;
    if (!first) continue;
    if (found.every(({ members }) => written(members) === written(first.members))) {
      notes.note(notes.words.configured(first.file));
      return { members: first.members, timing: {}, zone };
    }
    notes.note(notes.words.differ(folder));
    break;
  }
  return { members: [], timing: {}, zone };
}

async function named(config: string, zone: Zone, io: Io): Promise<Told> {
  const { servers, timing } = await loadCluster(config, {}, io);
  const { tickTime, initLimit, syncLimit } = timing;
  const members = servers.map(({ sid, role, weight, group }): Configured => {
    return { sid, role, ...(weight !== undefined && { weight }), ...(group !== undefined && { group }) };
  });
  return { members, timing: { tickTime, initLimit, syncLimit }, zone };
}

/** Longer files are something else. */
const maxLength = 1 << 20;

async function membersIn(folder: string, io: Io): Promise<{ file: string; members: readonly Configured[] }[]> {
  const found = [];
  for (const file of filesBelow(folder, io, (name) => /\.(?:cfg|dynamic)(?:\.[0-9a-f]+)?$/i.test(name))) {
    let text = "";
    for await (const chunk of chunksOf(file, io)) if (text.length <= maxLength) text += chunk;
    if (!looksLikeConfig(text)) continue;
    const members = membersOf(readConfigFile(file, text)).sort((a, b) => a.sid - b.sid);
    if (members.length > 0) found.push({ file, members });
  }
  return found;
}

function written(members: readonly Configured[]): string {
  return JSON.stringify(members.map(({ sid, role, weight, group }) => [sid, role, weight, group]));
}
