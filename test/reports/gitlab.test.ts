/** GitLab's secret-detection report. */
import { describe, expect, it } from "vitest";
import type { Inventory } from "../../src/model/inventory.ts";
import { atMostCharacters, code, plain, toReportTime } from "../../src/reports/gitlab-text.ts";
import { gitlab } from "../../src/reports/gitlab.ts";
import { renderText } from "../contracts/reporter-contract.ts";
import { validateSecretDetection } from "../support/schemas.ts";
import { cleanInventory, emptyInventory, exampleInventory, singleInventory } from "./example-inventory.ts";
import { early, makeLocation, makeRegion, web } from "./parts.ts";
import { HOSTILE, hostileInventory, makeLongInventory } from "./unusual-inventories.ts";

interface Vulnerability {
  readonly id: string;
  readonly name: string;
  readonly severity: string;
  readonly description: string;
  readonly solution: string;
  readonly identifiers: readonly { readonly type: string; readonly value: string }[];
  readonly links?: readonly { readonly url: string }[];
  readonly location: {
    readonly file: string;
    readonly start_line?: number;
    readonly end_line?: number;
    readonly commit: { readonly sha: string; readonly author?: string };
  };
}
interface Report {
  readonly scan: {
    readonly status: string;
    readonly start_time: string;
    readonly end_time: string;
    readonly messages: readonly { readonly level: string; readonly value: string }[];
  };
  readonly vulnerabilities: readonly Vulnerability[];
}

// The schema test says that it has this form.
const render = (inventory: Inventory): Report => JSON.parse(renderText(gitlab, inventory)) as Report;

const NO_COMMIT = "0".repeat(40);

const withLocations = (entry: number, locations: Inventory["entries"][number]["locations"]): Inventory => ({
  ...exampleInventory,
  entries: exampleInventory.entries.slice(entry, entry + 1).map((base) => ({ ...base, locations })),
});

