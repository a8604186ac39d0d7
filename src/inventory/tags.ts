/** What the tags of findings say about severity: the lists of Vault Radar ("Risk severity"), as data. */

export interface TagRow {
  readonly tag: string;
  /** Whether all findings must carry it, because it speaks of the place, or any, because it speaks of the value. */
  readonly needs: "any" | "every";
  readonly because: string;
}

/** Tags that make an entry `info`. */
export const INFO_TAGS: readonly TagRow[] = [
  { tag: "example_secret", needs: "any", because: "It is an example value that documentation publishes." },
  { tag: "ignore_rule", needs: "every", because: "Every place carries a mark that says to ignore it." },
  { tag: "inactive_secret", needs: "any", because: "Its provider says that it is no longer active." },
  { tag: "google_maps_api_key", needs: "any", because: "Google Maps keys are made to be seen by browsers." },
  {
    tag: "google_calendar_api_key",
    needs: "any",
    because: "Google Calendar keys are made to be seen by browsers.",
  },
  { tag: "test_secret_type", needs: "any", because: "Values of this kind work in test systems only." },
  { tag: "experimental", needs: "any", because: "Detection of this kind is still an experiment." },
];

/** Tags about the value that make an unproven entry `low` at most. */
export const LOW_TAGS: readonly TagRow[] = [
  {
    tag: "simple_password",
    needs: "any",
    because: "It is a simple password as tests and first set-ups use.",
  },
  { tag: "may_be_encrypted_password", needs: "any", because: "It may be an encrypted password." },
  { tag: "common_word_in_secret", needs: "any", because: "It contains an everyday word." },
  { tag: "test_secret", needs: "any", because: "The value itself says that it is for tests." },
  { tag: "third_party_secret", needs: "any", because: "It came with somebody else's code." },
  { tag: "low_entropy", needs: "any", because: "Its characters are too regular for a generated value." },
];

export interface PlaceRow {
  readonly tag: string;
  /** Words of a path that put a file into this row. */
  readonly words: readonly string[];
  readonly name: string;
}

/** Tags about the file. A path moves the severity and never hides a finding. */
export const PLACE_ROWS: readonly PlaceRow[] = [
  {
    tag: "secret_in_test_file",
    words: [
      "test",
      "tests",
      "testing",
      "testdata",
      "spec",
      "specs",
      "mock",
      "mocks",
      "fixture",
      "fixtures",
      "e2e",
      "qa",
    ],
    name: "tests",
  },
  {
    tag: "secret_in_example_file",
    words: ["example", "examples", "sample", "samples", "demo", "demos"],
    name: "examples",
  },
  { tag: "secret_in_readme_file", words: ["readme", "doc", "docs", "documentation"], name: "documentation" },
  { tag: "secret_in_dev_file", words: ["dev", "devel", "development"], name: "development settings" },
  { tag: "secret_in_staging_file", words: ["staging"], name: "staging settings" },
  {
    tag: "secret_in_translation_file",
    words: ["i18n", "l10n", "locale", "locales", "translation", "translations"],
    name: "translations",
  },
];

const PATH_LIMIT = 4096;

/** `src/__tests__/LoginTest.java` → src, tests, login, test, java. */
const splitWords = (path: string): readonly string[] =>
  path
    .slice(-PATH_LIMIT)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);

/** The row of a file, by its tags or else by its path; null for an ordinary place. */
export const classifyPlace = (path: string | null, tags: readonly string[]): PlaceRow | null => {
  const words = new Set(path === null ? [] : splitWords(path));
  return (
    PLACE_ROWS.find((row) => tags.includes(row.tag) || row.words.some((word) => words.has(word))) ?? null
  );
};
