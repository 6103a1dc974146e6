/** What ZooKeeper 3.8.0's own FastLeaderElection class decided, in recorded cases, is what the simulation decides. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { readScenario } from "../../src/scenario/read.ts";
import { simulate } from "../../src/simulation/simulate.ts";
import { hexZxid } from "../../src/trace/zxid.ts";

/** A server's outcome; of one that never decided only some fields were recorded. */
interface Outcome {
  readonly sid: number;
  readonly state: string;
  readonly leader: number | null;
  readonly electionEpoch: number;
  readonly zxid?: string;
  readonly peerEpoch?: number;
}

interface Case {
  readonly name: string;
  readonly scenario: object;
  readonly outcome: readonly Outcome[];
}

const fields = ["state", "leader", "zxid", "peerEpoch", "electionEpoch"] as const;
const file = new URL("../../fixtures/oracle/cases.ndjson", import.meta.url);
const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");

/** Every recorded field that came out differently, as `case: server 2: leader is 3, recorded 2`. */
async function differences(line: string): Promise<string[]> {
  const { name, scenario, outcome }: Case = JSON.parse(line);
  const { servers } = simulate(await readScenario(JSON.stringify(scenario), `${name}.json`));
  return outcome.flatMap((recorded) => {
    const server = servers.find(({ sid }) => sid === recorded.sid);
    const simulated = server && { ...server, zxid: hexZxid(server.zxid) };
    return fields
      .filter((field) => field in recorded && recorded[field] !== simulated?.[field])
      .map(
        (field) => `${name}: server ${recorded.sid}: ${field} is ${simulated?.[field]}, recorded ${recorded[field]}`,
      );
  });
}

test("every recorded case comes out as the real servers decided it, field by field", async () => {
  expect(lines).toHaveLength(144);
  const all = await Promise.all(lines.map(differences));
  expect(all.flat()).toEqual([]);
});
