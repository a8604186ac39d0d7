/** Lays out the table: labelled rows, wrapped to the terminal, every text made printable before it is measured. */
import { styleText } from "node:util";
import { displayWidth } from "../lib/display-width.ts";
import { printable } from "../lib/printable.ts";
import { wrap } from "../lib/wrap.ts";
import type { Severity } from "../model/severity.ts";

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

const createPaint = (color: boolean): Paint =>
  color ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;

export const SEVERITY_STYLES = {
  critical: ["bold", "red"],
  high: "red",
  medium: "yellow",
  low: "cyan",
  info: "dim",
} as const satisfies Readonly<Record<Severity, Parameters<Paint>[0]>>;

const NARROWEST = 40;
const LABEL_WIDTH = 10;
const MARGIN = "  ";

/** What every part of the table is drawn with. */
export interface Canvas {
  readonly width: number;
  readonly paint: Paint;
}

export const createCanvas = (width: number, color: boolean): Canvas => ({
  width: Math.max(width, NARROWEST),
  paint: createPaint(color),
});

/** Untrusted text as lines with `indent` spaces. */
export const paragraph = (canvas: Canvas, indent: number, text: string): readonly string[] =>
  wrap(printable(text), canvas.width - indent).map((line) => " ".repeat(indent) + line);

/** The same for one text of several: if it is wrapped, its lines hang deeper, so that the next text stands out. */
export const item = (canvas: Canvas, indent: number, text: string): readonly string[] => {
  const [first = "", ...rest] = paragraph(canvas, indent, text);
  if (rest.length === 0) return [first];
  return wrap(printable(text), canvas.width - indent - MARGIN.length).map(
    (line, index) => " ".repeat(indent) + (index === 0 ? "" : MARGIN) + line,
  );
};

/** `  label     text`, each text starting its own line under the first. No texts, no row. */
export const row = (canvas: Canvas, label: string, texts: readonly string[]): readonly string[] => {
  const indent = MARGIN.length + LABEL_WIDTH;
  const draw = texts.length > 1 ? item : paragraph;
  const [first, ...rest] = texts.flatMap((text) => draw(canvas, indent, text));
  if (first === undefined) return [];
  return [`${MARGIN}${canvas.paint("dim", label.padEnd(LABEL_WIDTH))}${first.slice(indent)}`, ...rest];
};

/** Nothing is left out silently. */
const sayMore = (count: number, what: string): string =>
  `and ${countOf(count, `more ${what}`)}, see --format json`;

/** At most `limit` of the texts, and a last one saying how many are left out. */
export const atMost = (limit: number, texts: readonly string[], what: string): readonly string[] =>
  texts.length <= limit ? texts : [...texts.slice(0, limit), sayMore(texts.length - limit, what)];

const WIDEST_COLUMN = 30;

/** A text before another, such as a target before a place in it; the left one may be empty. */
export type Pair = readonly [left: string, right: string];

/** `left  right` with the right sides under each other, unless a left side is too wide for a column. */
const alignPairs = (pairs: readonly Pair[]): readonly string[] => {
  const safe = pairs.map(([left, right]) => [printable(left), right] as const);
  const widest = Math.max(0, ...safe.map(([left]) => displayWidth(left)));
  return safe.map(([left, right]) => {
    if (left === "") return right;
    return `${left}${" ".repeat(widest > WIDEST_COLUMN ? 0 : widest - displayWidth(left))}  ${right}`;
  });
};

/** {@link atMost} for pairs, aligned. */
export const atMostPairs = (limit: number, pairs: readonly Pair[], what: string): readonly string[] => [
  ...alignPairs(pairs.slice(0, limit)),
  ...(pairs.length > limit ? [sayMore(pairs.length - limit, what)] : []),
];

const NUMBERS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
export const formatNumber = (value: number): string => NUMBERS.format(value);

/** `1 gap`, `1,234 gaps`; give the plural where it is not made with an s. */
export const countOf = (count: number, noun: string, plural = `${noun}s`): string =>
  `${formatNumber(count)} ${count === 1 ? noun : plural}`;

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];
export const formatBytes = (bytes: number): string => {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  return `${formatNumber(bytes / 1000 ** step)} ${UNITS[step] ?? ""}`;
};
