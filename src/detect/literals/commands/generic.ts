/** Words that say by themselves that a credential stands in them, whatever the command: `--api-token x`, `NAME=x`, headers. */
import type { Sink, Word } from "../literal.ts";
import { kindOfName, splitName } from "../names.ts";
import { sliceWord } from "../words.ts";
import { readHeader } from "./forms.ts";

/** Options that take a switch or a question, whatever follows. */
const NO_VALUE =
  /(?:^|[-_])(?:ask|prompt|stdin|get|print|list|create|rotate|revoke|delete|read|save|write|reset)(?:[-_]|$)/i;
/** `--secret name` mostly names one. */
const NAMING = /^(?:image-?pull-?)?secrets?$|^tls-?secret$|^key$|^auth$|^credentials?$/i;

const HEADER =
  /^(?:(?:proxy-)?authorization|private-token|job-token|deploy-token|[\w-]{1,40}(?:-token|-key|-secret)): /i;
/** `--password=x`, `-Dx.password=x`, `-Pname=x`, `/p:Name=x`, `NAME=x`. */
const SIGNED = /^(?:-[DPX]:?(?=\w[.\w]{0,120}=)|--?|\/[a-z]:|-p:)?(?<name>[A-Za-z_][\w.:-]{0,120})=(?=.)/;
/** `--password x`, `-Password x`. */
const BARE_OPTION = /^--?(?<name>[A-Za-z][\w.-]{2,80})$/;
/** SonarQube's own words for its token. */
const SONAR = /^sonar\.(?:login|token|password)$/;

/** The name before the sign of `NAME=x` and `--name=x`, or "". */
export const readSignedName = (text: string): string => SIGNED.exec(text)?.groups?.["name"] ?? "";

/** @param declared options that the table knows better, in lower case. */
export const applyGeneric = (words: readonly Word[], declared: ReadonlySet<string>, sink: Sink): void => {
  for (const [index, word] of words.entries()) {
    const { text } = word.text;
    const signed = SIGNED.exec(text);
    const name = signed?.groups?.["name"] ?? "";
    const option = BARE_OPTION.exec(text)?.groups?.["name"] ?? "";
    const beside = words[index + 1];
    if (signed !== null && (kindOfName(name) !== null || SONAR.test(name))) {
      const value = sliceWord(word, signed[0].length);
      sink({
        name: SONAR.test(name) ? "sonar token" : name,
        value,
        place: "command",
        certainty: SONAR.test(name) ? "sure" : "variable",
      });
    } else if (option !== "" && beside !== undefined && !declared.has(text.toLowerCase()))
      offerOption(option, beside, sink);
    if (HEADER.test(text))
      readHeader(word, { sink, place: "header", user: undefined, host: undefined, readShell: () => {} });
  }
};

const offerOption = (name: string, value: Word, sink: Sink): void => {
  if (value.text.text.startsWith("-") || NO_VALUE.test(name)) return;
  const kind = kindOfName(name);
  if (kind === null) return;
  const certainty = NAMING.test(splitName(name).join("-")) ? "setting" : "variable";
  sink({ name, value, place: "command", certainty });
};
