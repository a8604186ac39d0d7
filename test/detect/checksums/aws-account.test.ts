/** Tests of the proof `aws-account`: published vectors, broken variants, facts. */
import { describe, expect, it } from "vitest";
import { awsAccount } from "../../../src/detect/checksums/aws-account.ts";

describe("aws-account", () => {
  it("reads the account of the published vector", () => {
    expect(awsAccount(["AKIA", "RZPUZDIKAAAAAAAA"].join(""))).toEqual({
      valid: null,
      facts: { account: "123456789012" },
    });
    expect(awsAccount(["ASIA", "RZPUZDIKAAAAAAAA"].join("")).facts).toEqual({ account: "123456789012" });
  });

  it("pads a small account number", () => {
    expect(awsAccount(["AKIA", "QAAAAAAAAAAAAAAA"].join("")).facts).toEqual({ account: "000000000000" });
  });

  it.each(["I", "J"])("reads none from an old id, which has %s in fifth place", (letter) => {
    expect(awsAccount(["AKIA", `${letter}ZPUZDIKAAAAAAAA`].join(""))).toEqual({ valid: null, facts: {} });
  });

  it("marks the keys of the documentation", () => {
    expect(awsAccount(["AKIA", "RZPUZDIKAEXAMPLE"].join(""))).toEqual({
      valid: null,
      tags: ["example_secret"],
    });
  });

  it("says nothing of anything else", () => {
    expect(awsAccount("AKIA")).toEqual({ valid: null });
  });
});
