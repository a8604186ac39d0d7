/** Reads hand-written YAML: every wrong or unknown field is an error that says where it stands. */

export interface Fields {
  readonly where: string;
  names(): readonly string[];
  has(name: string): boolean;
  text(name: string, fallback?: string): string;
  /** The text, or null where the field is absent or null. */
  textOrNull(name: string): string | null;
  number(name: string, fallback?: number): number;
  flag(name: string): boolean;
  texts(name: string): readonly string[];
  mapping(name: string): Fields;
  /** The items of a list of mappings; none where absent. */
  list(name: string): readonly Fields[];
  /** The entries of a mapping of mappings; none where absent. */
  entries(name: string): readonly (readonly [string, Fields])[];
  /** The entries of a mapping of texts; none where absent. */
  textEntries(name: string): readonly (readonly [string, string])[];
  /** @throws Error when a field was given that nothing has asked for. */
  assertAllRead(): void;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const readFields = (value: unknown, where: string): Fields => {
  if (!isMapping(value)) throw new Error(`${where}: expected a mapping`);
  const read = new Set<string>();
  const get = (name: string): unknown => {
    read.add(name);
    return value[name] ?? undefined;
  };
  const wrong = (name: string, expected: string): Error =>
    new Error(`${where}.${name}: expected ${expected}`);
  const asText = (name: string, item: unknown): string => {
    if (typeof item !== "string") throw wrong(name, "a text (quote numbers)");
    return item;
  };
  const asList = (name: string): readonly unknown[] => {
    const list = get(name) ?? [];
    if (!Array.isArray(list)) throw wrong(name, "a list");
    return list;
  };
  const asMapping = (name: string): Readonly<Record<string, unknown>> => {
    const mapping = get(name) ?? {};
    if (!isMapping(mapping)) throw wrong(name, "a mapping");
    return mapping;
  };
  return {
    where,
    names: () => Object.keys(value),
    has: (name) => get(name) !== undefined,
    text: (name, fallback) => asText(name, get(name) ?? fallback),
    textOrNull: (name) => (get(name) === undefined ? null : asText(name, get(name))),
    number: (name, fallback) => {
      const number = get(name) ?? fallback;
      if (typeof number !== "number") throw wrong(name, "a number");
      return number;
    },
    flag: (name) => {
      const flag = get(name) ?? false;
      if (typeof flag !== "boolean") throw wrong(name, "true or false");
      return flag;
    },
    mapping: (name) => readFields(get(name), `${where}.${name}`),
    texts: (name) => asList(name).map((item) => asText(name, item)),
    list: (name) => asList(name).map((item, index) => readFields(item, `${where}.${name}[${index}]`)),
    entries: (name) =>
      Object.entries(asMapping(name)).map(([key, item]) => [
        key,
        readFields(item, `${where}.${name}.${key}`),
      ]),
    textEntries: (name) =>
      Object.entries(asMapping(name)).map(([key, item]) => [key, asText(`${name}.${key}`, item)]),
    assertAllRead: () => {
      const unknown = Object.keys(value).filter((name) => !read.has(name));
      if (unknown.length > 0) throw new Error(`${where}: unknown field ${unknown.join(", ")}`);
    },
  };
};

/** The items of a list of mappings, each of which has to be read completely. */
export const readAll = <Item>(fields: Fields, name: string, read: (item: Fields) => Item): readonly Item[] =>
  fields.list(name).map((item) => {
    const result = read(item);
    item.assertAllRead();
    return result;
  });
