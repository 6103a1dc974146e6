/** A trace that is written, and read again by another command, tells the same as the scenario itself. */
import { expect, test } from "vitest";
import { builtinScenarios } from "../../src/scenario/builtins.ts";
import { run } from "./fake-io.ts";

test.each(builtinScenarios().map(({ name }) => name))("%s", async (name) => {
  const { out: stdin } = await run(["simulate", name, "--json"]);
  expect(await run(["table"], { stdin })).toEqual(await run(["simulate", name]));
  expect(await run(["explain"], { stdin })).toEqual(await run(["explain", name]));
});
