/** What every store must do. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunId, runId, targetId } from "../../src/model/ids.ts";
import type { TargetFacts } from "../../src/model/run.ts";
import type { Store } from "../../src/store/store.ts";
import { readAll } from "../store/read-all.ts";
import { makeFacts, makeProject, OTHER_SCOPE, SCOPE } from "../store/sample-facts.ts";
import { describeFacts } from "./store-facts.ts";

const T1 = "2026-01-01T00:00:01.000Z";
const T2 = "2026-01-01T00:00:02.000Z";
const T3 = "2026-01-01T00:00:03.000Z";

const readIds = async (store: Store, scope = SCOPE): Promise<string[]> =>
  (await readAll(store, scope)).map(({ target }) => target.id);

/** @param open a new, empty store each time. */
export const storeContract = (name: string, open: () => Promise<Store>): void => {
  describe(`the store contract, ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const begin = async (id: string, scope = SCOPE, now = T1): Promise<RunId> =>
      (await store.beginRun(scope, now, runId(id))).run.id;

    describe("runs", () => {
      it("has no run at first", async () => {
        expect(await store.latestRun()).toBeNull();
        expect(await store.latestRun(SCOPE)).toBeNull();
        expect(await readAll(store)).toEqual([]);
      });

      it("starts a run that is unfinished until it is finished", async () => {
        const run = { id: runId("1"), scope: SCOPE, startedAt: T1, finishedAt: null };
        expect(await store.beginRun(SCOPE, T1, run.id)).toEqual({ run, resumed: false });
        expect(await store.latestRun(SCOPE)).toEqual(run);
        await store.finishRun(run.id, T2);
        expect(await store.latestRun(SCOPE)).toEqual({ ...run, finishedAt: T2 });
      });

      it("continues the unfinished run of the same scope", async () => {
        await begin("1");
        await store.putTarget(runId("1"), makeFacts("project:1"), T1);
        const again = await store.beginRun(SCOPE, T2, runId("2"));
        expect(again).toEqual({
          run: { id: "1", scope: SCOPE, startedAt: T1, finishedAt: null },
          resumed: true,
        });
        expect(await store.doneTargets(again.run.id)).toEqual(new Set(["project:1"]));
      });

      it("starts anew where the last run was finished", async () => {
        await store.finishRun(await begin("1"), T2);
        expect(await store.beginRun(SCOPE, T3, runId("2"))).toMatchObject({
          run: { id: "2" },
          resumed: false,
        });
      });

      it("gives each scope its own runs", async () => {
        await begin("1", SCOPE, T1);
        expect(await store.beginRun(OTHER_SCOPE, T2, runId("2"))).toMatchObject({ resumed: false });
        expect(await store.latestRun(SCOPE)).toMatchObject({ id: "1" });
        expect(await store.latestRun(OTHER_SCOPE)).toMatchObject({ id: "2" });
        expect(await store.latestRun()).toMatchObject({ id: "2" });
        expect(await store.latestRun("https://gitlab.example.com nobody")).toBeNull();
      });

      it("takes the greater id as the newer of two runs that started together", async () => {
        await begin("b", SCOPE);
        await begin("a", OTHER_SCOPE);
        expect(await store.latestRun()).toMatchObject({ id: "b" });
      });

      it("begins after the run before it, though both come in one moment or the clock was set back", async () => {
        await store.finishRun(await begin("9", SCOPE, T2), T2);
        const same = await store.beginRun(SCOPE, T2, runId("10"));
        expect(same.run.startedAt).toBe("2026-01-01T00:00:02.001Z");
        await store.putTarget(same.run.id, makeFacts("project:1"), T2);
        await store.finishRun(same.run.id, T2);
        const back = await store.beginRun(SCOPE, T1, runId("11"));
        expect(back).toEqual({
          run: { id: "11", scope: SCOPE, startedAt: "2026-01-01T00:00:02.002Z", finishedAt: null },
          resumed: false,
        });
        expect(await store.latestRun(SCOPE)).toEqual(back.run);
        await store.finishRun(back.run.id, T1);
        for await (const sighting of store.readSightings(SCOPE))
          expect(sighting).toMatchObject({ firstSeen: same.run.startedAt, goneAt: back.run.startedAt });
      });

      it("refuses the id of another run", async () => {
        await begin("1", SCOPE);
        await expect(begin("1", OTHER_SCOPE)).rejects.toMatchObject({ code: "STORE_UNUSABLE" });
      });

      it("refuses facts and the end of a run it does not hold", async () => {
        const error = { code: "STORE_UNUSABLE", message: expect.stringContaining("no run nine") };
        await expect(store.putTarget(runId("nine"), makeFacts("project:1"), T1)).rejects.toMatchObject(error);
        await expect(store.finishRun(runId("nine"), T1)).rejects.toMatchObject(error);
        expect(await store.doneTargets(runId("nine"))).toEqual(new Set());
      });
    });

    describeFacts(() => store);

    describe("the end of a run", () => {
      /** A finished run that saw projects 1, 2 and 3. */
      const runOnce = async (id: string, scope = SCOPE, now = T1): Promise<void> => {
        const run = await begin(id, scope, now);
        for (const project of ["project:1", "project:2", "project:3"]) {
          await store.putTarget(run, makeFacts(project), now);
        }
        await store.finishRun(run, now);
      };

      it("knows which targets this run has stored, and no other", async () => {
        await runOnce("1");
        const run = await begin("2", SCOPE, T2);
        expect(await store.doneTargets(run)).toEqual(new Set());
        await store.putTarget(run, makeFacts("project:2"), T2);
        expect(await store.doneTargets(run)).toEqual(new Set(["project:2"]));
      });

      it("drops targets of the scope that the run did not see", async () => {
        await runOnce("1");
        const run = await begin("2", SCOPE, T2);
        await store.putTarget(run, makeFacts("project:2", 5), T2);
        expect(await readIds(store)).toEqual(["project:1", "project:2", "project:3"]);
        await store.finishRun(run, T3);
        expect(await readAll(store)).toEqual([expect.objectContaining({ target: makeProject("project:2") })]);
      });

      it("forgets which targets earlier runs stored", async () => {
        await runOnce("1");
        expect((await store.doneTargets(runId("1"))).size).toBe(3);
        await runOnce("2", SCOPE, T2);
        expect(await store.doneTargets(runId("1"))).toEqual(new Set());
        expect((await store.doneTargets(runId("2"))).size).toBe(3);
      });

      it("leaves other scopes alone, though they hold the same target", async () => {
        await runOnce("1", SCOPE, T1);
        await runOnce("2", OTHER_SCOPE, T2);
        const run = await begin("3", SCOPE, T3);
        await store.putTarget(run, makeFacts("project:1", 7), T3);
        await store.finishRun(run, T3);
        expect(await readIds(store, SCOPE)).toEqual(["project:1"]);
        expect(await readIds(store, OTHER_SCOPE)).toEqual(["project:1", "project:2", "project:3"]);
        expect((await readAll(store, OTHER_SCOPE))[0]?.findings).toHaveLength(1);
        expect((await store.doneTargets(runId("2"))).size).toBe(3);
      });

      it("does nothing when it comes twice: a later run may have stored facts", async () => {
        await runOnce("1");
        const run = await begin("2", SCOPE, T2);
        await store.putTarget(run, makeFacts("project:4"), T2);
        await store.finishRun(runId("1"), T3);
        expect(await readIds(store)).toEqual(["project:1", "project:2", "project:3", "project:4"]);
        await store.finishRun(run, T2);
        await store.finishRun(run, T3);
        expect(await store.latestRun()).toMatchObject({ id: "2", finishedAt: T2 });
      });
    });

    describe("what became of findings", () => {
      const [RUN_1, RUN_2, RUN_3, RUN_4] = [T1, T2, T3, "2026-01-01T00:00:04.000Z"];
      const sweep = async (id: string, now: string, targets: readonly TargetFacts[]): Promise<void> => {
        const run = await begin(id, SCOPE, now);
        for (const facts of targets) await store.putTarget(run, facts, now);
        await store.finishRun(run, now);
      };
      const read = async () => {
        const rows = [];
        for await (const { target, firstSeen, lastSeen, goneAt, backAt, changedAt } of store.readSightings(
          SCOPE,
        ))
          rows.push([target, firstSeen, lastSeen, goneAt, backAt, changedAt]);
        return rows;
      };

      const readPrints = async () => {
        const rows = [];
        for await (const sighting of store.readSightings(SCOPE)) rows.push(sighting);
        return rows;
      };

      it("is new at first, and seen again while it is there", async () => {
        await sweep("1", RUN_1, [makeFacts("project:1")]);
        expect(await read()).toEqual([["project:1", RUN_1, RUN_1, null, null, null]]);
        await sweep("2", RUN_2, [makeFacts("project:1")]);
        expect(await read()).toEqual([["project:1", RUN_1, RUN_2, null, null, null]]);
      });

      it("is gone with its place or its target, and back when it is found again", async () => {
        await sweep("1", RUN_1, [makeFacts("project:1"), makeFacts("project:2")]);
        await sweep("2", RUN_2, [makeFacts("project:1", 0)]);
        expect(await read()).toEqual([
          ["project:1", RUN_1, RUN_1, RUN_2, null, null],
          ["project:2", RUN_1, RUN_1, RUN_2, null, null],
        ]);
        await sweep("3", RUN_3, [makeFacts("project:2")]);
        expect(await read()).toEqual([
          ["project:1", RUN_1, RUN_1, RUN_2, null, null],
          ["project:2", RUN_1, RUN_3, null, RUN_3, null],
        ]);
        await sweep("4", RUN_4, [makeFacts("project:2")]);
        expect((await read())[1]).toEqual(["project:2", RUN_1, RUN_4, null, RUN_3, null]);
      });

      it("has changed when anything of it has", async () => {
        const facts = makeFacts("project:1");
        await sweep("1", RUN_1, [facts]);
        const findings = facts.findings.map((finding) => ({ ...finding, tags: ["ignore_rule"] }));
        await sweep("2", RUN_2, [{ ...facts, findings }]);
        await sweep("3", RUN_3, [{ ...facts, findings }]);
        expect(await read()).toEqual([["project:1", RUN_1, RUN_3, null, null, RUN_2]]);
      });

      it("does not change because a killed run is continued and stores it twice", async () => {
        const run = await begin("1", SCOPE, RUN_1);
        await store.putTarget(run, makeFacts("project:1", 3), RUN_1);
        const before = await read();
        await store.putTarget(run, makeFacts("project:1", 3), RUN_2);
        expect(before).toHaveLength(3);
        expect(await read()).toEqual(before);
      });

      it("was last seen when it was looked for, though later runs kept what they could not look for", async () => {
        const facts = makeFacts("project:1", 2);
        const [one, two] = facts.findings;
        if (one === undefined || two === undefined || facts.mark === undefined)
          throw new Error("no findings");
        await sweep("1", RUN_1, [facts]);
        const kept = { ...facts, findings: [{ ...one, tags: ["other"] }, two] };
        await sweep("2", RUN_2, [{ ...kept, mark: { ...facts.mark, kept: [one.fingerprint] } }]);
        const times = async () => new Map((await readPrints()).map((row) => [row.fingerprint, row]));
        expect((await times()).get(one.fingerprint)).toMatchObject({
          lastSeen: RUN_1,
          goneAt: null,
          changedAt: null,
        });
        expect((await times()).get(two.fingerprint)).toMatchObject({ lastSeen: RUN_2, goneAt: null });
        await sweep("3", RUN_3, [{ ...facts, findings: [two] }]);
        expect((await times()).get(one.fingerprint)).toMatchObject({ lastSeen: RUN_1, goneAt: RUN_3 });
      });

      it("has not changed because its link has: each commit makes another one", async () => {
        const facts = makeFacts("project:1");
        await sweep("1", RUN_1, [facts]);
        const findings = facts.findings.map((finding) => ({
          ...finding,
          location: { ...finding.location, url: "https://gitlab.example.com/elsewhere" },
        }));
        await sweep("2", RUN_2, [{ ...facts, findings }]);
        expect(await read()).toEqual([["project:1", RUN_1, RUN_2, null, null, null]]);
      });

      it("knows where targets were before they moved, and where those were that are gone", async () => {
        const at = (id: string, path: string): TargetFacts => {
          const facts = makeFacts(id);
          return { ...facts, target: { ...facts.target, path } };
        };
        const [A, B] = ["project:1", "project:2"];
        await sweep("1", RUN_1, [at(A, "acme/a"), at(B, "acme/b")]);
        await sweep("2", RUN_2, [at(A, "acme/c"), at(B, "acme/b")]);
        await sweep("3", RUN_3, [at(A, "acme/c")]);
        const moved = { target: A, path: "acme/c", firstSeen: RUN_1, goneAt: null };
        const stayed = { target: B, path: "acme/b", firstSeen: RUN_1, earlierPath: null, movedAt: null };
        expect(await store.readTargetSightings(SCOPE)).toEqual([
          { ...moved, earlierPath: "acme/a", movedAt: RUN_2 },
          { ...stayed, goneAt: RUN_3 },
        ]);
        await sweep("4", RUN_4, [at(A, "acme/c"), at(B, "acme/b")]);
        expect((await store.readTargetSightings(SCOPE))[1]).toEqual({ ...stayed, goneAt: null });
        expect(await store.readTargetSightings(OTHER_SCOPE)).toEqual([]);
      });

      it("is told beyond one batch, in order", async () => {
        await sweep("1", RUN_1, [makeFacts("project:2", 700), makeFacts("project:1", 600)]);
        const fingerprints: string[] = [];
        for await (const { target, fingerprint } of store.readSightings(SCOPE))
          fingerprints.push(`${target} ${fingerprint}`);
        expect(fingerprints).toHaveLength(1300);
        expect(fingerprints).toEqual([...new Set(fingerprints)].sort());
      });
    });

    it("refuses what an earlier run saw once a later one has begun, and keeps what the later one stored", async () => {
      await store.finishRun(await begin("1"), T1);
      await store.putTarget(runId("1"), makeFacts("project:1"), T1);
      const run = await begin("2", SCOPE, T2);
      await store.putTarget(run, makeFacts("project:1", 2), T2);
      await expect(store.putTarget(runId("1"), makeFacts("project:1", 3), T3)).rejects.toMatchObject({
        code: "STORE_OVERTAKEN",
        message: expect.stringContaining(SCOPE),
      });
      expect((await readAll(store))[0]?.findings).toHaveLength(2);
      await begin("3", OTHER_SCOPE, T3);
      await store.putTarget(run, makeFacts("project:1", 4), T3);
      expect((await readAll(store))[0]?.findings).toHaveLength(4);
    });

    it("leaves watermarks out for who does not ask for them", async () => {
      await store.putTarget(await begin("1"), makeFacts("project:1"), T1);
      const { mark: _, ...others } = makeFacts("project:1");
      const read = [];
      for await (const facts of store.readTargets(SCOPE, { withMarks: false })) read.push(facts);
      expect(read).toEqual([others]);
      expect(read[0]).not.toHaveProperty("mark");
    });

    it("gives one target's facts back, its watermark too, and null for one it does not hold", async () => {
      await store.putTarget(await begin("1"), makeFacts("project:1"), T1);
      expect(await store.readTarget(SCOPE, targetId("project:1"))).toEqual(makeFacts("project:1"));
      expect(await store.readTarget(SCOPE, targetId("project:2"))).toBeNull();
      expect(await store.readTarget(OTHER_SCOPE, targetId("project:1"))).toBeNull();
    });

    it("can be closed twice", async () => {
      await store.close();
      await expect(store.close()).resolves.toBeUndefined();
    });
  });
};
