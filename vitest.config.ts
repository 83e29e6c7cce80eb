import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const packages = fileURLToPath(new URL("./packages/", import.meta.url));

// Tests run the sources, so a red test points at the line that somebody wrote. What must be tried as built (the command, the export
// maps, the browser bundle) is tried as built: `npm test` builds first.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@sallyport\/([\w-]+)$/, replacement: `${packages}$1/src/index.ts` },
      { find: /^sallyport$/, replacement: `${packages}sallyport/src/index.ts` },
    ],
  },
  test: {
    include: ["packages/*/src/**/*.test.ts", "examples/**/*.test.ts", "tools/**/*.test.ts"],
    reporters: ["default", "./tools/closing-line.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
