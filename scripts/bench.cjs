/** `npm run bench:NAME -- …`: one of test/bench/ on the pinned Node. Paths are meant from where the person stands. */
"use strict";
var path = require("path");
var setup = require("./setup.cjs");

if (!setup.isReady()) setup.install();
var name = String(process.argv[2]).replace(/[^a-z-]/g, "");
var script = path.join(setup.ROOT, "test", "bench", name + ".ts");
setup.run([script].concat(process.argv.slice(3)), { cwd: process.env.INIT_CWD || process.cwd() });
