/** Gathers one target's sealed matches and gives each a place: one location per secret and path, not per version. */
import type { BlobId, SecretId } from "../model/ids.ts";
import { enterFile, type Introduction, type Provenance } from "../model/provenance.ts";
import type { SealedFinding, SealedMatch } from "../model/sealed-finding.ts";
import type { Target } from "../model/target.ts";
import type { ObjectMatches } from "../model/watermark.ts";
import type { Place } from "../sources/source.ts";
import { makeLink } from "./links.ts";
import { computeFingerprint, locate } from "./seal.ts";

/** The version of a path that stands for all of them: the current one, else the newest. */
interface Chosen {
  readonly rank: number;
  readonly blob: BlobId;
  /** Of the file, without what is packed in it: that is what a link can lead to. */
  readonly provenance: Provenance;
  readonly matches: SealedMatch[];
  /** Places taken: a text that came twice (staged and in the working tree) is not two findings. */
  readonly taken: Set<string>;
  oldest: { readonly age: number; readonly introduced: Introduction | null };
}

export interface Collector {
  /** A match whose place is known. */
  add(match: SealedMatch, blob: BlobId, provenance: Provenance): void;
  /** A match in a blob whose places are asked for later. */
  defer(match: SealedMatch, blob: BlobId): void;
  readonly deferredBlobs: () => ReadonlySet<BlobId>;
  place(places: ReadonlyMap<BlobId, readonly Place[]>): void;
  /** Secrets that have a place of one of these kinds. */
  readonly secretsIn: (kinds: ReadonlySet<string>) => ReadonlySet<SecretId>;
  /** All matches in blobs that came without a place, for the next sweep. */
  readonly objects: () => readonly ObjectMatches[];
  finish(head: string | null): readonly SealedFinding[];
}

const introducedOf = (provenance: Provenance): Introduction | null =>
  "introduced" in provenance ? provenance.introduced : null;

const withIntroduced = (provenance: Provenance, introduced: Introduction | null): Provenance =>
  "introduced" in provenance ? { ...provenance, introduced } : provenance;

/** Uncommitted content is newer than HEAD, HEAD newer than any other version. */
const rankOf = (provenance: Provenance, age: number): number =>
  provenance.kind === "history"
    ? 1 + age
    : provenance.kind === "worktree" && provenance.introduced !== null
      ? 0
      : -1;

const describeRegion = ({ region, inner }: SealedMatch): string =>
  `${region?.line}:${region?.column} ${inner ?? ""}`;

const compareFindings = (a: SealedFinding, b: SealedFinding): number => {
  if (a.fingerprint !== b.fingerprint) return a.fingerprint < b.fingerprint ? -1 : 1;
  const left = a.location.region;
  const right = b.location.region;
  return (left?.line ?? 0) - (right?.line ?? 0) || (left?.column ?? 0) - (right?.column ?? 0);
};

export const createCollector = (target: Target): Collector => {
  const chosen = new Map<string, Chosen>();
  const deferred = new Map<BlobId, SealedMatch[]>();
  const objects = new Map<BlobId, SealedMatch[]>();

  const put = (match: SealedMatch, blob: BlobId, { provenance, age }: Place): void => {
    const inside = enterFile(provenance, match.inner ?? "");
    const key = computeFingerprint(match.rule, match.secretId, { target: target.id, provenance: inside });
    const rank = rankOf(provenance, age);
    const present = chosen.get(key);
    const introduced = introducedOf(provenance);
    const oldest = introduced === null ? { age: -1, introduced } : { age, introduced };
    if (present !== undefined && oldest.age > present.oldest.age) present.oldest = oldest;
    if (present === undefined || rank < present.rank)
      chosen.set(key, {
        rank,
        blob,
        provenance,
        matches: [match],
        taken: new Set([describeRegion(match)]),
        oldest: present?.oldest ?? oldest,
      });
    else if (rank === present.rank && blob === present.blob && !present.taken.has(describeRegion(match))) {
      present.taken.add(describeRegion(match));
      present.matches.push(match);
    }
  };

  return {
    add: (match, blob, provenance) => put(match, blob, { provenance, age: 0 }),
    secretsIn: (kinds) =>
      new Set(
        [...chosen.values()].flatMap(({ provenance, matches }) =>
          kinds.has(provenance.kind) ? matches.map(({ secretId }) => secretId) : [],
        ),
      ),
    objects: () => [...objects].map(([object, matches]) => ({ object, matches })),
    defer: (match, blob) => {
      const known = deferred.get(blob);
      if (known === undefined) deferred.set(blob, [match]);
      else known.push(match);
    },
    deferredBlobs: () => new Set(deferred.keys()),
    place: (places) => {
      for (const [blob, matches] of deferred)
        for (const place of places.get(blob) ?? []) for (const match of matches) put(match, blob, place);
      for (const [blob, matches] of deferred) objects.set(blob, matches);
      deferred.clear();
    },
    finish: (head) =>
      [...chosen.values()]
        .flatMap(({ provenance, matches, oldest }) =>
          matches.map((match) => {
            const complete = withIntroduced(provenance, oldest.introduced);
            // A line of a packed text is none of the file's.
            const line = match.inner === null ? match.region : null;
            const url = makeLink(target, complete, { region: line, head });
            const inside = enterFile(complete, match.inner ?? "");
            return locate(match, { target: target.id, provenance: inside, region: match.region, url });
          }),
        )
        .sort(compareFindings),
  };
};
