/** Everything a store holds of a scope. */
import type { TargetFacts } from "../../src/model/run.ts";
import type { Store } from "../../src/store/store.ts";
import { SCOPE } from "./sample-facts.ts";

export const readAll = async (store: Store, scope = SCOPE): Promise<TargetFacts[]> => {
  const all: TargetFacts[] = [];
  for await (const facts of store.readTargets(scope)) all.push(facts);
  return all;
};
