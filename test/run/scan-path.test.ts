import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { VaultboundError } from "../../src/model/errors.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import type { SealedFinding } from "../../src/model/sealed-finding.ts";
import { scanPath } from "../../src/run/scan-path.ts";
import { DEMO_SCANNER, demoToken } from "../support/demo-rules.ts";
import { makeRepository, makeTestFolder, removeTestFolders } from "../support/git-repository.ts";
import { makeGitContext } from "../support/scanner.ts";

afterAll(removeTestFolders);

async function* chunks(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

const scan = (path: string, options: { withHistory?: boolean; input?: AsyncIterable<Buffer> } = {}) =>
  scanPath(
    { path, withHistory: options.withHistory ?? true, input: options.input ?? chunks() },
    DEMO_SCANNER,
    makeGitContext(),
  );

/** `kind path:line` of each finding, sorted. */
const places = (facts: TargetFacts): readonly string[] =>
  facts.findings
    .map(({ location: { provenance, region } }) => {
      const path = "path" in provenance ? provenance.path : "";
      return `${provenance.kind} ${path}:${region?.line}`;
    })
    .sort();

const codes = (facts: TargetFacts): readonly string[] => facts.gaps.map(({ code }) => code).sort();
const first = (facts: TargetFacts): SealedFinding => {
  const [finding] = facts.findings;
  if (finding === undefined) throw new Error("nothing found");
  return finding;
};
const introducedBy = ({ location: { provenance } }: SealedFinding): string | undefined =>
  "introduced" in provenance ? provenance.introduced?.commit : undefined;

describe("the history of a repository", () => {
  it("tells a secret of today from one that only old commits hold, and names the first commit of both", async () => {
    const repository = makeRepository();
    const start = repository.commit("start", { "app.env": `A=1\nTOKEN=${demoToken("now")}\n` });
    const leak = repository.commit("leak", { "old.env": `TOKEN=${demoToken("gone")}\n` });
    repository.commit("more", { "app.env": `A=1\nB=2\nTOKEN=${demoToken("now")}\n` });
    repository.git("rm", "--quiet", "old.env");
    repository.commit("remove");
    const facts = await scan(repository.path);
    expect(places(facts)).toEqual(["history old.env:1", "worktree app.env:3"]);
    const [old] = facts.findings.filter(({ location }) => location.provenance.kind === "history");
    const [now] = facts.findings.filter(({ location }) => location.provenance.kind === "worktree");
    expect(old && introducedBy(old)).toBe(leak);
    expect(now && introducedBy(now)).toBe(start);
    expect(codes(facts)).toEqual([]);
  });

  it("finds what only a merge commit brought in, what only another branch has, and what only a tag or a stash keeps", async () => {
    const repository = makeRepository();
    repository.commit("base", { "a.txt": "a\n" });
    repository.git("checkout", "--quiet", "-b", "side");
    repository.commit("side", { "side.txt": `${demoToken("side")}\n` });
    repository.git("checkout", "--quiet", "main");
    repository.commit("main", { "main.txt": "b\n" });
    repository.git("merge", "--quiet", "--no-ff", "--no-commit", "side");
    repository.write("evil.txt", `${demoToken("evil")}\n`);
    const merge = repository.commit("merge");
    repository.git("checkout", "--quiet", "-b", "doomed");
    repository.commit("tagged", { "tagged.txt": `${demoToken("tagged")}\n` });
    repository.git("tag", "v1");
    repository.git("checkout", "--quiet", "main");
    repository.git("branch", "--quiet", "-D", "doomed");
    repository.git("checkout", "--quiet", "-b", "other", "main~1");
    repository.commit("other", { "other.txt": `${demoToken("other")}\n` });
    repository.git("checkout", "--quiet", "main");
    repository.write("a.txt", `${demoToken("stash")}\n`);
    repository.git("stash", "--quiet");
    const facts = await scan(repository.path);
    expect(places(facts)).toEqual([
      "history a.txt:1",
      "history other.txt:1",
      "history tagged.txt:1",
      "worktree evil.txt:1",
      "worktree side.txt:1",
    ]);
    const evil = facts.findings.find(
      ({ location: { provenance } }) => "path" in provenance && provenance.path === "evil.txt",
    );
    expect(evil && introducedBy(evil)).toBe(merge);
  });

  it("reads commit messages and the messages of annotated tags", async () => {
    const repository = makeRepository();
    const commit = repository.commit(`deploy\n\nwith ${demoToken("message")}`, { "a.txt": "a\n" });
    repository.git("tag", "--annotate", "v1", "--message", `release ${demoToken("tag")}`);
    const facts = await scan(repository.path);
    expect(facts.findings.map(({ location }) => location.provenance)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: "commit-message",
          introduced: { commit, author: "Ada Author", date: "2024-01-02T12:00:00+00:00" },
        }),
      ]),
    );
    expect(facts.findings).toHaveLength(2);
  });

  it("gives one secret at two paths two locations and one id, and a renamed file both names", async () => {
    const repository = makeRepository();
    repository.commit("one", { "a.env": `${demoToken("same")}\n`, "b.env": `x\n${demoToken("same")}\n` });
    repository.git("mv", "a.env", "c.env");
    repository.commit("rename");
    const facts = await scan(repository.path);
    expect(places(facts)).toEqual(["history a.env:1", "worktree b.env:2", "worktree c.env:1"]);
    expect(new Set(facts.findings.map(({ secretId }) => secretId)).size).toBe(1);
  });

  it("reads a bare repository, and one named by its .git folder's parent, alike", async () => {
    const repository = makeRepository();
    repository.commit("one", { "a.env": `${demoToken("bare")}\n` });
    const bare = join(makeTestFolder(), "copy.git");
    execFileSync("git", ["clone", "--quiet", "--bare", repository.path, bare], { stdio: "ignore" });
    expect(places(await scan(bare))).toEqual(places(await scan(repository.path)));
  });

  it("scans only the files of today when told so, with the same place", async () => {
    const repository = makeRepository();
    repository.commit("one", { "a.env": `${demoToken("now")}\n`, "b.env": `${demoToken("gone")}\n` });
    repository.git("rm", "--quiet", "b.env");
    repository.commit("two");
    expect(places(await scan(repository.path, { withHistory: false }))).toEqual(["worktree a.env:1"]);
  });

  it("has nothing to say of an empty repository, and no gap", async () => {
    const facts = await scan(makeRepository().path);
    expect([facts.findings, facts.gaps]).toEqual([[], []]);
  });
});

