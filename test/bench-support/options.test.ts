import { describe, expect, it } from "vitest";
import { readOptions } from "../bench/accuracy/options.ts";

describe("the options of the accuracy benchmark", () => {
  it("have defaults", () => {
    const options = readOptions([]);
    expect(options).toMatchObject({ wild: [], sample: { size: 20, seed: "1" }, folds: {}, top: 12 });
    expect(options?.corpus).toMatch(/\/shared\/corpus$/);
    expect(options?.json).toBeUndefined();
  });

  it("take the corpus first and every folder after --wild as code without labels", () => {
    expect(
      readOptions(["corpus", "--wild", "one", "two", "--top", "3", "three", "--wild", "four"]),
    ).toMatchObject({
      corpus: "corpus",
      wild: ["one", "two", "three", "four"],
      top: 3,
    });
    expect(readOptions(["--wild", "one", "two"])?.wild).toEqual(["one", "two"]);
  });

  it("choose folds", () => {
    expect(readOptions(["--fold", "3"])?.folds).toEqual({ only: 3 });
    expect(readOptions(["--without-fold", "4"])?.folds).toEqual({ without: 4 });
  });

  it("show the usage", () => {
    expect(readOptions(["--help"])).toBeNull();
  });

  it.each([
    [["--fold", "x"], "--fold needs a number."],
    [["--sample", "-1"], "argument is ambiguous"],
    [["--unknown"], "Unknown option"],
    [["one", "two"], "One corpus folder only."],
  ])("refuse %j", (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
