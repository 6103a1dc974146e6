import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { builtinScenarios } from "../../src/scenario/builtins.ts";
import { describeCluster } from "../../src/scenario/describe.ts";
import { clusterJsonSchema } from "../../src/scenario/json-schema.ts";
import { cluster } from "./arbitrary.ts";
import { problemsOf } from "./helpers.ts";
import { accepts } from "./json-schema-check.ts";

const schema = (await clusterJsonSchema()) as Record<string, unknown>;

describe("JSON Schema of the description", () => {
  test("says which draft it is, and what each field means", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "zk-elect cluster description",
      type: "object",
      required: ["servers"],
      additionalProperties: false,
    });
    for (const field of Object.values(schema.properties as Record<string, unknown>)) {
      expect(field).toHaveProperty("description");
    }
  });

  test("has a named part for every step", () => {
    const { step } = schema.$defs as { step: { anyOf: { $ref: string }[] } };
    expect(step.anyOf).toEqual(
      ["start", "fail", "restart", "pause", "resume", "partition", "heal", "write", "wait", "command"].map((kind) => ({
        $ref: `#/$defs/${kind}`,
      })),
    );
  });

  test("accepts the built-in scenarios", () => {
    for (const { text } of builtinScenarios()) expect(accepts(schema, parse(text))).toBe(true);
  });

  test("accepts every description of a cluster", () => {
    fc.assert(fc.property(cluster, (any) => accepts(schema, JSON.parse(JSON.stringify(describeCluster(any))))));
  });

  /** Descriptions that are right, or wrong in one field. */
  const values: unknown[] = [
    3,
    [],
    {},
    { servers: 3 },
    { servers: 0 },
    { servers: "3" },
    { servers: [] },
    { servers: [{ sid: 1 }] },
    { servers: [{ zxid: 1 }] },
    { servers: [{ sid: 1, zxidd: 1 }] },
    { servers: 3, x: 1 },
    ...[
      0,
      -1,
      1.5,
      2 ** 60,
      "8",
      "0x8",
      "0X8",
      "0x",
      "0x00000000000000000000008",
      "0x1ffffffffffffffff",
      "1:8",
      "1:",
    ].map((zxid) => ({ servers: [{ sid: 1, zxid }] })),
    ...[0, 1, -1, 2 ** 32].map((acceptedEpoch) => ({ servers: [{ sid: 1, acceptedEpoch: acceptedEpoch }] })),
    ...[["1:7", "1:8"], [7, "0x8"], [], ["x"], [1.5], "1:7", 8, null].map((log) => ({ servers: [{ sid: 1, log }] })),
    ...[8, "0x8", "1:", null].map((snapshot) => ({ servers: [{ sid: 1, zxid: 8, snapshot }] })),
    ...[8, "0x8", "1:", null].map((committed) => ({ servers: [{ sid: 1, zxid: 8 }], committed })),
    ...[0, 500, -1, 2 ** 31, "500", null].map((commitLogCount) => ({ servers: 3, commitLogCount })),
    ...[1, [1, 20], [1], [1, 2, 3], -1, "1", null].map((latency) => ({ servers: 3, network: { latency } })),
    ...[1, null, -1, "1"].map((leader) => ({ servers: 3, leader })),
    ...["x", { en: "x" }, { "zh-CN": "x" }, { en: "x", fr: "x" }, 5].map((title) => ({ servers: 3, title })),
    ...[{ leader: 2 }, { leader: null }, {}, 2].map((expected) => ({ servers: 3, expect: expected })),
    ...[
      { fail: [1] },
      { fail: [1], for: 5 },
      { fail: 1 },
      { fail: [] },
      { fail: [1], heal: true },
      { heal: true },
      { heal: false },
      { partition: [[1]] },
      { partition: [] },
      { write: 0 },
      { write: 1 },
      ...[{ n: 2, reach: [3] }, { n: 2, reach: [] }, { n: 2 }, { reach: [3] }, { n: 0, reach: [3] }, "2"].map(
        (write) => ({
          write,
        }),
      ),
      { write: { n: 1, reach: 3 } },
      { write: { n: 1, reach: [3], at: 4 } },
      { wait: 0 },
      { for: 1 },
      {},
      "heal",
    ].map((step) => ({ servers: 3, steps: [step] })),
  ];

  test.each(values.map((value) => [JSON.stringify(value), value]))("and reading agree on %s", async (text, value) => {
    const problems = await problemsOf(String(text), "c.json");
    expect(accepts(schema, value)).toBe(problems.length === 0);
  });
});
