/** What users get to see at each level, on labelled places and in ordinary packages. */
import type { Judge } from "../../src/detect/judge/judge.ts";
import { LEVELS, type Levels } from "../../src/detect/judge/levels.ts";
import type { Labelled, Place } from "./examples.ts";
import type { Unlabelled } from "./packages.ts";
import { percent, table } from "./report.ts";
import type { FittedGate } from "./training.ts";

export interface Gates {
  readonly named: FittedGate;
  readonly run: FittedGate;
}

/** What a user gets: each candidate by its own gate's model and that model's levels. */
export const levelTable = (
  labelled: Labelled,
  gates: Gates,
  levels: Record<keyof Gates, Levels>,
): readonly string[] => {
  const isReported = ({ found }: Place, level: keyof Levels): boolean =>
    found.some((index) => {
      const gate = labelled.examples[index]?.candidate.gate ?? "named";
      return (gates[gate].ranked[index] ?? 0) >= levels[gate][level];
    });
  const share = (level: keyof Levels, keep: (place: Place) => boolean): string => {
    const kept = labelled.places.filter(keep);
    return percent(kept.filter((place) => isReported(place, level)).length / Math.max(1, kept.length));
  };
  return table(
    ["level", "named from", "run from", "all core", "strong", "weak", "F"],
    LEVELS.map((level) => [
      level,
      levels.named[level].toFixed(2),
      levels.run[level].toFixed(2),
      share(level, ({ target }) => target === 1),
      share(level, ({ target, row }) => target === 1 && row.tier === "strong"),
      share(level, ({ target, row }) => target === 1 && row.tier === "weak"),
      share(level, ({ target }) => target === 0),
    ]),
  );
};

export interface Wild {
  readonly unlabelled: Unlabelled;
  /** Cross-validated log-odds of the nameless runs, less the handicap. */
  readonly scores: Float64Array;
  readonly levels: Levels;
  readonly judge: Judge;
}

/** Alarms per 1,000 lines of installed packages: nameless ones cross-validated, named ones by the finished judge. */
export const wildTable = ({ unlabelled, scores, levels, judge }: Wild): readonly string[] => {
  const named = unlabelled.named.map((candidate) => judge.rate(candidate).level);
  const perThousand = (count: number): string => ((1000 * count) / unlabelled.lines).toFixed(3);
  const rows = LEVELS.map((level, place) => [
    level,
    perThousand(named.filter((own) => own !== "none" && LEVELS.indexOf(own) <= place).length),
    perThousand(scores.filter((score) => score >= levels[level]).length),
  ]);
  const { lines, files } = unlabelled;
  const counted = `${lines} lines of ${files} files, ${named.length} named and ${scores.length} nameless candidates.`;
  return [...table(["level", "named", "run"], rows), "", counted];
};
