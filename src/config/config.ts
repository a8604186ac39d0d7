/** Settings: flags over environment over defaults, checked once, frozen. The field comments are the user documentation. */
import * as v from "valibot";
import { makeError } from "../model/errors.ts";
import { SEVERITIES } from "../model/severity.ts";

/** Numbers arrive as text from flags and environment. */
const positive = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(Number),
  v.integer("must be a whole number"),
  v.minValue(1, "must be at least 1"),
);

const gitlabUrl = v.pipe(
  v.string(),
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
  /** Where facts are kept: a file, `sqlite:FILE` or `memory:`. */
  store: v.pipe(v.string(), v.nonEmpty("is empty")),
  /** Exit code 1 from this severity on; `never` for never. */
  failOn: v.optional(v.picklist([...SEVERITIES, "never"], `must be one of ${SEVERITIES.join(", ")}, never`)),
  /** Projects read at the same time. */
  concurrency: v.optional(v.pipe(positive, v.maxValue(64, "must be at most 64")), 4),
  /** Minutes one clone may take. */
  cloneTimeout: v.optional(positive, 30),
  /** Exit code 0 although something could not be scanned. */
  allowGaps: v.optional(v.boolean(), false),
  /** PEM file with the certificate authority of a private GitLab; for the API and for git. */
  caFile: v.optional(v.string()),
  /** File that holds the token, instead of GITLAB_TOKEN. */
  tokenFile: v.optional(v.string()),
});

export type Config = Readonly<v.InferOutput<typeof schema>>;
export type Settings = { readonly [Name in keyof v.InferInput<typeof schema>]?: unknown };

/** Environment variable of a setting: `VAULTBOUND_FAIL_ON`; some have a customary name beside it. */
const CUSTOMARY: Readonly<Record<string, readonly string[]>> = {
  gitlabUrl: ["GITLAB_URL", "CI_SERVER_URL"],
};

const toName = (setting: string): string => `VAULTBOUND_${setting.replaceAll(/[A-Z]/g, "_$&").toUpperCase()}`;

const fromEnvironment = (
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): unknown => {
  const value = [toName(name), ...(CUSTOMARY[name] ?? [])]
    .map((variable) => environment[variable])
    .find((text) => text !== undefined && text !== "");
  return name === "allowGaps" && value !== undefined ? /^(?:1|true|yes)$/i.test(value) : value;
};

/**
 * @param flags what was given on the command line; undefined where nothing was.
 * @param defaults those only the caller knows, such as the store's place.
 * @throws VaultboundError CONFIG_INVALID naming the option.
 */
export const resolveConfig = (
  flags: Settings,
  environment: Readonly<Record<string, string | undefined>>,
  defaults: { readonly store: string },
): Config => {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(schema.entries)) {
    // The names are the schema's own.
    const value = flags[name as keyof Settings] ?? fromEnvironment(name, environment);
    if (value !== undefined) given[name] = value;
  }
  const result = v.safeParse(schema, { ...defaults, ...given });
  if (result.success) return Object.freeze(result.output);
  const issue = result.issues[0];
  const option = `--${(v.getDotPath(issue) ?? "").replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw makeError("CONFIG_INVALID", [{ option, detail: issue.message }]);
};
