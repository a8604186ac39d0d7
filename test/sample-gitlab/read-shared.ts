/** What every reader of the fixture uses: people and values by name, texts with placeholders, variables. */
import type { Person, Variable } from "./company.ts";
import type { Fields } from "./fields.ts";
import { type LabelledValues, replacePlaceholders, type Text } from "./placeholders.ts";

/** What every part of the fixture may refer to. */
export interface Shared {
  readonly values: LabelledValues;
  /** @throws Error naming `where` when nobody has that name. */
  person(username: string, where: string): Person;
}

export const readText = (fields: Fields, name: string, shared: Shared): Text =>
  replacePlaceholders(fields.text(name), shared.values, `${fields.where}.${name}`);

export const readTexts = (
  fields: Fields,
  name: string,
  shared: Shared,
): readonly (readonly [path: string, text: Text])[] =>
  fields
    .textEntries(name)
    .map(([path, text]) => [
      path,
      replacePlaceholders(text, shared.values, `${fields.where}.${name}.${path}`),
    ]);

const readVariable = (fields: Fields, shared: Shared): Variable => {
  const hidden = fields.flag("hidden");
  const type = fields.text("type", "env_var");
  if (type !== "env_var" && type !== "file") throw new Error(`${fields.where}.type: unknown "${type}"`);
  const variable = {
    key: fields.text("key"),
    value: hidden ? null : readText(fields, "value", shared),
    type,
    protected: fields.flag("protected"),
    // GitLab knows no hidden variable that is not masked.
    masked: fields.flag("masked") || hidden,
    hidden,
    raw: fields.flag("raw"),
    scope: fields.text("scope", "*"),
    description: fields.textOrNull("description"),
  } as const;
  fields.assertAllRead();
  return variable;
};

export const readVariables = (fields: Fields, name: string, shared: Shared): readonly Variable[] =>
  fields.list(name).map((variable) => readVariable(variable, shared));
