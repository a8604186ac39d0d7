/** `npm run generate`: writes the generated documentation. */
"use strict";
var path = require("path");
var setup = require("./setup.cjs");

if (!setup.isReady()) setup.install();
setup.run([path.join(__dirname, "generate.ts")].concat(process.argv.slice(2)));
