import { attemptsOf } from "../../trace/attempts.ts";
import type { Block } from "../document.ts";
import { servingBlocks, writtenBlocks } from "./broadcast.ts";
import type { ZabContext } from "./context.ts";
import { discoveryBlocks } from "./discovery.ts";
import { settledTexts } from "./fates.ts";
import { synchronizationBlocks } from "./synchronization.ts";

/** What follows the election of a section: the tables of discovery, synchronization and broadcast. */
export function zabBlocks(context: ZabContext): Block[] {
  const { section } = context;
  const blocks = attemptsOf(section).flatMap((attempt) => [
    ...discoveryBlocks(attempt, context),
    ...synchronizationBlocks(attempt, context),
    ...servingBlocks(attempt, context),
  ]);
  const settled = settledTexts(section, context).map((text): Block => ({ kind: "line", text }));
  return [...blocks, ...settled, ...writtenBlocks(section, context)];
}
