import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { blobId, ruleId } from "../../src/model/ids.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import type { Target } from "../../src/model/target.ts";
import { createCollector } from "../../src/run/collect.ts";
import { scanPath } from "../../src/run/scan-path.ts";
import type { SealedMatch } from "../../src/model/sealed-finding.ts";
import { DEMO_SCANNER, demoToken } from "../support/demo-rules.ts";
import { makeProject, secretOf } from "../support/facts.ts";
import { makeRepository, makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { makeGitContext } from "../support/scanner.ts";
import { makeSqlite } from "../support/sqlite.ts";
import { makeTar } from "../support/tar.ts";
import { makeZip } from "../support/zip.ts";

afterAll(removeTestFolders);

async function* chunks(...list: readonly Uint8Array[]): AsyncGenerator<Buffer> {
  for (const bytes of list) yield Buffer.from(bytes);
}

const scan = (path: string, input: AsyncIterable<Buffer> = chunks()): Promise<TargetFacts> =>
  scanPath({ path, withHistory: true, input }, DEMO_SCANNER, makeGitContext());

/** `kind path:line` of each finding, sorted. */
const places = (facts: TargetFacts): readonly string[] =>
  facts.findings
    .map(({ location: { provenance, region } }) => {
      const path = "path" in provenance ? provenance.path : "";
      return `${provenance.kind} ${path}:${region?.line}`;
    })
    .sort();

const secretFile = (label: string): string => `# settings\ntoken = ${demoToken(label)}\n`;
const jar = (label: string): Buffer =>
  makeZip([{ name: "config/app.properties", content: secretFile(label) }]);

describe("a packed file in a folder", () => {
  it.each<[string, string, Uint8Array, string]>([
    ["zip", "app.jar", jar("zip"), "app.jar!/config/app.properties:2"],
    ["tar", "a.tar", makeTar([{ name: "./b.txt", content: secretFile("tar") }]), "a.tar!/b.txt:2"],
    ["gzip", "dump.sql.gz", gzipSync(secretFile("gz")), "dump.sql.gz:2"],
    [
      "gzipped tar",
      "a.tgz",
      gzipSync(makeTar([{ name: "b.txt", content: secretFile("tgz") }])),
      "a.tgz!/b.txt:2",
    ],
    [
      "zip in a zip",
      "a.war",
      makeZip([{ name: "b.jar", content: jar("war") }]),
      "a.war!/b.jar!/config/app.properties:2",
    ],
    [
      "SQLite",
      "a.db",
      makeSqlite("create table t(id integer primary key, token text)", (database) => {
        database.prepare("insert into t(token) values (?), (?)").run("x", demoToken("db"));
      }),
      "a.db!/t:2",
    ],
  ])("is scanned inside: %s; its raw bytes add nothing", async (_, name, bytes, place) => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, name), bytes);
    const facts = await scan(folder);
    expect(places(facts)).toEqual([`worktree ${place}`]);
    expect(facts.gaps).toEqual([]);
    expect(facts.coverage.blobs).toBe(1);
  });

  it("still shows what only its raw bytes hold", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "a.zip"), makeZip([], { comment: demoToken("comment") }));
    expect(places(await scan(folder))).toEqual(["worktree a.zip:1"]);
  });

  it("has one finding for each place of a secret in it", async () => {
    const folder = makeTestFolder();
    const names = ["a.txt", "b.txt"];
    writeFileSync(
      join(folder, "a.zip"),
      makeZip(names.map((name) => ({ name, content: secretFile("same") }))),
    );
    const facts = await scan(folder);
    expect(places(facts)).toEqual(["worktree a.zip!/a.txt:2", "worktree a.zip!/b.txt:2"]);
    expect(new Set(facts.findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(new Set(facts.findings.map(({ secretId }) => secretId)).size).toBe(1);
  });

  it("has one gap for each reason, with the first entry and how many more", async () => {
    const folder = makeTestFolder();
    const locked = ["x", "y", "z"].map((name) => ({ name, content: "", isEncrypted: true }));
    writeFileSync(join(folder, "a.zip"), makeZip([...locked, { name: "old", content: "", method: 1 }]));
    expect((await scan(folder)).gaps).toMatchObject([
      {
        code: "ARCHIVE_ENCRYPTED",
        source: "worktree",
        subject: "a.zip!/x",
        message: "a.zip!/x was not unpacked: it is encrypted (as 2 more in the same file).",
      },
      { code: "ARCHIVE_UNSUPPORTED", subject: "a.zip!/old" },
    ]);
  });

  it("that is too large to be held is a gap, once", async () => {
    const folder = makeTestFolder();
    // With a name of two letters each piece of it begins like an archive.
    const content = Buffer.alloc(40 * 1024 * 1024, "PK\u0003\u0004");
    writeFileSync(join(folder, "a.zip"), makeZip([{ name: "aa", content, method: 0 }]));
    expect((await scan(folder)).gaps).toMatchObject([
      {
        code: "ARCHIVE_TOO_LARGE",
        subject: "a.zip",
        message: "a.zip was not unpacked to its end: it is too large to be held as a whole.",
      },
    ]);
  });
});

