/** All sources, in the order they are read; nothing else lists them. */
import { folder } from "./folder.ts";
import { history } from "./history.ts";
import type { Source } from "./source.ts";
import { stdin } from "./stdin.ts";
import { variables } from "./variables.ts";
import { worktree } from "./worktree.ts";

export const SOURCES: readonly Source[] = [variables, history, worktree, folder, stdin];
