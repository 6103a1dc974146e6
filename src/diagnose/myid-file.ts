import type { Evidence } from "./finding.ts";

/** A myid file; `id` is undefined where its first line is no number (QuorumPeerConfig.setupMyId). */
export interface MyidFile {
  readonly file: string;
  readonly id: number | undefined;
  readonly text: string;
  readonly evidence: Evidence;
}

export function readMyidFile(file: string, content: string): MyidFile {
  const [text = ""] = content.split(/\r\n|\r|\n/);
  const id = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
  return { file, id, text, evidence: { file, line: 1, at: null, ms: null, text } };
}

/** Whether a file is one: by its name, as its content may be anything. */
export function isMyid(file: string): boolean {
  return /(?:^|\/)myid$/.test(file);
}
