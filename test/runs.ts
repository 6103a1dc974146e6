/** How long properties are tried: FC_RUNS=10 gives each ten times its usual number of runs. */
const scale = Number(process.env["FC_RUNS"] ?? 1);

export function runs(numRuns: number): { numRuns: number } {
  return { numRuns: Math.ceil(numRuns * scale) };
}

/** Options of a test that tries a property, which may take longer than others. */
export const property = { timeout: 30_000 * Math.max(1, scale) };
