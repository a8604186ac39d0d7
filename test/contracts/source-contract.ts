/** What every source that reads GitLab owes the conveyor, whatever GitLab does: source × fault. */
import { describe, expect, it } from "vitest";
import { type Gap, isGap } from "../../src/model/gap.ts";
import { isResource, type SourceKind } from "../../src/model/provenance.ts";
import type { Source } from "../../src/sources/source.ts";
import type { TokenName } from "../sample-gitlab/company.ts";
import type { Fault, SampleGitLab } from "../sample-gitlab/server.ts";
import { readSource, type ReadSource } from "../sources/gitlab/open-gitlab.ts";

interface At {
  readonly path: string;
  readonly token?: TokenName;
}

type TargetKind = "instance" | "group" | "project";

/** A row for each kind of target that the source reads; "project" here stands for all of them. */
export interface SourceCase {
  readonly source: Source;
  /** Default: project. */
  readonly kind?: TargetKind;
  /** A project with something to read, and all of it: `item | path | address below the project's`. */
  readonly reads: At & { readonly items: readonly string[] };
  /** A token whose role is too small there. */
  readonly refused: At & { readonly token: TokenName };
  /** A project that has the feature switched off; null where there is no switch. */
  readonly off: string | null;
  /** A project with two objects, the request for one of them, and what its gap is about; null where one answer has all. */
  readonly broken:
    | (At & { readonly request: string; readonly subject: string; readonly left: readonly string[] })
    | null;
  /** A project without anything of the kind; null where there is always something. */
  readonly empty: string | null;
}

const ANYTHING = "/api/*";

const gapsOf = ({ items }: ReadSource): readonly Gap[] => items.filter(isGap);
const othersOf = ({ items }: ReadSource) => items.filter((item) => !isGap(item));

/** `item | path | address`: as a person would look for it. */
const describeItem = (item: ReadSource["items"][number], project: string): string => {
  if (isGap(item) || !("provenance" in item) || item.provenance === null) return "";
  const { provenance } = item;
  if (provenance.kind === "variable") return `${provenance.key} | ${provenance.environmentScope} |`;
  if (!isResource(provenance)) return provenance.kind;
  return `${provenance.item} | ${provenance.path} | ${provenance.webUrl.replace(project, "")}`;
};

const describeItems = (
  read: ReadSource,
  sample: SampleGitLab,
  { kind, path }: { readonly kind: TargetKind; readonly path: string },
): readonly string[] => {
  const page = { instance: "", group: `/groups/${path}`, project: `/${path}` }[kind];
  return othersOf(read)
    .filter((item) => "provenance" in item)
    .map((item) => describeItem(item, sample.url + page));
};

/** Faults that pass: a politely repeated request gets the true answer. */
const PASSING: readonly (readonly [string, Fault])[] = [
  ["a rate limit", { path: ANYTHING, times: 2, effect: { kind: "rate-limit", retryAfterSeconds: 1 } }],
  ["server errors", { path: ANYTHING, times: 2, effect: { kind: "server-error", status: 502 } }],
  ["a reset connection", { path: ANYTHING, times: 1, effect: { kind: "reset" } }],
  ["an answer that breaks off", { path: ANYTHING, times: 1, effect: { kind: "cut" } }],
  ["half of the first answer", { path: ANYTHING, times: 1, effect: { kind: "truncate" } }],
];

/** Faults that stay: nothing is read, and that is said. */
const LASTING: readonly (readonly [string, Fault])[] = [
  ["a web page instead of an answer", { path: ANYTHING, effect: { kind: "login-page" } }],
  ["half of every answer", { path: ANYTHING, effect: { kind: "truncate" } }],
  ["server errors without end", { path: ANYTHING, effect: { kind: "server-error", status: 500 } }],
  ["an answer that the project is gone", { path: ANYTHING, effect: { kind: "not-found" } }],
];

/** @param getSample the sample GitLab once it runs; nobody else may set faults meanwhile. */
export const sourceContract = (getSample: () => SampleGitLab, row: SourceCase): void => {
  const { source, kind = "project", reads, refused, off, broken, empty } = row;
  const kinds: readonly SourceKind[] = source.kinds;
  const read = (at: At, faults: readonly Fault[] = []) =>
    readSource(getSample(), source, { kind, ...at }, faults);
  const placesOf = (found: ReadSource, { path }: At) => describeItems(found, getSample(), { kind, path });

  describe(`the source ${source.name} of ${kind}s`, () => {
    it("yields every text with the place it came from", async () => {
      const all = await read(reads);
      expect(placesOf(all, reads)).toEqual(reads.items);
      expect(gapsOf(all)).toEqual([]);
      const blobs = othersOf(all).flatMap((item) => ("bytes" in item ? [item] : []));
      expect(blobs.filter(({ id }) => !/^[0-9a-f]{40}$/.test(id))).toEqual([]);
    });

    it("turns a role that is too small into one gap with a hint, and reads nothing", async () => {
      const refusal = await read(refused);
      expect(othersOf(refusal)).toEqual([]);
      expect(gapsOf(refusal)).toHaveLength(1);
      const [gap] = gapsOf(refusal);
      expect(kinds).toContain(gap?.source);
      expect(gap).toMatchObject({ message: expect.stringMatching(/\S/), hint: expect.stringMatching(/\S/) });
    });

    // Not every feature has a switch.
    it.each(off === null ? [] : [off])("asks nothing where the feature is switched off: %s", async (path) => {
      expect(await read({ path })).toEqual({ applies: false, items: [], requests: [] });
    });

    it.each(empty === null ? [] : [empty])("has nothing to say where there is nothing: %s", async (path) => {
      const none = await read({ path });
      expect(none).toMatchObject({ applies: true, items: [] });
      expect(none.requests.length).toBeGreaterThan(0);
    });

    // A source that is one list has no objects to fail one by one.
    it.each(broken === null ? [] : [broken])(
      "makes a gap of one object that fails, and reads the others",
      async (one) => {
        const fault: Fault = { path: one.request, effect: { kind: "server-error", status: 500 } };
        const rest = await read(one, [fault]);
        expect(gapsOf(rest).map(({ source: of, subject }) => `${of} ${subject}`)).toEqual([
          `${kinds[0]} ${one.subject}`,
        ]);
        const left = placesOf(rest, one);
        expect(left.map((item) => item.split(" | ").slice(0, 2).join(" | "))).toEqual(one.left);
      },
    );

    it("stops the run when the token is refused on the way", async () => {
      const { requests } = await read(reads);
      for (const from of new Set([1, requests.length])) {
        const expired: Fault = { path: ANYTHING, from, effect: { kind: "unauthorized" } };
        await expect(read(reads, [expired])).rejects.toMatchObject({ code: "GITLAB_UNAUTHORIZED" });
      }
    });

    it.each(LASTING)("makes a gap of %s", async (_, fault) => {
      const nothing = await read(reads, [fault]);
      expect(gapsOf(nothing).length).toBeGreaterThan(0);
      expect(gapsOf(nothing).filter(({ source: of }) => !kinds.includes(of as SourceKind))).toEqual([]);
      expect(othersOf(nothing)).toEqual([]);
    });

    it.each(PASSING)("reads the same through %s", async (_, fault) => {
      const disturbed = await read(reads, [fault]);
      expect(placesOf(disturbed, reads)).toEqual(reads.items);
      expect(gapsOf(disturbed)).toEqual([]);
    });
  });
};
