/**
 * `npm test` tries every property on the same cases each time, so that it fails for whoever caused it. With FC_RUNS,
 * which says how much longer to search, the cases are new ones; a failure prints its seed.
 */
import fc from "fast-check";

if (process.env["FC_RUNS"] === undefined) fc.configureGlobal({ seed: 1 });
