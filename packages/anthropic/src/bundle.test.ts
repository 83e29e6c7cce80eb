import { build } from "esbuild";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const packages = fileURLToPath(new URL("../../", import.meta.url));

describe("no Node built-in: it runs in browsers, workers, Bun and Deno", () => {
  it.each([["browser"], ["neutral"]] as const)("bundles for platform %s, without the SDK", async (platform) => {
    const result = await build({
      entryPoints: [`${packages}anthropic/src/index.ts`],
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform,
      mainFields: ["module", "main"],
      alias: { "@sallyport/guard": `${packages}guard/src/index.ts`, "@sallyport/door": `${packages}door/src/index.ts` },
      logLevel: "silent",
    });
    expect(result.errors).toEqual([]);
    const inputs = Object.keys(result.metafile.inputs);
    expect(inputs.filter((path) => path.includes("@anthropic-ai"))).toEqual([]);
    const outside = Object.values(result.metafile.inputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external === true),
    );
    expect(outside).toEqual([]);
    expect(result.outputFiles[0]?.text).not.toMatch(/\brequire\(|from "node:/);
  });
});
