/** Of a trace of another protocol that is cut short, what is known up to there is told, and nothing of the end. */
import { describe, expect, test } from "vitest";
import { protocols } from "../../src/protocols/registry.ts";
import { run } from "./fake-io.ts";

interface Line {
  readonly type: string;
  readonly sid?: number;
  readonly to?: string;
}

/** Who led at the end of these lines, by their states alone: nobody is paused here. */
function leadingAt(lines: readonly string[], inOffice: number): number[] {
  const leading = new Set([inOffice]);
  for (const line of lines.slice(1)) {
    const { type, sid, to } = JSON.parse(line) as Line;
    if (type !== "state" || sid === undefined) continue;
    if (to === "LEADING") leading.add(sid);
    else leading.delete(sid);
  }
  return [...leading];
}

describe.each(Object.keys(protocols))("a trace of %s that is cut short", (name) => {
  test("is answered with who leads there, wherever it is cut", async () => {
    const { out } = await run(["simulate", "five-server-restart", "--protocol", name, "--json"]);
    const lines = out.trimEnd().split("\n");
    for (let length = 2; length < lines.length; length += 7) {
      const cut = lines.slice(0, length);
      const files = { "cut.ndjson": `${cut.join("\n")}\n` };
      const { code, out: told, err } = await run(["explain", "cut.ndjson"], { files });
      expect({ code, err }).toEqual({ code: 0, err: "" });
      const leading = leadingAt(cut, 3);
      expect(leading.length).toBeLessThan(2);
      const [who = "nobody"] = leading.map((sid) => `server ${sid}`);
      expect(told.split("\n")[0]).toMatch(
        new RegExp(`^Where the trace is cut, ${who} is the (leader|controller|master)\\.$`),
      );
      expect(told).toContain("up to the cut\n");
      expect(told).toContain(`The trace is cut after line ${length}`);
      expect(told).not.toMatch(/to the end|Why not the others/);
      const { out: json } = await run(["explain", "cut.ndjson", "--json"], { files });
      expect(JSON.parse(json)).toMatchObject({ answer: { fact: { kind: "cut", leading } }, cutAfter: length });
    }
  });
});
