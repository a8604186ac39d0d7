/** The shape of stored facts: the one list of what may enter a store, and the check of what comes out of it. */
import * as v from "valibot";
import { blobId, commitId, fingerprint, ruleId, runId, secretId, targetId } from "../model/ids.ts";
import { RESOURCE_KINDS, SOURCE_KINDS } from "../model/provenance.ts";
import type { Run, TargetFacts } from "../model/run.ts";
import { CONFIDENCES } from "../model/severity.ts";
import { SettingsSchema } from "./settings-schema.ts";

// Every object is listed field by field and unknown fields are dropped, so that nothing passes unnoticed: whoever adds
// a field to the model must decide here whether it may be stored (test/store/sealed-only.test.ts compares the types).

const Text = v.string();
const Count = v.pipe(v.number(), v.safeInteger());
const TargetIdSchema = v.pipe(Text, v.transform(targetId));

const isTextRecord = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((item) => typeof item === "string");

/** `v.record` leaves out keys such as `constructor`, which are harmless here: entries are copied as own properties. */
const TextRecord = v.pipe(
  v.custom<Readonly<Record<string, string>>>(isTextRecord, "expected texts by name"),
  v.transform((record) =>
    Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1))),
  ),
);

const IntroductionSchema = v.object({
  commit: v.pipe(Text, v.transform(commitId)),
  author: Text,
  date: Text,
});

const VariableFlagsSchema = v.object({
  masked: v.boolean(),
  hidden: v.boolean(),
  protected: v.boolean(),
  raw: v.boolean(),
  type: v.picklist(["env_var", "file"]),
});

const ProvenanceSchema = v.variant("kind", [
  v.object({ kind: v.literal("worktree"), path: Text, introduced: v.nullable(IntroductionSchema) }),
  v.object({ kind: v.literal("history"), path: Text, introduced: v.nullable(IntroductionSchema) }),
  v.object({
    kind: v.literal("pipeline"),
    path: Text,
    job: v.nullable(Text),
    introduced: v.nullable(IntroductionSchema),
  }),
  v.object({ kind: v.literal("commit-message"), introduced: v.nullable(IntroductionSchema) }),
  v.object({
    kind: v.literal("variable"),
    level: v.picklist(["instance", "group", "project"]),
    key: Text,
    environmentScope: Text,
    flags: VariableFlagsSchema,
  }),
  v.object({ kind: v.picklist(RESOURCE_KINDS), item: Text, path: Text, webUrl: Text }),
  v.object({ kind: v.literal("stdin"), path: Text }),
]);

const RegionSchema = v.object({ line: Count, column: Count, endLine: Count, endColumn: Count });

const LocationSchema = v.object({
  target: TargetIdSchema,
  provenance: ProvenanceSchema,
  region: v.nullable(RegionSchema),
  url: Text,
});

const FindingSchema = v.object({
  rule: v.pipe(Text, v.transform(ruleId)),
  secretId: v.pipe(Text, v.transform(secretId)),
  fingerprint: v.pipe(Text, v.transform(fingerprint)),
  preview: Text,
  confidence: v.picklist(CONFIDENCES),
  tags: v.array(Text),
  facts: TextRecord,
  location: LocationSchema,
});

const UsageSchema = v.object({
  target: TargetIdSchema,
  path: Text,
  line: Count,
  job: Text,
  variable: Text,
  environment: v.nullable(Text),
  tags: v.exactOptional(v.array(Text)),
});

const GapSchema = v.object({
  code: Text,
  source: v.picklist([...SOURCE_KINDS, "settings", "target"]),
  subject: Text,
  message: Text,
  hint: Text,
});

const TargetSchema = v.variant("kind", [
  v.object({
    kind: v.literal("project"),
    id: TargetIdSchema,
    path: Text,
    name: Text,
    webUrl: Text,
    archived: v.boolean(),
    visibility: Text,
    groups: v.array(TargetIdSchema),
    defaultBranch: v.nullable(Text),
    ciConfigPath: v.exactOptional(Text),
  }),
  v.object({
    kind: v.literal("group"),
    id: TargetIdSchema,
    path: Text,
    name: Text,
    webUrl: Text,
    groups: v.array(TargetIdSchema),
  }),
  v.object({ kind: v.literal("instance"), id: TargetIdSchema, path: Text, name: Text, webUrl: Text }),
  v.object({ kind: v.picklist(["repository", "folder"]), id: TargetIdSchema, path: Text, name: Text }),
  v.object({ kind: v.literal("stdin"), id: TargetIdSchema, path: Text, name: Text }),
]);

