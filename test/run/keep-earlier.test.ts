import { describe, expect, it } from "vitest";
import type { Gap } from "../../src/model/gap.ts";
import { blobId } from "../../src/model/ids.ts";
import type { Provenance, ResourceKind } from "../../src/model/provenance.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import type { SourceMark } from "../../src/model/watermark.ts";
import { keepTarget, keepUnread } from "../../src/run/keep-earlier.ts";
import { history } from "../../src/sources/history.ts";
import { SOURCES } from "../../src/sources/registry.ts";
import type { Source } from "../../src/sources/source.ts";
import {
  found,
  inFile,
  inHistory,
  inVariable,
  introducedOn,
  makeFacts,
  makeProject,
} from "../support/facts.ts";

const PROJECT = makeProject("acme/api");
const THEN = "2026-03-01T00:00:00.000Z";
const NOW = "2026-03-08T00:00:00.000Z";
const COUNTS = { blobs: 1, bytes: 10, commits: 0, variables: 0 };

const at = (kind: ResourceKind, item: string, path = ""): Provenance => ({ kind, item, path, webUrl: "" });
const gapOf = (code: string, source: Gap["source"], subject = ""): Gap => ({
  code,
  source,
  subject,
  message: "",
  hint: "",
});
const markOf = (name: string, changes: Partial<SourceMark> = {}): SourceMark => ({
  name,
  readAt: THEN,
  blobs: 5,
  bytes: 500,
  commits: 2,
  variables: 1,
  ...changes,
});
const withMark = (facts: TargetFacts, sources: readonly SourceMark[]): TargetFacts => ({
  ...facts,
  mark: { engine: "e", refs: { "refs/heads/main": "c1" }, objects: [], activity: "", sources },
});
const sourceOf = (name: string): Source => {
  const source = SOURCES.find((item) => item.name === name);
  if (source === undefined) throw new Error(`no source ${name}`);
  return source;
};

/** Labels of what stays of the places when a source's reading has these gaps. */
const keep = (
  source: Source,
  places: Readonly<Record<string, Provenance>>,
  gaps: readonly Gap[],
  seen: readonly string[] = [],
) => {
  const earlier = withMark(
    makeFacts(PROJECT, { findings: Object.entries(places).map(([label, place]) => found(label, place)) }),
    [markOf(source.name)],
  );
  const prints = Object.keys(places).map((label, index) => [label, earlier.findings[index]] as const);
  const isSeen = new Set(
    prints.flatMap(([label, item]) => (item && seen.includes(label) ? [item.fingerprint] : [])),
  );
  const kept = keepUnread({ source, gaps, ...COUNTS }, earlier, { seen: isSeen, now: NOW });
  const labels = prints.flatMap(([label, item]) => (item && kept.findings.includes(item) ? [label] : []));
  return { ...kept, labels };
};

describe("what a source could not read now", () => {
  const LOGS = {
    first: at("job-log", "job 4", "build"),
    second: at("job-log", "job 41", "test"),
    other: at("issue", "#4"),
  };

  it("stays as it was, with a gap that says so and since when", () => {
    const { labels, gaps, mark } = keep(sourceOf("job-logs"), LOGS, [
      gapOf("GITLAB_SERVER_ERROR", "job-log"),
    ]);
    expect(labels).toEqual(["first", "second"]);
    expect(gaps).toEqual([
      expect.objectContaining({
        code: "EARLIER_KEPT",
        source: "job-log",
        message: `Findings of job-logs that could not be looked for now: 2. They stand as the sweep of ${THEN} saw them.`,
      }),
    ]);
    expect(mark).toMatchObject({ readAt: "", wholeAt: THEN, blobs: 5 });
  });

  it.each(["GITLAB_FORBIDDEN", "GITLAB_NOT_FOUND", "GITLAB_SCOPE"])(
    "stays when the refusal lasts (%s), and is asked for at each sweep",
    (code) => {
      const { labels, mark } = keep(sourceOf("job-logs"), LOGS, [gapOf(code, "job-log")]);
      expect(labels).toEqual(["first", "second"]);
      expect(mark.readAt).toBe("");
    },
  );

  it("is not asked for again at once where nothing was ever read", () => {
    const { gaps, mark } = keep(sourceOf("job-logs"), {}, [gapOf("GITLAB_FORBIDDEN", "job-log")]);
    expect([gaps, mark.readAt]).toEqual([[], NOW]);
  });

  it("is gone where it was read to the end and not found", () => {
    expect(keep(sourceOf("job-logs"), LOGS, []).labels).toEqual([]);
  });

  it("stays once, and not again what was found now", () => {
    const gap = gapOf("GITLAB_SERVER_ERROR", "job-log");
    expect(keep(sourceOf("job-logs"), LOGS, [gap], ["first"]).labels).toEqual(["second"]);
  });

  it.each<[string, string, Readonly<Record<string, Provenance>>, Gap, readonly string[]]>([
    ["one job", "job-logs", LOGS, gapOf("GITLAB_SERVER_ERROR", "job-log", "job 4"), ["first"]],
    [
      "one file of a snippet",
      "snippets",
      { one: at("snippet", "snippet 3", "a.env"), two: at("snippet", "snippet 3", "b.env") },
      gapOf("GITLAB_SERVER_ERROR", "snippet", "snippet 3 a.env"),
      ["one"],
    ],
    [
      "one kind of credential",
      "credentials",
      { token: at("credential", "deploy token 8", "x"), key: at("credential", "deploy key 8", "x") },
      gapOf("GITLAB_FORBIDDEN", "credential", "deploy token"),
      ["token"],
    ],
    [
      "what is packed in an artifact",
      "artifacts",
      { in: at("artifact", "job 4", "app.zip!/a.env"), out: at("artifact", "job 4", "b.env") },
      gapOf("GITLAB_SERVER_ERROR", "artifact", "app.zip"),
      ["in"],
    ],
    [
      "one variable",
      "variables",
      { a: inVariable("A"), b: inVariable("B") },
      gapOf("GITLAB_BAD_ANSWER", "variable", "A"),
      ["a"],
    ],
  ])("stays for %s alone when only that failed", (_, name, places, gap, expected) => {
    expect(keep(sourceOf(name), places, [gap]).labels).toEqual(expected);
  });

  it("does not stay because of what a text says of itself", () => {
    const gaps = ["ARCHIVE_ENCRYPTED", "DECODE_LIMIT", "RULE_OVER_BUDGET"].map((code) =>
      gapOf(code, "job-log", "x"),
    );
    expect(keep(sourceOf("job-logs"), LOGS, gaps).labels).toEqual([]);
  });

  it("keeps what earlier texts said of themselves, where the whole source is missing", () => {
    const told = gapOf("ARCHIVE_ENCRYPTED", "history", "a.zip");
    const earlier = withMark({ ...makeFacts(PROJECT), gaps: [told, gapOf("GIT_CLONE_FAILED", "history")] }, [
      markOf("history"),
    ]);
    const reading = { source: history, gaps: [gapOf("GIT_CLONE_FAILED", "history")], ...COUNTS };
    expect(keepUnread(reading, earlier, { seen: new Set(), now: NOW }).gaps).toEqual([told]);
  });

  it("remembers the last whole reading through several that failed", () => {
    const facts = makeFacts(PROJECT, { findings: [found("a", at("issue", "#1"))] });
    const earlier = withMark(facts, [markOf("issues", { readAt: "", wholeAt: THEN })]);
    const reading = { source: sourceOf("issues"), gaps: [gapOf("GITLAB_SERVER_ERROR", "issue")], ...COUNTS };
    const kept = keepUnread(reading, earlier, { seen: new Set(), now: NOW });
    expect(kept.mark.wholeAt).toBe(THEN);
    expect(kept.gaps[0]?.message).toContain(THEN);
  });
});

