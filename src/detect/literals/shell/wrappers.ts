/** Commands that run another command or script: what they run is read as if it stood alone. */
import { programOf } from "../commands/rows.ts";
import type { Word } from "../literal.ts";
import { sliceWord } from "../words.ts";

interface Wrapper {
  /** Options with a value beside them. */
  readonly valued: string;
  /** Words before the command that belong to the wrapper: a host, a container, a duration. */
  readonly skip: number;
  /** Subcommand after which this holds. */
  readonly after?: string;
  /** The option whose value is a script. */
  readonly script?: string;
  /** The command begins only behind `--`. */
  readonly dashes?: boolean;
  /** The rest is one script. */
  readonly isText?: boolean;
}

const SHELL: Wrapper = { valued: "-o -O --rcfile", skip: 0, script: "c" };
const PLAIN: Wrapper = { valued: "", skip: 0 };
const DASHES: Wrapper = { valued: "", skip: 0, dashes: true };
/** Options of `docker run` without a value; all others have one. */
const RUN_SWITCHES =
  /^(?:--(?:detach|interactive|tty|rm|init|privileged|read-only|publish-all|quiet|no-healthcheck|no-deps|service-ports|use-aliases|build|remove-orphans|disable-content-trust|sig-proxy|oom-kill-disable|no-TTY|replace|tls-verify)|-[ditPTq]+)$/;

const byName = (names: string, wrapper: Wrapper): readonly [string, Wrapper][] =>
  names.split(" ").map((name) => [name, wrapper]);

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map([
  ...byName("sh bash zsh dash ash ksh busybox", SHELL),
  ...byName("powershell pwsh", { valued: "-ExecutionPolicy -File -Version", skip: 0, script: "ommand" }),
  ...byName("cmd", { valued: "", skip: 0, script: "/c" }),
  ...byName("su runuser", { valued: "-g -G -s", skip: 1, script: "c" }),
  ...byName("sudo doas", { valued: "-u -g -p -C -h -U -r -t -D --user --group", skip: 0 }),
  ...byName("env", { valued: "-u -C -S --unset --chdir", skip: 0 }),
  ...byName(
    "nohup time exec command builtin nice ionice setsid unbuffer stdbuf eatmydata winpty caffeinate call start",
    {
      valued: "-n -c -o -i -e",
      skip: 0,
    },
  ),
  ...byName(
    "cross-env dotenvx npx bunx xvfb-run dumb-init catchsegv travis_retry retry try run run_cmd exec_cmd",
    PLAIN,
  ),
  ...byName("timeout travis_wait gosu su-exec setpriv chroot", {
    valued: "-s -k --signal --kill-after",
    skip: 1,
  }),
  ...byName("eval", { valued: "", skip: 0, isText: true }),
  ...byName("xargs parallel", { valued: "-I -n -P -d -L -i -a -s", skip: 0 }),
  ...byName("ssh", { valued: "-i -p -l -o -F -J -L -R -D -b -c -e -m -E -S -W -w", skip: 1, isText: true }),
  ...byName("java", { valued: "-cp -classpath", skip: 0, after: "-jar" }),
  ...byName("xcrun dotnet bundle poetry pipenv uv rye pdm", { valued: "", skip: 0, after: "exec run" }),
  ...byName("python python3 py", { valued: "", skip: 0, after: "-m" }),
  ...byName(
    "wait-for-it wait-for-it.sh wait-for wait-for.sh tini aws-vault chamber doppler op dotenv lxc incus vagrant",
    DASHES,
  ),
  ...byName("dockerize", { valued: "-wait -timeout -template", skip: 0, dashes: true }),
]);

export interface Inner {
  readonly words?: readonly Word[];
  readonly script?: Word;
}

const skipOptions = (words: readonly Word[], from: number, valued: ReadonlySet<string>): number => {
  let at = from;
  for (
    let text = words[at]?.text.text;
    text !== undefined && /^[-+]\S/.test(text) && text !== "--";
    text = words[at]?.text.text
  )
    at += valued.has(text) ? 2 : 1;
  return words[at]?.text.text === "--" ? at + 1 : at;
};

