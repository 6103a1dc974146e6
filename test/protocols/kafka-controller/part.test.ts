/** What a description says to Kafka, and what it cannot say. */
import { expect, test } from "vitest";
import { kafkaControllerPart } from "../../../src/protocols/kafka-controller/telling/part.ts";
import { InputError } from "../../../src/scenario/problem.ts";
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