describe("what a repository could not give now", () => {
  const introduced = introducedOn("2026-01-01T00:00:00+00:00");
  const PLACES = {
    now: inFile("a.env"),
    before: inHistory("b.env"),
    pipeline: { kind: "pipeline", path: ".gitlab-ci.yml", job: null, introduced: null },
    message: { kind: "commit-message", introduced },
    variable: inVariable("A"),
  } as const;

  it("stays at every kind of place of it, and nowhere else", () => {
    const { labels } = keep(history, PLACES, [gapOf("GIT_CLONE_FAILED", "history")]);
    expect(labels).toEqual(["now", "before", "pipeline", "message"]);
  });

  it("is told apart by objects where only some could not be read", () => {
    const earlier = withMark(
      makeFacts(PROJECT, { findings: [found("a", inFile("a.env")), found("b", inFile("b.env"))] }),
      [markOf("history")],
    );
    const [a] = earlier.findings;
    if (a === undefined || earlier.mark === undefined) throw new Error("no finding");
    const { rule, secretId, preview, confidence, tags, facts } = a;
    const match = { rule, secretId, preview, confidence, tags, facts, region: null, inner: null };
    const objects = [{ object: blobId("0a"), matches: [match] }];
    const reading = { source: history, gaps: [gapOf("GIT_OBJECT_UNREADABLE", "history", "0a")], ...COUNTS };
    const known = { ...earlier, mark: { ...earlier.mark, objects } };
    expect(keepUnread(reading, known, { seen: new Set(), now: NOW }).findings).toEqual([a]);
  });
});

describe("a target that failed as a whole", () => {
  const gap = gapOf("TARGET_FAILED", "target");
  const earlier = withMark(
    {
      ...makeFacts(PROJECT, { findings: [found("a", inFile("a.env"))] }),
      gaps: [gapOf("GITLAB_UNREACHABLE", "target"), gapOf("GITLAB_FORBIDDEN", "issue")],
    },
    [markOf("history"), markOf("issues", { readAt: "2026-02-01T00:00:00.000Z" })],
  );

  it("keeps all that is known of it, and what was not known before either", () => {
    const kept = keepTarget({ ...PROJECT, archived: true }, gap, earlier);
    expect(kept).toMatchObject({
      target: { archived: true },
      findings: earlier.findings,
      mark: earlier.mark,
    });
    expect(kept.gaps.map(({ code }) => code)).toEqual(["TARGET_FAILED", "EARLIER_KEPT", "GITLAB_FORBIDDEN"]);
    expect(kept.gaps[1]?.message).toContain(THEN);
  });

  it("is read completely the next time if it has moved, because its links are others", () => {
    const moved = { ...PROJECT, webUrl: "https://gitlab.example.com/acme/new" };
    expect(keepTarget(moved, gap, earlier)).not.toHaveProperty("mark");
  });

  it("is empty but for the gap if nothing was known", () => {
    expect(keepTarget(PROJECT, gap, null)).toMatchObject({ findings: [], gaps: [gap] });
  });
});
