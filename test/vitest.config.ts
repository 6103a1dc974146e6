import { defineConfig } from "vitest/config";
import { vitePlugin } from "../src/build/builtins.mjs";

export default defineConfig({
  plugins: [vitePlugin],
  test: {
    root: `${import.meta.dirname}/..`,
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/build.ts"],
    setupFiles: ["test/seed.ts"],
    testTimeout: 120_000,
    reporters: ["default", `${import.meta.dirname}/closing-line.ts`],
  },
});
