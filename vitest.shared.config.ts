import { defineConfig } from "vitest/config";

/** What uses the material beside the repository as an oracle; fails where that is missing. */
export default defineConfig({
  test: {
    include: ["test/shared/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    passWithNoTests: false,
  },
});
