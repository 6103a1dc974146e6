// cli-table3 measures every cell with string-width, which compiles a large regular expression at each call: half the
// time of printing a table. This gives the same widths without, and has nothing to load for texts of single columns.
const singleColumns = /^[\x20-\x7e·→✔…\u2500-\u257f]*$/;

module.exports = (text) =>
  singleColumns.test(text) ? text.length : require("../../node_modules/fast-string-width/dist/index.js").default(text);
