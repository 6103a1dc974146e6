import type { Explanation } from "../explain/facts.ts";
import { selected } from "../explain/select.ts";
import { javaOf } from "../explain/source.ts";
import { hexZxid } from "../trace/zxid.ts";

/** What of an explanation is asked for. */
interface Asked {
  readonly server?: number | undefined;
  readonly round?: number | undefined;
  readonly source?: boolean;
}

/** The facts, or some of them alone, as one JSON document; zxids as `"0x…"`. */
export function explanationJson(explanation: Explanation | object, asked: Asked = {}): string {
  const data = "parts" in explanation ? selected(explanation, asked.server, asked.round) : explanation;
  const document = { type: "explanation", version: 1, ...data };
  const plain = (key: string, value: unknown) => {
    if (typeof value === "bigint") return hexZxid(value);
    return key === "facts" && asked.source && Array.isArray(value) ? value.map(withSource) : value;
  };
  return `${JSON.stringify(document, plain, 2)}\n`;
}

function withSource(fact: Explanation["parts"][number]["facts"][number]): object {
  return { ...fact, source: javaOf[fact.kind] };
}
