/** Which jobs are said to leave values on a runner's host. */
import { describe, expect, it } from "vitest";
import type { Runner } from "../../src/model/settings.ts";
import { found, inVariable, makeFacts, makeProject, uses } from "../support/facts.ts";
import { entryOf } from "../support/inventory.ts";

const runner = (executors: readonly string[], tags: readonly string[] = []): Runner => ({
  type: "group_type",
  executors,
  tags,
});

const reasonOf = (runners: readonly Runner[] | undefined, tags?: readonly string[]): string | undefined => {
  const use = uses("deploy", "TOKEN");
  const facts = makeFacts(makeProject("acme/shop"), {
    findings: [found("a", inVariable("TOKEN"))],
    usages: [(target) => ({ ...use(target), ...(tags === undefined ? {} : { tags }) })],
    ...(runners === undefined ? {} : { settings: { runners } }),
  });
  return entryOf("a", facts).reasons.find((reason) => reason.includes("executor"));
};

const SHELL = runner(["shell"], ["metal", "deploy"]);
const DOCKER = runner(["docker"], ["docker"]);

describe("a job that uses a secret", () => {
  it.each([
    ["runs", "the runner its tags lead to is a shell", [SHELL, DOCKER], ["metal"]],
    ["runs", "all runners without tags are", [runner(["ssh"]), runner(["shell"]), DOCKER], undefined],
    ["may run", "one of several runners is", [runner(["shell"]), runner(["docker"])], undefined],
    ["may run", "one of a runner's machines is", [runner(["shell", "docker"])], undefined],
    ["may run", "nobody knows of the other", [runner(["shell"]), runner([])], undefined],
  ])("%s on a host where %s", (verb, _, runners, tags) => {
    expect(reasonOf(runners, tags)).toMatch(
      new RegExp(`^The job deploy of acme/shop ${verb} on a host that keeps what jobs leave behind`),
    );
  });

  it.each([
    ["its tags lead elsewhere", [SHELL, DOCKER], ["docker"]],
    ["the shell's runner wants tags it has not", [SHELL, runner(["docker"])], undefined],
    ["no runner has all of its tags", [SHELL], ["metal", "gpu"]],
    ["nothing is known of runners", undefined, undefined],
    ["nobody says which executor they use", [runner([])], undefined],
  ])("is not said to where %s", (_, runners, tags) => {
    expect(reasonOf(runners, tags)).toBeUndefined();
  });
});
