import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/shared/**", "test/bench/**", "node_modules/**", "dist/**"],
    // Scenario and sweep tests start processes and servers.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
