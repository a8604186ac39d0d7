/** Which places of a text belong to one block: brackets where there are any, indentation where there are none. */

export interface Block {
  /** The one around it, as far as that was seen. */
  readonly parent: Block | null;
  /** Its beginning was not seen: what stands before the part that was read may belong to it. */
  readonly isCut: boolean;
  readonly isBracket: boolean;
  /** A name came twice: a row of records, and where one begins is known only if the block's beginning is. */
  repeats: boolean;
  /** The names of each record, lower case. */
  readonly shapes: ReadonlySet<string>[];
}

/** Where something stands. What has one block and one record belongs together. */
export interface Place {
  readonly line: number;
  readonly block: Block;
  readonly record: number;
}

interface Level {
  block: Block;
  /** Of its lines; of a bracket: of the line that opens it. */
  readonly indent: number;
  record: number;
  names: Set<string>;
  paragraph: number;
}

/** Whether one is the other or lies in it. */
export const isWithin = (a: Block, b: Block): boolean => {
  for (let block: Block | null = a; block !== null; block = block.parent) if (block === b) return true;
  for (let block: Block | null = b; block !== null; block = block.parent) if (block === a) return true;
  return false;
};

/** Follows a text from left to right. */
export interface Walker {
  /** A new line; blank ones are lines too. */
  enterLine(line: string): void;
  /** A bracket outside of strings; other characters mean nothing. */
  pass(character: string): void;
  /** A named value here: a name that the record has already begins the next record. */
  enter(name: string): Place;
  /** The same for a value that an object of its own holds: `name: USER` over `value: app`. */
  enterOuter(name: string): Place;
  place(): Place;
  /** Inside a string that holds settings of its own. */
  nest(): Place;
}

const TAB = 4;
/** Deeper nesting is no text that people write. */
const MOST_LEVELS = 200;

const measureIndent = (line: string): number => {
  let indent = 0;
  for (const character of line) {
    if (character === " ") indent++;
    else if (character === "\t") indent += TAB;
    else break;
  }
  return indent;
};

/** `[section]` of INI and TOML, `---` of YAML. */
const HEADER = /^\s*(?:\[{1,2}[^\][\n]{1,80}\]{1,2}|---)\s*$/;
/** An item of a YAML list. */
const ITEM = /^\s*- /;

/**
 * @param isStart whether the text begins where the whole begins, so that no block can be cut.
 * @param before number of the line before.
 */
export const createWalker = (isStart: boolean, before: number): Walker => {
  let line = before;
  let paragraph = 0;
  let records = 0;
  const makeLevel = (
    indent: number,
    { isBracket, isCut, parent }: Pick<Block, "isBracket" | "isCut" | "parent">,
  ): Level => ({
    block: { isCut, isBracket, parent, repeats: false, shapes: [] },
    indent,
    record: records++,
    names: new Set(),
    paragraph,
  });
  const root = { isBracket: false, isCut: !isStart, parent: null };
  const levels: Level[] = [makeLevel(0, root)];
  /** Never none: what would leave the last one finds another in its place. */
  const top = (): Level => {
    const last = levels.at(-1);
    if (last !== undefined) return last;
    const level = makeLevel(0, root);
    levels.push(level);
    return level;
  };
  const push = (indent: number, isBracket: boolean): void => {
    const parent = top().block;
    if (levels.length < MOST_LEVELS) levels.push(makeLevel(indent, { isBracket, isCut: false, parent }));
  };
  const replaceTop = (isCut: boolean): void => {
    const { indent, block } = top();
    levels[levels.length - 1] = makeLevel(indent, { isBracket: false, isCut, parent: block.parent });
  };
  const startRecord = (level: Level): void => {
    level.record = records++;
    level.names = new Set();
  };

  const current = (level: Level): Place => ({ line, block: level.block, record: level.record });
  const indentTo = (text: string): void => {
    const indent = measureIndent(text);
    while (levels.length > 0 && top().indent > indent) levels.pop();
    if (top().block.isBracket) return;
    if (ITEM.test(text)) push(indent + 2, false);
    else if (top().indent < indent) push(indent, false);
    else if (HEADER.test(text)) replaceTop(false);
  };

  const enterLevel = (level: Level, name: string): Place => {
    const key = name.toLowerCase();
    if (!level.block.isBracket && level.paragraph !== paragraph) {
      level.paragraph = paragraph;
      startRecord(level);
    } else if (level.names.has(key)) {
      level.block.repeats = true;
      startRecord(level);
    }
    if (level.names.size === 0) level.block.shapes.push(level.names);
    level.names.add(key);
    return current(level);
  };
  return {
    enterLine(text) {
      line++;
      if (text.trim() === "") paragraph++;
      else indentTo(text);
    },
    pass(character) {
      if ("([{".includes(character)) push(top().indent, true);
      else if (!")]}".includes(character)) return;
      else if (top().block.isBracket) levels.pop();
      // It closes what began before the text that is read.
      else replaceTop(!isStart);
    },
    enter: (name) => enterLevel(top(), name),
    enterOuter: (name) => enterLevel(levels.at(-2) ?? top(), name),
    place: () => current(top()),
    nest: () => current(makeLevel(0, { isBracket: false, isCut: false, parent: top().block })),
  };
};
