/** Names of packed texts: untrusted, shown, and never followed. */

/** Names are UTF-8, or of whatever code page their maker had: then each byte is a character. */
export const decodeName = (bytes: Buffer): string => {
  const text = bytes.toString("utf8");
  return text.includes("\ufffd") ? bytes.toString("latin1") : text;
};

/** Longer names are made up to hurt. */
const MAX_NAME = 1024;

/** Without what says nothing: `./a//b` is `a/b`. Two dots stay, for whoever wonders at them. */
const tidy = (name: string): string =>
  name
    .slice(0, MAX_NAME)
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");

/** `outer.zip!/dir/inner.txt`; a text without a name of its own has that of what it is packed in. */
export const joinNames = (outer: string, name: string): string => {
  const inner = tidy(name);
  return outer === "" || inner === "" ? outer + inner : `${outer}!/${inner}`;
};
