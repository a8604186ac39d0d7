/**
 * Makes a fresh checkout ready: installs the locked packages, among them the pinned Node. Plain old JavaScript, because
 * it is read by whatever Node the machine has.
 */
"use strict";
var childProcess = require("child_process");
var crypto = require("crypto");
var fs = require("fs");
var path = require("path");

var ROOT = path.join(__dirname, "..");
var PINNED = path.join(
  ROOT,
  "node_modules",
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);
var MARK = path.join(ROOT, "node_modules", ".vaultbound-lock");
/** Needed to install; everything else runs on the pinned one. */
var LEAST = 20;

function digestLock() {
  return crypto
    .createHash("sha256")
    .update(fs.readFileSync(path.join(ROOT, "package-lock.json")))
    .digest("hex");
}

function isReady() {
  return fs.existsSync(PINNED) && fs.existsSync(MARK) && fs.readFileSync(MARK, "utf8") === digestLock();
}

function fail(text) {
  process.stderr.write(text + "\n");
  process.exit(2);
}

function install() {
  if (Number(process.versions.node.split(".")[0]) < LEAST)
    fail("vaultbound needs Node " + LEAST + " or newer to set itself up; this is " + process.version + ".");
  process.stderr.write("Installing what vaultbound needs (once) …\n");
  var npm = process.env.npm_execpath;
  var args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  var result = npm
    ? childProcess.spawnSync(process.execPath, [npm].concat(args), { cwd: ROOT, stdio: ["ignore", 2, 2] })
    : childProcess.spawnSync("npm", args, {
        cwd: ROOT,
        stdio: ["ignore", 2, 2],
        shell: process.platform === "win32",
      });
  if (result.status !== 0) fail("The installation failed: see above. It needs npm and a package registry.");
  if (!fs.existsSync(PINNED))
    fail("The pinned Node is missing: its install script did not run. Try: npm rebuild node");
  fs.writeFileSync(MARK, digestLock());
}

/** Runs a script on the pinned Node, passes signals on and ends as it ends. */
function run(args, options) {
  var child = childProcess.spawn(PINNED, args, {
    cwd: (options && options.cwd) || ROOT,
    stdio: "inherit",
    env: process.env,
  });
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach(function (name) {
    process.on(name, function () {
      // The terminal has told the child about Ctrl-C itself.
      if (name !== "SIGINT" || !process.stdin.isTTY) child.kill(name);
    });
  });
  child.on("error", function (error) {
    fail("Cannot start Node: " + error.message);
  });
  child.on("exit", function (code, signal) {
    process.exit(signal ? 130 : code);
  });
}

module.exports = { ROOT: ROOT, PINNED: PINNED, isReady: isReady, install: install, run: run };
