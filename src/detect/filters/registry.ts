/** Filters by name, and which ones every rule of a specificity gets, in order. */
import type { Specificity } from "../../model/rule.ts";
import type { Filter } from "../candidate.ts";
import { identifier, prose } from "./identifier.ts";
import { patterned, placeholder } from "./placeholder.ts";
import { interpolation, reference } from "./reference.ts";

export const FILTERS: Readonly<Record<string, Filter>> = {
  reference,
  interpolation,
  placeholder,
  patterned,
  identifier,
  prose,
};

/** The looser the rule, the more has to be ruled out. */
export const DEFAULT_FILTERS: Readonly<Record<Specificity, readonly Filter[]>> = {
  token: [patterned],
  structure: [reference, interpolation, placeholder, patterned],
  generic: [reference, interpolation, placeholder, patterned, identifier, prose],
};
