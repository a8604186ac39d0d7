/** Turns calls of the client library into checked values, and refusals into errors of the table. */
import type { GenericSchema, InferOutput } from "valibot";
import { check, list, readJson } from "./answers.ts";
import { type Subject, readRefusal } from "./errors.ts";
import { type Query, readList } from "./paging.ts";
import type { Answer } from "./fetcher.ts";

export interface ListCall<Schema extends GenericSchema> {
  readonly subject: Subject;
  readonly schema: Schema;
  readonly first: Query;
  readonly identify: (item: InferOutput<Schema>) => string | number;
  readonly call: (query: Query) => Promise<unknown>;
}

/** Turns gitbeaker's calls into checked values and errors of the table. */
export const createReader = (url: string, token: string) => {
  const redact = (text: string): string => text.replaceAll(token, "[token]");

  const read = async (subject: Subject, call: Promise<unknown>) => {
    // gitbeaker's types describe GitLab's objects; requester.ts gives this instead.
    const answer = (await call) as Answer;
    if (answer.status !== 200) throw readRefusal(answer, { subject, url, redact });
    return { json: readJson(answer.body, subject.what), headers: answer.headers };
  };

  return {
    one: async <Schema extends GenericSchema>(
      subject: Subject,
      schema: Schema,
      call: Promise<unknown>,
    ): Promise<InferOutput<Schema>> => check(schema, (await read(subject, call)).json, subject.what),

    many: <Schema extends GenericSchema>({ subject, schema, first, identify, call }: ListCall<Schema>) =>
      readList({
        what: subject.what,
        first,
        identify,
        read: async (query) => {
          const { json, headers } = await read(subject, call(query));
          return { items: check(list, json, subject.what), headers };
        },
        parse: (raw) => check(schema, raw, subject.what),
      }),
  };
};

export type Reader = ReturnType<typeof createReader>;
