/** Notices that GitLab has fallen silent: then a sweep stops, and goes on when it is run again. */
import { makeError } from "../model/errors.ts";
import type { TargetFacts } from "../model/run.ts";

/** Targets in a row. Each takes minutes then: a thousand of them would take a day to say the same. */
const MOST = 20;

export interface Silence {
  /** @throws VaultboundError GITLAB_UNREACHABLE when there is no end of it. */
  notice(facts: TargetFacts): void;
}

/** Nothing that was asked for had an answer: it is not just one address that breaks off. */
const isSilent = ({ gaps, mark }: TargetFacts, startedAt: string): boolean =>
  gaps.some(({ code, subject }) => code === "GITLAB_UNREACHABLE" && subject === "") &&
  mark?.sources.some(({ name, readAt }) => name !== "history" && readAt === startedAt) !== true;

/** @param startedAt when the run began. */
export const createSilence = (url: string, startedAt: string): Silence => {
  let row = 0;
  return {
    notice: (facts) => {
      row = isSilent(facts, startedAt) ? row + 1 : 0;
      if (row < MOST) return;
      const detail = `it answered for none of the last ${MOST} projects; run the same command again to go on`;
      throw makeError("GITLAB_UNREACHABLE", [{ url, detail }]);
    },
  };
};
