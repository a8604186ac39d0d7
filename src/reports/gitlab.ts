/** GitLab's secret-detection report, schema 15.2.1: for `artifacts:reports:secret_detection`. One vulnerability per place of each secret. */
import { printable } from "../lib/printable.ts";
import type { Entry, EntryLocation, Inventory } from "../model/inventory.ts";
import type { Severity } from "../model/severity.ts";
import { countBounds } from "./coverage.ts";
import { atMostCharacters, code, plain, toReportTime } from "./gitlab-text.ts";
import { jsonObject } from "./json-text.ts";
import { sortEntries, sortGaps, sortLocations } from "./order.ts";
import { describePlace, introductionOf, pathOf, variableOf } from "./place.ts";
import type { Reporter } from "./reporter.ts";
import { countOf } from "./table-text.ts";

const SCHEMA =
  "https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/master/dist/secret-detection-report-format.json";

/** Limits of the schema, in characters. */
const LONGEST_NAME = 255;
const LONGEST_SOLUTION = 7000;
/** Far below the schema's megabyte: a page a person reads. */
const LONGEST_DESCRIPTION = 20_000;

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  info: "Info",
};

/**
 * Git's own name for "no object". The schema wants a commit for every place, and a CI/CD variable, a job log or a file
 * that is not committed has none.
 */
const NO_COMMIT = "0".repeat(40);

const toCommit = ({ provenance }: EntryLocation): object => {
  const introduced = introductionOf(provenance);
  if (introduced === null) return { sha: NO_COMMIT };
  return {
    sha: printable(introduced.commit) || NO_COMMIT,
    author: printable(introduced.author),
    date: printable(introduced.date),
  };
};

/** What one scans by itself: paths begin there. */
const LOCAL: ReadonlySet<EntryLocation["targetKind"]> = new Set(["repository", "folder", "stdin"]);

/**
 * The file. GitLab tells places of one secret apart by file and lines alone, so what stands in no file is named like one, and
 * in a report over several projects each name begins with its project.
 */
const toFile = (location: EntryLocation): string => {
  const { provenance, targetKind, targetPath } = location;
  const variable = variableOf(provenance);
  const within =
    variable === undefined
      ? (pathOf(provenance) ?? describePlace({ ...location, region: null }))
      : // Without its flags: masked or not, it stays the same place.
        `variable ${variable.key} (${variable.environmentScope})`;
  return printable(LOCAL.has(targetKind) ? within : `${targetPath}/${within}`);
};

const toLocation = (location: EntryLocation): object => ({
  file: toFile(location),
  // Lines of the version that this commit has.
  ...(location.region === null
    ? {}
    : { start_line: location.region.line, end_line: location.region.endLine }),
  commit: toCommit(location),
});

/**
 * The secret first: by the first identifier and the place GitLab tells vulnerabilities apart, and one line may have held
 * two secrets of a kind, one after the other. It is the same at every place of the secret, too: rotated once, all are done.
 */
const toIdentifiers = (entry: Entry, location: EntryLocation): readonly object[] => [
  { type: "vaultbound_secret_id", name: `vaultbound secret ${entry.id.slice(0, 16)}`, value: entry.id },
  { type: "vaultbound_rule_id", name: `vaultbound rule ${location.rule}`, value: location.rule },
];

const describeOthers = ({ locations }: Entry): readonly string[] =>
  locations.length < 2
    ? []
    : [`The same value stands in ${countOf(locations.length - 1, "other place")} of this report.`];

const toDescription = (entry: Entry, location: EntryLocation): string =>
  atMostCharacters(
    [
      `Found in ${code(describePlace(location))} of ${code(location.targetPath)}.`,
      ...entry.reasons.map(plain),
      ...describeOthers(entry),
    ].join("\n\n"),
    LONGEST_DESCRIPTION,
  );

const toSolution = ({ target, actions }: Entry): string => {
  const place =
    target === null
      ? "Do not store it in Vault."
      : `Its place in Vault: engine ${target.engine}, mount ${code(target.mount)}, path ${code(target.path)}, field ${code(target.field)}.`;
  const steps = actions.map(({ kind, why }, index) => `${index + 1}. ${plain(kind)}: ${plain(why)}`);
  return atMostCharacters([place, steps.join("\n")].join("\n\n").trim(), LONGEST_SOLUTION);
};

/** A link only to where a browser may go. */
const toLinks = ({ url }: EntryLocation): object => {
  const link = URL.canParse(url) ? new URL(url) : null;
  if (link === null || !/^https?:$/.test(link.protocol)) return {};
  return { links: [{ name: "Where it was found", url: link.href }] };
};

/** Neither the value nor its preview: no `raw_source_code_extract`. */
const toVulnerability = (entry: Entry, location: EntryLocation, id: string): object => ({
  id,
  name: atMostCharacters(printable(entry.title), LONGEST_NAME),
  description: toDescription(entry, location),
  severity: SEVERITIES[entry.severity],
  solution: toSolution(entry),
  identifiers: toIdentifiers(entry, location),
  ...toLinks(location),
  location: toLocation(location),
});

/** Ids are the places' fingerprints, the same in every report; a place with several lines or commits numbers the further ones. */
function* toVulnerabilities(inventory: Inventory): Generator<object> {
  const counts = new Map<string, number>();
  for (const entry of sortEntries(inventory.entries))
    for (const location of sortLocations(entry.locations)) {
      const { fingerprint } = location;
      const count = (counts.get(fingerprint) ?? 0) + 1;
      counts.set(fingerprint, count);
      yield toVulnerability(entry, location, count === 1 ? fingerprint : `${fingerprint}-${count}`);
    }
}

const toMessages = ({ gaps, targets }: Inventory): readonly object[] => [
  ...sortGaps(gaps).map(({ code: name, targetPath, message, hint }) => ({
    level: "warn",
    value: printable(`${name}: ${targetPath}: ${message} ${hint}`),
  })),
  ...countBounds(targets).map(({ source, read, left, isAtLeast }) => ({
    level: "info",
    value: `${source}: the newest ${read} were read, ${isAtLeast ? `more than ${left}` : left} left out as configured`,
  })),
];

const toScan = (inventory: Inventory, version: string, now: string): object => {
  const { run } = inventory;
  const tool = { id: "vaultbound", name: "vaultbound", version, vendor: { name: "vaultbound" } };
  return {
    analyzer: tool,
    scanner: tool,
    type: "secret_detection",
    // Reports are made of finished work; only a sweep can be rendered while its end is still missing.
    status: run !== null && run.finishedAt === null ? "failure" : "success",
    start_time: toReportTime(run?.startedAt ?? now),
    end_time: toReportTime(run?.finishedAt ?? now),
    messages: toMessages(inventory),
  };
};

export const gitlab: Reporter = {
  name: "gitlab",
  summary: "GitLab's secret-detection report 15.2.1, for artifacts:reports:secret_detection",
  *render(inventory, { version, now }) {
    yield* jsonObject(
      [
        { name: "schema", value: SCHEMA },
        { name: "version", value: "15.2.1" },
        { name: "scan", value: toScan(inventory, version, now) },
        { name: "vulnerabilities", items: toVulnerabilities(inventory) },
      ],
      0,
    );
    yield "\n";
  },
};
