/** What a description says to Kafka, and what it cannot say. */
import { expect, test } from "vitest";
import { kafkaControllerPart } from "../../../src/protocols/kafka-controller/telling/part.ts";
import { InputError } from "../../../src/scenario/problem.ts";
import { readScenario } from "../../../src/scenario/read.ts";
import { clusterOf } from "./kafka.ts";

const cluster = clusterOf([8, 8, 7], [], 2);

test("by default one partition on all brokers, led by the one in office; who has fewer records is out of sync", () => {
  expect(kafkaControllerPart.options(undefined, cluster)).toEqual({
    ...{ uncleanElection: false, sessionTimeout: 6000, replicaLagMs: 10_000 },
    partitions: [{ name: "topic-0", replicas: [2, 3, 1], isr: [2, 1], leader: 2 }],
  });
});

test("a number of partitions goes round the brokers", () => {
  const { partitions } = kafkaControllerPart.options({ partitions: 2, replicationFactor: 2 }, cluster);
  expect(partitions.map(({ replicas }) => replicas)).toEqual([
    [2, 3],
    [3, 1],
  ]);
});

test.each([
  [{ name: "a", replicas: [1, 9] }, "replicas[1]: no server 9; servers are 1 to 3"],
  [{ name: "a", replicas: [1, 1] }, "replicas[1]: server 1 is in this list twice"],
  [{ name: "a", replicas: [1, 2], isr: [] }, "isr: no in-sync replica; expected at least one of 1, 2"],
  [
    { name: "a", replicas: [1, 2], isr: [3] },
    "isr[0]: server 3 has no replica of this partition; replicas are on 1, 2",
  ],
])("%o", (partition, message) => {
  const problem = () => kafkaControllerPart.options({ partitions: [partition] }, cluster);
  expect(problem).toThrow(InputError);
  expect(problem).toThrow(`kafka-controller.partitions[0].${message}`);
});

test("two partitions of one name, and more replicas than servers", () => {
  const twice = { partitions: [1, 2].map(() => ({ name: "a", replicas: [1] })) };
  expect(() => kafkaControllerPart.options(twice, cluster)).toThrow(
    'kafka-controller.partitions[1].name: the name "a" is taken by partitions[0]',
  );
  expect(() => kafkaControllerPart.options({ partitions: 1, replicationFactor: 4 }, cluster)).toThrow(
    "kafka-controller.replicationFactor: 4 replicas of each partition need as many servers; there are 3",
  );
});

test.each([
  [{ "shut-down": [1, 9] }, "steps[0].command.shut-down[1]: no server 9; servers are 1 to 3"],
  [
    { "preferred-election": ["topic-1"] },
    'steps[0].command.preferred-election[0]: unknown partition "topic-1"; did you mean topic-0?',
  ],
  [{ reassign: { "topic-0": [8] } }, "steps[0].command.reassign.topic-0[0]: no server 8; servers are 1 to 3"],
  [{ reassign: { nope: [1] } }, 'steps[0].command.reassign.nope: unknown partition "nope"; known: topic-0'],
])("the command %o", async (command, message) => {
  const text = JSON.stringify({ servers: 3, protocol: "kafka-controller", leader: 1, steps: [{ command }] });
  await expect(readScenario(text, "k.json")).rejects.toThrow(message);
});

test("a command is named by its step as written, also where an unwritten step starts everybody", async () => {
  const text = "protocol: kafka-controller\nservers: 3\nsteps:\n  - command: { shut-down: [9] }\n";
  await expect(readScenario(text, "k.yaml")).rejects.toThrow("k.yaml:4:28: steps[0].command.shut-down[0]: no server 9");
});

test("who shuts down can come back, and cannot fail as well", async () => {
  const described = (next: object) =>
    JSON.stringify({
      ...{ servers: 3, protocol: "kafka-controller", leader: 1 },
      steps: [{ command: { "shut-down": [2] } }, next],
    });
  await expect(readScenario(described({ restart: [2] }), "k.json")).resolves.toBeDefined();
  await expect(readScenario(described({ fail: [2] }), "k.json")).rejects.toThrow("steps[1].fail[0]");
  await expect(readScenario(described({ restart: [3] }), "k.json")).rejects.toThrow("steps[1].restart[0]");
});
