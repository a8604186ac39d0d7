/** The table for people at a terminal. */
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/lib/display-width.ts";
import type { Entry, Inventory } from "../../src/model/inventory.ts";
import { cleanInventory, emptyInventory, exampleInventory, singleInventory } from "./example-inventory.ts";
import { change, critical, fail, flat, render } from "./render-table.ts";
import { hostileInventory, makeLongInventory } from "./unusual-inventories.ts";

const firstLine = (inventory: Inventory): string => flat(render(inventory).split("\n\n")[0] ?? "").trim();

const HEADINGS = /^(CRITICAL|HIGH|MEDIUM|LOW|INFO) {2}/gm;
/** A row that every entry in full has. */
const IN_FULL = /^ {2}next {2}/gm;

describe("the table", () => {
  it.each([40, 80, 120])("fits %i columns and leaves no blanks at line ends", (width) => {
    for (const inventory of [exampleInventory, hostileInventory, makeLongInventory(60), cleanInventory])
      for (const line of render(inventory, { width }).split("\n")) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(line).toBe(line.trimEnd());
      }
  });

  it("stays readable when the terminal claims to have no width", () => {
    expect(render(exampleInventory, { width: 0 })).toBe(render(exampleInventory, { width: 40 }));
  });

  it("breaks no word that fits on a line", () => {
    const words = new Set(flat(render(exampleInventory, { width: 500 })).split(" "));
    for (const word of flat(render(exampleInventory)).split(" ")) expect(words).toContain(word);
  });

  it("differs with colour in the colours only", () => {
    const colored = render(exampleInventory, { color: true });
    expect(colored).toContain("\u001b[");
    expect(stripVTControlCharacters(colored)).toBe(render(exampleInventory));
  });

  it("puts the worst secret first", () => {
    const headings = render(exampleInventory).match(/^[A-Z]{4,}(?= {2})/gm);
    expect(headings).toEqual(["CRITICAL", "HIGH", "MEDIUM", "INFO"]);
  });

  it("breaks a heading that does not fit, and none that does", () => {
    const fixed = displayWidth("CRITICAL    glpat-****  #3f9a3f9a3f9a");
    const headingOf = (width: number): string | undefined =>
      /^CRITICAL.*?(?=\n {2}why)/ms.exec(render(change({ title: "x".repeat(width - fixed) })))?.[0];
    expect(headingOf(80)).toMatch(/^\S+ {2}x+ {2}glpat-\*{4} {2}#3f9a3f9a3f9a$/);
    expect(headingOf(81)).toMatch(/^\S+ {2}x+ {2}glpat-\*{4}\n {2}#3f9a3f9a3f9a$/);
  });

  it("says where a secret is, who uses it, since when, and where it belongs", () => {
    const text = flat(render(exampleInventory));
    for (const part of [
      "CRITICAL GitLab personal access token glpat-**** #3f9a3f9a3f9a why",
      "acme/shop variable DEPLOY_TOKEN (production, masked)",
      "acme/shop/api .gitlab-ci.yml:14:22, job deploy",
      "2023-03-02, commit aaaaaaaaaaaa by Jane Doe, still at HEAD",
      "acme/shop/api jobs deploy, rollback",
      "vault kv/acme/shop/production/deploy-token, field token better:",
      "access jwt at auth/jwt, role acme-shop-api-production jwt at auth/jwt, role acme-shop-web-production",
      "next wave 0 (revoke now): revoke, store, rewrite pipeline, remove variable",
      "by Jane Doe, only in history",
      "value hidden, known by name only",
      "no job was found that uses it",
    ])
      expect(text).toContain(part);
  });

  it("shows four places and says how many more there are and where", () => {
    expect(flat(render(exampleInventory))).toContain("and 2 more places, see --format json");
    expect(flat(render(exampleInventory))).not.toContain("message of commit");
    expect(flat(render(change({ locations: critical.locations.slice(-1) })))).toContain(
      "message of commit aaaaaaaaaaaa:4:1",
    );
    const few = flat(render(change({ locations: critical.locations.slice(0, 5) })));
    expect(few).toContain("config/prod.env:2:15, in history (and once more)");
    expect(few).not.toContain("more place");
  });

  it("names eight jobs of a project and says how many more there are", () => {
    const [usage] = critical.usages;
    const usages = Array.from({ length: 11 }, (_unused, job) =>
      usage ? [{ ...usage, job: `job-${10 + job}` }] : [],
    ).flat();
    expect(flat(render(change({ usages })))).toContain(
      "jobs job-10, job-11, job-12, job-13, job-14, job-15, job-16, job-17 and 3 more",
    );
  });

  it("takes the oldest commit by time, though clocks differ", () => {
    const [base] = critical.locations;
    const at = (letter: string, date: string): Entry["locations"][number][] =>
      base?.provenance.kind === "history" && base.provenance.introduced
        ? [
            {
              ...base,
              provenance: {
                ...base.provenance,
                path: letter,
                introduced: { ...base.provenance.introduced, author: letter, date },
              },
            },
          ]
        : [];
    const locations = [
      ...at("x", "2024-05-01T01:00:00+09:00"),
      ...at("y", "2024-04-30T23:00:00Z"),
      ...at("z", "never"),
    ];
    expect(flat(render(change({ locations })))).toContain(
      "2024-05-01, commit aaaaaaaaaaaa by x".replace(/a{12}/, "b".repeat(12)),
    );
  });

  it("leaves out the only folder's path before each place", () => {
    expect(render(singleInventory)).toContain("  where     src/settings.py:12:13\n");
  });

  it("says nothing of since when where nothing is known", () => {
    const [location] = critical.locations.slice(-3);
    expect(render(change({ firstSeen: null, locations: location ? [location] : [] }))).not.toContain("since");
  });

  it("repeats the path of the only folder nowhere but in the coverage", () => {
    const { path, id } = singleInventory.targets[0]?.target ?? fail("no folder");
    const entries = singleInventory.entries.map((entry) => ({
      ...entry,
      reasons: [`It stands in current files of ${path}: everybody who may read there has it.`],
      usages: critical.usages.map((usage) => ({ ...usage, target: id })),
    }));
    const text = render({ ...singleInventory, entries });
    expect(text).toContain("  used by   jobs deploy, publish, rollback\n");
    expect(text.split(path)).toHaveLength(2);
  });

  it("shows 300 secrets, critical and high ones in full and the others in short", () => {
    const text = render(makeLongInventory(300));
    expect(text.match(HEADINGS)).toHaveLength(300);
    expect(text.match(IN_FULL)).toHaveLength(120);
    expect(text).toContain("180 more secrets, in short (--format json has everything about each)");
  });

  it("shows the first twenty in full when they are mild", () => {
    const { entries, ...others } = makeLongInventory(50);
    const text = render({ ...others, entries: entries.map((entry) => ({ ...entry, severity: "low" })) });
    expect(text.match(HEADINGS)).toHaveLength(50);
    expect(text.match(IN_FULL)).toHaveLength(20);
  });

  it("says once, at the end, where the rest is told", () => {
    expect(render(exampleInventory).split(/(?=Why and how of each step)/)[1]).toBe(
      "Why and how of each step: --format json\n",
    );
    expect(render(cleanInventory)).not.toContain("--format json");
  });

  it("looks like the reviewed sample", async () => {
    await expect(render(exampleInventory)).toMatchFileSnapshot("../../fixtures/reports/example.txt");
  });
});

describe("the reasons in the table", () => {
  const whyOf = (given: Partial<Entry>): string | undefined =>
    /^ {2}why {7}(.*?)(?=\n {2}\w)/ms.exec(render(change(given), { width: 200 }))?.[1];
  const START = "GitLab personal access token: this kind starts as high.";
  const EXPOSED = "It stands in current files of acme/shop/api: everybody who may read there has it.";
  const locations = critical.locations.slice(0, 2);

  it.each([
    ["the kind's severity if nothing else decided", [START], START],
    [
      "a lone one in full, without the place",
      [START, EXPOSED],
      "It stands in current files: everybody who may read there has it.",
    ],
    [
      "of several what is the matter",
      [START, EXPOSED, "2 projects share it: one leak opens all of them.", "It is old."],
      "It stands in current files. 2 projects share it. It is old.",
    ],
    ["nothing if there are none", [], undefined],
  ])("are: %s", (_what, reasons, expected) => {
    expect(whyOf({ reasons, locations })).toBe(expected);
  });

  it("name the target when there are several, or when it is another", () => {
    expect(whyOf({ reasons: [EXPOSED] })).toBe(EXPOSED);
    const other = EXPOSED.replace("api:", "api-2:");
    expect(whyOf({ reasons: [other], locations })).toBe(other);
  });
});

describe("the verdict of the table", () => {
  it("says what was looked at when nothing was found", () => {
    expect(firstLine(cleanInventory)).toBe(
      "No secrets found in 1 repository: 812 blobs (3.4 MB), 96 commits, 0 variables.",
    );
  });

  it("never says so without its gaps in the same sentence", () => {
    expect(firstLine({ ...cleanInventory, gaps: exampleInventory.gaps })).toBe(
      "No secrets found in 1 repository: 812 blobs (3.4 MB), 96 commits, 0 variables, but 3 parts could not be read (listed at the end).",
    );
  });

  it("never says so of a sweep that has not finished", () => {
    const run = exampleInventory.run && { ...exampleInventory.run, finishedAt: null };
    expect(firstLine({ ...cleanInventory, run })).toMatch(/, but the sweep has not finished\.$/);
  });

  it("says that nothing was scanned when nothing was", () => {
    expect(firstLine(emptyInventory)).toBe("Nothing was scanned.");
  });
});

describe("the coverage part of the table", () => {
  it("groups gaps by code and remedy, names the places that refuse a source, and says how many it does not name", () => {
    const text = flat(render(makeLongInventory(300)));
    expect(text).toContain(
      "Not read: 300 gaps GITLAB_FORBIDDEN: 300 gaps (variables) variables of 300 places: acme/p0, acme/p1, acme/p10,",
    );
    expect(text).toContain(
      "and 270 more places, see --format json To do: The token needs the Maintainer role there.",
    );
  });

  it("says how many single objects it does not list, and where they are", () => {
    const [first] = exampleInventory.gaps;
    if (first === undefined) throw new Error("no gap");
    const gaps = Array.from({ length: 9 }, (_unused, index) => ({
      ...first,
      source: "job-log" as const,
      subject: `job ${index}`,
      message: "The log is not whole.",
    }));
    const text = flat(
      render({ ...exampleInventory, gaps: [...gaps, first, { ...first, targetPath: "acme/x" }] }),
    );
    expect(text).toContain(
      "GITLAB_FORBIDDEN: 11 gaps (job-logs, variables) variables of 2 places: acme/shop/api, acme/x " +
        "acme/shop/api: job 0: The log is not whole. ",
    );
    expect(text).toContain("job 4: The log is not whole. and 4 more gaps, see --format json To do:");
  });

  it("says of each source how much it gave, where, what was left out and what was refused", () => {
    const reading = (name: string, counts: Partial<Record<"blobs" | "commits" | "variables", number>>) => ({
      name,
      blobs: 0,
      bytes: 0,
      commits: 0,
      variables: 0,
      ...counts,
    });
    const targets = exampleInventory.targets.map(({ target, coverage }) => ({
      target,
      coverage: {
        ...coverage,
        bounds: [{ source: "job-log" as const, read: 10, left: 4 }],
        sources: [
          reading("history", { blobs: 1000, commits: 20 }),
          reading("variables", { variables: 2 }),
          reading("job-logs", { blobs: 10 }),
          reading("webhooks", {}),
        ],
      },
    }));
    const [gap] = exampleInventory.gaps;
    const whole = gap === undefined ? [] : [{ ...gap, source: "target" as const }];
    const text = render({ ...exampleInventory, targets, gaps: [...exampleInventory.gaps, ...whole] });
    expect(text).toContain(
      [
        "  sources   all of it  1 gap",
        "            history    60 commits and 3,000 texts in 3 places, 1 gap",
        "            job-logs   30 texts in 3 places, 12 left out as configured",
        "            schedules  1 gap",
        "            variables  6 variables in 3 places, 1 gap",
        "            webhooks   nothing in 3 places",
        "",
      ].join("\n"),
    );
    expect(text).not.toContain("bounded");
  });

  it("names the target and the object where the message does not", () => {
    const text = flat(render(exampleInventory));
    expect(text).toContain("(403). acme/shop/web: Cannot read the pipeline schedules (403).");
    expect(text).not.toContain("acme/shop/api: Cannot read the CI/CD variables of acme/shop/api");
  });

  it("says so when there are none", () => {
    expect(render(cleanInventory)).toContain("not read  there are no gaps\n");
  });
});
