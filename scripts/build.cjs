/** `npm run build`: sets up if need be, then bundles for publishing. */
"use strict";
var fs = require("fs");
var path = require("path");
var setup = require("./setup.cjs");

// Also run by `npm pack`, whose settings an installation inside it would inherit: only what is missing altogether.
if (!fs.existsSync(setup.PINNED)) setup.install();
setup.run([path.join(__dirname, "build.ts")]);
