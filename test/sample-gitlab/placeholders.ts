/** Replaces `@{label}` in fixture texts and remembers which planted value went where. */
import { expandTemplate } from "../../src/rules/template.ts";
import { makeZip } from "../support/zip.ts";
import type { Fields } from "./fields.ts";

/** A value the fixture names by a label. */
export interface LabelledValue {
  readonly value: string;
  readonly kind: "planted" | "decoy";
}
export type LabelledValues = ReadonlyMap<string, LabelledValue>;

/** A fixture text with its placeholders replaced. */
export interface Text {
  readonly text: string;
  readonly labels: readonly Label[];
  /** Of an archive: what it is written as; its texts have the labels. */
  readonly bytes?: Uint8Array;
}

interface Label {
  readonly label: string;
  readonly text: string;
  /** Path in the archive that it stands in. */
  readonly inner?: string;
}

export const NO_TEXT: Text = { text: "", labels: [] };

const FORMS: Readonly<Record<string, (value: string) => string>> = {
  json: (value) => JSON.stringify(value).slice(1, -1),
  base64: (value) => Buffer.from(value).toString("base64"),
};

/** An archive of texts, such as a jar. */
export const packTexts = (texts: readonly (readonly [path: string, text: Text])[]): Text => ({
  text: "",
  bytes: makeZip(texts.map(([name, { text: content }]) => ({ name, content }))),
  labels: texts.flatMap(([inner, { labels }]) => labels.map((label) => ({ ...label, inner }))),
});

/** Expands the templates of the `planted` and `decoys` sections. */
export const readLabelledValues = (company: Fields): LabelledValues => {
  const values = new Map<string, LabelledValue>();
  const sections = [
    ["planted", "planted"],
    ["decoys", "decoy"],
  ] as const;
  for (const [section, kind] of sections) {
    for (const [label, template] of company.textEntries(section)) {
      if (values.has(label))
        throw new Error(`${company.where}.${section}.${label}: the label exists already`);
      values.set(label, { value: expandTemplate(template), kind });
    }
  }
  return values;
};

/** @throws Error naming the label or form that does not exist. */
export const replacePlaceholders = (source: string, values: LabelledValues, where: string): Text => {
  const labels: { label: string; text: string }[] = [];
  const text = source.replaceAll(
    /@\{([a-z0-9-]+)(?:\|([a-z0-9]+))?\}/g,
    (placeholder, label: string, form: string | undefined, offset: number) => {
      const value = values.get(label)?.value;
      if (value === undefined) throw new Error(`${where}: ${placeholder} is no label of company.yml`);
      const convert = form === undefined ? (plain: string): string => plain : FORMS[form];
      if (convert === undefined) throw new Error(`${where}: ${placeholder} asks for an unknown form`);
      const line = source.slice(source.lastIndexOf("\n", offset) + 1, offset);
      const indent = /^\s*/.exec(line)?.[0] ?? "";
      const shown = convert(value).replaceAll("\n", `\n${indent}`);
      labels.push({ label, text: shown });
      return shown;
    },
  );
  return { text, labels };
};