const isAssignment = (word: Word | undefined): boolean => /^[A-Za-z_]\w*=/.test(word?.text.text ?? "");

const findScript = (words: readonly Word[], mark: string): Word | undefined => {
  const at = words.findIndex(({ text }) =>
    mark.startsWith("/")
      ? text.text.toLowerCase() === mark
      : new RegExp(`^-\\w{0,7}${mark}$`, "i").test(text.text),
  );
  return at === -1 ? undefined : words[at + 1];
};

const unwrapContainer = (words: readonly Word[]): Inner | null => {
  const texts = words.map(({ text }) => text.text);
  const verb = texts.findIndex((text, index) => index > 0 && index < 8 && /^(?:run|exec|create)$/.test(text));
  if (verb === -1) return null;
  let at = verb + 1;
  while (at < texts.length && (texts[at] ?? "").startsWith("-")) {
    const text = texts[at] ?? "";
    at += text.includes("=") || RUN_SWITCHES.test(text) || /^-[a-z]\S/.test(text) ? 1 : 2;
  }
  const inner = words.slice(at + 1);
  // Options right behind the image go to the program the image is named after.
  return { words: texts[verb] !== "exec" && (texts[at + 1] ?? "").startsWith("-") ? words.slice(at) : inner };
};

const unwrapDashes = (words: readonly Word[]): Inner | null => {
  const at = words.findIndex(({ text }) => text.text === "--");
  return at === -1 ? null : { words: words.slice(at + 1) };
};

/** All words as one text; blanks between them are those of the first gap. */
const joinScript = (words: readonly Word[]): readonly Inner[] =>
  words.length === 1 && words[0] !== undefined ? [{ script: words[0] }] : [{ words }];

const unwrapBy = (words: readonly Word[], wrapper: Wrapper): readonly Inner[] => {
  if (wrapper.script !== undefined) {
    const script = findScript(words, wrapper.script);
    if (script !== undefined) return [{ script }];
    if (wrapper === SHELL || wrapper.script === "/c") return [];
  }
  if (wrapper.dashes === true) {
    const inner = unwrapDashes(words);
    return inner === null ? [] : [inner];
  }
  let at = 1;
  if (wrapper.after !== undefined) {
    const verbs = wrapper.after.split(" ");
    const found = words.findIndex(({ text }, index) => index > 0 && index < 6 && verbs.includes(text.text));
    // `xcrun altool` and `java -Dx` have no such word.
    at = found === -1 ? (programOf(words[0]) === "xcrun" ? 1 : words.length) : found + 1;
  }
  at = skipOptions(words, at, new Set(wrapper.valued.split(" "))) + wrapper.skip;
  while (wrapper.isText !== true && isAssignment(words[at])) at++;
  const rest = words.slice(at);
  if (rest.length === 0) return [];
  return wrapper.isText === true ? joinScript(rest) : [{ words: rest }];
};

/** @returns the commands and scripts that the command runs. */
export const unwrap = (words: readonly Word[]): readonly Inner[] => {
  const program = programOf(words[0]);
  if (/^(?:docker|podman|nerdctl|docker-compose)$/.test(program)) {
    const inner = unwrapContainer(words);
    return inner === null ? [] : [inner];
  }
  if (/^(?:kubectl|oc|k3s)$/.test(program)) {
    const inner = unwrapDashes(words);
    return inner === null ? [] : [inner];
  }
  const wrapper = WRAPPERS.get(program);
  return wrapper === undefined ? [] : unwrapBy(words, wrapper);
};

/** Words a shell puts before commands: `if`, `then`, `!`, `{` … */
const RESERVED = new Set("if then elif else while until do ! time { } && || begin @ &".split(" "));

export const skipReserved = (words: readonly Word[]): readonly Word[] => {
  let at = 0;
  while (RESERVED.has(words[at]?.text.text ?? "") && words[at]?.isQuoted !== true) at++;
  const first = words[at];
  // Make's and cmd's `@command`.
  if (first !== undefined && /^@\w/.test(first.text.text) && first.isQuoted !== true)
    return [sliceWord(first, 1), ...words.slice(at + 1)];
  return at === 0 ? words : words.slice(at);
};
