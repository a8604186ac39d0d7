/** Every planted value is where the list says, in the served GitLab. */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RESOURCE_KINDS } from "../../src/model/provenance.ts";
import { unpack } from "../../src/unpack/unpack.ts";
import { ask } from "./ask.ts";
import { type PlantedPlace, plantedDecoys, plantedSecrets } from "./planted.ts";
import { readCompany } from "./read-company.ts";
import { type SampleGitLab, startSampleGitLab } from "./server.ts";

const company = readCompany();
const planted = plantedSecrets(company);
const places = planted.flatMap(({ label, places: all }) => all.map((place) => ({ label, place })));
/** What an answer shows as it is: not packed, not in git. */
const BESIDE = RESOURCE_KINDS.filter((kind) => kind !== "credential" && kind !== "artifact");

const ofSource = (...sources: readonly PlantedPlace["source"][]) =>
  places
    .filter(({ place }) => sources.includes(place.source))
    .map(({ label, place }) => ({
      label,
      place,
      where: `${place.owner.path} ${place.path ?? place.key ?? place.ref ?? ""}`,
    }));

const readPacked = (bytes: Buffer): ReadonlyMap<string, string> =>
  new Map(
    [...(unpack(bytes) ?? [])].flatMap((item): readonly [string, string][] =>
      "bytes" in item ? [[item.name, Buffer.from(item.bytes).toString()]] : [],
    ),
  );

