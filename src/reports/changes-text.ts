/** The change report for people at a terminal, and as JSON for programs (docs/schema/changes.v1.json). */
import type { Run } from "../model/run.ts";
import {
  type Change,
  type ChangeKind,
  type ChangeReport,
  CHANGES,
  type TargetChange,
} from "./change-report.ts";
import { jsonObject } from "./json-text.ts";
import type { RenderOptions } from "./reporter.ts";
import {
  type Canvas,
  countOf,
  createCanvas,
  formatNumber,
  item,
  paragraph,
  SEVERITY_STYLES,
} from "./table-text.ts";

const HEADINGS: Readonly<Record<ChangeKind, string>> = {
  new: "New",
  back: "Back again",
  changed: "Changed",
  gone: "Gone",
};

const SEVERITY_WIDTH = 10;

const describeRest = ({ change, otherPlaces }: Change): readonly string[] => {
  if (otherPlaces > 0)
    return [`${change === "gone" ? "still at" : "also at"} ${countOf(otherPlaces, "other place")}`];
  return change === "gone" ? ["found nowhere any more"] : [];
};

/** GitLab does not tell the two apart. */
const GONE_TARGET = "deleted, or no longer visible to this token";

function* drawChange(change: Change, isLost: boolean, canvas: Canvas): Generator<string> {
  const { severity, title, targetPath, place, secretId, isSure } = change;
  const [first = "", ...more] = item(canvas, SEVERITY_WIDTH, `${title}  #${secretId.slice(0, 12)}`);
  const where = [targetPath, place].filter((text) => text !== "").join("  ");
  const notes = [
    ...describeRest(change),
    ...(isLost ? [`the whole of it is ${GONE_TARGET}`] : []),
    ...(isSure || isLost ? [] : ["part of this target could not be read: it may be there still"]),
  ];
  const sign = canvas.paint(SEVERITY_STYLES[severity], severity.padEnd(SEVERITY_WIDTH));
  yield `${sign}${first.slice(SEVERITY_WIDTH)}\n`;
  for (const line of [
    ...more,
    ...item(canvas, SEVERITY_WIDTH, where),
    ...(notes.length === 0 ? [] : item(canvas, SEVERITY_WIDTH, notes.join("; "))),
  ])
    yield `${line}\n`;
}

const describeTarget = ({ change, path, earlierPath }: TargetChange): string =>
  change === "moved" ? `${earlierPath ?? ""} → ${path}` : path;

function* drawTargets({ targets }: ChangeReport, canvas: Canvas): Generator<string> {
  for (const [change, heading] of [
    ["moved", "Renamed or moved"],
    ["gone", `Projects and groups ${GONE_TARGET}`],
  ] as const) {
    const some = targets.filter((item) => item.change === change);
    if (some.length === 0) continue;
    yield `\n${canvas.paint("bold", `${heading}: ${formatNumber(some.length)}`)}\n`;
    for (const target of some) for (const line of item(canvas, 2, describeTarget(target))) yield `${line}\n`;
  }
}

const describeCounts = ({ changes }: ChangeReport): string =>
  CHANGES.map((kind) => {
    const count = changes.filter(({ change }) => change === kind).length;
    return `${formatNumber(count)} ${HEADINGS[kind].toLowerCase()}`;
  }).join(", ");

/** One sentence each; never says that nothing has changed without saying what was not looked at. */
const describeVerdict = (report: ChangeReport): string => {
  const { run, hasEarlier, gaps } = report;
  return [
    hasEarlier
      ? `Since the sweep before: ${describeCounts(report)}.`
      : `No earlier sweep of this scope is known: everything counts as new (${describeCounts(report)}).`,
    ...(run.finishedAt === null ? ["The sweep has not finished: this is what is known so far."] : []),
    ...(gaps === 0 ? [] : [`${countOf(gaps, "part")} could not be read.`]),
  ].join(" ");
};

export function* renderChangesText(
  report: ChangeReport,
  { width, color }: Pick<RenderOptions, "width" | "color">,
): Generator<string> {
  const canvas = createCanvas(width, color);
  for (const line of paragraph(canvas, 0, describeVerdict(report))) yield `${canvas.paint("bold", line)}\n`;
  for (const line of paragraph(canvas, 0, `${report.run.scope}, ${report.run.startedAt}`)) yield `${line}\n`;
  for (const kind of CHANGES) {
    const changes = report.changes.filter(({ change }) => change === kind);
    if (changes.length === 0) continue;
    yield `\n${canvas.paint("bold", `${HEADINGS[kind]}: ${formatNumber(changes.length)}`)}\n`;
    for (const change of changes) {
      const isLost = report.targets.some((item) => item.change === "gone" && item.target === change.target);
      yield* drawChange(change, isLost, canvas);
    }
  }
  yield* drawTargets(report, canvas);
}

const toRun = (run: Run): Run => ({
  id: run.id,
  scope: run.scope,
  startedAt: run.startedAt,
  finishedAt: run.finishedAt,
});

/** Field by field, so that nothing unexpected can come along. */
const toChange = (change: Change): Change => ({
  change: change.change,
  severity: change.severity,
  rule: change.rule,
  title: change.title,
  secretId: change.secretId,
  otherPlaces: change.otherPlaces,
  target: change.target,
  targetPath: change.targetPath,
  place: change.place,
  url: change.url,
  fingerprint: change.fingerprint,
  firstSeen: change.firstSeen,
  lastSeen: change.lastSeen,
  isSure: change.isSure,
});

const toTargetChange = ({ change, target, path, earlierPath }: TargetChange): TargetChange => ({
  change,
  target,
  path,
  earlierPath,
});

export function* renderChangesJson(report: ChangeReport): Generator<string> {
  const counts = Object.fromEntries(
    CHANGES.map((kind) => [kind, report.changes.filter(({ change }) => change === kind).length]),
  );
  yield* jsonObject(
    [
      { name: "version", value: report.version },
      { name: "run", value: toRun(report.run) },
      { name: "compared", value: report.hasEarlier ? "earlier" : "nothing" },
      { name: "counts", value: counts },
      { name: "gaps", value: report.gaps },
      { name: "changes", items: report.changes.map(toChange) },
      { name: "targets", items: report.targets.map(toTargetChange) },
    ],
    0,
  );
  yield "\n";
}
