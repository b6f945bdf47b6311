// Pages in Chromium over the real commands: one browser a file, one page at a time.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    include: ["e2e/pages/**/*.pages.ts"],
    fileParallelism: false,
    maxWorkers: 1,
    sequence: { concurrent: false },
    // A list of faults is worth nothing when it is cut.
    chaiConfig: { truncateThreshold: 0 },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
