/** Writes a history as a `git fast-import` stream (git-fast-import(1), "INPUT FORMAT"). */
import type { Commit, History, Person, Tag } from "./company.ts";
import type { Text } from "./placeholders.ts";

const NO_COMMIT = "0".repeat(40);

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
/** Archives are no text: their bytes stand between two pieces of it. */
const content = ({ text, bytes }: Text): readonly (string | Uint8Array)[] =>
  bytes === undefined ? [data(text)] : [`data ${bytes.length}\n`, bytes, "\n"];
const stamp = ({ name, email, timezone }: Person, date: number): string =>
  `${name} <${email}> ${date} ${timezone}`;
const withLineEnd = (text: string): string => (text.endsWith("\n") ? text : `${text}\n`);

const commitCommand = ({
  mark,
  ref,
  parents,
  author,
  date,
  message,
  changes,
}: Commit): readonly (string | Uint8Array)[] => {
  const [first, ...merged] = parents;
  return [
    `commit ${ref}\nmark :${mark}\n`,
    `author ${stamp(author, date)}\ncommitter ${stamp(author, date)}\n`,
    data(withLineEnd(message.text)),
    ...(first === undefined ? [] : [`from :${first}\n`]),
    ...merged.map((parent) => `merge :${parent}\n`),
    ...[...changes].flatMap(([path, text]) =>
      text === null ? [`D ${path}\n`] : [`M 100644 inline ${path}\n`, ...content(text)],
    ),
    "\n",
  ];
};

const tagCommand = ({ name, target, author, date, message }: Tag): string =>
  message === null
    ? `reset refs/tags/${name}\nfrom :${target}\n\n`
    : `tag ${name}\nfrom :${target}\ntagger ${stamp(author, date)}\n${data(withLineEnd(message.text))}`;

/** The same history always gives the same stream, and so the same object ids. */
export const toFastImportStream = ({ commits, tags, refs }: History): Buffer => {
  const gone = new Set(commits.map(({ ref }) => ref).filter((ref) => !refs.has(ref)));
  const stream = [
    ...commits.flatMap(commitCommand),
    ...tags.map(tagCommand),
    ...[...gone].map((ref) => `reset ${ref}\nfrom ${NO_COMMIT}\n\n`),
    "done\n",
  ];
  return Buffer.concat(stream.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)));
};
