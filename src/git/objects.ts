/** The plain history reader: every object reachable from any ref, streamed through `git cat-file`. */
import type { Readable } from "node:stream";
import {
  type GitContext,
  type GitProcess,
  type Repository,
  splitStream,
  startGit,
  writeAll,
} from "./process.ts";

export interface ObjectHeader {
  readonly id: string;
  readonly type: "commit" | "tree" | "blob" | "tag";
  readonly size: number;
}

/** An object to read. */
export interface Wanted {
  readonly id: string;
  /** A path it is known by, or "". A hint: an object may stand at several. */
  readonly path: string;
}

/** An object, or one piece of a blob too large to hold: pieces come in order, `offset` is the piece's place. */
export interface ObjectContent {
  readonly header: ObjectHeader;
  /** From {@link Wanted}. */
  readonly path: string;
  readonly offset: number;
  readonly bytes: Buffer;
}

export type ObjectResult =
  | { readonly kind: "content"; readonly content: ObjectContent }
  | { readonly kind: "unreadable"; readonly id: string };

/** Requests git has not answered yet: enough to keep it busy, few enough to ask again after a crash. */
const MAX_PENDING = 2048;
/** A bigger object comes in pieces of this size. */
export const PIECE_SIZE = 16 * 1024 * 1024;

/** Reads exactly what is asked for from a byte stream. */
const createByteReader = (stream: Readable) => {
  const iterator = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>; // stdout yields buffers: no encoding is set
  let buffer: Buffer = Buffer.alloc(0);
  const pull = async (): Promise<boolean> => {
    const next = await iterator.next();
    if (next.done === true) return false;
    buffer = buffer.length === 0 ? next.value : Buffer.concat([buffer, next.value]);
    return true;
  };
  return {
    /** Text up to the next line feed, or null at the end. */
    line: async (): Promise<string | null> => {
      for (;;) {
        const end = buffer.indexOf(0x0a);
        if (end !== -1) {
          const text = buffer.toString("latin1", 0, end);
          buffer = buffer.subarray(end + 1);
          return text;
        }
        if (!(await pull())) return null;
      }
    },
    /** `length` bytes, or null if the stream ends before. Copies each byte once. */
    take: async (length: number): Promise<Buffer | null> => {
      if (buffer.length >= length) {
        const bytes = buffer.subarray(0, length);
        buffer = buffer.subarray(length);
        return bytes;
      }
      const bytes = Buffer.allocUnsafe(length);
      let filled = buffer.copy(bytes);
      buffer = Buffer.alloc(0);
      while (filled < length) {
        const next = await iterator.next();
        if (next.done === true) return null;
        const copied = next.value.copy(bytes, filled);
        filled += copied;
        if (copied < next.value.length) buffer = next.value.subarray(copied);
      }
      return bytes;
    },
  };
};

/** Shared between the one that asks and the one that reads the answers. */
interface Feed {
  readonly process: GitProcess;
  readonly pending: Wanted[];
  wake: (() => void) | null;
  isDry: boolean;
}

/** Pipes ids into `git cat-file` without letting more than {@link MAX_PENDING} wait for an answer. */
const feed = async (wanted: AsyncIterator<Wanted>, state: Feed): Promise<void> => {
  const { child } = state.process;
  for (const { id } of state.pending) await writeAll(child, `${id}\n`);
  while (!state.isDry) {
    if (state.pending.length >= MAX_PENDING)
      await Promise.race([new Promise<void>((resolve) => (state.wake = resolve)), state.process.done]);
    if (child.exitCode !== null || child.stdin.destroyed) return;
    const next = await wanted.next();
    if (next.done === true) state.isDry = true;
    else {
      state.pending.push(next.value);
      if (!(await writeAll(child, `${next.value.id}\n`))) return;
    }
  }
  child.stdin.end();
};

/** Parses one answer of `--batch`; null when git stopped in the middle of it. */
async function* readAnswer(
  reader: ReturnType<typeof createByteReader>,
  { header, path }: Omit<ObjectContent, "offset" | "bytes">,
): AsyncGenerator<ObjectResult, boolean> {
  for (let offset = 0; ;) {
    const length = Math.min(PIECE_SIZE, header.size - offset);
    const bytes = await reader.take(length);
    if (bytes === null) return false;
    yield { kind: "content", content: { header, path, offset, bytes } };
    offset += length;
    if (offset >= header.size) break;
  }
  return (await reader.take(1)) !== null;
}

const parseHeader = (line: string): ObjectHeader | null => {
  const [id = "", type = "", size = ""] = line.split(" ");
  if (type !== "blob" && type !== "commit" && type !== "tag" && type !== "tree") return null;
  return { id, type, size: Number(size) };
};

/**
 * Contents of the given objects, in order. A missing or corrupt object is `unreadable` and the reading goes on behind
 * it: git stops at a corrupt one, so it is started again with what had not been answered.
 */
