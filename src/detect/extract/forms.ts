/** Values in places with a grammar of their own: URLs, headers, options, elements, statements, .netrc, prose. */
import type { Found } from "./candidate.ts";
import { isSpeaking } from "./lexicon.ts";
import { SIGN, type Survey, WORD } from "./survey.ts";

interface Form {
  /** What the line must hold before the pattern is tried: nearly all lines do not. */
  readonly isWorthIt: (survey: Survey, line: string) => boolean;
  /** First group: the value; second, where there is one, is the name. Bounded and linear. */
  readonly pattern: RegExp;
  /** Places of the groups. */
  readonly name: number;
  readonly value: number;
  /** Name where the text has none. */
  readonly fallback: string;
  readonly separator: string;
}

/** All of the wanted ones; of those that are joined to one number, any. */
const hasSigns = ({ signs }: Survey, ...wanted: readonly number[]): boolean =>
  wanted.every((sign) => (signs & sign) !== 0);
const hasWord = ({ words }: Survey, word: number): boolean => (words & word) !== 0;

const FORMS: readonly Form[] = [
  // scheme://user:password@host (RFC 3986 userinfo)
  {
    isWorthIt: (survey, line) => hasSigns(survey, SIGN.at, SIGN.colon, SIGN.slash) && line.includes("://"),
    pattern:
      /\b[a-z][a-z0-9+.-]{1,30}:\/\/([^\s:/?#@"'`<>]{0,100}):([^\s/?#"'`<>@][^\s"'`<>@]{0,199})@(?=[\w.$%{[-])/gi,
    name: 1,
    value: 2,
    fallback: "url password",
    separator: ":",
  },
  // Authorization: Bearer x; Authorization: Basic x; Token x (RFC 6750, RFC 7617)
  {
    isWorthIt: ({ isSpaced }) => isSpaced,
    pattern:
      /\b([Bb]earer|BEARER|[Tt]oken|TOKEN|[Aa]pi-?[Kk]ey|APIKEY|[Bb]asic(?!\s{1,3}[Rr]ealm)(?=\s{1,3}\w[\w+/]{0,80}[A-Z\d=]))\s{1,3}([\w.~+/=:-]{8,4000})/g,
    name: 1,
    value: 2,
    fallback: "authorization",
    separator: " ",
  },
  // --password x; --token=x is an assignment already
  {
    isWorthIt: (survey) => survey.isSpaced && hasSigns(survey, SIGN.dash),
    pattern:
      /(?:^|\s)--?([A-Za-z][\w-]{0,30}(?:pass(?:w(?:or)?d|phrase)?|token|secret|key|auth|pw|pwd|credentials?)|password|passwd|pass|token|secret|pw|pwd)[ \t]{1,4}([^\s"'`$<-][^\s"'`]{2,999}|"[^"\n]{3,999}"|'[^'\n]{3,999}')/gi,
    name: 1,
    value: 2,
    fallback: "option",
    separator: " ",
  },
  // -u user:x
  {
    isWorthIt: (survey, line) => hasSigns(survey, SIGN.dash, SIGN.colon) && line.includes("-u"),
    pattern: /\s(?:-u|--user|--username)[ =]{1,3}["']?[^\s:"']{1,80}:([^\s"'`]{3,200})/g,
    name: 0,
    value: 1,
    fallback: "user password",
    separator: ":",
  },
  // mysql -px
  {
    isWorthIt: (survey) => hasWord(survey, WORD.client) && hasSigns(survey, SIGN.dash),
    pattern:
      /\b(?:mysql|mysqldump|mysqladmin|mariadb|sshpass|plink)\b[^|;&\n]{0,120}?\s-p([^\s"'`|;&-][^\s"'`|;&]{2,99})/g,
    name: 0,
    value: 1,
    fallback: "password option",
    separator: "",
  },
  // <password>x</password>
  {
    isWorthIt: (survey, line) => hasSigns(survey, SIGN.angle, SIGN.slash) && line.includes("</"),
    pattern: /<([\w.:-]{2,60})>([^<>\s][^<>]{1,999})<\//g,
    name: 1,
    value: 2,
    fallback: "element",
    separator: ">",
  },
  // <add key="Password" value="x"/>, <param name="password" value="x"/>
  {
    isWorthIt: (survey) => hasWord(survey, WORD.value) && hasSigns(survey, SIGN.equals, SIGN.quote),
    pattern:
      /\b(?:key|name|id|property)\s{0,2}=\s{0,2}["']([\w.:$ -]{2,80})["']\s{1,4}(?:[\w.:-]{1,20}="[^"]{0,40}"\s{0,4}){0,2}value\s{0,2}=\s{0,2}["']([^"']{3,999})["']/gi,
    name: 1,
    value: 2,
    fallback: "attribute",
    separator: "=",
  },
  // ENV NAME value, ARG NAME value, set NAME value, setx NAME value, #define NAME value, setenv NAME value
  {
    isWorthIt: () => true,
    pattern:
      /^\s{0,40}(?:ENV|ARG|set|setx|setenv|#\s?define|define|export)\s{1,8}([A-Za-z_]\w{1,79})\s{1,12}["']?([^\s"'=][^\s"']{2,999})/g,
    name: 1,
    value: 2,
    fallback: "statement",
    separator: " ",
  },
  // SQL: IDENTIFIED BY 'x', WITH PASSWORD 'x'; SET PASSWORD = 'x' is an assignment already
  {
    isWorthIt: (survey) => survey.isSpaced && hasSigns(survey, SIGN.quote),
    pattern:
      /\b(?:identified\s{1,4}by|(?:encrypted\s{1,4}|with\s{1,4})?password)\s{1,4}(?:=\s{0,4})?'([^'\n]{3,200})'/gi,
    name: 0,
    value: 1,
    fallback: "sql password",
    separator: " ",
  },
  // IDENTIFIED BY "x", also in a string
  {
    isWorthIt: (survey, line) => survey.isSpaced && hasSigns(survey, SIGN.quote) && / by \\?"/i.test(line),
    pattern: /\bidentified\s{1,4}by\s{1,4}\\?"([^"\\\n]{3,200})/gi,
    name: 0,
    value: 1,
    fallback: "sql password",
    separator: " ",
  },
  // ConvertTo-SecureString 'x' (PowerShell)
  {
    isWorthIt: (_, line) => line.includes("SecureString"),
    pattern: /\bConvertTo-SecureString\s{1,4}(?:-String\s{1,4})?["']([^"'\n]{3,200})["']/g,
    name: 0,
    value: 1,
    fallback: "secure string password",
    separator: " ",
  },
  // assertEquals("x", y.getToken()), assert.Equal(t, "x", token)
  {
    isWorthIt: (survey, line) =>
      hasSigns(survey, SIGN.paren, SIGN.quote, SIGN.comma) && line.includes("ssert"),
    pattern:
      /\b[Aa]ssert(?:[A-Z._]\w{1,24})?\((?:\w{1,8},\s?)?["'`]([^"'`\n]{3,200})["'`],\s{0,4}([\w.$>-]{2,80})/g,
    name: 2,
    value: 1,
    fallback: "assertion",
    separator: "==",
  },
  // expect(token).toBe("x"), expect(user.password).to eq "x"
  {
    isWorthIt: (survey, line) => hasSigns(survey, SIGN.paren, SIGN.quote) && line.includes("expect("),
    pattern: /\bexpect\(([\w.$()[\]'"-]{2,80})\)\.[\w. ]{2,30}[( ]["'`]([^"'`\n]{3,200})["'`]/g,
    name: 1,
    value: 2,
    fallback: "expectation",
    separator: "==",
  },
  // "x".equals(password), "x" == password
  {
    isWorthIt: (survey) => hasSigns(survey, SIGN.quote) && hasSigns(survey, SIGN.equals | SIGN.paren),
    pattern: /["']([^"'\n]{3,200})["'](?:\.equals\w{0,10}\(|\s{0,4}={2,3}\s{0,4})([\w.$]{2,60})/g,
    name: 2,
    value: 1,
    fallback: "comparison",
    separator: "==",
  },
  // .netrc: machine h login u password p
  {
    isWorthIt: (survey) => survey.isSpaced && hasWord(survey, WORD.login),
    pattern: /\blogin\s{1,8}\S{1,100}\s{1,8}(password|account)\s{1,8}(\S{3,200})/g,
    name: 1,
    value: 2,
    fallback: "netrc",
    separator: " ",
  },
  // password is x, passphrase was "x"
  {
    isWorthIt: ({ isSpaced }, line) =>
      isSpaced && (line.includes(" is ") || line.includes(" was ") || line.includes(" of ")),
    pattern:
      /\b(passw(?:or)?d|passphrase|token|secret|api[ _-]?key)\s{1,3}(?:is|was|of)\s{1,3}["'`]?([^\s"'`]{4,200})/gi,
    name: 1,
    value: 2,
    fallback: "prose",
    separator: " ",
  },
];

const QUOTED = /^(["'`])([^]*)\1$/;

const isTrailing = (sign: string): boolean => `"'\`,;`.includes(sign);
/** Trailing quotes and signs that a bare value took along. */
const trim = (value: string): string => {
  let end = value.length;
  while (end > 0 && isTrailing(value.charAt(end - 1))) end--;
  return value.slice(0, end);
};

const readMatch = (line: string, match: RegExpExecArray, form: Form): Found => {
  const whole = match[form.value] ?? "";
  const [, quote = "", inner] = QUOTED.exec(whole) ?? [];
  const start = match.index + match[0].lastIndexOf(whole) + quote.length;
  const before = line.charAt(start - 1);
  const isQuoted = before === '"' || before === "'" || before === "`";
  const own = form.name === 0 ? "" : (match[form.name] ?? "");
  return {
    name: form.separator === ":" || !isSpeaking(own) ? `${own} ${form.fallback}`.trim() : own,
    value: inner ?? (isQuoted ? whole : trim(whole)),
    start,
    quote: isQuoted ? before : "",
    separator: form.separator,
  };
};

/** Adds to `found` the values of all forms, in the forms' order. */
export const findForms = (line: string, survey: Survey, found: Found[]): void => {
  for (const form of FORMS) {
    if (!form.isWorthIt(survey, line)) continue;
    const { pattern } = form;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(line); match !== null; match = pattern.exec(line))
      found.push(readMatch(line, match, form));
  }
};
