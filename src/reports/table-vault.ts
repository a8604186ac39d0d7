/** An entry's way into Vault, in words: where it goes, who reads it there and what to do. */
import type { Access, Entry } from "../model/inventory.ts";
import type { Engine } from "../model/rule.ts";
import { atMost, type Canvas, item } from "./table-text.ts";

export const WAVES = [
  "revoke now",
  "production secrets",
  "shared duplicates",
  "the rest",
  "clean-up",
] as const satisfies Readonly<Record<Entry["wave"], string>> & readonly string[];

const MOST_ALTERNATIVES = 2;
const MOST_ROLES = 3;
const MOST_REASONS = 3;

const splitSentences = (text: string): readonly string[] => text.split(/(?<=\. )/);

/** The text up to its first pause. */
const firstClause = (text: string): string => text.split(/[,;:.](?: |$)/, 1)[0] ?? text;

const describeEngine = (engine: Engine): string =>
  engine === "none" ? "nothing stored" : `${engine} engine`;

type Step = Entry["actions"][number];

/** Steps whose way cannot be told from their name: it depends on the kind of secret. */
const EXPLAINED: ReadonlySet<string> = new Set(["revoke", "rotate"]);

/** Their reasons begin with what is the matter, which other rows say; what to do comes after that. */
const explain = ({ kind, why }: Step): string =>
  (EXPLAINED.has(kind) && (splitSentences(why).slice(1).join("") || /: (.*)/s.exec(why)?.[1])) || why;

export const describeTarget = ({ target, actions }: Entry): readonly string[] => {
  if (target === null) return [["do not store it", ...actions.slice(0, 1).map(explain)].join(": ")];
  const { engine, mount, path, field, alternatives } = target;
  return [
    `${mount}/${path}, field ${field}${engine === "kv" ? "" : ` (${describeEngine(engine)})`}`,
    ...alternatives
      .slice(0, MOST_ALTERNATIVES)
      .map(
        (other, index) =>
          `${index === 0 ? "better" : "or"}: ${describeEngine(other.engine)} (${firstClause(other.why)})`,
      ),
  ];
};

export const describeRoles = ({ access }: Entry): readonly string[] =>
  atMost(
    MOST_ROLES,
    access.map(({ method, mount, role }) => `${method} at auth/${mount}, role ${role}`),
    "role",
  );

/** The vault row explains the first step in place of a path. */
const explainFirst = ({ target, actions: [first] }: Entry): readonly string[] =>
  target !== null && first !== undefined && EXPLAINED.has(first.kind)
    ? [`${first.kind}: ${explain(first)}`]
    : [];

export const describeSteps = (entry: Entry): readonly string[] => {
  const steps = entry.actions.map(({ kind }) => kind.replaceAll("-", " ")).join(", ");
  return [
    `wave ${entry.wave} (${WAVES[entry.wave]})${steps === "" ? "" : `: ${steps}`}`,
    ...explainFirst(entry),
  ];
};

/** The sentences all the texts begin with. */
const sharedSentences = (texts: readonly string[]): string => {
  const [first = [], ...others] = texts.map(splitSentences);
  const end = first.findIndex((sentence, index) => others.some((sentences) => sentences[index] !== sentence));
  return first.slice(0, end === -1 ? first.length : end).join("");
};

/** One way to log in: why it was chosen, and what would change the choice. */
const drawLogin = (accesses: readonly Access[], canvas: Canvas): readonly string[] => {
  const [first] = accesses;
  if (first === undefined) return [];
  const whys = [...new Set(accesses.map(({ why }) => why))];
  const shared = sharedSentences(whys).trimEnd();
  const reasons = shared === "" ? atMost(MOST_REASONS, whys, "reason") : [shared];
  const others = accesses.flatMap(({ alternatives }) =>
    alternatives.map(({ method, why }) => `${firstClause(why)}: ${method}`),
  );
  return [
    ...item(canvas, 2, `${first.method} at auth/${first.mount}`),
    ...[...reasons, ...new Set(others)].flatMap((text) => item(canvas, 4, text)),
  ];
};

/** Told once for the whole report: hundreds of roles log in the same way. */
export const drawLogins = (entries: readonly Entry[], canvas: Canvas): readonly string[] => {
  const byLogin = Map.groupBy(
    entries.flatMap(({ access }) => access),
    ({ method, mount }) => JSON.stringify([method, mount]),
  );
  if (byLogin.size === 0) return [];
  return [
    canvas.paint("bold", "How pipelines get in"),
    ...[...byLogin.values()].flatMap((accesses) => drawLogin(accesses, canvas)),
  ];
};
