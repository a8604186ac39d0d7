/**
 * The kinds of field that GitLab's answers have. Unset booleans come as false, any other unset field as null or not at
 * all (docs.gitlab.com/api/rest).
 */
import * as v from "valibot";
import { tryStringify } from "./check.ts";

export const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const text = v.nullish(v.string(), "");
export const textOrNull = v.nullish(v.string(), null);
export const flag = v.nullish(v.boolean(), false);
export const count = v.nullish(v.pipe(v.number(), v.minValue(0)), 0);
export const texts = v.nullish(v.array(v.string()), []);

/** A user, as their user name. */
export const person = v.pipe(
  v.nullish(v.object({ username: text, name: text }), null),
  v.transform((raw) => (raw === null ? "" : raw.username === "" ? raw.name : raw.username)),
);

/** A type we do not know yet is still a variable with a value. */
export const variableType = v.pipe(
  text,
  v.transform((raw) => (raw === "file" ? "file" : "env_var")),
);

/** Any value as JSON text: what is nested too deep to be written again is no answer. */
export const jsonText = v.pipe(
  v.optional(v.unknown(), null),
  v.rawTransform<unknown, string>(({ dataset, addIssue, NEVER }) => {
    const json = tryStringify(dataset.value ?? {});
    if (json !== null) return json;
    addIssue({ message: "", expected: "less deeply nested" });
    return NEVER;
  }),
);
