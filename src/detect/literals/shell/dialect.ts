/** What differs between the shells whose command lines stand in pipelines. */

export interface Dialect {
  readonly name: "sh" | "powershell" | "cmd";
  /** Takes the next character literally; before a line break it joins the lines. */
  readonly escape: string;
  readonly hasSingleQuotes: boolean;
  /** `` `command` `` is a substitution. */
  readonly hasBackticks: boolean;
  /** End a command, besides line breaks. */
  readonly separators: string;
  /** Stand between words without meaning more. */
  readonly blanks: string;
}

const SH: Dialect = {
  name: "sh",
  escape: "\\",
  hasSingleQuotes: true,
  hasBackticks: true,
  separators: ";&|()",
  blanks: " \t\r",
};
const POWERSHELL: Dialect = {
  name: "powershell",
  escape: "`",
  hasSingleQuotes: true,
  hasBackticks: false,
  separators: ";|(){}",
  blanks: " \t\r,",
};
const CMD: Dialect = {
  name: "cmd",
  escape: "^",
  hasSingleQuotes: false,
  hasBackticks: false,
  separators: "&|()",
  blanks: " \t\r",
};

export const DIALECTS = { sh: SH, powershell: POWERSHELL, cmd: CMD } as const;
export type DialectName = keyof typeof DIALECTS;

const POWERSHELL_MARKS =
  /\$env:\w{1,80}\s{0,4}=|\bConvertTo-SecureString\b|\bNew-Object\b|\bWrite-(?:Host|Output)\b|\bInvoke-(?:WebRequest|RestMethod|Expression|Sqlcmd)\b|^[ \t]*\$\w+[ \t]*=[ \t]|\bSet-(?:Item|Content|Location|Variable)\b|\[Environment\]::|\s-AsPlainText\b/im;
const CMD_MARKS =
  /^[ \t]*@echo off|^[ \t]*setx?[ \t]+"?\w+=|^[ \t]*rem\s|%~dp0|^[ \t]*call\s|\bif not exist\b/im;

/** Pipelines rarely say which shell runs a line; its own words do. */
export const guessDialect = (text: string): DialectName => {
  if (POWERSHELL_MARKS.test(text)) return "powershell";
  return CMD_MARKS.test(text) && !/\$\(|\$\{|\bfi\b|\bexport\b/.test(text) ? "cmd" : "sh";
};
