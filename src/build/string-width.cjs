// cli-table3 measures every cell with string-width, which compiles a large regular expression at each call: half the
// time of printing a table. This gives the same widths without.
module.exports = require("fast-string-width").default;
