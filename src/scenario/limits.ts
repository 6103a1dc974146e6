/** Upper ends of the numbers in a cluster description; chosen so that sums and products of them stay exact in a double. */

/** Servers in one ensemble; real ones have single digits, and an election costs the square of their number. */
export const maxServers = 2_000;
export const maxSteps = 10_000;
/** Transactions that are written out in one server's log. */
export const maxLog = 10_000;
/** Largest sid: ZooKeeper's is a Java long, of which a JSON number holds this much exactly. */
export const maxSid = Number.MAX_SAFE_INTEGER;
/** Epochs are the upper 32 bits of a zxid. */
export const maxEpoch = 2 ** 32 - 1;
export const maxZxid = 2n ** 64n - 1n;
/** About 24 days of virtual time in one value. */
export const maxMs = 2 ** 31 - 1;
/** `initLimit` and `syncLimit` are multiplied by `tickTime`. */
export const maxTicks = 1_000_000;
export const maxSeed = 2 ** 32 - 1;
/** Weights, transactions in one `write` step, and proposals that a leader keeps. */
export const maxCount = 2 ** 31 - 1;
