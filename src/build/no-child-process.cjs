// Commander can run commands that are programs of their own. Ours are not, and node's module for it takes as long to
// load as Commander itself.
module.exports = {};
