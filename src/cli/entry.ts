import { main } from "./main.ts";
import { nodeIo } from "./node-io.ts";

// No top-level await: the bundle is CommonJS.
main(process.argv.slice(2), nodeIo()).then((code) => {
  process.exitCode = code;
});