describe("the working tree", () => {
  it("reads changed, staged and untracked files, but not ignored ones", async () => {
    const repository = makeRepository();
    repository.commit("one", { "a.txt": "a\n", ".gitignore": "ignored.txt\n" });
    repository.write("a.txt", `a\n${demoToken("changed")}\n`);
    repository.write("staged.txt", `${demoToken("staged")}\n`);
    repository.git("add", "staged.txt");
    repository.write("new/untracked.txt", `${demoToken("untracked")}\n`);
    repository.write("ignored.txt", `${demoToken("ignored")}\n`);
    expect(places(await scan(repository.path))).toEqual([
      "worktree a.txt:2",
      "worktree new/untracked.txt:1",
      "worktree staged.txt:1",
    ]);
  });

  it("reads what is staged although the file has changed since", async () => {
    const repository = makeRepository();
    repository.commit("one", { "a.txt": "a\n" });
    repository.write("a.txt", `${demoToken("staged")}\n`);
    repository.git("add", "a.txt");
    repository.write("a.txt", "a\n");
    expect(places(await scan(repository.path))).toEqual(["worktree a.txt:1"]);
  });

  it("shows a secret that moved within a changed file once, at its new line, with its first commit", async () => {
    const repository = makeRepository();
    const commit = repository.commit("one", { "a.env": `${demoToken("moved")}\n` });
    repository.write("a.env", `#\n#\n${demoToken("moved")}\n`);
    const facts = await scan(repository.path);
    expect(places(facts)).toEqual(["worktree a.env:3"]);
    expect(introducedBy(first(facts))).toBe(commit);
  });

  it("finds credentials in the remote URL of .git/config", async () => {
    const repository = makeRepository();
    repository.commit("one", { "a.txt": "a\n" });
    repository.git("remote", "add", "origin", `https://x:${demoToken("remote")}@git.example.com/a.git`);
    expect(places(await scan(repository.path))).toEqual(["worktree .git/config:7"]);
  });

  it("marks the pipeline definition as such and names the job", async () => {
    const repository = makeRepository();
    const text = `test:\n  script: [make]\ndeploy:\n  environment: production\n  script:\n    - curl -H ${demoToken("ci")} $URL\n`;
    repository.commit("ci", { ".gitlab-ci.yml": text });
    const facts = await scan(repository.path);
    expect(first(facts).location.provenance).toMatchObject({
      kind: "pipeline",
      path: ".gitlab-ci.yml",
      job: "deploy",
    });
    expect(facts.usages).toEqual([
      {
        target: facts.target.id,
        path: ".gitlab-ci.yml",
        line: 6,
        job: "deploy",
        variable: "URL",
        environment: "production",
      },
    ]);
  });
});

