/** The whole inventory as JSON, docs/schema/inventory.v1.json: for programs that need everything about an entry. */
import type { Inventory } from "../model/inventory.ts";
import type { Coverage, Run } from "../model/run.ts";
import type { Target } from "../model/target.ts";
import { toEntryJson } from "./entry-json.ts";
import { jsonObject } from "./json-text.ts";
import { sortEntries, sortGaps, sortTargets } from "./order.ts";
import type { Reporter } from "./reporter.ts";

type InventoryTarget = Inventory["targets"][number];
type InventoryGap = Inventory["gaps"][number];

const toRun = (run: Run): Run => ({
  id: run.id,
  scope: run.scope,
  startedAt: run.startedAt,
  finishedAt: run.finishedAt,
});

const toTarget = (target: Target): Target => {
  switch (target.kind) {
    case "project":
      return {
        kind: target.kind,
        id: target.id,
        path: target.path,
        name: target.name,
        webUrl: target.webUrl,
        archived: target.archived,
        visibility: target.visibility,
        groups: [...target.groups],
        defaultBranch: target.defaultBranch,
      };
    case "group":
      return {
        kind: target.kind,
        id: target.id,
        path: target.path,
        name: target.name,
        webUrl: target.webUrl,
        groups: [...target.groups],
      };
    case "instance":
      return {
        kind: target.kind,
        id: target.id,
        path: target.path,
        name: target.name,
        webUrl: target.webUrl,
      };
    case "repository":
    case "folder":
    case "stdin":
      return { kind: target.kind, id: target.id, path: target.path, name: target.name };
  }
};

const toCoverage = (coverage: Coverage): Coverage => ({
  blobs: coverage.blobs,
  bytes: coverage.bytes,
  commits: coverage.commits,
  variables: coverage.variables,
  ...(coverage.bounds === undefined
    ? {}
    : { bounds: coverage.bounds.map(({ source, read, left }) => ({ source, read, left })) }),
  ...(coverage.sources === undefined
    ? {}
    : {
        sources: coverage.sources.map(({ name, blobs, bytes, commits, variables }) => ({
          name,
          blobs,
          bytes,
          commits,
          variables,
        })),
      }),
});

const toInventoryTarget = ({ target, coverage }: InventoryTarget): InventoryTarget => ({
  target: toTarget(target),
  coverage: toCoverage(coverage),
});

const toGap = (gap: InventoryGap): InventoryGap => ({
  code: gap.code,
  target: gap.target,
  targetPath: gap.targetPath,
  source: gap.source,
  subject: gap.subject,
  message: gap.message,
  hint: gap.hint,
});

const toIgnored = (ignored: NonNullable<Inventory["ignored"]>): NonNullable<Inventory["ignored"]> => ({
  repository: ignored.repository,
  operator: ignored.operator,
  baseline: ignored.baseline,
});

function* mapItems<In, Out>(items: readonly In[], convert: (item: In) => Out): Generator<Out> {
  for (const item of items) yield convert(item);
}

export const json: Reporter = {
  name: "json",
  summary: "everything: the whole inventory as one JSON document (docs/schema/inventory.v1.json)",
  *render(inventory) {
    yield* jsonObject(
      [
        { name: "version", value: 1 },
        { name: "run", value: inventory.run && toRun(inventory.run) },
        { name: "entries", items: mapItems(sortEntries(inventory.entries), toEntryJson) },
        { name: "targets", items: mapItems(sortTargets(inventory.targets), toInventoryTarget) },
        { name: "gaps", items: mapItems(sortGaps(inventory.gaps), toGap) },
        ...(inventory.ignored === undefined
          ? []
          : [{ name: "ignored", value: toIgnored(inventory.ignored) }]),
      ],
      0,
    );
    yield "\n";
  },
};
