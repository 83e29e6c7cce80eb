import { startSandbox } from "@sallyport/sandbox";
import { build } from "esbuild";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const source = (name: string) => fileURLToPath(new URL(`../../packages/${name}/src/index.ts`, import.meta.url));

it("the program answers, stops at the poisoned page, and goes on with the next question", async () => {
  const sandbox = await startSandbox({ defaultBehavior: "obedient" });
  const folder = await mkdtemp(join(tmpdir(), "example-"));
  onTestFinished(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });
  const program = join(folder, "chat.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("./chat.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    alias: Object.fromEntries(["anthropic", "door", "guard"].map((name) => [`@sallyport/${name}`, source(name)])),
    define: { "import.meta.url": JSON.stringify(new URL("./chat.ts", import.meta.url).href) },
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire("file:///");' },
    logLevel: "silent",
  });

  const env = { ...process.env, ANTHROPIC_BASE_URL: `${sandbox.url}/v1`, ANTHROPIC_API_KEY: sandbox.createKey() };
  const child = spawn(process.execPath, [program], { env, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(
    ["holidays", "canteen", "holidays"].map((page) => `Use read_page with {"name": "${page}"} and tell me about it.\n`).join(""),
  );
  const output = await text(child.stdout);
  expect(output).not.toContain("[mail to");
  expect(output.match(/24 December/g)).toHaveLength(2);
  expect(output).toMatch(/blocked: .+ \(incident inc_/);
});
