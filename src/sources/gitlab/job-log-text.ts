/**
 * A job's log as its job wrote it: runner's line headers stripped, cut lines joined, terminal codes and section marks
 * out (gitlab-runner, FF_TIMESTAMPS; docs.gitlab.com/ci/jobs/job_logs). Logs of older runners pass unchanged, mixed
 * ones line by line.
 */

/** `2021-01-01T01:00:00.020010Z 01O ` or `…01O+`: time, stream, kind, and `+` where the line goes on from the last. */
const HEADER = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z ([0-9a-f]{2}[OE])([ +])/;
/** Colours, cursor moves, erasing (ECMA-48, CSI), and titles (OSC). */
const TERMINAL = /\x1b(?:\[[0-9;?]{0,32}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)|[@-Z\\-_])/g;
const SECTION = /section_(?:start|end):\d{1,20}:[A-Za-z0-9_.-]{1,200}(?:\[[^\]]{0,100}\])?\r?/g;

const clean = (text: string): string =>
  text.replaceAll(TERMINAL, "").replaceAll(SECTION, "").replaceAll("\r", "\n");

export const readJobLog = (log: string): string => {
  const lines: string[] = [];
  /** Where each stream's last line is: streams of one job run into each other. */
  const last = new Map<string, number>();
  for (const line of log.split("\n")) {
    const header = HEADER.exec(line);
    if (header === null) {
      lines.push(line);
      continue;
    }
    const [whole, stream = "", mark] = header;
    const rest = line.slice(whole.length);
    const previous = last.get(stream);
    if (mark === "+" && previous !== undefined) lines[previous] = `${lines[previous] ?? ""}${rest}`;
    else last.set(stream, lines.push(rest) - 1);
  }
  return clean(lines.join("\n"));
};

/** GitLab cuts a log at a limit and says so in its last line: what came after is nowhere. */
export const isLogCut = (log: string): boolean =>
  /Job's log exceeded limit of \d{1,12} bytes\.\s*$/.test(log.slice(-400));
