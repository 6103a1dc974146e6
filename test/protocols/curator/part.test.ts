/** What a description cannot ask of Curator. */
import { expect, test } from "vitest";
import { readScenario } from "../../../src/scenario/read.ts";

test("nobody can be closed who is not there", async () => {
  const text = JSON.stringify({ servers: 3, protocol: "curator", leader: 1, steps: [{ command: { close: [2, 7] } }] });
  await expect(readScenario(text, "c.json")).rejects.toThrow(
    "c.json:1:78: steps[0].command.close[1]: no server 7; servers are 1 to 3",
  );
});
