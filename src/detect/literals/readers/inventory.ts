/** Ansible inventories in INI form: `host ansible_password=x`, `name=value` under `[group:vars]`. */
import { readData } from "../data.ts";
import type { Sink } from "../literal.ts";
import { plainText } from "../mapped-text.ts";
import { toWord } from "../words.ts";

export const readInventory = (text: string, sink: Sink): void =>
  readData(toWord(plainText(text, 0)), sink, "variable");