describe("GitLab's secret-detection report", () => {
  it.each(
    Object.entries({
      exampleInventory,
      cleanInventory,
      emptyInventory,
      hostileInventory,
      singleInventory,
      long: makeLongInventory(40),
      wordy: {
        ...exampleInventory,
        entries: exampleInventory.entries.map((entry) => ({
          ...entry,
          title: "👍".repeat(400),
          actions: Array.from({ length: 200 }, () => ({ kind: "rotate", why: "because ".repeat(20) })),
        })),
      },
    }),
  )("of the %s follows the official schema", (_name, inventory) => {
    expect(validateSecretDetection(JSON.parse(renderText(gitlab, inventory)))).toEqual([]);
  });

  it("has a schema that refuses a report without a commit, and a time with a zone", () => {
    const report = render(singleInventory);
    const [first] = report.vulnerabilities;
    const bare = { ...report, vulnerabilities: [{ ...first, location: { file: "a" } }] };
    expect(validateSecretDetection(bare)).not.toEqual([]);
    const zoned = { ...report, scan: { ...report.scan, end_time: "2026-01-02T03:04:05Z" } };
    expect(validateSecretDetection(zoned)).not.toEqual([]);
  });

  it("has one vulnerability per place, each with an id of its own that stays", () => {
    const { vulnerabilities } = render(exampleInventory);
    const places = exampleInventory.entries.flatMap(({ locations }) => locations);
    expect(vulnerabilities).toHaveLength(places.length);
    const ids = vulnerabilities.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids.map((id) => id.slice(0, 64)))).toEqual(
      new Set(places.map(({ fingerprint }) => fingerprint)),
    );
    // Two versions of one file share a fingerprint.
    expect(ids.filter((id) => id.endsWith("-2"))).toHaveLength(1);
  });

  it("names a moved line the same", () => {
    const at = (line: number) =>
      render(
        withLocations(2, [
          makeLocation(web, "generic-password", {
            provenance: { kind: "worktree", path: "a.yml", introduced: early },
            region: makeRegion(line, 3),
          }),
        ]),
      ).vulnerabilities[0];
    expect(at(5)?.id).toBe(at(9)?.id);
    expect([at(5)?.location.start_line, at(9)?.location.start_line]).toEqual([5, 9]);
  });

  it("says of a sweep's files which project they are in, and of a scan's nothing but their path", () => {
    expect(render(exampleInventory).vulnerabilities.map(({ location }) => location.file)).toEqual(
      expect.arrayContaining([
        "acme/shop/api/config/prod.env",
        "acme/shop/api/.gitlab-ci.yml",
        "acme/shop/variable DEPLOY_TOKEN (production)",
        "acme/shop/web/variable OLD_SIGNING_KEY (*)",
      ]),
    );
    expect(render(singleInventory).vulnerabilities.map(({ location }) => location.file)).toEqual([
      "src/settings.py",
    ]);
  });

  it("gives a file the commit that brought it, and what is in no commit git's word for none", () => {
    const { vulnerabilities } = render(exampleInventory);
    const find = (file: string) => vulnerabilities.find(({ location }) => location.file === file)?.location;
    expect(find("acme/shop/api/config/prod.env")).toEqual({
      file: "acme/shop/api/config/prod.env",
      start_line: 2,
      end_line: 2,
      commit: { sha: "a".repeat(40), author: "Jane Doe", date: "2023-03-02T09:12:44+01:00" },
    });
    expect(find("acme/shop/web/variable OLD_SIGNING_KEY (*)")).toEqual({
      file: "acme/shop/web/variable OLD_SIGNING_KEY (*)",
      commit: { sha: NO_COMMIT },
    });
    expect(find("acme/shop/web/docs/a#b%20c?.md")?.commit).toEqual({ sha: NO_COMMIT });
  });

  it("tells places apart by first identifier, file and lines, as GitLab does, even two secrets that one line has held", () => {
    const [first, second] = exampleInventory.entries.slice(2);
    const at = makeLocation(web, "npm-token", {
      provenance: { kind: "history", path: ".npmrc", introduced: early },
      region: makeRegion(2, 3),
    });
    const twice = [first, second].flatMap((entry) => (entry ? [{ ...entry, locations: [at] }] : []));
    for (const inventory of [exampleInventory, { ...exampleInventory, entries: twice }]) {
      const keys = render(inventory).vulnerabilities.map(({ identifiers, location }) =>
        JSON.stringify([identifiers[0]?.value, location.file, location.start_line]),
      );
      expect(keys.length).toBeGreaterThan(1);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it("holds neither a value nor its preview", () => {
    const text = renderText(gitlab, exampleInventory);
    expect(text).not.toContain("raw_source_code_extract");
    for (const { preview } of exampleInventory.entries) expect(text).not.toContain(preview);
  });

  it("says how bad each is and what to do, and joins the places of one secret", () => {
    const [first, second] = render(exampleInventory).vulnerabilities;
    expect(first).toMatchObject({ name: "GitLab personal access token", severity: "Critical" });
    expect(first?.solution).toMatch(/^Its place in Vault: engine kv, mount `kv`, path `acme\/shop/);
    expect(first?.solution).toContain("\n1. revoke: ");
    expect(first?.description).toContain("in 6 other places of this report");
    expect(first?.identifiers.map(({ type, value }) => [type, value])).toEqual([
      ["vaultbound_secret_id", "3f9a".repeat(16)],
      ["vaultbound_rule_id", expect.stringMatching(/^gitlab-/)],
    ]);
    expect(second?.identifiers[0]).toEqual(first?.identifiers[0]);
  });

  it("states the sweep's times without a zone, or the moment of the report where there was no sweep", () => {
    const { scan } = render(exampleInventory);
    expect([scan.status, scan.start_time, scan.end_time]).toEqual([
      "success",
      "2026-01-02T03:04:05",
      "2026-01-02T03:09:10",
    ]);
    const plainScan = render(cleanInventory).scan;
    expect([plainScan.start_time, plainScan.end_time]).toEqual([
      "2026-01-02T03:10:00",
      "2026-01-02T03:10:00",
    ]);
  });

  it("says that a sweep without an end did not succeed", () => {
    const { run } = exampleInventory;
    const { scan } = render({ ...exampleInventory, run: run && { ...run, finishedAt: null } });
    expect([scan.status, scan.end_time]).toEqual(["failure", "2026-01-02T03:10:00"]);
  });

  it("tells gaps as warnings and what a limit left out as information", () => {
    const [first, ...rest] = exampleInventory.targets;
    if (first === undefined) throw new Error("no target");
    const bounds = [{ source: "job-log", read: 10, left: 4 }] as const;
    const bounded = { ...first, coverage: { ...first.coverage, bounds } };
    const { messages } = render({ ...exampleInventory, targets: [bounded, ...rest] }).scan;
    expect(messages.map(({ level }) => level)).toEqual(["warn", "warn", "warn", "info"]);
    expect(messages.at(-1)?.value).toBe("job-log: the newest 10 were read, 4 left out as configured");
  });

  it("links only to where a browser may go", () => {
    const withUrl = (url: string) =>
      render({
        ...singleInventory,
        entries: singleInventory.entries.map((entry) => ({
          ...entry,
          locations: entry.locations.map((location) => ({ ...location, url })),
        })),
      }).vulnerabilities[0]?.links;
    expect(withUrl("https://gitlab.example.com/a b")).toEqual([
      { name: "Where it was found", url: "https://gitlab.example.com/a%20b" },
    ]);
    for (const url of ["", "javascript:alert(1)", "data:text/html,x", "x"])
      expect(withUrl(url)).toBeUndefined();
  });

  it("lets no stranger's text become a link, a picture or HTML", () => {
    const { vulnerabilities } = render(hostileInventory);
    expect(vulnerabilities.length).toBeGreaterThan(0);
    for (const { description, solution } of vulnerabilities) {
      const outside = `${description}\n${solution}`.replaceAll(/(`+).*?\1/gs, "");
      expect(outside).not.toMatch(/(?<!\\)[[\]<>]/);
    }
  });

  it("looks like the reviewed sample", async () => {
    await expect(renderText(gitlab, exampleInventory)).toMatchFileSnapshot(
      "../../fixtures/reports/example.gitlab.json",
    );
  });
});

describe("text for GitLab's pages", () => {
  it("keeps words and marks what would be markup", () => {
    expect(plain("![x](http://e) <b> *a* _b_ DEPLOY_TOKEN `c` a|b \\")).toBe(
      "!\\[x\\](http://e) \\<b\\> \\*a\\* \\_b\\_ DEPLOY_TOKEN \\`c\\` a\\|b \\\\",
    );
    expect(plain(HOSTILE)).not.toContain("\n");
  });

  it.each([
    ["a", "`a`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["``x", "``` ``x ```"],
    [" a", "`  a `"],
    ["a\nb", "`a\\nb`"],
  ])("fences the name %j as %j", (name, span) => {
    expect(code(name)).toBe(span);
  });

  it("counts characters, not code units, and says where it cut", () => {
    expect(atMostCharacters("👍👍", 2)).toBe("👍👍");
    expect(atMostCharacters("👍👍👍", 2)).toBe("👍…");
  });

  it("makes no time out of what is none", () => {
    expect(toReportTime("2026-01-02T03:04:05.678Z")).toBe("2026-01-02T03:04:05");
    expect(toReportTime("2026-01-02T04:04:05+01:00")).toBe("2026-01-02T03:04:05");
    expect(toReportTime("yesterday")).toBe("1970-01-01T00:00:00");
  });
});
