/** How languages and formats write one string in parts. */

/** A text cut into so many parts, as even as can be. */
export const cut = (text: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) =>
    text.slice(Math.floor((index * text.length) / count), Math.floor(((index + 1) * text.length) / count)),
  );

export const quoteAll = (parts: readonly string[], quote = '"'): readonly string[] =>
  parts.map((part) => `${quote}${part}${quote}`);

/** How each language makes one string of parts. */
export const LANGUAGES: Readonly<Record<string, (parts: readonly string[]) => string>> = {
  JavaScript: (parts) => `const token = ${quoteAll(parts).join(" + ")};`,
  "TypeScript over lines": (parts) => `const token: string =\n  ${quoteAll(parts, "'").join(" +\n  ")};`,
  "JavaScript with the operator in front": (parts) => `const token = ${quoteAll(parts, "`").join("\n  + ")};`,
  "Python in brackets": (parts) => `token = (\n    ${quoteAll(parts).join("\n    ")}\n)`,
  "Python with backslashes": (parts) => `token = ${quoteAll(parts, "'").join(" \\\n    ")}`,
  "Python join": (parts) => `token = "".join([\n    ${quoteAll(parts).join(",\n    ")},\n])`,
  "Java over lines": (parts) => `    String token =\n        ${quoteAll(parts).join("\n            + ")};`,
  "Java builder": (parts) =>
    `String token = new StringBuilder()${quoteAll(parts)
      .map((part) => `\n  .append(${part})`)
      .join("")};`,
  "Java concat": (parts) =>
    `String token = "${parts[0] ?? ""}"${quoteAll(parts.slice(1))
      .map((part) => `.concat(${part})`)
      .join("")};`,
  "C# Concat": (parts) => `var token = string.Concat(${quoteAll(parts).join(", ")});`,
  "C# Join": (parts) => `var token = String.Join("", ${quoteAll(parts).join(", ")});`,
  Go: (parts) => `\ttoken := ${quoteAll(parts).join(" +\n\t\t")}`,
  "Go Join": (parts) => `token := strings.Join([]string{${quoteAll(parts).join(", ")}}, "")`,
  PHP: (parts) => `$token = ${quoteAll(parts, "'").join(" . ")};`,
  "PHP without spaces": (parts) => `$token = ${quoteAll(parts, "'").join(".")};`,
  Perl: (parts) => `my $token = ${quoteAll(parts).join("\n  . ")};`,
  Ruby: (parts) => `token = ${quoteAll(parts).join(" \\\n  ")}`,
  Rust: (parts) => `let token = concat!(\n    ${quoteAll(parts).join(",\n    ")}\n);`,
  "Rust owned": (parts) =>
    `let token = "${parts[0] ?? ""}".to_string()${quoteAll(parts.slice(1))
      .map((part) => ` + ${part}`)
      .join("")};`,
  Kotlin: (parts) => `val token = ${quoteAll(parts).join(" +\n    ")}`,
  Swift: (parts) => `let token = ${quoteAll(parts).join("\n  + ")}`,
  C: (parts) => `const char *token =\n  ${quoteAll(parts).join("\n  ")};`,
  "C macro": (parts) => `#define TOKEN ${quoteAll(parts).join(" \\\n  ")}\n`,
  Lua: (parts) => `local token = ${quoteAll(parts).join(" .. ")}`,
  "Visual Basic": (parts) => `Dim token As String = ${quoteAll(parts).join(" & ")}`,
  "Visual Basic over lines": (parts) => `Dim token As String = ${quoteAll(parts).join(" & _\n    ")}`,
  Elixir: (parts) => `token = ${quoteAll(parts).join(" <> ")}`,
  SQL: (parts) => `UPDATE t SET token = ${quoteAll(parts, "'").join(" || ")};`,
  "JavaScript join": (parts) => `const token = [${quoteAll(parts).join(", ")}].join("");`,
  shell: (parts) => `export TOKEN=${parts.join("\\\n")}\n`,
  "shell in quotes": (parts) => `TOKEN="${parts.join("\\\n")}"\n`,
  Dockerfile: (parts) => `ENV TOKEN=${parts.join("\\\n")}\n`,
  Makefile: (parts) => `TOKEN := ${parts.join("\\\n\t")}\n`,
  properties: (parts) => `token=${parts.join("\\\n      ")}\n`,
  "properties of Windows": (parts) => `token=${parts.join("\\\r\n      ")}\r\n`,
  YAML: (parts) => `token: "${parts.join("\\\n  ")}"\n`,
};
