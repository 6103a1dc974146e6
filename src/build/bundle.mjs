// Makes dist/: the program as one file (what few commands need is loaded when it is needed), the library as another.
import { rmSync } from "node:fs";
import { build } from "esbuild";
import { esbuildPlugin } from "./builtins.mjs";

const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  minify: true,
  legalComments: "none",
  plugins: [esbuildPlugin],
  // Some CommonJS dependencies call require, which an ES module must be given.
  banner: { js: 'import{createRequire as requireOf}from"node:module";const require=requireOf(import.meta.url);' },
};

rmSync("dist", { recursive: true, force: true });
await build({ ...common, entryPoints: ["src/cli/entry.ts"], outdir: "dist/cli", splitting: true, metafile: true });
await build({
  ...common,
  entryPoints: ["src/index.ts"],
  outdir: "dist",
  splitting: true,
  chunkNames: "lib/[name]-[hash]",
});
