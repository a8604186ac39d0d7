/** SARIF 2.1.0 (OASIS Standard): for code-scanning pages and editors. One result per place of each secret. */
import type { Invocation, Notification, ReportingDescriptor, Run } from "sarif";
import type { Entry, Inventory } from "../model/inventory.ts";
import type { Severity } from "../model/severity.ts";
import { countCoverage } from "./coverage.ts";
import { jsonObject } from "./json-text.ts";
import { sortEntries, sortGaps, sortLocations } from "./order.ts";
import type { Reporter } from "./reporter.ts";
import { type BaseIds, toBaseIds } from "./sarif-location.ts";
import { LEVELS, toMessage, toResult } from "./sarif-result.ts";

type Gap = Inventory["gaps"][number];

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Read by code-scanning pages on the scale of CVSS: above 9 is critical, 7 high, 4 medium, below that low. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.5",
  info: "1.0",
};

const join = (items: readonly string[]): string => [...new Set(items)].join(", ");

/** A rule per kind of secret, described by the entries of that kind; they come worst first and are never none. */
const toRule = (kind: string, worst: Entry, entries: readonly Entry[]): ReportingDescriptor => {
  const engines = join(entries.flatMap((entry) => (entry.target === null ? [] : [entry.target.engine])));
  const actions = join(entries.flatMap((entry) => entry.actions.map((action) => action.kind)));
  const help = [
    `${worst.title} (provider: ${worst.provider}).`,
    engines === "" ? "It should not be stored." : `It belongs in Vault, engine: ${engines}.`,
    ...(actions === "" ? [] : [`What to do: ${actions}.`]),
  ];
  return {
    id: kind,
    name: worst.title,
    shortDescription: toMessage(worst.title),
    help: toMessage(help.join(" ")),
    defaultConfiguration: { level: LEVELS[worst.severity] },
    properties: {
      provider: worst.provider,
      tags: ["security", "secret"],
      precision: { high: "very-high", medium: "high", low: "medium" }[worst.confidence],
      "security-severity": SECURITY_SEVERITY[worst.severity],
    },
  };
};

const toRules = (entries: readonly Entry[]): readonly ReportingDescriptor[] =>
  [...Map.groupBy(entries, (entry) => entry.kind)].flatMap(([kind, members]) => {
    const [worst] = members;
    return worst === undefined ? [] : [toRule(kind, worst, members)];
  });

const toNotification = ({ code, source, targetPath, subject, message, hint }: Gap): Notification => ({
  descriptor: { id: code },
  // A target that was not read at all makes the result incomplete; a part of one may.
  level: source === "target" ? "error" : "warning",
  message: toMessage(`${message} ${hint}`),
  locations: [
    {
      logicalLocations: [
        {
          name: subject || targetPath,
          fullyQualifiedName: subject === "" ? targetPath : `${targetPath}:${subject}`,
          kind: source,
        },
      ],
    },
  ],
});

const toInvocation = ({ run, gaps }: Inventory): Invocation => ({
  // Reports are made of finished work; only a sweep can be rendered while its end is still missing.
  executionSuccessful: run === null || run.finishedAt !== null,
  startTimeUtc: run?.startedAt,
  endTimeUtc: run?.finishedAt ?? undefined,
  toolExecutionNotifications: sortGaps(gaps).map(toNotification),
});

const toTool = (
  inventory: Inventory,
  rules: readonly ReportingDescriptor[],
  version: string,
): Run["tool"] => ({
  driver: {
    name: "vaultbound",
    version,
    notifications: [...new Set(sortGaps(inventory.gaps).map((gap) => gap.code))].map((id) => ({ id })),
    rules: [...rules],
  },
});

function* toResults(entries: readonly Entry[], rules: readonly ReportingDescriptor[], baseIds: BaseIds) {
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  for (const entry of entries) {
    const ruleIndex = indexes.get(entry.kind) ?? -1;
    for (const location of sortLocations(entry.locations))
      yield toResult({ entry, location, ruleIndex, baseIds });
  }
}

export const sarif: Reporter = {
  name: "sarif",
  summary: "SARIF 2.1.0, for code-scanning pages and editors",
  *render(inventory, { version }) {
    const entries = sortEntries(inventory.entries);
    const rules = toRules(entries);
    const baseIds = toBaseIds(entries);
    yield `{\n  "$schema": "${SCHEMA}",\n  "version": "2.1.0",\n  "runs": [\n    `;
    yield* jsonObject(
      [
        { name: "tool", value: toTool(inventory, rules, version) },
        { name: "invocations", value: [toInvocation(inventory)] },
        { name: "columnKind", value: "unicodeCodePoints" },
        { name: "originalUriBaseIds", value: baseIds.declared },
        { name: "results", items: toResults(entries, rules, baseIds) },
        { name: "properties", value: { coverage: countCoverage(inventory.targets) } },
      ],
      2,
    );
    yield "\n  ]\n}\n";
  },
};
