/** Text for GitLab's vulnerability pages, which render GitLab Flavored Markdown: what a stranger wrote stays plain. */
import { printable } from "../lib/printable.ts";

/** Begins of links, pictures, HTML, code and emphasis; an underscore within a word is none, and names are full of them. */
const MARKUP = /[\\`*[\]<>&|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

/** Plain words, whatever markup they hold. */
export const plain = (text: string): string => printable(text).replace(MARKUP, "\\$&");

/** A name, as it is: in a code span nothing is markup, mention or reference. The fence is longer than any run of backticks in it. */
export const code = (name: string): string => {
  const text = printable(name);
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = text === "" || /^[` ]|[` ]$/.test(text) ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
};

/** GitLab refuses a whole report for one text that is too long; counted in characters. */
export const atMostCharacters = (text: string, most: number): string => {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
};

/** `2026-01-02T03:04:05`: UTC, but without saying so, as the schema wants it. */
export const toReportTime = (iso: string): string => {
  const time = Date.parse(iso);
  return new Date(Number.isNaN(time) ? 0 : time).toISOString().slice(0, 19);
};