describe("odd repositories", () => {
  it("says that a shallow clone hides history", async () => {
    const repository = makeRepository();
    repository.commit("one", { "a.txt": `${demoToken("deep")}\n` });
    repository.commit("two", { "a.txt": "b\n" });
    const shallow = join(makeTestFolder(), "shallow");
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${repository.path}`, shallow], {
      stdio: "ignore",
    });
    const facts = await scan(shallow);
    expect([places(facts), codes(facts)]).toEqual([[], ["GIT_SHALLOW"]]);
  });

  it("reads all but a corrupt object, and names that", async () => {
    const repository = makeRepository();
    for (let index = 0; index < 20; index++)
      repository.commit(`c${index}`, { [`f${index}.txt`]: `${index} ${demoToken(`file ${index}`)}\n` });
    const id = repository.git("rev-parse", "HEAD:f7.txt");
    const file = join(repository.path, ".git/objects", id.slice(0, 2), id.slice(2));
    execFileSync("chmod", ["u+w", file]);
    writeFileSync(file, "no zlib stream at all");
    repository.git("update-index", "--assume-unchanged", "f7.txt");
    execFileSync("rm", [join(repository.path, "f7.txt")]);
    const facts = await scan(repository.path);
    expect(facts.findings).toHaveLength(19);
    expect(facts.gaps).toMatchObject([{ code: "GIT_OBJECT_UNREADABLE", subject: id }]);
  });

  it("reads everything else when the history cannot be walked to its end", async () => {
    const repository = makeRepository();
    const old = repository.commit("old", { "old.txt": `${demoToken("old")}\n` });
    repository.commit("middle", { "middle.txt": `${demoToken("middle")}\n` });
    repository.commit("new", { "new.txt": `${demoToken("new")}\n` });
    const middle = repository.git("rev-parse", "HEAD~1");
    execFileSync("rm", ["-f", join(repository.path, ".git/objects", middle.slice(0, 2), middle.slice(2))]);
    const facts = await scan(repository.path);
    expect(facts.findings).toHaveLength(3);
    expect(codes(facts)).toContain("GIT_HISTORY_INCOMPLETE");
    expect(old).toMatch(/^[0-9a-f]{40}$/);
  });

  it("reads a SHA-256 repository", async () => {
    const path = makeTestFolder();
    execFileSync("git", ["init", "--quiet", "--object-format=sha256", path]);
    writeFileSync(join(path, "a.txt"), `${demoToken("sha256")}\n`);
    const git = ["-C", path, "-c", "user.name=A", "-c", "user.email=a@example.com"];
    execFileSync("git", [...git, "add", "a.txt"]);
    execFileSync("git", [...git, "commit", "--quiet", "-m", "one"]);
    const facts = await scan(path);
    expect(places(facts)).toEqual(["worktree a.txt:1"]);
    expect(introducedBy(first(facts))).toMatch(/^[0-9a-f]{64}$/);
  });

  it("survives names with line breaks, escapes, tabs, quotes and bytes that are no UTF-8", async () => {
    const repository = makeRepository();
    const names = [
      "a\nb.txt",
      "\u001b[31mred.txt",
      "tab\there.txt",
      'quote"d.txt',
      "-rf.txt",
      "ü.txt",
      ":(glob)*.txt",
    ];
    repository.commit(
      "odd",
      Object.fromEntries(names.map((name, index) => [name, `${demoToken(`odd ${index}`)}\n`])),
    );
    writeFileSync(
      Buffer.concat([Buffer.from(`${repository.path}/`), Buffer.of(0xff, 0xfe), Buffer.from(".txt")]),
      demoToken("bytes"),
    );
    repository.commit("bytes");
    const facts = await scan(repository.path);
    const paths = facts.findings.map(({ location: { provenance } }) =>
      "path" in provenance ? provenance.path : "",
    );
    expect(paths).toEqual(expect.arrayContaining(names));
    expect(new Set(facts.findings.map(({ secretId }) => secretId)).size).toBe(names.length + 1);
  });

  it("runs nothing a hostile configuration names", async () => {
    const repository = makeRepository();
    const witness = join(makeTestFolder(), "ran");
    repository.commit("one", { "a.txt": `${demoToken("hostile")}\n` });
    const program = join(makeTestFolder(), "evil.sh");
    writeFileSync(program, `#!/bin/sh\ntouch ${witness}\n`, { mode: 0o755 });
    for (const key of [
      "core.fsmonitor",
      "core.pager",
      "diff.external",
      "core.sshCommand",
      "gpg.program",
      "filter.x.smudge",
      "filter.x.clean",
      "diff.x.textconv",
      "core.alternateRefsCommand",
    ])
      repository.git("config", key, program);
    repository.git("config", "log.showSignature", "true");
    writeFileSync(join(repository.path, ".gitattributes"), "* filter=x diff=x\n");
    mkdirSync(join(repository.path, ".git/hooks"), { recursive: true });
    writeFileSync(join(repository.path, ".git/hooks/post-index-change"), `#!/bin/sh\ntouch ${witness}\n`, {
      mode: 0o755,
    });
    expect(places(await scan(repository.path))).toContain("worktree a.txt:1");
    expect(readdirSync(join(witness, ".."))).toEqual([]);
  });
});

