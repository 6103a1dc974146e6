import { describe, expect, test } from "vitest";
import { builtinScenarios } from "../../src/scenario/builtins.ts";
import { run } from "./fake-io.ts";

const scenarios = builtinScenarios();
const names = scenarios.map(({ name }) => name);

describe("scenarios", () => {
  test("lists every scenario with its title", async () => {
    const { code, out, err } = await run(["scenarios"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const isHeading = (line: string) => /^([a-z-]+:)?$/.test(line);
    const listed = out
      .trimEnd()
      .split("\n")
      .filter((line) => !isHeading(line));
    expect(listed.map((line) => line.split(" ")[0]).sort()).toEqual(names);
    for (const line of listed) expect(line).toMatch(/^\S+ {2,}\S.{10,}$/);
  });

  test("as JSON, too", async () => {
    const listed: unknown = JSON.parse((await run(["scenarios", "--json"])).out);
    expect(listed).toEqual(
      scenarios.map(({ name, protocol }) => ({ name, protocol, title: expect.stringMatching(/^\S.{10,}$/) })),
    );
  });

  test.each(names)("prints %s with its comments", async (name) => {
    const text = builtinScenarios().find((scenario) => scenario.name === name)?.text;
    expect(await run(["scenarios", name])).toMatchObject({ code: 0, out: text, err: "" });
    expect(text).toMatch(/^title:/);
  });
});

describe("schema", () => {
  test.each(["cluster", "trace"])("of a %s is JSON Schema", async (format) => {
    const { code, out, err } = await run(["schema", format]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({ $schema: expect.stringMatching(/^https?:\/\/json-schema\.org\//) });
    expect(await run(["schema", format, "--json"])).toMatchObject({ code: 0, out });
  });
});
