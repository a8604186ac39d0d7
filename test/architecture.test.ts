/** The house rules as assertions: floors, circles, barrels, purity, the list of nevers. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SRC = join(ROOT, "src");

/** A folder imports only from floors below its own; model and lib stand on the lowest. */
const FLOORS: Readonly<Record<string, number>> = {
  "cli.ts": 6,
  commands: 5,
  run: 4,
  sources: 3,
  inventory: 3,
  ignore: 3,
  detect: 2,
  pipelines: 2,
  rules: 2,
  vault: 2,
  reports: 2,
  store: 2,
  gitlab: 2,
  git: 2,
  unpack: 2,
  config: 2,
  model: 1,
  lib: 1,
};
/** No file system, no network, no process in these. */
const PURE = ["detect", "unpack", "pipelines", "inventory", "ignore", "vault", "reports", "model", "lib"];
const IMPURE_MODULES =
  /^node:(?:fs|net|http|https|http2|tls|dgram|dns|child_process|worker_threads|readline|os)(?:\/|$)|^undici$/;
/** Right of the seal nobody may even name the type that holds a value. */
const BEHIND_THE_SEAL = ["store", "inventory", "vault", "reports"];
/** Adapters: the only folders that may know these packages. */
const ONLY_IN: Readonly<Record<string, string>> = {
  "simple-git": "git",
  "@gitbeaker/rest": "gitlab",
  "@gitbeaker/requester-utils": "gitlab",
  undici: "gitlab",
  kysely: "store",
  pg: "store",
  "node:sqlite": "store",
  commander: "commands",
};

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const textOf = (file: string): string => readFileSync(join(SRC, file), "utf8");
/** Comments and strings say things that code must not do. */
const codeOf = (file: string): string =>
  textOf(file)
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/^\s*\/\/.*$/gm, "")
    .replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""');
const floorOf = (file: string): string => file.split("/")[0] ?? "";
const imports: readonly Import[] = files.flatMap((from) =>
  [
    ...textOf(from).matchAll(
      /^(?:import|export)\s+(?:[\w*${}\s,]+?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm,
    ),
  ].map((match) => ({ from, to: match[1] ?? match[2] ?? "" })),
);
const isLocal = ({ to }: Import): boolean => to.startsWith(".");
const resolveLocal = ({ from, to }: Import): string => normalize(join(dirname(from), to));
const show = (list: readonly Import[]): readonly string[] =>
  list.map(({ from, to }) => `${from} imports ${to}`);

describe("the architecture", () => {
  it("sees the imports of every folder, so that the other assertions mean something", () => {
    expect(new Set(imports.map(({ from }) => floorOf(from)))).toEqual(new Set(Object.keys(FLOORS)));
    expect(imports.length).toBeGreaterThan(100);
  });

  it("knows the floor of every folder", () => {
    expect([...new Set(files.map(floorOf))].filter((folder) => FLOORS[folder] === undefined)).toEqual([]);
  });

  it("imports only from floors below", () => {
    const wrong = imports.filter(isLocal).filter((item) => {
      const [from, to] = [floorOf(item.from), floorOf(resolveLocal(item))];
      return from !== to && (FLOORS[to] ?? 99) >= (FLOORS[from] ?? 0) && !(from === "lib" && to === "lib");
    });
    expect(show(wrong)).toEqual([]);
  });

  it("has model and lib know nothing but themselves", () => {
    const wrong = imports.filter(
      (item) =>
        ["model", "lib"].includes(floorOf(item.from)) &&
        isLocal(item) &&
        floorOf(resolveLocal(item)) !== floorOf(item.from),
    );
    expect(show(wrong)).toEqual([]);
  });

  it("has no circle, type-only imports included", () => {
    const edges = new Map<string, string[]>();
    for (const item of imports.filter(isLocal))
      edges.set(item.from, [...(edges.get(item.from) ?? []), resolveLocal(item)]);
    const state = new Map<string, "open" | "done">();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === "done") return;
      if (state.get(file) === "open") {
        circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
        return;
      }
      state.set(file, "open");
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, "done");
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it("has no barrels inside", () => {
    expect(files.filter((file) => /(?:^|\/)index\.ts$/.test(file))).toEqual([]);
    expect(files.filter((file) => /^export \*/m.test(textOf(file)))).toEqual([]);
  });

  it("imports local files with their ending and Node's modules by their full name", () => {
    const wrong = imports.filter((item) =>
      isLocal(item) ? !/\.(?:ts|json)$/.test(item.to) : /^(?:fs|path|os|crypto|util)$/.test(item.to),
    );
    expect(show(wrong)).toEqual([]);
  });

  it("keeps file system, network and processes out of the pure folders", () => {
    expect(
      show(imports.filter(({ from, to }) => PURE.includes(floorOf(from)) && IMPURE_MODULES.test(to))),
    ).toEqual([]);
  });

  it("lets nobody behind the seal name a secret", () => {
    const wrong = imports.filter(
      (item) => BEHIND_THE_SEAL.includes(floorOf(item.from)) && /\/(?:secret|finding)\.ts$/.test(item.to),
    );
    expect(show(wrong)).toEqual([]);
  });

  it("keeps each outside library behind its adapter", () => {
    const wrong = imports.filter(
      ({ from, to }) => ONLY_IN[to] !== undefined && floorOf(from) !== ONLY_IN[to],
    );
    expect(show(wrong)).toEqual([]);
  });

  it("reveals secrets in detection, verification and the seal only", () => {
    const wrong = files.filter(
      (file) => /\.reveal\(/.test(codeOf(file)) && floorOf(file) !== "detect" && file !== "run/seal.ts",
    );
    expect(wrong).toEqual([]);
  });

  it("leaves environment, clock, chance, console and exit to cli.ts", () => {
    const never =
      /\bprocess\.(?:env|exit|argv|stdout|stderr)\b|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bconsole\./;
    expect(files.filter((file) => file !== "cli.ts" && never.test(codeOf(file)))).toEqual([]);
  });

  it("says in its first line what each file is for, and stays within 300 lines", () => {
    expect(files.filter((file) => !textOf(file).startsWith("/**"))).toEqual([]);
    expect(files.filter((file) => textOf(file).split("\n").length > 301)).toEqual([]);
  });

  it("lists every member of an extensible folder in its registry and nowhere else", () => {
    const members = files.filter((file) =>
      /^sources\/(?!source|registry|files|objects)[^/]+\.ts$/.test(file),
    );
    const registered = imports.filter(({ from }) => from === "sources/registry.ts").map(resolveLocal);
    expect(members.filter((file) => !registered.includes(file))).toEqual([]);
    const formats = files.filter((file) => file.startsWith("unpack/") && /: Format = /.test(textOf(file)));
    const listed = imports.filter(({ from }) => from === "unpack/registry.ts").map(resolveLocal);
    expect(formats.length).toBeGreaterThan(4);
    expect(formats.filter((file) => !listed.includes(file))).toEqual([]);
  });

  it("never reads beside the repository, from the product or its tests", () => {
    const roots = ["src", "scripts", "test"].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        join(ROOT, folder, name),
      ),
    );
    const code = roots.filter(
      (file) => /\.(?:ts|cjs|mjs)$/.test(file) && !/^test\/(?:shared|bench)\//.test(relative(ROOT, file)),
    );
    const self = fileURLToPath(import.meta.url);
    expect(
      code.filter(
        (file) =>
          file !== self &&
          /\.\.\/shared\b/.test(readFileSync(file, "utf8").replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "")),
      ),
    ).toEqual([]);
  });
});
