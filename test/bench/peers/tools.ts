/** The scanners that can be run beside ours: how each is started as it comes, offline, and where it says file and line. */
import * as v from "valibot";

/** A report without its value. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

export interface Tool {
  readonly name: string;
  readonly command: readonly string[];
  /** It runs in the folder that is scanned; the name of a file for its JSON comes last, unless it prints that. */
  readonly options: string;
  readonly printsReport?: true;
  /** How it ends where all went well. */
  readonly exits: readonly number[];
  /** @param json null if it wrote none. @throws if it is not what this scanner wrote when it was added here. */
  readonly read: (json: unknown) => readonly Place[];
}

// The schemas name file and line only: valibot leaves out all other fields, and with them what a tool shows of a value.
const Line = v.pipe(v.number(), v.integer());
const OURS = v.object({
  entries: v.array(
    v.object({
      locations: v.array(
        v.object({
          provenance: v.object({ path: v.string() }),
          region: v.object({ line: Line, endLine: Line }),
        }),
      ),
    }),
  ),
});
const GITLEAKS = v.nullable(v.array(v.object({ File: v.string(), StartLine: Line, EndLine: Line })));
const KINGFISHER = v.object({
  findings: v.array(v.object({ finding: v.object({ path: v.string(), line: Line }) })),
});
const CREDSWEEPER = v.nullable(
  v.array(v.object({ line_data_list: v.array(v.object({ path: v.string(), line_num: Line })) })),
);
const DETECT_SECRETS = v.object({
  results: v.record(v.string(), v.array(v.object({ line_number: Line }))),
});

const toPlace = (path: string, line: number, endLine = line): Place => ({
  path: path.replace(/^(?:\.\/)+/, ""),
  line,
  endLine: Math.max(line, endLine),
});

export const OUR_NAME = "vaultbound";

/** @param cli our own command line: source or built. */
export const listTools = (cli: string): readonly Tool[] => [
  {
    name: OUR_NAME,
    command: [process.execPath, "--disable-warning=ExperimentalWarning", cli],
    options: "scan . --no-history --fail-on never --allow-gaps --format json --output",
    exits: [0],
    read: (json) =>
      v
        .parse(OURS, json)
        .entries.flatMap(({ locations }) =>
          locations.map(({ provenance, region }) => toPlace(provenance.path, region.line, region.endLine)),
        ),
  },
  {
    name: "gitleaks",
    command: ["gitleaks"],
    options: "dir . --redact --no-banner --exit-code 0 --report-format json --report-path",
    exits: [0],
    read: (json) =>
      (v.parse(GITLEAKS, json) ?? []).map(({ File, StartLine, EndLine }) =>
        toPlace(File, StartLine, EndLine),
      ),
  },
  {
    name: "kingfisher",
    command: ["kingfisher"],
    options:
      "scan . --no-validate --no-update-check --git-history none --no-dedup --redact --format json --output",
    exits: [0, 200],
    read: (json) =>
      v.parse(KINGFISHER, json).findings.map(({ finding }) => toPlace(finding.path, finding.line)),
  },
  {
    name: "credsweeper",
    command: ["credsweeper"],
    options: "--path . --hashed --no-stdout --log silence --save-json",
    exits: [0],
    read: (json) =>
      (v.parse(CREDSWEEPER, json) ?? []).flatMap(({ line_data_list: parts }) =>
        parts.map(({ path, line_num: line }) => toPlace(path, line)),
      ),
  },
  {
    name: "detect-secrets",
    command: ["detect-secrets"],
    options: "scan --all-files --no-verify .",
    printsReport: true,
    exits: [0],
    read: (json) =>
      Object.entries(v.parse(DETECT_SECRETS, json).results).flatMap(([path, reports]) =>
        reports.map(({ line_number: line }) => toPlace(path, line)),
      ),
  },
];
