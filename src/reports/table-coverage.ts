/** The end of the table: how many of what, what was read, and every kind of gap. */
import type { Entry, Inventory } from "../model/inventory.ts";
import { SEVERITIES } from "../model/severity.ts";
import type { Target } from "../model/target.ts";
import { countBounds, countCoverage } from "./coverage.ts";
import { sortGaps, sortTargets } from "./order.ts";
import type { RenderOptions } from "./reporter.ts";
import { countsSources, listSources, sourceOf } from "./table-sources.ts";
import {
  atMost,
  atMostPairs,
  type Canvas,
  countOf,
  createCanvas,
  formatBytes,
  formatNumber,
  item,
  paragraph,
  row,
} from "./table-text.ts";
import { WAVES } from "./table-vault.ts";

const MOST = 5;

const PLURALS: Readonly<Record<Target["kind"], string>> = {
  project: "projects",
  group: "groups",
  instance: "instances",
  repository: "repositories",
  folder: "folders",
  stdin: "standard inputs",
};

/** `2 projects and 1 group` */
const countTargets = (targets: Inventory["targets"]): string => {
  const counts = Map.groupBy(targets, ({ target }) => target.kind);
  return [...counts]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([kind, members]) =>
      countOf(members.length, kind === "stdin" ? "standard input" : kind, PLURALS[kind]),
    )
    .join(" and ");
};

const countRead = ({ targets }: Inventory): string => {
  const count = countCoverage(targets);
  return [
    `${countOf(count.blobs, "blob")} (${formatBytes(count.bytes)})`,
    countOf(count.commits, "commit"),
    countOf(count.variables, "variable"),
  ].join(", ");
};

const describeResult = (inventory: Inventory): string => {
  const { entries, targets } = inventory;
  if (targets.length === 0) return "Nothing was scanned";
  if (entries.length > 0) return `${countOf(entries.length, "secret")} found in ${countTargets(targets)}`;
  return `No secrets found in ${countTargets(targets)}: ${countRead(inventory)}`;
};

/** One sentence. Never says that nothing was found without saying what was not looked at. */
export const describeVerdict = (inventory: Inventory): string => {
  const { run, gaps } = inventory;
  const limits = [
    ...(run !== null && run.finishedAt === null ? ["the sweep has not finished"] : []),
    ...(gaps.length === 0 ? [] : [`${countOf(gaps.length, "part")} could not be read (listed at the end)`]),
  ];
  return `${[describeResult(inventory), ...(limits.length === 0 ? [] : [`but ${limits.join(" and ")}`])].join(", ")}.`;
};

export const drawSummary = (entries: readonly Entry[], canvas: Canvas): readonly string[] => {
  const severities = SEVERITIES.flatMap((severity) => {
    const count = entries.filter((entry) => entry.severity === severity).length;
    return count === 0 ? [] : [`${formatNumber(count)} ${severity}`];
  });
  const waves = WAVES.flatMap((meaning, wave) => {
    const count = entries.filter((entry) => entry.wave === wave).length;
    return count === 0 ? [] : row(canvas, `wave ${wave}`, [`${meaning}: ${formatNumber(count)}`]);
  });
  return [canvas.paint("bold", "Summary"), ...row(canvas, "severity", [severities.join(", ")]), ...waves];
};

const describeRead = (inventory: Inventory): readonly string[] => {
  if (inventory.targets.length === 0) return ["nothing"];
  const names = sortTargets(inventory.targets).map(({ target }) => [target.kind, target.path] as const);
  return [countRead(inventory), ...atMostPairs(MOST, names, "target")];
};

/** Places that one line names; a grant that many of them wait for is one thing to do. */
const MOST_PATHS = 30;

/** The message, and before it what the message itself does not name. */
const describeGap = ({ targetPath, subject, message }: Inventory["gaps"][number]): string =>
  [...[targetPath, subject].filter((name) => !message.includes(name)), message].join(": ");

/** No part of the source could be read there. */
const isWhole = ({ subject }: Inventory["gaps"][number]): boolean => subject === "";

/** Of one source that several places refuse as a whole, the places say it all. */
const describeRefusals = (source: string, gaps: Inventory["gaps"]): string => {
  const paths = [...new Set(gaps.map(({ targetPath }) => targetPath))];
  const named = atMost(MOST_PATHS, paths, "place");
  return `${source} of ${countOf(paths.length, "place")}: ${named.join(", ")}`;
};

