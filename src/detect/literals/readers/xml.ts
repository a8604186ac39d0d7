/** TeamCity's XML: parameters by name and value, scripts in them. */
import type { Sink } from "../literal.ts";
import { findInside } from "../connections.ts";
import { plainText } from "../mapped-text.ts";
import { readShell } from "../shell/script.ts";
import { toWord } from "../words.ts";

const PARAMETER =
  /<param\s{1,8}name="(?:env\.|system\.)?(?<name>[^"<>]{1,200})"(?:\s{1,8}value="(?<value>[^"<>]{0,4000})"|[^<>]{0,200}>(?:<!\[CDATA\[)?(?<text>[^<\]]{1,20000}))/dg;

export const readXml = (text: string, sink: Sink): void => {
  for (const match of text.matchAll(PARAMETER)) {
    const place = match.indices?.groups?.["value"] ?? match.indices?.groups?.["text"];
    const name = match.groups?.["name"] ?? "";
    if (place === undefined) continue;
    const body = plainText(text.slice(place[0], place[1]), place[0]);
    if (/script/i.test(name)) readShell(body, sink);
    else {
      const value = toWord(body);
      // What the server has scrambled (`zxx…`) can be read by anybody; newer ones refer to its store.
      sink({ name, value, place: "variable", certainty: "variable" });
      findInside(value, name, sink);
    }
  }
};
