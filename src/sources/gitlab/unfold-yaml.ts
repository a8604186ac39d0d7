/** YAML as a person would have written it: GitLab's writer breaks plain text at 80 characters, also between an option and its value. */
import { parseDocument } from "yaml";

/** The parser takes seconds for more. */
const MAX_PARSED = 256 * 1024;

/** The same document without broken lines; as it came where it is no YAML, or too large. */
export const unfoldYaml = (text: string): string => {
  if (text.length > MAX_PARSED) return text;
  try {
    const document = parseDocument(text, {
      // Nothing is made of the values: numbers and dates stay as they are written.
      schema: "failsafe",
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    return document.errors.length === 0 ? document.toString({ lineWidth: 0 }) : text;
  } catch {
    // Nested beyond measure.
    return text;
  }
};
