#!/usr/bin/env node
/** The published command: says so in one sentence if Node is too old, otherwise starts the built program. */
"use strict";
var parts = process.versions.node.split(".").map(Number);
if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 19)) {
  process.stderr.write("vaultbound needs Node 22.19 or newer; this is " + process.version + ".\n");
  process.exit(2);
}
// Node 22 warns of its own SQLite, the PostgreSQL driver of a coming version of itself; nothing else is silenced.
var emit = process.emitWarning;
process.emitWarning = function (warning) {
  if (!/SQLite is an experimental feature|pgpass support is deprecated/.test(String(warning)))
    emit.apply(process, arguments);
};
import("../dist/cli.js");
