/** Decoders in the order they are tried; nothing else lists them. */
import { base64 } from "./base64.ts";
import { hex } from "./hex.ts";
import { backslash, entity, percent } from "./inline.ts";
import { join } from "./join.ts";
import type { Decoder } from "./piece.ts";

export const DECODERS: readonly Decoder[] = [base64, hex, percent, backslash, entity, join];
