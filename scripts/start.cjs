/** `npm start`: the sample company without arguments, the command line itself with them. */
"use strict";
var path = require("path");
var setup = require("./setup.cjs");

if (!setup.isReady()) setup.install();
var args = process.argv.slice(2);
if (args.length === 0) setup.run([path.join(__dirname, "demo.ts")]);
// Paths on the command line are meant from where the person stands.
else
  setup.run([path.join(setup.ROOT, "src", "cli.ts")].concat(args), {
    cwd: process.env.INIT_CWD || process.cwd(),
  });
