/** Stands in for a native module that ends an orphaned extension host; VS Code has its own way besides. */
exports.start = () => {};
exports.exit = code => process.exit(code || 0);
