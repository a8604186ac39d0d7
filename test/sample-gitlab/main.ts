/** Starts the sample GitLab for people: `node test/sample-gitlab/main.ts [--port N] [--relative-root /gitlab]`. */
import { parseArgs } from "node:util";
import { startSampleGitLab } from "./server.ts";

const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, "relative-root": { type: "string", default: "" } },
});

const sample = await startSampleGitLab({
  port: Number(values.port),
  relativeRoot: values["relative-root"],
});

process.stdout
  .write(`The sample GitLab is at ${sample.url} until Ctrl-C. Nothing in it is real; a token to use:

  export GITLAB_URL=${sample.url} GITLAB_TOKEN=${sample.tokens.owner}

`);