describe("a pipeline definition that leads elsewhere", () => {
  it("is not followed out of the working tree, by dots or by links, and a pipe is not waited for", async () => {
    const outside = makeTestFolder();
    writeFileSync(join(outside, "other.yml"), "stolen:\n  script: [echo $OUTSIDE]\n");
    const repository = makeRepository();
    symlinkSync(outside, join(repository.path, "link"));
    symlinkSync(join(outside, "other.yml"), join(repository.path, "direct.yml"));
    execFileSync("mkfifo", [join(repository.path, "pipe.yml")]);
    const dots = "../".repeat(12) + outside.slice(1);
    const includes = [`${dots}/other.yml`, "link/other.yml", "direct.yml", "pipe.yml", "ci/*.yml"];
    const text = `include: [${includes.join(", ")}]\njob:\n  script: [echo $INSIDE]\n`;
    repository.commit("ci", { ".gitlab-ci.yml": text, "ci/more.yml": "more:\n  script: [echo $MORE]\n" });
    const { usages } = await scan(repository.path);
    expect(usages.map(({ variable }) => variable).sort()).toEqual(["INSIDE", "MORE"]);
  });

  it("does not ask git for a hundred thousand files that are not there", async () => {
    const repository = makeRepository();
    const names = Array.from({ length: 100_000 }, (_, index) => `missing-${index}.yml`);
    repository.commit("ci", {
      ".gitlab-ci.yml": `include: [${names.join(", ")}]\njob:\n  script: [echo $X]\n`,
    });
    const { usages } = await scan(repository.path);
    expect(usages.map(({ variable }) => variable)).toEqual(["X"]);
  });
});

describe("git itself", () => {
  const scanWith = (path: string) =>
    scanPath({ path: makeRepository().path, withHistory: true, input: chunks() }, DEMO_SCANNER, {
      environment: { PATH: path },
      signal: new AbortController().signal,
    });

  it("is asked for when it is missing", async () => {
    await expect(scanWith(makeTestFolder())).rejects.toMatchObject({ code: "GIT_MISSING" });
  });

  it("is refused when it is too old to take settings from the environment", async () => {
    const folder = makeTestFolder();
    writeFileSync(join(folder, "git"), "#!/bin/sh\necho git version 2.30.9\n", { mode: 0o755 });
    await expect(scanWith(`${folder}:${process.env["PATH"]}`)).rejects.toMatchObject({
      code: "GIT_TOO_OLD",
      message: "git 2.30 is too old.",
    });
  });
});

