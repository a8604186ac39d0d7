import { describe, expect, it } from "vitest";
import { createTextBuilder, plainText, sliceText, spanOf } from "../../../src/detect/literals/mapped-text.ts";

describe("texts that know their places", () => {
  const file = "xx abc\\ndef yy";
  const base = plainText(file.slice(3, 11), 3);

  it("keeps the places of copies and of what is put in", () => {
    const builder = createTextBuilder(base);
    builder.copy(0, 3);
    builder.put("\n", 3, 5);
    builder.copy(5, 8);
    const built = builder.build();
    expect(built.text).toBe("abc\ndef");
    expect([...built.text].map((_, index) => file.slice(built.startOf(index), built.endOf(index)))).toEqual([
      "a",
      "b",
      "c",
      "\\n",
      "d",
      "e",
      "f",
    ]);
    expect(spanOf(built)).toEqual({ start: 3, end: 11 });
    expect(spanOf(sliceText(built, 4))).toEqual({ start: 8, end: 11 });
  });

  it("takes back what was added, within a piece and across pieces", () => {
    const builder = createTextBuilder(base);
    builder.copy(0, 2);
    builder.copy(2, 3);
    builder.put("\n", 3, 5);
    builder.rewind(2);
    builder.copy(5, 6);
    const built = builder.build();
    expect(built.text).toBe("abd");
    expect([0, 1, 2].map((index) => built.startOf(index))).toEqual([3, 4, 8]);
  });

  it("has an empty place for an empty text", () => {
    expect(spanOf(plainText("", 7))).toEqual({ start: 7, end: 7 });
  });
});
