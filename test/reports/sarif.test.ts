/** The SARIF report. */
import type { Log, Result, Run } from "sarif";
import { describe, expect, it } from "vitest";
import type { Inventory } from "../../src/model/inventory.ts";
import { toUri } from "../../src/reports/sarif-location.ts";
import { sarif } from "../../src/reports/sarif.ts";
import { renderText } from "../contracts/reporter-contract.ts";
import { validateSarif } from "../support/schemas.ts";
import { cleanInventory, emptyInventory, exampleInventory, singleInventory } from "./example-inventory.ts";
import { hostileInventory, makeLongInventory } from "./unusual-inventories.ts";

const render = (inventory: Inventory): Run => {
  // The schema test says that it is a log.
  const { runs } = JSON.parse(renderText(sarif, inventory)) as Log;
  const [run] = runs;
  if (run === undefined) throw new Error("no run");
  return run;
};

/** The results of the typical inventory from this kind of place. */
const resultsFrom = (source: string, inventory = exampleInventory): readonly Result[] =>
  (render(inventory).results ?? []).filter((result) => result.properties?.["source"] === source);

describe("the SARIF report", () => {
  it.each(
    Object.entries({
      exampleInventory,
      cleanInventory,
      emptyInventory,
      hostileInventory,
      singleInventory,
      long: makeLongInventory(40),
    }),
  )("of the %s follows the official schema", (_name, inventory) => {
    expect(validateSarif(JSON.parse(renderText(sarif, inventory)))).toEqual([]);
  });

  it("gives every region a first line, as the standard asks and this schema does not", () => {
    const regions = (render(makeLongInventory(40)).results ?? []).flatMap(
      ({ locations }) => locations?.[0]?.physicalLocation?.region ?? [],
    );
    expect(regions.length).toBeGreaterThan(40);
    for (const { startLine } of regions) expect(startLine).toBeGreaterThan(0);
  });

  it("counts columns in code points and has a region only where a current file has one", () => {
    const run = render(exampleInventory);
    expect(run.columnKind).toBe("unicodeCodePoints");
    const [pipeline] = resultsFrom("pipeline");
    expect(pipeline?.locations?.[0]?.physicalLocation?.region).toEqual({
      startLine: 14,
      startColumn: 22,
      endLine: 14,
      endColumn: 48,
    });
  });

  it("has one result per place, each pointing to the rule of its kind", () => {
    const { results = [], tool } = render(exampleInventory);
    expect(results).toHaveLength(exampleInventory.entries.flatMap((entry) => entry.locations).length);
    for (const { ruleId, ruleIndex } of results)
      expect(tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
  });

  it("describes every kind once, with a severity that code-scanning pages understand", () => {
    const { driver } = render(exampleInventory).tool;
    expect(driver).toMatchObject({ name: "vaultbound", version: "1.2.3" });
    expect(
      driver.rules?.map(({ id, defaultConfiguration, properties }) => [
        id,
        defaultConfiguration?.level,
        properties?.["security-severity"],
      ]),
    ).toEqual([
      ["gitlab-pat", "error", "9.5"],
      ["aws-access-key", "error", "8.0"],
      ["generic-password", "warning", "5.5"],
      ["gitlab-ci-variable", "note", "1.0"],
    ]);
    expect(driver.rules?.[0]).toMatchObject({
      name: "GitLab personal access token",
      shortDescription: { text: "GitLab personal access token" },
      help: { text: expect.stringContaining("engine: kv. What to do: revoke, store") },
      properties: { provider: "gitlab", tags: ["security", "secret"] },
    });
  });

  it("takes the level of a result from the severity of its secret", () => {
    const levels = (render(exampleInventory).results ?? []).map(({ ruleId, level }) => `${ruleId} ${level}`);
    expect([...new Set(levels)]).toEqual([
      "gitlab-pat error",
      "aws-access-key error",
      "generic-password warning",
      "gitlab-ci-variable note",
    ]);
  });

  it("gives old versions a file without lines, and names commit and line logically", () => {
    const [first] = resultsFrom("history");
    expect(first?.locations).toEqual([
      {
        physicalLocation: { artifactLocation: { uri: "config/prod.env", uriBaseId: "project:42" } },
        logicalLocations: [
          {
            name: "config/prod.env",
            fullyQualifiedName: `acme/shop/api@${"a".repeat(40)}:config/prod.env:2:15`,
            kind: "history",
          },
        ],
      },
    ]);
  });

  it("names variables and commit messages logically only", () => {
    expect(resultsFrom("variable")[0]?.locations).toEqual([
      {
        logicalLocations: [
          {
            name: "DEPLOY_TOKEN",
            fullyQualifiedName: "acme/shop:DEPLOY_TOKEN[production]",
            kind: "variable",
          },
        ],
      },
    ]);
    expect(resultsFrom("commit-message")[0]?.locations?.[0]).not.toHaveProperty("physicalLocation");
  });

  it("declares a root for each target, or the one root every reader knows", () => {
    expect(render(exampleInventory).originalUriBaseIds).toEqual({
      "group:7": { description: { text: "acme/shop" } },
      "project:42": { description: { text: "acme/shop/api" } },
      "project:43": { description: { text: "acme/shop/web" } },
    });
    expect(render(singleInventory).results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({
      uri: "src/settings.py",
      uriBaseId: "%SRCROOT%",
    });
  });

  it("identifies a result by its secret and by the fingerprint of its place", () => {
    const places = exampleInventory.entries.flatMap(({ id, locations }) =>
      locations.map(({ fingerprint }) => ({ "secretId/v1": id, "place/v1": fingerprint })),
    );
    const results = (render(exampleInventory).results ?? []).map((result) => result.partialFingerprints);
    expect(results).toHaveLength(places.length);
    expect(results).toEqual(expect.arrayContaining(places));
  });

  it("gives a place the same fingerprint when only its line, commit and neighbours change", () => {
    const fingerprints = resultsFrom("history").map((result) => result.partialFingerprints?.["place/v1"]);
    expect(fingerprints[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprints[1]).toBe(fingerprints[0]);
    expect(fingerprints[2]).not.toBe(fingerprints[0]);
    expect(
      new Set(resultsFrom("worktree").map((result) => result.partialFingerprints?.["place/v1"])).size,
    ).toBe(2);
  });

  it("reports every gap as a notification, and a target that was not read at all as an error", () => {
    const [gap] = exampleInventory.gaps;
    const whole = {
      ...exampleInventory,
      gaps: [...exampleInventory.gaps, ...(gap ? [{ ...gap, source: "target" as const }] : [])],
    };
    const [invocation] = render(whole).invocations ?? [];
    expect(
      invocation?.toolExecutionNotifications?.map(({ descriptor, level }) => [descriptor?.id, level]),
    ).toEqual([
      ["GITLAB_FORBIDDEN", "error"],
      ["GITLAB_FORBIDDEN", "warning"],
      ["GITLAB_FORBIDDEN", "warning"],
      ["GIT_OBJECT_UNREADABLE", "warning"],
    ]);
    expect(invocation).toMatchObject({ executionSuccessful: true, startTimeUtc: "2026-01-02T03:04:05Z" });
  });

  it("says that a sweep without an end did not succeed", () => {
    const { run } = exampleInventory;
    const [invocation] =
      render({ ...exampleInventory, run: run && { ...run, finishedAt: null } }).invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
  });

  it("says how much was read", () => {
    expect(render(exampleInventory).properties).toEqual({
      coverage: { targets: 3, blobs: 21_124, bytes: 118_500_000, commits: 2232, variables: 9 },
    });
  });

  it("lets no stranger's text become a link or a placeholder of a message", () => {
    const texts = (render(hostileInventory).results ?? []).map(({ message }) => message.text ?? "");
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      expect(text).toContain("[click]");
      expect(text).not.toContain("](");
      expect(text.replaceAll(/\{\{|\}\}/g, "")).not.toMatch(/[{}]/);
    }
  });

  it("looks like the reviewed sample", async () => {
    await expect(renderText(sarif, exampleInventory)).toMatchFileSnapshot(
      "../../fixtures/reports/example.sarif",
    );
  });
});

describe("a path as URI", () => {
  it.each([
    ["src/app.py", "src/app.py"],
    ["docs/a#b%20c?.md", "docs/a%23b%2520c%3F.md"],
    ["scripts/ダウンロード.sh", "scripts/%E3%83%80%E3%82%A6%E3%83%B3%E3%83%AD%E3%83%BC%E3%83%89.sh"],
    ["C:\\x\ny", "C%3A%5Cx%0Ay"],
    [`bad-${String.fromCharCode(0xd800)}`, "bad-%EF%BF%BD"],
    ["...", "..."],
  ])("%j is encoded", (path, uri) => {
    expect(toUri(path)).toBe(uri);
  });

  it.each(["", "/etc/passwd", "//host/x", "a//b", "a/", "../x", "a/../../x", "./x"])(
    "%j has none, for it could lead elsewhere",
    (path) => {
      expect(toUri(path)).toBeNull();
    },
  );
});
