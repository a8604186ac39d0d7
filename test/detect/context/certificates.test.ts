/** A private key says whose it is by the certificate beside it, if that is its own. */
import { describe, expect, it } from "vitest";
import { makeCertificate } from "../../gitlab/certificate.ts";
import { propose, relate } from "./harness.ts";

const subjectsOf = (text: string): readonly (string | undefined)[] => {
  const bytes = Buffer.from(text);
  return relate(bytes, propose(bytes)).map(({ proof }) => proof.facts?.["subject"]);
};

const own = makeCertificate("7f000001");
const other = makeCertificate("7f000002");

describe("a private key", () => {
  it("has the subject of its certificate, before or behind it, whole or escaped", () => {
    expect(subjectsOf(`${own.cert}${own.key}`)).toEqual(["CN=test"]);
    expect(subjectsOf(`${own.key}\n${other.cert}${own.cert}`)).toEqual(["CN=test"]);
    expect(subjectsOf(JSON.stringify({ cert: own.cert, key: own.key }))).toEqual(["CN=test"]);
  });

  it("has none of another's certificate, of one far away, or of what only looks like one", () => {
    expect(subjectsOf(`${other.cert}${own.key}`)).toEqual([undefined]);
    expect(subjectsOf(`${own.cert}${"x\n".repeat(20_000)}${own.key}`)).toEqual([undefined]);
    expect(subjectsOf(`${own.cert.replaceAll("A", "B")}${own.key}`)).toEqual([undefined]);
    expect(subjectsOf(own.key)).toEqual([undefined]);
  });
});
