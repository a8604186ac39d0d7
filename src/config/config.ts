/** Settings: flags over environment over a file over defaults, checked once, frozen. The field comments are the user documentation. */
import * as v from "valibot";
import { makeError } from "../model/errors.ts";
import { SEVERITIES } from "../model/severity.ts";

/** Date turns the 31st of February into March. */
const isDate = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** A file may hold a list where one text is meant. */
const oneText = v.string("must be one text");

/** Numbers arrive as text from flags and environment. */
const positive = v.pipe(
  v.union([v.string(), v.number()], "must be a whole number"),
  v.transform(Number),
  v.integer("must be a whole number"),
  v.minValue(1, "must be at least 1"),
);

const limit = v.pipe(
  v.union([v.string(), v.number()], "must be a whole number"),
  // Number("") is 0, which would mean: nothing of it.
  v.transform((value) => (value === "" ? Number.NaN : Number(value))),
  v.integer("must be a whole number"),
  v.minValue(0, "must be at least 0"),
);

/** Options that may be given several times arrive as lists; the environment holds one text. Commas separate in both. */
const names = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((value): readonly string[] =>
    [value]
      .flat()
      .flatMap((text) => text.split(","))
      .map((text) => text.trim())
      .filter((text) => text !== ""),
  ),
);

const UNITS = { "": 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 } as const;

const size = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => {
    const [, digits, unit = ""] =
      /^(\d{1,6}(?:\.\d{1,3})?|\d{1,15})([kmgt]?)b?$/i.exec(String(value).trim()) ?? [];
    // The pattern lets no other unit pass.
    return digits === undefined
      ? Number.NaN
      : Number(digits) * UNITS[unit.toLowerCase() as keyof typeof UNITS];
  }),
  v.check((bytes) => bytes >= 1, "must be a size such as 500m, 20g or a number of bytes"),
);

const presence = v.picklist(["include", "exclude", "only"], "must be one of include, exclude, only");

const moment = v.pipe(
  oneText,
  v.trim(),
  v.check(
    (text) => /^\d{1,5}d$/.test(text) || /^\d{4}-\d\d-\d\d$/.test(text),
    "must be a date such as 2026-01-31, or a number of days such as 30d",
  ),
  v.check((text) => text.endsWith("d") || isDate(text), "is no day of the calendar"),
);

