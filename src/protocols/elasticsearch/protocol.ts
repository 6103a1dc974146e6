import type { Protocol } from "../protocol.ts";
import type { ZenEvent } from "./events.ts";
import type { ZenMessage } from "./messages.ts";
import type { ZenOptions } from "./options.ts";
import { outcome, quietMs, status } from "./outcome.ts";
import { begin, crash, type Node } from "./state.ts";
import { step } from "./step.ts";

/**
 * Zen discovery, as Elasticsearch 1.x to 6.x elects its master (org.elasticsearch.discovery.zen; classes and methods
 * are named as in 6.8). Shards, and whatever else a cluster state holds beside its nodes, are left out.
 */
export const zen: Protocol<Node, ZenMessage, ZenEvent, ZenOptions> = {
  name: "elasticsearch",
  begin,
  step,
  crash,
  status,
  quietMs,
  outcome,
};
