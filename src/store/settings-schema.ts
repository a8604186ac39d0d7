/** The shape of stored settings: a part of facts-schema.ts, field by field like all of it. */
import * as v from "valibot";

const Text = v.string();
const Texts = v.array(Text);

export const SettingsSchema = v.object({
  owners: v.exactOptional(
    v.object({
      members: v.array(v.object({ user: Text, role: v.picklist(["owner", "maintainer"]) })),
      left: v.pipe(v.number(), v.safeInteger()),
    }),
  ),
  protectedRefs: v.exactOptional(v.array(v.object({ kind: v.picklist(["branch", "tag"]), name: Text }))),
  environments: v.exactOptional(
    v.object({
      known: v.array(v.object({ name: Text, tier: Text, protected: v.nullable(v.boolean()) })),
      isCut: v.boolean(),
    }),
  ),
  runners: v.exactOptional(
    v.array(
      v.object({
        type: v.picklist(["instance_type", "group_type", "project_type"]),
        executors: Texts,
        tags: Texts,
      }),
    ),
  ),
  codeOwners: v.exactOptional(v.array(v.object({ owners: Texts, paths: Texts }))),
  plan: v.exactOptional(v.picklist(["free", "paid"])),
});
