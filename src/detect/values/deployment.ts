/** Literals of pipeline and deployment files as candidates: what stands in a credential's place is reported as it is. */
import type { Candidate } from "../candidate.ts";
import { isDeploymentFile } from "../literals/deployment-file.ts";
import { findLiterals } from "../literals/literals.ts";
import type { Literal } from "../literals/literal.ts";
import type { Kind } from "./kinds.ts";
import { isName, namesItself } from "./mask.ts";

/** What the file's first bytes are looked at for. */
const HEAD = 4096;
const BEFORE = 64;
const AFTER = 16;

/** A user or host that is plainly one, and not the secret. */
const PLAIN = /^[A-Za-z0-9][\w.@:-]{0,100}$/;

const toFacts = ({ user, host, value }: Literal): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [
      ["username", user],
      ["host", host],
    ].flatMap(([name, fact]) =>
      name !== undefined &&
      fact !== undefined &&
      PLAIN.test(fact) &&
      !fact.includes(value) &&
      !value.includes(fact)
        ? [[name, fact]]
        : [],
    ),
  );

/** Byte offsets of UTF-16 offsets, which have to be asked for in ascending order. */
const createByteCounter = (text: string): ((offset: number) => number) => {
  let [units, bytes] = [0, 0];
  return (offset) => {
    bytes += Buffer.byteLength(text.slice(units, offset));
    units = offset;
    return bytes;
  };
};

/**
 * @param path hint of where the text stands; other files have none.
 * @returns candidates with the facts beside them (user, host), by place.
 */
export const findDeploymentCandidates = (
  kinds: readonly Kind[],
  bytes: Buffer,
  path: string,
): readonly { readonly candidate: Candidate; readonly facts: Readonly<Record<string, string>> }[] => {
  if (path === "" || !isDeploymentFile(path, bytes.toString("utf8", 0, HEAD))) return [];
  const text = bytes.toString("utf8");
  // Other encodings are read by the rules; offsets would not fit.
  if (text.includes("\ufffd")) return [];
  const toBytes = createByteCounter(text);
  return findLiterals(path, text).flatMap((literal) => {
    const span = { start: toBytes(literal.start), end: toBytes(literal.end) };
    const kind = kinds.find(({ names }) => names.test(literal.name));
    if (kind === undefined || namesItself(literal.value) || isName(literal.value)) return [];
    const candidate: Candidate = {
      rule: kind.rule,
      span,
      value: literal.value,
      match: literal.value,
      window: literal.value,
      before: text.slice(Math.max(0, literal.start - BEFORE), literal.start),
      after: text.slice(literal.end, literal.end + AFTER),
      prefix: "",
      judged: {
        name: literal.name,
        confidence: "medium",
        reasons: () => [`it stands where this file has a credential (${literal.place})`],
      },
    };
    return [{ candidate, facts: toFacts(literal) }];
  });
};
