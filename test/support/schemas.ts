/** Validates what we write against published schemas: ours, the official SARIF one and GitLab's. */
import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const ROOT = new URL("../../", import.meta.url);

export const readSchema = (path: string): Record<string, unknown> =>
  // A JSON schema file is an object; compiling it checks the rest.
  JSON.parse(readFileSync(new URL(path, ROOT), "utf8")) as Record<string, unknown>;

/** Says what is wrong and where; nothing when all is right. */
export type Validate = (value: unknown) => readonly string[];

const toValidate =
  (check: ValidateFunction): Validate =>
  (value) =>
    check(value) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

export const compileSchema = (path: string): Validate => {
  const ajv = new Ajv2020({ allErrors: true, strictTypes: true, allowUnionTypes: true });
  addFormats.default(ajv);
  return toValidate(ajv.compile(readSchema(path)));
};

/** Draft 04 differs from what ajv reads in the names of two keywords at the top only, for what this schema uses. */
const compileDraft04 = (path: string): Validate => {
  const { $schema: _draft, id: _id, ...schema } = readSchema(path);
  // One of its patterns is legal only without the u flag.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return toValidate(ajv.compile(schema));
};

const compileDraft07 = (path: string): Validate => {
  // One keyword is GitLab's own.
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  return toValidate(ajv.compile(readSchema(path)));
};

/** One parsed line of `--format jsonl`. */
export const validateFinding = compileSchema("docs/schema/findings.v1.json");
/** A parsed `--format json` document. */
export const validateInventory = compileSchema("docs/schema/inventory.v1.json");
/** A parsed SARIF log. */
export const validateSarif = compileDraft04("fixtures/schemas/sarif-2.1.0.json");
/** A parsed secret-detection report of GitLab. */
export const validateSecretDetection = compileDraft07("fixtures/schemas/gitlab-secret-detection-15.2.1.json");
