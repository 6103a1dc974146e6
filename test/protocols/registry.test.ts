/** What the protocols must not have in common. */
import { expect, test } from "vitest";
import { protocols } from "../../src/protocols/registry.ts";

test("no command is known to two protocols: a description may hold those of several", () => {
  const commands = Object.values(protocols).flatMap(({ part }) => Object.keys(part.commands ?? {}));
  expect(commands.length).toBeGreaterThan(0);
  expect(new Set(commands).size).toBe(commands.length);
});

test("none is called like a field that every description has, nor like ZooKeeper's own", () => {
  const taken = [
    "zookeeper",
    "title",
    "source",
    "protocol",
    "servers",
    "leader",
    "steps",
    "network",
    "timing",
    "expect",
  ];
  expect(Object.keys(protocols).filter((name) => taken.includes(name))).toEqual([]);
});