const BoundSchema = v.object({ source: v.picklist(SOURCE_KINDS), read: Count, left: v.nullable(Count) });
const MatchSchema = v.object({
  rule: v.pipe(Text, v.transform(ruleId)),
  secretId: v.pipe(Text, v.transform(secretId)),
  preview: Text,
  confidence: v.picklist(CONFIDENCES),
  tags: v.array(Text),
  facts: TextRecord,
  region: v.nullable(RegionSchema),
  inner: v.nullable(Text),
});

const WatermarkSchema = v.object({
  engine: Text,
  refs: v.nullable(TextRecord),
  objects: v.array(v.object({ object: v.pipe(Text, v.transform(blobId)), matches: v.array(MatchSchema) })),
  activity: Text,
  sources: v.array(
    v.object({
      name: Text,
      readAt: Text,
      wholeAt: v.exactOptional(Text),
      blobs: Count,
      bytes: Count,
      commits: Count,
      variables: Count,
    }),
  ),
  kept: v.exactOptional(v.array(v.pipe(Text, v.transform(fingerprint)))),
});

const counts = { blobs: Count, bytes: Count, commits: Count, variables: Count };

const CoverageSchema = v.object({
  ...counts,
  bounds: v.exactOptional(v.array(BoundSchema)),
  sources: v.exactOptional(v.array(v.object({ name: v.string(), ...counts }))),
});

export const TargetFactsSchema = v.object({
  target: TargetSchema,
  findings: v.array(FindingSchema),
  usages: v.array(UsageSchema),
  gaps: v.array(GapSchema),
  coverage: CoverageSchema,
  settings: v.exactOptional(SettingsSchema),
  mark: v.exactOptional(WatermarkSchema),
});

export const RunSchema = v.object({
  id: v.pipe(Text, v.transform(runId)),
  scope: Text,
  startedAt: Text,
  finishedAt: v.nullable(Text),
});

/** valibot's own messages quote what they received, which may be the very value that must not be printed. */
const describeIssue = (issue: v.BaseIssue<unknown>): string => {
  const expectation = issue.type === "custom" ? issue.message : `expected ${issue.expected ?? issue.type}`;
  return `${v.getDotPath(issue) ?? "value"}: ${expectation}`;
};

const parse = <Output>(schema: v.GenericSchema<unknown, Output>, value: unknown): Output => {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new TypeError(result.issues.map(describeIssue).join(", "));
};

/** @throws TypeError naming the field that is not as it should be, never its value. */
export const parseFacts = (value: unknown): TargetFacts => parse(TargetFactsSchema, value);
/** @throws TypeError as {@link parseFacts}. */
export const parseRun = (value: unknown): Run => parse(RunSchema, value);

/** Ascending by JSON text, UTF-16 units: total over what the items hold, because the schema fixes the order of fields. */
const sortByText = <Item>(items: readonly Item[]): readonly Item[] =>
  items
    .map((item) => ({ item, text: JSON.stringify(item) }))
    .sort((left, right) => (left.text < right.text ? -1 : Number(left.text > right.text)))
    .map(({ item }) => item);

/**
 * A copy that holds the listed fields and nothing else, its lists in a fixed order: equal sets of facts, in whatever
 * order they were found, become equal bytes.
 * @throws TypeError as {@link parseFacts}.
 */
export const normalizeFacts = (facts: TargetFacts): TargetFacts => {
  const { target, findings, usages, gaps, coverage, settings, mark } = parseFacts(facts);
  return {
    target,
    findings: sortByText(findings),
    usages: sortByText(usages),
    gaps: sortByText(gaps),
    coverage,
    ...(settings === undefined ? {} : { settings }),
    ...(mark === undefined
      ? {}
      : { mark: { ...mark, objects: sortByText(mark.objects), sources: sortByText(mark.sources) } }),
  };
};