describe("folders, files and standard input", () => {
  it("reads every file of a plain folder, hidden ones too, without following links out of it", async () => {
    const folder = makeTestFolder();
    const outside = makeTestFolder();
    mkdirSync(join(folder, "deep/er"), { recursive: true });
    writeFileSync(join(folder, ".env"), demoToken("hidden"));
    writeFileSync(join(folder, "deep/er/a.txt"), `\n\n  ${demoToken("deep")}`);
    writeFileSync(join(outside, "b.txt"), demoToken("outside"));
    symlinkSync(join(outside, "b.txt"), join(folder, "out.txt"));
    symlinkSync(join(folder, ".env"), join(folder, "in.txt"));
    symlinkSync("loop.txt", join(folder, "loop.txt"));
    symlinkSync(folder, join(folder, "deep/up"));
    const facts = await scan(folder);
    expect(places(facts)).toEqual(["worktree .env:1", "worktree deep/er/a.txt:3"]);
    expect(facts.gaps).toMatchObject([{ code: "LINK_SKIPPED", subject: "out.txt" }]);
  });

  it("says that a repository inside a plain folder has a history nobody looked at", async () => {
    const folder = makeTestFolder();
    execFileSync("git", ["init", "--quiet", join(folder, "inner")]);
    writeFileSync(join(folder, "inner/a.txt"), demoToken("inner"));
    const facts = await scan(folder);
    expect(places(facts)).toEqual(["worktree inner/a.txt:1"]);
    expect(facts.gaps).toMatchObject([{ code: "NESTED_REPOSITORY", subject: "inner" }]);
  });

  it("does not wait for a pipe that nobody writes to", async () => {
    const folder = makeTestFolder();
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect((await scan(folder)).gaps).toMatchObject([{ code: "FILE_UNREADABLE", subject: "pipe" }]);
  });

  it("reads one file, and a part of a working tree as a plain folder", async () => {
    const repository = makeRepository();
    repository.commit("one", { "sub/a.txt": `${demoToken("a")}\n`, "b.txt": `${demoToken("b")}\n` });
    expect(places(await scan(join(repository.path, "b.txt")))).toEqual(["worktree b.txt:1"]);
    expect(places(await scan(join(repository.path, "sub")))).toEqual(["worktree a.txt:1"]);
  });

  it("reads standard input, tokens across chunks included", async () => {
    const token = demoToken("pipe");
    const facts = await scan("-", {
      input: chunks("line\n", `x ${token.slice(0, 9)}`, `${token.slice(9)}\n`),
    });
    expect(places(facts)).toEqual(["stdin -:2"]);
    expect(first(facts).location.region).toEqual({ line: 2, column: 8, endLine: 2, endColumn: 24 });
  });

  it("reads UTF-16, with and without a mark, and finds the right column behind wide characters", async () => {
    const folder = makeTestFolder();
    const text = `näme\r\n😀 ${demoToken("wide")}\r\n`;
    writeFileSync(
      join(folder, "le.txt"),
      Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, "utf16le")]),
    );
    writeFileSync(
      join(folder, "be.txt"),
      Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(text, "utf16le").swap16()]),
    );
    writeFileSync(join(folder, "plain.txt"), Buffer.from(`key = ${demoToken("wide")}\n`, "utf16le"));
    writeFileSync(join(folder, "utf8.txt"), text);
    const facts = await scan(folder);
    expect(places(facts)).toEqual([
      "worktree be.txt:2",
      "worktree le.txt:2",
      "worktree plain.txt:1",
      "worktree utf8.txt:2",
    ]);
    expect(new Set(facts.findings.map(({ location }) => location.region?.column))).toEqual(new Set([8, 12]));
  });

  it("reads a file of 500 MB and a line of 50 MB in bounded memory", async () => {
    const folder = makeTestFolder();
    const big = join(folder, "big.bin");
    writeFileSync(big, "");
    truncateSync(big, 500 * 1024 * 1024);
    execFileSync("sh", ["-c", `printf '%s\\n' '${demoToken("end")}' >> big.bin`], { cwd: folder });
    writeFileSync(join(folder, "line.txt"), `${"a ".repeat(25 * 1024 * 1024)}${demoToken("line")}`);
    const facts = await scan(folder);
    expect(places(facts)).toEqual(["worktree big.bin:1", "worktree line.txt:1"]);
    expect(process.memoryUsage().rss).toBeLessThan(1024 * 1024 * 1024);
  });

  it("says so when there is nothing at the path", async () => {
    const error = await scan("/nowhere/at/all").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(VaultboundError);
    expect(error).toMatchObject({ code: "PATH_NOT_FOUND", message: "Nothing to scan at /nowhere/at/all." });
  });

  it("stops at once when interrupted, with nothing left running", async () => {
    const repository = makeRepository();
    repository.commit("one", { "a.txt": `${demoToken("a")}\n` });
    const controller = new AbortController();
    controller.abort(new Error("stop"));
    await expect(
      scanPath(
        { path: repository.path, withHistory: true, input: chunks() },
        DEMO_SCANNER,
        makeGitContext(controller.signal),
      ),
    ).rejects.toThrow(/stop|aborted/);
  });
});
