/** How near supporters come to a quorum, as tables tell it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { supportOf } from "../../src/trace/quorum.ts";
import { property, runs } from "../runs.ts";
import { servers, verifierOf } from "../simulation/arbitrary.ts";

const server = (sid: number, more: object = {}) => ({
  ...{ sid, zxid: 0n, epoch: 0, electionEpoch: 0, role: "participant" as const },
  ...more,
});

test("votes are counted one by one, observers and strangers never", () => {
  const cluster = { servers: [server(1), server(2), server(3), server(4), server(5, { role: "observer" })] };
  expect(supportOf(cluster, [1, 3, 5, 99, 1])).toEqual({ unit: "votes", have: 2, need: 3, of: 4 });
  expect(supportOf(cluster, [])).toEqual({ unit: "votes", have: 0, need: 3, of: 4 });
});

test("groups are counted where servers have them, but for those without weight", () => {
  const groups = [1, 1, 2, 2, 3, 3].map((group, index) => server(index + 1, { group, weight: group === 3 ? 0 : 1 }));
  expect(supportOf({ servers: groups }, [1, 2, 3, 5, 6])).toEqual({ unit: "groups", have: 1, need: 2, of: 2 });
  const heavy = [server(1, { group: 1, weight: 3 }), server(2, { group: 1, weight: 2 })];
  expect(supportOf({ servers: heavy }, [1])).toEqual({ unit: "groups", have: 1, need: 1, of: 1 });
  expect(supportOf({ servers: heavy }, [2])).toMatchObject({ have: 0 });
});

test("what it takes is reached by exactly the sets that are a quorum", property, () => {
  fc.assert(
    fc.property(servers, fc.array(fc.nat(11)), (list, supporters) => {
      const { have, need, of } = supportOf({ servers: list }, supporters);
      expect(have >= need).toBe(verifierOf(list).containsQuorum(supporters));
      expect(have).toBeLessThanOrEqual(of);
    }),
    runs(500),
  );
});
