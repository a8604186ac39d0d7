/** `npm test`: sets up, then every check on the pinned Node. Arguments go to vitest alone (`npm test -- --update`). */
"use strict";
var path = require("path");
var setup = require("./setup.cjs");

if (!setup.isReady()) setup.install();
setup.run([path.join(__dirname, "check.ts")].concat(process.argv.slice(2)));