const gitlabUrl = v.pipe(
  oneText,
  v.trim(),
  v.transform((text) => (/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`).replace(/\/+$/, "")),
  v.check(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    "is not an http(s) address",
  ),
  v.check((text) => !URL.canParse(text) || new URL(text).username === "", "must not hold credentials"),
);

const schema = v.object({
  /** Address of the GitLab, with its relative root if it has one. */
  gitlabUrl: v.optional(gitlabUrl, "https://gitlab.com"),
  /** Where facts are kept: a file, `sqlite:FILE`, `postgres://USER@HOST/DATABASE` or `memory:`. */
  store: v.pipe(oneText, v.nonEmpty("is empty")),
  /** Exit code 1 from this severity on; `never` for never. */
  failOn: v.optional(v.picklist([...SEVERITIES, "never"], `must be one of ${SEVERITIES.join(", ")}, never`)),
  /** Projects read at the same time. */
  concurrency: v.optional(v.pipe(positive, v.maxValue(64, "must be at most 64")), 4),
  /** Minutes one clone may take. */
  cloneTimeout: v.optional(positive, 30),
  /** Room on the disk that all clones together may take: `20g`, `500m`, bytes; nine tenths of what is free by default. */
  cloneSpace: v.optional(size),
  /** Folder that keeps mirrors between sweeps, so that only what is new is fetched; none by default. */
  mirrorCache: v.optional(v.pipe(v.string(), v.nonEmpty("is empty"))),
  /** Size of that folder; the least recently used mirrors go first. */
  mirrorCacheSize: v.optional(size, "50g"),
  /** Exit code 0 although something could not be scanned. */
  allowGaps: v.optional(v.boolean("must be true or false"), false),
  /** PEM file with the certificate authority of a private GitLab; for the API and for git. */
  caFile: v.optional(oneText),
  /** File that holds the token, instead of GITLAB_TOKEN. */
  tokenFile: v.optional(oneText),
  /** API calls per minute that are never exceeded; absent: as many as GitLab allows. */
  requestsPerMinute: v.optional(positive),
  /** Sources that a sweep reads, by name; all if there are none. */
  sources: v.optional(names, []),
  /** Sources that it does not read. */
  skip: v.optional(names, []),
  /** Jobs per project whose logs are read. */
  jobLogs: v.optional(limit),
  /** Pipelines per project whose variables are read, of those that somebody started. */
  pipelines: v.optional(limit),
  /** Jobs per project whose artifacts are read. */
  artifacts: v.optional(limit),
  /** Issues, and as many merge requests, that are read of each project. */
  threads: v.optional(limit),
  /** Jobs, pipelines, issues and merge requests: nothing older than this date, or than so many days (`30d`). */
  since: v.optional(moment),
  /** Days after which what GitLab keeps beside the code is read again though nothing seems to have happened. */
  refreshDays: v.optional(positive, 7),
  /** Archived projects: with the others, without them, or only them. */
  archived: v.optional(presence, "include"),
  /** The same for forks. */
  forks: v.optional(presence, "include"),
  /** Only projects with one of these topics. */
  topic: v.optional(names, []),
  /** Only projects of these visibilities. */
  visibility: v.optional(
    v.pipe(
      names,
      v.check(
        (list) => list.every((name) => ["private", "internal", "public"].includes(name)),
        "must be of private, internal, public",
      ),
    ),
    [],
  ),
  /** Only projects with activity since this date, or within so many days (`90d`). */
  activeSince: v.optional(moment),
  /** Only projects whose full path matches one of these globs. */
  include: v.optional(names, []),
  /** Not the projects and groups whose full path matches one of these globs. */
  exclude: v.optional(names, []),
  /** Exit code 1 when something new of this severity or worse is there since the last sweep; `any`: whatever it is. */
  failOnNew: v.optional(
    v.picklist([...SEVERITIES, "any", "never"], `must be one of ${SEVERITIES.join(", ")}, any, never`),
  ),
});

export type Config = Readonly<v.InferOutput<typeof schema>>;
export type Settings = { readonly [Name in keyof v.InferInput<typeof schema>]?: unknown };

/** Names of the settings, as flags and the configuration file write them: `fail-on`. */
export const toFlag = (setting: string): string =>
  setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** By the name in the file. */
export const SETTING_NAMES: ReadonlyMap<string, keyof Settings> = new Map(
  // The keys of the schema are the settings' names.
  (Object.keys(schema.entries) as (keyof Settings)[]).map((name) => [toFlag(name), name]),
);

/** Environment variable of a setting: `VAULTBOUND_FAIL_ON`; some have a customary name beside it. */
const CUSTOMARY: Readonly<Record<string, readonly string[]>> = {
  gitlabUrl: ["GITLAB_URL", "CI_SERVER_URL"],
};

const toVariable = (setting: string): string =>
  `VAULTBOUND_${setting.replaceAll(/[A-Z]/g, "_$&").toUpperCase()}`;

/** A value, and where it was said: `--fail-on`, `VAULTBOUND_FAIL_ON`, `vaultbound.yml:3: fail-on`. */
export interface Given {
  readonly value: unknown;
  readonly origin: string;
}

const fromEnvironment = (
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): Given | undefined => {
  const origin = [toVariable(name), ...(CUSTOMARY[name] ?? [])].find((variable) => {
    const text = environment[variable];
    return text !== undefined && text !== "";
  });
  if (origin === undefined) return undefined;
  const value = environment[origin];
  return { value: name === "allowGaps" ? /^(?:1|true|yes)$/i.test(value ?? "") : value, origin };
};

/** Where settings come from, the weightiest first. */
export interface Origins {
  /** What was given on the command line; undefined where nothing was. */
  readonly flags: Settings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the configuration file says. */
  readonly file: ReadonlyMap<keyof Settings, Given>;
  /** Those only the caller knows, such as the store's place. */
  readonly defaults: { readonly store: string };
}

/** @throws VaultboundError CONFIG_INVALID naming the option, variable or line that is wrong. */
export const resolveConfig = ({ flags, environment, file, defaults }: Origins): Config => {
  const origins = new Map<string, string>();
  const given: Record<string, unknown> = {};
  for (const name of SETTING_NAMES.values()) {
    const flag = flags[name] === undefined ? undefined : { value: flags[name], origin: `--${toFlag(name)}` };
    const found = flag ?? fromEnvironment(name, environment) ?? file.get(name);
    if (found === undefined) continue;
    given[name] = found.value;
    origins.set(name, found.origin);
  }
  const result = v.safeParse(schema, { ...defaults, ...given });
  if (result.success) return Object.freeze(result.output);
  const issue = result.issues[0];
  const name = issue.path?.[0].key;
  const option = origins.get(String(name)) ?? `--${toFlag(String(name))}`;
  throw makeError("CONFIG_INVALID", [{ option, detail: issue.message }]);
};
