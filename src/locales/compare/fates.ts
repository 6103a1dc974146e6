import type { Difference, Group } from "../../compare/difference.ts";

type Fate = Extract<Difference, { kind: "writes" }>["fates"][number]["is"];

/** What became of uncommitted writes, and under which protocols even committed ones were lost: a sentence each. */
export function apart(groups: readonly Group<Fate>[]) {
  const uncommitted = groups.filter(
    (group): group is Group<Exclude<Fate, "committed-lost">> => group.is !== "committed-lost",
  );
  const committed = groups.flatMap(({ is, protocols }) => (is === "committed-lost" ? protocols : []));
  return { uncommitted, committed };
}
