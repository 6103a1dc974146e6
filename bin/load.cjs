// Runs the bundled program, with the code cache that the build left beside it for this version of Node; without one, or
// when V8 finds that it does not fit, the program is compiled as usual.
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const folder = path.join(__dirname, "../dist/cli");
const filename = path.join(folder, "entry.cjs");
const cacheFile = path.join(folder, `entry-${process.version}-${process.arch}.cache`);

function compiled() {
  const cachedData = fs.existsSync(cacheFile) ? fs.readFileSync(cacheFile) : undefined;
  // The bundle is ASCII, which is read fastest so.
  return new vm.Script(fs.readFileSync(filename, "latin1"), { filename, cachedData });
}

// What createRequire gives, without loading node:module for it.
function requireFromFolder(name) {
  return require(name.startsWith("./") ? path.join(folder, name) : name);
}

module.exports = function load(script = compiled()) {
  script.runInThisContext()({}, requireFromFolder, { exports: {} }, filename, folder);
  return script;
};
