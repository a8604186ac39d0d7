/**
 * Starts the sample GitLab for people:
 * `node test/sample-gitlab/main.ts [--port N] [--relative-root /gitlab] [--faults FILE.yml] [--generated N]
 * [--tier free|premium|ultimate] [--kind gitlab.com|self-managed]`.
 */
import { parseArgs } from "node:util";
import { KINDS, TIERS } from "./edition.ts";
import { readFaults } from "./read-faults.ts";
import { startSampleGitLab } from "./server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "relative-root": { type: "string", default: "" },
    faults: { type: "string" },
    generated: { type: "string" },
    tier: { type: "string", default: "ultimate" },
    kind: { type: "string", default: "self-managed" },
  },
});

const choose = <Name extends string>(option: string, given: string, names: readonly Name[]): Name => {
  const name = names.find((known) => known === given);
  if (name === undefined) throw new Error(`--${option} ${given}: one of ${names.join(", ")}`);
  return name;
};

const sample = await startSampleGitLab({
  port: Number(values.port),
  relativeRoot: values["relative-root"],
  tier: choose("tier", values.tier, TIERS),
  kind: choose("kind", values.kind, KINDS),
  ...(values.faults === undefined ? {} : { faults: readFaults(values.faults) }),
  ...(values.generated === undefined ? {} : { generated: { projects: Number(values.generated) } }),
});

process.stdout
  .write(`The sample GitLab is at ${sample.url} until Ctrl-C. Nothing in it is real; a token to use:

  export GITLAB_URL=${sample.url} GITLAB_TOKEN=${sample.tokens.owner}

`);
