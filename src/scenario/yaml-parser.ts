// What is used of the YAML parser. It is CommonJS: bundled, `import("yaml")` itself would have no named exports.
export { isAlias, isMap, isNode, isScalar, isSeq, parseDocument } from "yaml";
