/** Values in places with a grammar of their own: URLs, headers, options, elements, statements, .netrc, prose. */
import type { Found } from "./assignment.ts";

interface Form {
  /** Groups: `value`, and `name` where the text has one. Bounded and linear. */
  readonly pattern: RegExp;
  /** Name where the text has none. */
  readonly name: string;
  readonly separator: string;
}

const FORMS: readonly Form[] = [
  // scheme://user:password@host (RFC 3986 userinfo)
  {
    pattern:
      /\b[a-z][a-z0-9+.-]{1,30}:\/\/(?<name>[^\s:/?#@"'`<>]{0,100}):(?<value>[^\s/?#"'`<>@][^\s"'`<>@]{0,199})@(?=[\w.$%{[-])/dgi,
    name: "url password",
    separator: ":",
  },
  // Authorization: Bearer x; Authorization: Basic x; Token x (RFC 6750, RFC 7617)
  {
    pattern: /\b(?<name>bearer|basic|token|apikey|api-key)\s{1,3}(?<value>[\w.~+/=:-]{8,4000})/dgi,
    name: "authorization",
    separator: " ",
  },
  // --password x, --token=x is an assignment already; -u user:x; mysql -px
  {
    pattern:
      /(?:^|\s)--?(?<name>[A-Za-z][\w-]{0,30}(?:pass(?:w(?:or)?d|phrase)?|token|secret|key|auth|pw|pwd|credentials?)|password|passwd|pass|token|secret|pw|pwd)[ \t]{1,4}(?<value>[^\s"'`$<-][^\s"'`]{2,999}|"[^"\n]{3,999}"|'[^'\n]{3,999}')/dgi,
    name: "option",
    separator: " ",
  },
  {
    pattern: /\s(?:-u|--user|--username)[ =]{1,3}["']?[^\s:"']{1,80}:(?<value>[^\s"'`]{3,200})/dg,
    name: "user password",
    separator: ":",
  },
  {
    pattern:
      /\b(?:mysql|mysqldump|mysqladmin|mariadb|sshpass|plink)\b[^|;&\n]{0,120}?\s-p(?<value>[^\s"'`|;&-][^\s"'`|;&]{2,99})/dg,
    name: "password option",
    separator: "",
  },
  // <password>x</password>, <add key="Password" value="x"/>, <param name="password" value="x"/>
  { pattern: /<(?<name>[\w.:-]{2,60})>(?<value>[^<>\s][^<>]{1,999})<\//dg, name: "element", separator: ">" },
  {
    pattern:
      /\b(?:key|name|id|property)\s{0,2}=\s{0,2}["'](?<name>[\w.:$ -]{2,80})["']\s{1,4}(?:[\w.:-]{1,20}="[^"]{0,40}"\s{0,4}){0,2}value\s{0,2}=\s{0,2}["'](?<value>[^"']{3,999})["']/dgi,
    name: "attribute",
    separator: "=",
  },
  // ENV NAME value, ARG NAME value, set NAME value, setx NAME value, #define NAME value, setenv NAME value
  {
    pattern:
      /^\s{0,40}(?:ENV|ARG|set|setx|setenv|#\s?define|define|export)\s{1,8}(?<name>[A-Za-z_]\w{1,79})\s{1,12}["']?(?<value>[^\s"'=][^\s"']{2,999})/dg,
    name: "statement",
    separator: " ",
  },
  // SQL: IDENTIFIED BY 'x', WITH PASSWORD 'x', SET PASSWORD = 'x' is an assignment already
  {
    pattern:
      /\b(?:identified\s{1,4}by|(?:encrypted\s{1,4}|with\s{1,4})?password)\s{1,4}(?:=\s{0,4})?'(?<value>[^'\n]{3,200})'/dgi,
    name: "sql password",
    separator: " ",
  },
  // .netrc: machine h login u password p
  {
    pattern: /\blogin\s{1,8}\S{1,100}\s{1,8}(?<name>password|account)\s{1,8}(?<value>\S{3,200})/dg,
    name: "netrc",
    separator: " ",
  },
  // password is x, passphrase was "x"
  {
    pattern:
      /\b(?<name>passw(?:or)?d|passphrase|token|secret|api[ _-]?key)\s{1,3}(?:is|was|of)\s{1,3}["'`]?(?<value>[^\s"'`]{4,200})/dgi,
    name: "prose",
    separator: " ",
  },
];

const unquote = (value: string): { readonly text: string; readonly quote: string } => {
  const [, quote, text] = /^(["'`])(.*)\1$/s.exec(value) ?? [];
  return quote === undefined || text === undefined ? { text: value, quote: "" } : { text, quote };
};

export function* findForms(line: string): Generator<Found> {
  for (const { pattern, name, separator } of FORMS) {
    pattern.lastIndex = 0;
    for (const match of line.matchAll(pattern)) {
      const place = match.indices?.groups?.["value"];
      const value = match.groups?.["value"];
      if (place === undefined || value === undefined) continue;
      const { text, quote } = unquote(value);
      const start = place[0] + quote.length;
      const before = quote === "" ? (/["'`]$/.exec(line.slice(0, start))?.[0] ?? "") : quote;
      const own = match.groups?.["name"] ?? "";
      yield {
        name: own === "" || separator === ":" ? `${own} ${name}`.trim() : own,
        value: text,
        start,
        quote: before,
        separator,
      };
    }
  }
}
