/** One cheap pass over a line: which signs and words are in it, so that nearly all lines need nothing else. */
import { BITS_SHIFT, buildAutomaton, EDGE } from "./automaton.ts";

/** Signs as bits. */
export const SIGN = {
  equals: 1,
  colon: 2,
  quote: 4,
  paren: 8,
  dash: 16,
  at: 32,
  angle: 64,
  slash: 128,
  comma: 256,
} as const;

/** Words as bits, in the order of the groups below. */
export const WORD = {
  /** Part of a name that speaks of credentials. More than those of `isSpeaking`, never less. */
  speaking: 1,
  /** Ends a name, option or scheme whose value follows after a blank. */
  ending: 2,
  /** Names a column of a list of names and values. */
  value: 4,
  /** Client program with a password option of its own. */
  client: 8,
  login: 16,
} as const;

const words = (text: string): readonly string[] => text.split(" ");
const { next, bits } = buildAutomaton({
  speaking: words(
    "pass pwd secret token key auth cred priv cipher crypt jwt bearer session cookie webhook dsn conn signature licens licenc mnemonic otp salt sas^ ^pw^ ^pin^",
  ),
  ending: words(
    "password passwd passphrase pass pwd pw secret token key auth credential credentials bearer basic account identified by securestring",
  ),
  value: words("value val default"),
  client: words("mysql mysqldump mysqladmin mariadb sshpass plink"),
  login: words("login"),
});

const TOKEN = 1 << 16;
const BLANK = 1 << 17;
const SIGN_SHIFT = 5;
const SYMBOL_MASK = 31;
const SIGNS: Readonly<Record<string, number>> = {
  "=": SIGN.equals,
  ":": SIGN.colon,
  '"': SIGN.quote,
  "'": SIGN.quote,
  "`": SIGN.quote,
  "(": SIGN.paren,
  "-": SIGN.dash,
  "@": SIGN.at,
  "<": SIGN.angle,
  "/": SIGN.slash,
  ",": SIGN.comma,
};
/** Per ASCII character: its symbol, its sign, whether it can be part of a token, whether it is a blank. */
const KINDS = Int32Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  const letter = /[a-z]/i.test(character) ? character.toLowerCase().charCodeAt(0) - 97 : EDGE;
  const sign = (SIGNS[character] ?? 0) << SIGN_SHIFT;
  const token = /[A-Za-z0-9+/_=~.-]/.test(character) ? TOKEN : 0;
  return letter | sign | token | (code === 32 || code === 9 ? BLANK : 0);
});

/** Shortest run of token characters that can be a secret without a name. */
export const MIN_RUN = 16;
const MAX_PLACES = 64;

/** What a line holds; used again for the next one. */
export interface Survey {
  /** Bits of {@link SIGN} and of {@link WORD} that are in the line. */
  signs: number;
  words: number;
  /** Whether a word of `ending` stands before a blank. */
  isSpaced: boolean;
  hasRun: boolean;
  /** Where speaking words end; with more of them than these, every place counts as one. */
  readonly places: Int32Array;
  count: number;
}
export const createSurvey = (): Survey => ({
  signs: 0,
  words: 0,
  isSpaced: false,
  hasRun: false,
  places: new Int32Array(MAX_PLACES),
  count: 0,
});

const addPlace = (survey: Survey, end: number): void => {
  if (survey.count < MAX_PLACES) survey.places[survey.count] = end;
  survey.count++;
};

/** Reads a line into `survey`. */
export const surveyLine = (line: string, survey: Survey): void => {
  survey.count = 0;
  let [kinds, found, spaced] = [0, 0, 0];
  let hasRun = false;
  let state = next[EDGE] ?? 0;
  let before = 0;
  let runStart = 0;
  for (let index = 0; index <= line.length; index++) {
    const code = index < line.length ? line.charCodeAt(index) : 10;
    const kind = code < 128 ? (KINDS[code] ?? EDGE) : EDGE;
    kinds |= kind;
    if ((kind & TOKEN) === 0) {
      if (index - runStart >= MIN_RUN) hasRun = true;
      if ((kind & BLANK) !== 0) spaced |= before;
      runStart = index + 1;
    }
    state = next[state + (kind & SYMBOL_MASK)] ?? 0;
    before = bits[state >> BITS_SHIFT] ?? 0;
    if (before === 0) continue;
    found |= before;
    // Words with an edge of their own end before the character that shows it.
    if ((before & WORD.speaking) !== 0) addPlace(survey, (kind & SYMBOL_MASK) === EDGE ? index : index + 1);
  }
  survey.signs = (kinds >> SIGN_SHIFT) & 0x7ff;
  survey.words = found;
  survey.isSpaced = (spaced & WORD.ending) !== 0;
  survey.hasRun = hasRun;
};

/** Whether a speaking word ends in a stretch of the line. */
export const speaksWithin = ({ places, count }: Survey, from: number, to: number): boolean => {
  if (count > MAX_PLACES) return true;
  for (let index = 0; index < count; index++) {
    const end = places[index] ?? 0;
    if (end > from && end <= to) return true;
  }
  return false;
};
