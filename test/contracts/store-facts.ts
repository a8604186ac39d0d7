/** What every store must do with facts; a part of the store contract. */
import { describe, expect, it } from "vitest";
import { type RunId, runId, targetId } from "../../src/model/ids.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import type { Store } from "../../src/store/store.ts";
import { readAll } from "../store/read-all.ts";
import { makeFacts, makeFinding, makeProject, PROVENANCES, SCOPE } from "../store/sample-facts.ts";

const NOW = "2026-01-01T00:00:00.000Z";

/** An equal copy whose objects hold their fields the other way round. */
const reverseFields = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reverseFields);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, item]) => [key, reverseFields(item)]));
};

/** @param current the new, empty store of the test that runs. */
export const describeFacts = (current: () => Store): void => {
  describe("facts", () => {
    const begin = async (): Promise<RunId> => (await current().beginRun(SCOPE, NOW, runId("1"))).run.id;

    const put = async (...facts: readonly TargetFacts[]): Promise<void> => {
      const run = await begin();
      for (const item of facts) await current().putTarget(run, item, NOW);
    };

    it("gives back what was stored, for every kind of target", async () => {
      const id = targetId("x:1");
      const plain = { id, path: "/srv/app", name: "app" };
      const targets: readonly TargetFacts["target"][] = [
        makeProject("x:1"),
        {
          kind: "project",
          ...plain,
          webUrl: "",
          archived: true,
          visibility: "public",
          groups: [],
          defaultBranch: null,
          ciConfigPath: "ci/main.yml",
        },
        { kind: "group", ...plain, webUrl: "https://gitlab.example.com/a", groups: [targetId("group:1")] },
        { kind: "instance", ...plain, webUrl: "https://gitlab.example.com" },
        { kind: "repository", ...plain },
        { kind: "folder", ...plain },
        { kind: "stdin", ...plain },
      ];
      for (const target of targets) {
        const facts = { ...makeFacts("x:1"), target };
        await put(facts);
        expect(await readAll(current())).toEqual([facts]);
      }
    });

    it("gives back what was stored, for every kind of provenance and without a region", async () => {
      const target = targetId("project:1");
      const findings = PROVENANCES.map((provenance) => {
        const finding = makeFinding({ target, number: 1, provenance });
        return { ...finding, location: { ...finding.location, region: null } };
      });
      for (const finding of findings) {
        const facts = { ...makeFacts("project:1"), findings: [finding] };
        await put(facts);
        expect(await readAll(current())).toEqual([facts]);
      }
    });

    it("gives back an empty target", async () => {
      const facts = { ...makeFacts("project:1", 0), usages: [], gaps: [] };
      await put(facts);
      expect(await readAll(current())).toEqual([facts]);
    });

    it.each([
      ["quotes and SQL", `'"; DROP TABLE finding; --`],
      ["control characters", "a\0b\u001b[31m\r\n\u2028"],
      ["unpaired surrogates", "a\ud800b\udfffc"],
      ["characters beyond the basic plane", "😀 \ufffe"],
      ["a megabyte", "x".repeat(1 << 20)],
      ["nothing", ""],
    ])("gives back text from outside unchanged: %s", async (_, text) => {
      const facts = makeFacts("project:1", 1);
      const target = targetId("project:1");
      const records = JSON.parse('{"__proto__": "p", "constructor": "c", "1": "n"}');
      const hostile: TargetFacts = {
        ...facts,
        target: { kind: "repository", id: target, path: text, name: text },
        findings: [
          makeFinding({
            target,
            number: 1,
            facts: { ...records, host: text, [text]: "key" },
            provenance: { kind: "worktree", path: text, introduced: null },
          }),
        ],
        usages: [{ target, path: text, line: 1, job: text, variable: text, environment: text }],
        gaps: [{ code: "LINK_SKIPPED", source: "target", subject: text, message: text, hint: text }],
      };
      await put(hostile);
      expect(JSON.stringify(await readAll(current()))).toHaveLength(JSON.stringify([hostile]).length);
      expect(await readAll(current())).toEqual([hostile]);
    });

    it("keeps facts whose names an object has by itself", async () => {
      const facts = JSON.parse('{"__proto__": "p", "constructor": "c", "toString": "t"}');
      const target = targetId("project:1");
      await put({ ...makeFacts("project:1"), findings: [makeFinding({ target, number: 1, facts })] });
      const [stored] = await readAll(current());
      expect(Object.entries(stored?.findings[0]?.facts ?? {})).toEqual([
        ["__proto__", "p"],
        ["constructor", "c"],
        ["toString", "t"],
      ]);
    });

    it("gives equal bytes for equal facts, in whatever order they and their fields came", async () => {
      const facts = makeFacts("project:1", 30);
      await put(facts);
      const first = JSON.stringify(await readAll(current()));
      // A cast, because the copy has the same fields.
      const copy = reverseFields(facts) as TargetFacts;
      await put({ ...copy, findings: copy.findings.toReversed() });
      expect(JSON.stringify(await readAll(current()))).toBe(first);
    });

    it("keeps equal facts apart", async () => {
      const facts = makeFacts("project:1", 1);
      await put({ ...facts, findings: [...facts.findings, ...facts.findings] });
      expect((await readAll(current()))[0]?.findings).toHaveLength(2);
    });

    it("streams targets by ascending code point of their id", async () => {
      const ids = [
        "project:10",
        "project:2",
        "group:7",
        "path:/\u{1f600}",
        "path:/\uff5e",
        "path:/é",
        "path:/z",
      ];
      await put(...ids.map((id) => makeFacts(id)));
      expect((await readAll(current())).map(({ target }) => target.id)).toEqual([
        "group:7",
        "path:/z",
        "path:/é",
        "path:/\uff5e",
        "path:/\u{1f600}",
        "project:10",
        "project:2",
      ]);
    });

    it("replaces everything it knew of a target", async () => {
      const newer: TargetFacts = {
        ...makeFacts("project:1", 1),
        target: { ...makeProject("project:1"), path: "acme/renamed" },
        usages: [],
        coverage: { blobs: 0, bytes: 0, commits: 0, variables: 1 },
      };
      await put(makeFacts("project:1", 5), newer);
      expect(await readAll(current())).toEqual([newer]);
      expect(await current().doneTargets(runId("1"))).toEqual(new Set(["project:1"]));
    });

    it("is not changed by what the caller does with its objects afterwards", async () => {
      const tags = ["first"];
      const [finding] = makeFacts("project:1", 1).findings;
      if (finding === undefined) throw new Error("the sample has no finding");
      await put({ ...makeFacts("project:1"), findings: [{ ...finding, tags }] });
      tags.push("second");
      expect((await readAll(current()))[0]?.findings[0]?.tags).toEqual(["first"]);
    });

    it("leaves out fields that are none of the model's", async () => {
      const facts = makeFacts("project:1", 1);
      const more = {
        ...facts,
        findings: facts.findings.map((finding) => ({ ...finding, extra: "extra" })),
      };
      await put(more);
      expect(await readAll(current())).toEqual([facts]);
    });

    it("refuses facts that miss a field, names it and keeps what it had", async () => {
      const facts = makeFacts("project:1", 1);
      await put(facts);
      const broken = { ...facts, coverage: { ...facts.coverage, bytes: Number.NaN } };
      await expect(current().putTarget(runId("1"), broken, NOW)).rejects.toThrow(
        new TypeError("coverage.bytes: expected number"),
      );
      expect(await readAll(current())).toEqual([facts]);
    });

    it("stores targets that are put at the same time", async () => {
      const run = await begin();
      const ids = Array.from({ length: 30 }, (_, number) => `project:${100 + number}`);
      await Promise.all(ids.map((id) => current().putTarget(run, makeFacts(id, 20), NOW)));
      expect(await readAll(current())).toMatchObject(
        ids.map((id) => ({ target: { id }, findings: { length: 20 } })),
      );
      expect(await current().doneTargets(run)).toEqual(new Set(ids));
    });

    it("lets a reader write between two targets, and stop early", async () => {
      await put(makeFacts("project:1"), makeFacts("project:2"));
      const seen: string[] = [];
      for await (const { target } of current().readTargets(SCOPE)) {
        seen.push(target.id);
        await current().putTarget(runId("1"), makeFacts(target.id, 3), NOW);
      }
      expect(seen).toEqual(["project:1", "project:2"]);
      for await (const { findings } of current().readTargets(SCOPE)) {
        expect(findings).toHaveLength(3);
        break;
      }
      await current().finishRun(runId("1"), NOW);
    });

    it("takes 50,000 findings of one target", async () => {
      const facts = makeFacts("project:1", 50_000);
      await put(facts);
      const [stored] = await readAll(current());
      const fingerprints = (item: TargetFacts | undefined): readonly string[] =>
        item?.findings.map(({ fingerprint }) => fingerprint).sort() ?? [];
      expect(fingerprints(stored)).toEqual(fingerprints(facts));
    }, 60_000);
  });
};
