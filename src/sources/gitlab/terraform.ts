/** Terraform states that GitLab keeps: every attribute of every resource, passwords in clear. */
import type { SourceItem } from "../../model/blob.ts";
import { textOf } from "../../model/errors.ts";
import type { Resource } from "../../model/provenance.ts";
import { makeGap } from "../source.ts";
import { guard, makeSource, type ProjectReading, toText } from "./resource.ts";

async function* read({ gitlab, id, target, context }: ProjectReading): AsyncGenerator<SourceItem> {
  const most = context.limits.fileBytes;
  for await (const { name } of gitlab.terraformStates(target.path))
    yield* guard("terraform-state", name, async () => {
      const webUrl = `${target.webUrl}/-/terraform`;
      const provenance: Resource = { kind: "terraform-state", item: name, path: "", webUrl };
      const state = await gitlab.terraformState(id, name, most);
      if (state === null) return [];
      const text = textOf("TEXT_TOO_LARGE", { what: `Terraform state ${name}` });
      const gap = state.isCut ? [makeGap("terraform-state", name, { code: "TEXT_TOO_LARGE", ...text })] : [];
      return [...toText(provenance, state.bytes, `${name}.tfstate.json`), ...gap];
    });
}

export const terraform = makeSource({
  name: "terraform-states",
  summary: "Terraform states that GitLab keeps",
  needs: "the Developer role to read a state, the Reporter role to list them",
  kind: "terraform-state",
  isOn: ({ infrastructureAccessLevel }) => infrastructureAccessLevel !== "disabled",
  ofProject: read,
});
