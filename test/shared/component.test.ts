/** The GitLab CI/CD component of templates/, checked by GitLab's own schema of pipeline files. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { parseGitlabCi } from "../../src/pipelines/gitlab-ci.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SCHEMA = fileURLToPath(new URL("../../../shared/gitlab/ci.json", import.meta.url));

interface Input {
  readonly default?: string;
  readonly description?: string;
  readonly options?: readonly string[];
}

const names = readdirSync(join(ROOT, "templates"));
const read = (name: string): string => readFileSync(join(ROOT, "templates", name), "utf8");

const compile = () => {
  // Draft 07 with a few formats and keywords that GitLab's editor knows.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")) as object); // a schema is an object
};

/** The inputs of the header, and the job definitions with every default filled in. */
const open = (text: string) => {
  const [header = "", body = ""] = text.split(/^---\n/m);
  // The test says that it has this form.
  const { spec } = parse(header) as { spec: { inputs: Record<string, Input> } };
  const filled = body.replaceAll(
    /\$\[\[ inputs\.([\w-]+) \]\]/g,
    (_, name: string) => spec.inputs[name]?.default ?? `undeclared ${name}`,
  );
  return { inputs: spec.inputs, body, filled };
};

describe("the component", () => {
  it("is there", () => {
    expect(names).toContain("sweep.yml");
  });

  describe.each(names)("%s", (name) => {
    const { inputs, body, filled } = open(read(name));

    it("is two YAML documents, the second a pipeline that GitLab's schema allows", () => {
      expect(parseAllDocuments(read(name)).map(({ errors }) => errors)).toEqual([[], []]);
      const check = compile();
      // GitLab joins both documents for its check: `parse` of a pipeline is an object.
      const whole = { spec: { inputs }, ...(parse(filled) as object) };
      expect([check(whole), check.errors]).toEqual([true, null]);
    });

    it("is refused by that schema with a job that has no script", () => {
      const check = compile();
      expect(check({ job: { stage: "test", script: 5 } })).toBe(false);
    });

    it("declares every input it uses, uses every one it declares, and describes each", () => {
      const used = new Set([...body.matchAll(/inputs\.([\w-]+)/g)].map(([, input]) => input));
      expect([...used].sort()).toEqual(Object.keys(inputs).sort());
      for (const { description, options, default: usual } of Object.values(inputs)) {
        expect(description).toMatch(/\.$/);
        expect(options ?? [usual]).toContain(usual);
      }
    });

    it("is read by our own parser of pipelines as one job without problems", () => {
      const { jobs, problems } = parseGitlabCi(filled);
      expect(problems).toEqual([]);
      expect(jobs.map((job) => job.name)).toEqual(["vaultbound-sweep"]);
    });
  });
});