describe("planted secrets", () => {
  let sample: SampleGitLab;
  beforeAll(async () => {
    sample = await startSampleGitLab();
  });
  afterAll(() => sample.close());

  const git = (place: PlantedPlace, ...args: readonly string[]): string =>
    execFileSync("git", ["-C", sample.repositories[place.owner.path] ?? "", ...args], { encoding: "utf8" });
  const api = ({ owner: { kind, id } }: PlantedPlace, path: string) =>
    kind === "instance"
      ? ask(sample, path, sample.tokens.administrator)
      : ask(sample, `/${kind}s/${id}${path}`, sample.tokens.owner);
  const show = (place: PlantedPlace, commit: string): string => {
    const [file = "", inner] = place.path?.split("!/") ?? [];
    const [, blob] = /^\d+ blob (\w+)/.exec(git(place, "ls-tree", commit, file)) ?? [];
    if (blob === undefined) return "";
    if (inner === undefined) return git(place, "cat-file", "blob", blob);
    const folder = sample.repositories[place.owner.path] ?? "";
    return readPacked(execFileSync("git", ["-C", folder, "cat-file", "blob", blob])).get(inner) ?? "";
  };
  /** Every version of the file that the ref leads to. */
  const versions = (place: PlantedPlace): readonly string[] =>
    git(place, "rev-list", "--full-history", place.ref ?? "", "--", place.path ?? "")
      .split("\n")
      .filter(Boolean)
      .map((commit) => show(place, commit));

  it("all live somewhere, and so do the decoys", () => {
    const homeless = [...planted, ...plantedDecoys(company)].filter((secret) => secret.places.length === 0);
    expect(homeless.map(({ label }) => label)).toEqual([]);
  });

  it("are of every source and reach into every kind of git place", () => {
    const sources = new Set(places.map(({ place }) => place.source));
    const code = ["commit-message", "history", "variable", "worktree"];
    const all = [...code, ...RESOURCE_KINDS.filter((kind) => kind !== "credential")];
    expect([...sources].sort()).toEqual(all.sort());
    const refs = new Set(places.map(({ place }) => place.ref));
    expect(refs).toContain("refs/heads/feature/gateway-client");
    expect(refs).toContain("refs/merge-requests/3/head");
    expect(refs).toContain("refs/tags/v1.0.0");
  });

  it("share one password among a group variable, two projects and the history of a third", () => {
    const shared = planted.find(({ label }) => label === "shared-database-password");
    expect(shared?.places.map(({ owner, source }) => [owner.path, source])).toEqual([
      ["acme", "variable"],
      ["acme/payments/api", "worktree"],
      ["acme/payments/worker", "worktree"],
      ["acme/platform/monolith", "history"],
    ]);
  });

  it("count a renamed file once, where it is now", () => {
    const renamed = planted.find(({ label }) => label === "worker-renamed-secret");
    expect(renamed?.places.map(({ path }) => path)).toEqual(["worker/config/webhook.ini"]);
  });

  it("pass on to a fork, except what only a merge-request ref holds", () => {
    const owners = (label: string) =>
      planted.find((secret) => secret.label === label)?.places.map(({ owner }) => owner.path);
    expect(owners("npm-token")).toEqual(["acme/web", "acme/web/shop-fork", "acme/web/shop"]);
    expect(owners("npm-merge-request-token")).toEqual(["acme/web/shop"]);
  });

  it.each(ofSource("worktree"))("$label is in the current $where", ({ place }) => {
    expect(show(place, place.ref ?? "")).toContain(place.text);
  });

  it.each(ofSource("history"))("$label is in an old or other version of $where only", ({ place }) => {
    expect(versions(place).filter((text) => text.includes(place.text)).length).toBeGreaterThan(0);
    expect(show(place, "HEAD")).not.toContain(place.text);
  });

  it.each(ofSource("commit-message"))("$label is in a message at $where", ({ place }) => {
    const messages = place.ref?.startsWith("refs/tags/")
      ? git(place, "cat-file", "tag", place.ref)
      : git(place, "log", "--format=%B", place.ref ?? "");
    expect(messages).toContain(place.text);
  });

  const variables = ofSource("variable");
  const ofInstance = variables.filter(({ place }) => place.owner.kind === "instance");

  it.each(ofInstance)("$label is in the instance's variable $where", async ({ place }) => {
    const { json } = await api(place, "/admin/ci/variables");
    expect(json).toContainEqual(
      expect.objectContaining({ key: place.key, value: expect.stringContaining(place.text) }),
    );
  });

  const ofPlaces = variables.filter((variable) => !ofInstance.includes(variable));

  it.each(ofPlaces)("$label is in the variable $where", async ({ place }) => {
    const filter = `?filter[environment_scope]=${encodeURIComponent(place.environmentScope ?? "")}`;
    const { json } = await api(place, `/variables/${place.key}${filter}`);
    expect(json).toMatchObject({ key: place.key, value: expect.stringContaining(place.text) });
  });

  it.each(ofSource(...BESIDE))("$label is in the answer for $place.source $where", async ({ place }) => {
    const { text } = await api(place, place.address ?? "");
    const joined = text.replaceAll(/\n\S{27} 01O\+/g, "");
    expect(joined).toContain(
      JSON.stringify(place.text)
        .slice(1, -1)
        .replaceAll("\\n", place.address?.endsWith("/download") ? "\n" : "\\n"),
    );
  });

  it.each(ofSource("artifact"))("$label is in the file $where of a job", async ({ place }) => {
    const address = `${sample.url}/api/v4/projects/${place.owner.id}${place.address}`;
    const answer = await fetch(address, { headers: { "private-token": sample.tokens.owner } });
    const inside = readPacked(Buffer.from(await answer.arrayBuffer()));
    expect([...inside.values()].filter((text) => text.includes(place.text))).toHaveLength(1);
  });

  it("may be cut in two by the lines of a log", async () => {
    const cut = ofSource("job-log").filter(({ label }) => label === "fraud-log-password");
    expect(cut).toHaveLength(1);
    for (const { place } of cut)
      expect((await api(place, place.address ?? "")).text).not.toContain(place.text);
  });

  it("are not where only decoys live", () => {
    const clean = new Set(places.map(({ place }) => place.owner.path));
    expect(clean).not.toContain("acme/handbook");
    expect(clean).not.toContain("acme-open/sdk");
  });
});
