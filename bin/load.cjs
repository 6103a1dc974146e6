// Runs the bundled program, with the code cache that the build left beside it for this version of Node; without one, or
// when V8 finds that it does not fit, the program is compiled as usual.
const fs = require("node:fs");
const { createRequire, wrap } = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

const filename = path.join(__dirname, "../dist/cli/entry.cjs");
const cacheFile = path.join(__dirname, `../dist/cli/entry-${process.version}-${process.arch}.cache`);

function compiled() {
  const cachedData = fs.existsSync(cacheFile) ? fs.readFileSync(cacheFile) : undefined;
  return new vm.Script(wrap(fs.readFileSync(filename, "utf8")), { filename, cachedData });
}

module.exports = function load(script = compiled()) {
  script.runInThisContext()({}, createRequire(filename), { exports: {} }, filename, path.dirname(filename));
  return script;
};
