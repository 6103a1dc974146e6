import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unnamed } from "../../src/diagnose/case.ts";
import { looksLikeConfig } from "../../src/diagnose/config-file.ts";
import { Diagnoser } from "../../src/diagnose/diagnoser.ts";
import type { Diagnosis } from "../../src/diagnose/finding.ts";
import { isMyid } from "../../src/diagnose/myid-file.ts";
import { electionPatterns } from "../../src/logs/election-patterns.ts";
import { failurePatterns } from "../../src/logs/failures.ts";
import { readLog } from "../../src/logs/read-log.ts";

const patterns = [...electionPatterns, ...failurePatterns];

/** What is found in files, given by name and text; those of configurations and myid files are told by their names. */
export async function diagnosed(files: Readonly<Record<string, string>>): Promise<Diagnosis> {
  const diagnoser = new Diagnoser();
  let stream = 0;
  for (const [file, text] of Object.entries(files)) {
    if (isMyid(file)) diagnoser.addMyid(file, text);
    else if (looksLikeConfig(text)) diagnoser.addConfig(file, text);
    else {
      const chunks = (async function* () {
        yield Buffer.from(text);
      })();
      const options = { patterns, unnamed, nextStream: () => stream++, warn: () => {} };
      for await (const batch of readLog({ file, chunks }, options)) for (const record of batch) diagnoser.add(record);
    }
  }
  return diagnoser.diagnose([]);
}

/** The same of the files of a folder. */
export function diagnosedFolder(folder: string): Promise<Diagnosis> {
  const names = readdirSync(folder).filter((name) => name !== "observed.txt");
  return diagnosed(Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")])));
}
