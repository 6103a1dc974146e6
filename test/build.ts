import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Builds the program once before the tests: some of them run it as its users do. */
export default function setup(): void {
  execFileSync(process.execPath, ["src/build/bundle.mjs"], { cwd: join(import.meta.dirname, ".."), stdio: "inherit" });
}
