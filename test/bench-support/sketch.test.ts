import { describe, expect, it } from "vitest";
import { expandTemplate } from "../../src/rules/template.ts";
import { regionOfSlice, wholeLines } from "../bench/accuracy/regions.ts";
import { sketch } from "../bench/accuracy/sketch.ts";

const around = (text: string, value: string) =>
  regionOfSlice(text, text.indexOf(value), text.indexOf(value) + value.length);

describe("the sketch of a line", () => {
  it("shows the value's shape and what stands around it", () => {
    const text = `first\n  password = "Ab1-ç9"; // note`;
    expect(sketch(text, around(text, "Ab1-ç9"))).toBe('password = "«Aa0-a0»"; // note');
  });

  it("hides other values of the line that the caller knows", () => {
    const text = "login anna hunter to berta tiger";
    expect(sketch(text, around(text, "tiger"), [around(text, "hunter")])).toBe(
      "login anna aaaaaa to berta «aaaaa»",
    );
  });

  it("hides the value where it stands again", () => {
    const text = "password: tiger, repeated: tiger";
    expect(sketch(text, around(text, "tiger"))).toBe("password: «aaaaa», repeated: aaaaa");
  });

  it("hides what looks like a value beside it", () => {
    const beside = expandTemplate("{{b62 24 seed=1}}7");
    const text = `a ${beside} tcp://user:word@host b key`;
    const line = sketch(text, around(text, "key"));
    expect(line).not.toContain(beside);
    expect(line).not.toContain("word");
    expect(line).toContain("@host b «aaa»");
  });

  it("cuts what is long, and blocks after their first line", () => {
    const long = "x".repeat(100);
    const text = `${"left ".repeat(30)}${long}${" right".repeat(30)}\nsecond`;
    expect(sketch(text, around(text, long))).toMatch(/^(?=.{60,140}$).*left «a{40}…» right/);
    expect(sketch("BEGIN KEY\nabc\nEND", wholeLines(1, 3))).toBe("«AAAAA AAA…»");
  });

  it("is one printable line, whatever the text holds", () => {
    const text = "a\u001b[31m\tkey\r\u202e";
    expect(sketch(text, around(text, "key"))).toBe("a\\x1b[31m\\t«aaa»\\r\\u202e");
  });

  it("counts columns as the detector does, without a byte order mark", () => {
    const text = "\ufeffkey=value";
    expect(sketch(text, around(text, "value"))).toBe("key=«aaaaa»");
  });
});
