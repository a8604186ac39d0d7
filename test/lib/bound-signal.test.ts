import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { boundSignal } from "../../src/lib/bound-signal.ts";

describe("a bound signal", () => {
  it("ends after its time, and says so", async () => {
    const { signal, isTimedOut } = boundSignal(new AbortController().signal, 5);
    await wait(30);
    expect([signal.aborted, isTimedOut()]).toEqual([true, true]);
    expect(signal.reason).toMatchObject({ name: "TimeoutError" });
  });

  it("ends with the other one, for its reason", () => {
    const parent = new AbortController();
    const { signal, isTimedOut } = boundSignal(parent.signal, 60_000);
    parent.abort(new Error("Ctrl-C"));
    expect([signal.aborted, isTimedOut(), String(signal.reason)]).toEqual([true, false, "Error: Ctrl-C"]);
  });

  it("has ended where the other one has", () => {
    expect(boundSignal(AbortSignal.abort("over"), 60_000).signal.reason).toBe("over");
  });

  it("ends no more once it is released", async () => {
    const parent = new AbortController();
    const { signal, release } = boundSignal(parent.signal, 5);
    release();
    parent.abort();
    await wait(30);
    expect(signal.aborted).toBe(false);
  });
});
