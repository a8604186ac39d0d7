/** Writes a history as a `git fast-import` stream (git-fast-import(1), "INPUT FORMAT"). */
import type { Commit, History, Person, Tag } from "./company.ts";

const NO_COMMIT = "0".repeat(40);

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
const stamp = ({ name, email, timezone }: Person, date: number): string =>
  `${name} <${email}> ${date} ${timezone}`;
const withLineEnd = (text: string): string => (text.endsWith("\n") ? text : `${text}\n`);

const commitCommand = ({ mark, ref, parents, author, date, message, changes }: Commit): string => {
  const [first, ...merged] = parents;
  return [
    `commit ${ref}\nmark :${mark}\n`,
    `author ${stamp(author, date)}\ncommitter ${stamp(author, date)}\n`,
    data(withLineEnd(message.text)),
    ...(first === undefined ? [] : [`from :${first}\n`]),
    ...merged.map((parent) => `merge :${parent}\n`),
    ...[...changes].map(([path, text]) =>
      text === null ? `D ${path}\n` : `M 100644 inline ${path}\n${data(text.text)}`,
    ),
    "\n",
  ].join("");
};

const tagCommand = ({ name, target, author, date, message }: Tag): string =>
  message === null
    ? `reset refs/tags/${name}\nfrom :${target}\n\n`
    : `tag ${name}\nfrom :${target}\ntagger ${stamp(author, date)}\n${data(withLineEnd(message.text))}`;

/** The same history always gives the same stream, and so the same object ids. */
export const toFastImportStream = ({ commits, tags, refs }: History): string => {
  const gone = new Set(commits.map(({ ref }) => ref).filter((ref) => !refs.has(ref)));
  return [
    ...commits.map(commitCommand),
    ...tags.map(tagCommand),
    ...[...gone].map((ref) => `reset ${ref}\nfrom ${NO_COMMIT}\n\n`),
    "done\n",
  ].join("");
};
