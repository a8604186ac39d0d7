/**
 * Starts the sample GitLab for people:
 * `node test/sample-gitlab/main.ts [--port N] [--relative-root /gitlab] [--faults FILE.yml] [--generated N]`.
 */
import { parseArgs } from "node:util";
import { readFaults } from "./read-faults.ts";
import { startSampleGitLab } from "./server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "relative-root": { type: "string", default: "" },
    faults: { type: "string" },
    generated: { type: "string" },
  },
});

const sample = await startSampleGitLab({
  port: Number(values.port),
  relativeRoot: values["relative-root"],
  ...(values.faults === undefined ? {} : { faults: readFaults(values.faults) }),
  ...(values.generated === undefined ? {} : { generated: { projects: Number(values.generated) } }),
});

process.stdout
  .write(`The sample GitLab is at ${sample.url} until Ctrl-C. Nothing in it is real; a token to use:

  export GITLAB_URL=${sample.url} GITLAB_TOKEN=${sample.tokens.owner}

`);