const drawGapGroup = (
  group: Inventory["gaps"],
  nameSource: (kind: string) => string,
  canvas: Canvas,
): readonly string[] => {
  const [first] = group;
  if (first === undefined) return [];
  const bySource = Map.groupBy(group, ({ source }) => nameSource(source));
  const whole = [...Map.groupBy(group.filter(isWhole), ({ source }) => nameSource(source))]
    .filter(([, gaps]) => gaps.length > 1)
    .sort(([x], [y]) => (x < y ? -1 : 1));
  const told = new Set(whole.flatMap(([, gaps]) => gaps));
  const refusals = whole.map(([source, gaps]) => describeRefusals(source, gaps));
  const others = group.filter((gap) => !told.has(gap)).map(describeGap);
  const sources = [...bySource.keys()].sort().join(", ");
  return [
    ...paragraph(canvas, 2, `${first.code}: ${countOf(group.length, "gap")} (${sources})`),
    ...[...refusals, ...atMost(MOST, others, "gap")].flatMap((text) => item(canvas, 4, text)),
    ...item(canvas, 4, `To do: ${first.hint}`),
  ];
};

/** By code and hint: a thousand projects with one missing role are one thing to do. */
const drawGaps = (inventory: Inventory, canvas: Canvas): readonly string[] => {
  // A plain scan has no choice of sources: there the kind of place says more.
  const nameSource = countsSources(inventory) ? sourceOf : (kind: string) => kind;
  const groups = Map.groupBy(sortGaps(inventory.gaps), (gap) => JSON.stringify([gap.code, gap.hint]));
  return [...groups.values()].flatMap((group) => drawGapGroup(group, nameSource, canvas));
};

/** What was left by choice is no gap, and is said all the same. */
const drawBounds = ({ targets }: Inventory, canvas: Canvas): readonly string[] => {
  const lines = countBounds(targets).map(({ source, read, left, isAtLeast }) => {
    const rest = isAtLeast ? (left === 0 ? "more" : `more than ${formatNumber(left)}`) : formatNumber(left);
    return `${source}: the newest ${formatNumber(read)} were read, ${rest} left out as configured`;
  });
  return lines.length === 0 ? [] : row(canvas, "bounded", lines);
};

/** Every source there is fits on one screen. */
const MOST_SOURCES = 40;

const drawSources = (inventory: Inventory, canvas: Canvas): readonly string[] => {
  const sources = listSources(inventory);
  if (sources.length === 0) return drawBounds(inventory, canvas);
  return row(canvas, "sources", atMostPairs(MOST_SOURCES, sources, "source"));
};

const IGNORED_BY = {
  repository: "by the repository's own rules",
  operator: "by your ignore file",
  baseline: "by the baseline",
} as const;

/** What is not in the report although it was found. */
const describeIgnored = ({ ignored }: Inventory): readonly string[] =>
  ignored === undefined
    ? []
    : (["repository", "operator", "baseline"] as const)
        .filter((by) => ignored[by] > 0)
        .map((by) => `${countOf(ignored[by], "secret")} ${IGNORED_BY[by]}`);

export const drawCoverage = (inventory: Inventory, canvas: Canvas): readonly string[] => {
  const { gaps } = inventory;
  return [
    canvas.paint("bold", "Coverage"),
    ...row(canvas, "read", describeRead(inventory)),
    ...row(canvas, "ignored", describeIgnored(inventory)),
    ...drawSources(inventory, canvas),
    ...(gaps.length === 0
      ? row(canvas, "not read", ["there are no gaps"])
      : [
          "",
          canvas.paint(["bold", "yellow"], `Not read: ${countOf(gaps.length, "gap")}`),
          ...drawGaps(inventory, canvas),
        ]),
  ];
};

/** The same after a report that has no coverage of its own: nobody should take silence for "all was read". */
export const renderCoverage = (
  inventory: Inventory,
  { width, color }: Pick<RenderOptions, "width" | "color">,
): readonly string[] => [
  "\n",
  ...drawCoverage(inventory, createCanvas(width, color)).map((line) => `${line}\n`),
];
