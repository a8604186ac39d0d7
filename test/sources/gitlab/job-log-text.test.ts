/** A job's log as its job wrote it. */
import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../../../src/lib/seeded-random.ts";
import { expandTemplate } from "../../../src/rules/template.ts";
import { isLogCut, readJobLog } from "../../../src/sources/gitlab/job-log-text.ts";

const at = (second: number, stream: string, mark: string, text: string): string =>
  `2024-01-02T10:00:${String(second).padStart(2, "0")}.000010Z ${stream}${mark}${text}`;

describe("a job log", () => {
  it("loses the runner's headers, and is joined where a line was cut", () => {
    const log = [
      at(1, "01O", " ", "one"),
      at(2, "01O", "+", " and a half"),
      at(3, "01O", " ", "two"),
      "",
    ].join("\n");
    expect(readJobLog(log)).toBe("one and a half\ntwo\n");
  });

  it("joins a cut line with its own stream's last one, whatever came between", () => {
    const log = [
      at(1, "01O", " ", "a"),
      at(1, "00O", " ", "executor"),
      at(1, "01E", " ", "x"),
      at(2, "01O", "+", "b"),
    ];
    expect(readJobLog(log.join("\n"))).toBe("ab\nexecutor\nx");
  });

  it("passes unchanged where a runner wrote no headers, also in the middle", () => {
    const log = `plain line\n${at(1, "01O", " ", "headed")}\n2024-01-02 no header\n`;
    expect(readJobLog(log)).toBe("plain line\nheaded\n2024-01-02 no header\n");
  });

  it("loses colours, titles and section marks", () => {
    const log =
      "\x1b[0Ksection_start:1700000000:build_step[collapsed=true]\r\x1b[0K\x1b[32;1m$ make\x1b[0;m\n" +
      "\x1b]0;title\x07done\x1b[1A\nsection_end:1700000001:build_step\r\x1b[0K";
    expect(readJobLog(log)).toBe("$ make\ndone\n");
  });

  it("shows what a carriage return would have overwritten", () => {
    expect(readJobLog("progress 1\rprogress 2\r\n")).toBe("progress 1\nprogress 2\n\n");
  });

  it("gives a token back whole, wherever the runner cut it", () => {
    const token = expandTemplate("glpat-{{u64 20 seed=log}}");
    for (let cut = 1; cut < token.length; cut++) {
      const log = `${at(1, "01O", " ", `TOKEN=${token.slice(0, cut)}`)}\n${at(1, "01O", "+", token.slice(cut))}\n`;
      expect(readJobLog(log)).toBe(`TOKEN=${token}\n`);
    }
  });

  it("is read to its end whatever bytes it has", () => {
    const random = createSeededRandom("job logs");
    for (let round = 0; round < 200; round++) {
      const log = random.pick("\x1b[]0;mK\r\n+ 01OsectinZ:_2024-T", 400);
      expect(readJobLog(log).length).toBeLessThanOrEqual(log.length);
    }
  });
});

describe("a log that GitLab cut", () => {
  it("is told by its last line only", () => {
    const mark = "Job's log exceeded limit of 4194304 bytes.";
    expect(isLogCut(`text\n${mark}\n`)).toBe(true);
    expect(isLogCut(`echo "${mark}"\nand more`)).toBe(false);
  });
});
