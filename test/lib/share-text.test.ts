/** Equal texts in one place. */
import { expect, it } from "vitest";
import { createShareText } from "../../src/lib/share-text.ts";

it("gives equal texts back, and different ones apart, whatever their names", () => {
  const share = createShareText();
  const texts = ["a", "b", "", "__proto__", "constructor", "a"];
  expect(texts.map((text) => share(text))).toEqual(texts);
});
