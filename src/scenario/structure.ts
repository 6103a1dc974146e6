/** Checks the shape of the data, and names everything that is wrong with it. */
import * as v from "valibot";
import type { Finding } from "./description.ts";
import { faultOf, isMapping } from "./fields.ts";
import { type ClusterData, clusterSchema } from "./schema.ts";
import { show } from "./show.ts";
import { unknownWord } from "./suggest.ts";

interface Structure {
  /** The fields whose shape is right; unknown fields inside them do no harm. */
  data: Partial<ClusterData>;
  /** The fields that were given but are not in `data`. */
  broken: ReadonlySet<string>;
  findings: Finding[];
}

export function checkStructure(data: unknown): Structure {
  if (!isMapping(data)) {
    const fault = ["expected", ["clusterDescription"], show(data)] as const;
    return { data: {}, broken: new Set(["servers"]), findings: [{ path: [], fault }] };
  }
  const result = v.safeParse(clusterSchema, data, { abortPipeEarly: true });
  if (result.success) return { data: result.output, broken: new Set(), findings: [] };
  const issues: readonly v.BaseIssue<unknown>[] = result.issues;
  const broken = new Set(issues.filter((issue) => issue.type !== "never").map((issue) => String(keys(issue)[0])));
  const sound = Object.entries(result.output as object).filter(([key]) => !broken.has(key));
  return {
    data: Object.fromEntries(sound) as Partial<ClusterData>,
    broken,
    findings: issues.map(finding),
  };
}

function finding(issue: v.BaseIssue<unknown>): Finding {
  const path = keys(issue);
  if (issue.type !== "never") return { path, fault: faultOf(issue) };
  const key = String(path.at(-1));
  return { path: path.slice(0, -1), key, fault: unknownWord("field", key, issue.message.split(" ")) };
}

function keys(issue: v.BaseIssue<unknown>): (string | number)[] {
  return (issue.path ?? []).map((item) => item.key as string | number);
}
