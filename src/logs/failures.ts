/** Messages that tell of failures, by the names of their signatures: all texts of ZooKeeper 3.4 to 3.9. */
import type { Pattern } from "./record.ts";
import { serviceFailures } from "./service-failures.ts";
import { startFailures } from "./start-failures.ts";
import { voteFailures } from "./vote-failures.ts";

/** Every message of a failure that no other kind of entry covers. */
export const failurePatterns: readonly Pattern[] = [...startFailures, ...voteFailures, ...serviceFailures];
