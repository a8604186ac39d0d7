/** A client for tests: a clock that only sleeping moves on, no jitter, and a record of waits and log events. */
import { setImmediate } from "node:timers/promises";
import { createDispatcher } from "../../src/gitlab/dispatcher.ts";
import { type GitLabOptions, createGitLab } from "../../src/gitlab/client.ts";
import { DEFAULT_LIMITS } from "../../src/gitlab/limits.ts";
import { type RequestEvent, createTransport } from "../../src/gitlab/transport.ts";
import { expandTemplate } from "../../src/rules/template.ts";

/** Looks like a token, is none, and must show up nowhere but in the header. */
export const CANARY = expandTemplate("glpat-{{b62 20 seed=gitlab-canary}}");
export const START = Date.UTC(2026, 0, 1);

const makeOptions = (url: string, overrides: Partial<GitLabOptions>) => {
  const waits: number[] = [];
  const events: RequestEvent[] = [];
  let time = START;
  const options: GitLabOptions = {
    url,
    token: CANARY,
    userAgent: "vaultbound/test",
    signal: new AbortController().signal,
    sleep: async (ms) => {
      waits.push(ms);
      await setImmediate();
      time += ms;
    },
    now: () => time,
    random: () => 0,
    log: (event) => events.push(event),
    proxyEnv: {},
    ...overrides,
  };
  return { options, waits, events };
};

export const connectGitLab = (url: string, overrides: Partial<GitLabOptions> = {}) => {
  const { options, waits, events } = makeOptions(url, overrides);
  return { gitlab: createGitLab(options), waits, events };
};

export const connectTransport = (url: string, overrides: Partial<GitLabOptions> = {}) => {
  const { options, waits, events } = makeOptions(url, overrides);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const dispatcher = createDispatcher({ ...options, limits });
  const transport = createTransport({ ...options, limits, dispatcher });
  return {
    transport: { ...transport, get: (target: string) => transport.send({ url: target }) },
    waits,
    events,
  };
};

/** What a promise rejects with. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error("it did not reject");
    },
    (error: unknown) => error,
  );

export const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};