describe("a packed file elsewhere", () => {
  it("is scanned in the history, with the commit that brought it, as its current version is", async () => {
    const repository = makeRepository();
    const first = repository.commit("jar", { "lib/app.jar": jar("old") });
    repository.commit("same secret in a new jar", {
      "lib/app.jar": makeZip([
        { name: "new.txt", content: "new" },
        { name: "config/app.properties", content: `\n${secretFile("old")}` },
      ]),
    });
    repository.commit("another", { "gone.zip": jar("gone") });
    repository.git("rm", "--quiet", "gone.zip");
    repository.commit("remove");
    const facts = await scan(repository.path);
    expect(places(facts)).toEqual([
      "history gone.zip!/config/app.properties:2",
      "worktree lib/app.jar!/config/app.properties:3",
    ]);
    const current = facts.findings.find(({ location }) => location.provenance.kind === "worktree");
    expect(current?.location.provenance).toMatchObject({ introduced: { commit: first } });
    expect(facts.gaps).toEqual([]);
  });

  it("is scanned on standard input", async () => {
    const bytes = makeZip(["a", "b"].map((name) => ({ name, content: secretFile("stdin") })));
    const facts = await scan("-", chunks(bytes.subarray(0, 50), bytes.subarray(50)));
    expect(places(facts)).toEqual(["stdin -!/a:2", "stdin -!/b:2"]);
  });
});

describe("the location of a packed text", () => {
  const target: Target = makeProject("acme/shop");
  const match = (inner: string | null): SealedMatch => ({
    rule: ruleId("demo-token"),
    secretId: secretOf("one"),
    preview: "****",
    confidence: "medium",
    tags: [],
    facts: {},
    region: { line: 7, column: 1, endLine: 7, endColumn: 9 },
    inner,
  });

  it.each([
    [null, "lib/a b.jar", "https://gitlab.example.com/acme/shop/-/blob/abc/lib/a%20b.jar#L7"],
    ["", "lib/a b.jar", "https://gitlab.example.com/acme/shop/-/blob/abc/lib/a%20b.jar"],
    ["x/y.yml", "lib/a b.jar!/x/y.yml", "https://gitlab.example.com/acme/shop/-/blob/abc/lib/a%20b.jar"],
  ])("links to the file it is packed in, without a line (%s)", (inner, path, url) => {
    for (const isDeferred of [false, true]) {
      const collector = createCollector(target);
      const provenance = { kind: "worktree", path: "lib/a b.jar", introduced: null } as const;
      if (isDeferred) {
        collector.defer(match(inner), blobId("1"));
        collector.place(new Map([[blobId("1"), [{ provenance, age: 0 }]]]));
      } else collector.add(match(inner), blobId("1"), provenance);
      const [finding] = collector.finish("abc");
      expect(finding?.location).toEqual({
        target: target.id,
        provenance: { ...provenance, path },
        region: match(inner).region,
        url,
      });
    }
  });

  it("is part of the fingerprint, which is else that of a file with such a path", () => {
    const place = (path: string, inner: string | null) => {
      const collector = createCollector(target);
      collector.add(match(inner), blobId("1"), { kind: "history", path, introduced: null });
      return collector.finish(null)[0]?.fingerprint;
    };
    expect(place("a.jar", "b")).not.toBe(place("a.jar", "c"));
    expect(place("a.jar", "b")).not.toBe(place("a.jar", null));
    expect(place("a.jar", "")).toBe(place("a.jar", null));
  });
});
