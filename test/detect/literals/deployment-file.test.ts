import { describe, expect, it } from "vitest";
import { isDeploymentFile } from "../../../src/detect/literals/literals.ts";

const BY_PATH =
  ".gitlab-ci.yml ci/build.gitlab-ci.yml .gitlab/ci/test.yml .github/workflows/ci.yaml .github/actions/a/action.yml azure-pipelines.yml " +
  "build/azure-pipelines-release.yml .azure-pipelines/test.yml bitbucket-pipelines.yml .circleci/config.yml Jenkinsfile ci/Jenkinsfile.release " +
  "deploy.jenkinsfile vars/build.groovy .teamcity/settings.kts .teamcity/App/buildTypes/A.xml .travis.yml appveyor.yml .drone.yml " +
  ".woodpecker/build.yml .tekton/pr.yaml .buildkite/pipeline.yml cloudbuild.yaml cloudbuild.json buildspec.yml docker-compose.yml " +
  "compose.prod.yaml docker-compose.override.yml Dockerfile Dockerfile.dev app.dockerfile build/Containerfile charts/app/values.yaml " +
  "values-prod.yaml charts/app/templates/a.tpl overlays/kustomization.yaml playbooks/site.yml group_vars/all.yml group_vars/web " +
  "roles/db/defaults/main.yml inventory/hosts main.tf prod.tfvars prod.auto.tfvars job.nomad .env .env.production prod.env .envrc " +
  "Makefile build.mk run.sh a/b.bash deploy.ps1 build.bat build.cmd justfile Taskfile.yml .SH.sh DOCKERFILE A\\B\\Dockerfile";
const OTHERS =
  "main.ts index.js README.md package.json package-lock.json src/app.py go.mod config.toml locales/en.yml application.yml mkdocs.yml " +
  "openapi.yaml data.csv Gemfile image.png src/environment.ts makefile.ts docs/docker.md LICENSE notes.txt settings.xml index.html";

describe("which files are pipelines and deployments", () => {
  for (const path of BY_PATH.split(" "))
    it(`takes ${path} by its path`, () => expect(isDeploymentFile(path, "")).toBe(true));
  for (const path of OTHERS.split(" "))
    it(`leaves ${path}`, () => expect(isDeploymentFile(path, "a: b\nlist:\n  - c\nname: x\n")).toBe(false));

  const HEADS: Readonly<Record<string, string>> = {
    "a manifest": "# comment\napiVersion: v1\nkind: Pod\n",
    "a manifest in JSON": '{\n  "apiVersion": "v1",\n  "kind": "Pod"\n}',
    "a Compose file": "services:\n  a:\n    image: b\n",
    "a workflow": "name: x\non: push\njobs:\n  a:\n    runs-on: b\n",
    "a GitLab pipeline": "build:\n  stage: build\n  script:\n    - make\n",
    "a playbook": "---\n- hosts: all\n  tasks: []\n",
    "an Azure pipeline": "trigger: [main]\nsteps:\n  - bash: make\n",
    "a CloudFormation stack": "AWSTemplateFormatVersion: '2010-09-09'\n",
  };
  for (const [what, head] of Object.entries(HEADS))
    it(`takes ${what} by its content`, () => {
      const path = head.startsWith("{") ? "some/file.json" : "some/file.yaml";
      expect(isDeploymentFile(path, head)).toBe(true);
    });

  it("takes a script by its first line", () => {
    expect(isDeploymentFile("bin/deploy", "#!/usr/bin/env bash\n")).toBe(true);
    expect(isDeploymentFile("bin/deploy", "#!/usr/bin/env python\n")).toBe(false);
  });
});