export async function* readObjects(
  repository: Repository,
  wanted: AsyncIterable<Wanted>,
  context: GitContext,
): AsyncGenerator<ObjectResult> {
  const source = wanted[Symbol.asyncIterator]();
  const pending: Wanted[] = [];
  let isDry = false;
  do {
    const process = startGit(repository, ["cat-file", "--batch", "--buffer"], context);
    const state: Feed = { process, pending, wake: null, isDry };
    const feeding = feed(source, state);
    // Awaited below; where the reading ends first, it must not end the process.
    feeding.catch(() => undefined);
    const reader = createByteReader(process.child.stdout);
    let answered = true;
    while (answered) {
      const line = await reader.line();
      if (line === null) break;
      const header = parseHeader(line);
      if (header === null) yield { kind: "unreadable", id: line.split(" ")[0] ?? "" };
      else answered = yield* readAnswer(reader, { header, path: pending[0]?.path ?? "" });
      if (answered) {
        pending.shift();
        state.wake?.();
      }
    }
    await process.done;
    context.signal.throwIfAborted();
    await feeding;
    isDry = state.isDry;
    const culprit = pending.shift();
    if (culprit !== undefined) yield { kind: "unreadable", id: culprit.id };
  } while (pending.length > 0 || !isDry);
}

/** Outcome of a listing, known when it has ended. */
export interface Walk {
  readonly objects: AsyncIterable<Wanted>;
  /** Null, or why git could not walk to the end. */
  readonly complaint: string | null;
}

/** `id path`, the path to the end of the line; git-rev-list(1), --objects. */
const splitName = (line: string): Wanted => {
  const space = line.indexOf(" ");
  return space === -1 ? { id: line, path: "" } : { id: line.slice(0, space), path: line.slice(space + 1) };
};

const walk = (
  repository: Repository,
  args: readonly string[],
  { context, input }: { readonly context: GitContext; readonly input: string },
): Walk => {
  const result: { objects: AsyncIterable<Wanted>; complaint: string | null } = {
    objects: list(),
    complaint: null,
  };
  async function* list(): AsyncGenerator<Wanted> {
    const { child, done } = startGit(repository, args, context);
    child.stdin.end(input);
    // rev-list marks a missing object as `?id`: it is reported when it is asked for.
    for await (const line of splitStream(child.stdout, "\n")) yield splitName(line.replace("?", ""));
    const { code, complaint } = await done;
    if (code !== 0) result.complaint = complaint;
  }
  return result;
};

/**
 * All objects reachable from any ref or HEAD, each once, trees and commits included.
 * @param without commits whose objects, and all that is reachable from them, are left out; they have to exist.
 */
export const walkReachable = (
  repository: Repository,
  context: GitContext,
  without: readonly string[] = [],
): Walk =>
  walk(repository, ["rev-list", "--objects", "--missing=print", "--all", "--stdin"], {
    context,
    input: without.map((id) => `^${id}\n`).join(""),
  });

/**
 * Whether every one of these objects is here and can be reached from a ref: a kept mirror also holds what nothing leads
 * to any more.
 */
export const reachesAll = async (
  repository: Repository,
  ids: readonly string[],
  context: GitContext,
): Promise<boolean> => {
  const args = ["rev-list", "--objects", "--max-count=1", "--stdin", "--not", "--all"];
  const { child, done } = startGit(repository, args, context);
  child.stdin.end(ids.map((id) => `${id}\n`).join(""));
  let isWhole = true;
  for await (const line of splitStream(child.stdout, "\n")) if (line !== "") isWhole = false;
  return (await done).code === 0 && isWhole;
};

/** Ids of everything in the object store, reachable or not: what is left to read when the walk fails. */
export const listAllObjects = (repository: Repository, context: GitContext): Walk =>
  walk(repository, ["cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)"], {
    context,
    input: "",
  });

/** Leaves out trees: they hold no text. Unknown (missing) ids pass, so that they are reported when read. */
export async function* dropTrees(
  repository: Repository,
  objects: AsyncIterable<Wanted>,
  context: GitContext,
): AsyncGenerator<Wanted> {
  const format = "--batch-check=%(objecttype) %(objectname) %(rest)";
  const check = startGit(repository, ["cat-file", format, "--buffer"], context);
  const feeding = (async () => {
    for await (const { id, path } of objects) if (!(await writeAll(check.child, `${id} ${path}\n`))) break;
    check.child.stdin.end();
  })();
  feeding.catch(() => undefined);
  for await (const line of splitStream(check.child.stdout, "\n")) {
    const { id: first, path: rest } = splitName(line);
    if (rest === "missing") yield { id: first, path: "" };
    else if (first !== "tree") yield splitName(rest);
  }
  await feeding;
  await check.done;
}
