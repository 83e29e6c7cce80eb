/** `sallyport keys` as people run it, against the sandbox; and no key in anything that it writes. */
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startSandbox } from "@sallyport/sandbox";
import { describe, expect, it } from "vitest";
import { inFolder, sallyport, type Transcript } from "../command.testkit.js";
import { madeUpKey, randomText } from "../secret.testkit.js";

/** A key as it might slip out: its secret part in halves, and encoded. */
const formsOf = (key: string): readonly string[] => {
  const secret = key.slice(14);
  const bytes = Buffer.from(key);
  const forms = [
    secret.slice(0, 40),
    secret.slice(40, 80),
    bytes.toString("hex").slice(40, 100),
    bytes.toString("base64").slice(20, 60),
  ];
  return [
    ...forms,
    bytes.toString("base64url").slice(20, 60),
    Array.from(key, (char) => `%${char.charCodeAt(0).toString(16)}`)
      .join("")
      .slice(60, 120),
  ];
};

describe("sallyport keys", () => {
  it("adds, rotates, rolls back and revokes; nothing it writes holds a key", { timeout: 120_000 }, async () => {
    await inFolder(async (cwd) => {
      const sandbox = await startSandbox();
      const [first, second, third] = [1, 2, 3].map(() => sandbox.createKey({ workspace: "dev" }));
      const [admin, master, inArgument] = [sandbox.createAdminKey(), randomText(44), madeUpKey()];
      const file = async (name: string, text = ""): Promise<string> => {
        await writeFile(join(cwd, name), text, { mode: 0o600 });
        return `file:${name}`;
      };
      const outputs: string[] = [];
      const keys = async (args: readonly string[], stdin = ""): Promise<Transcript> => {
        const transcript = await sallyport(["keys", ...args], {
          cwd,
          stdin,
          env: {
            SALLYPORT_MASTER: await file("master", master),
            SALLYPORT_UPSTREAM: sandbox.url,
            SALLYPORT_ADMIN_KEY_SOURCE: await file("admin", admin),
          },
        });
        outputs.push(transcript.stdout, transcript.stderr);
        return transcript;
      };
      try {
        expect(await keys(["add", "development"], `${first ?? ""}\n`)).toMatchObject({ code: 0 });
        expect(await keys(["add", "development"], second)).toMatchObject({ code: 2 });
        await file("second", second);
        const grace = ["--grace", "1s", "--patience", "2s"];
        const rotated = await keys(["rotate", "development", "--yes", "--from", "exec:cat second", ...grace, "-f", "json"]);
        expect(rotated).toMatchObject({ code: 0 });
        expect(rotated.stderr).toMatch(
          /staged[^]*verified[^]*promoted[^]*draining[^]*revoking[^]*is dead: the API answers it with 401/,
        );
        expect(JSON.parse(rotated.stdout)).toMatchObject([{ ring: "development", step: "idle", due: false }]);
        expect((await keys(["status"])).stdout).toMatch(/development +idle +key_\w+ +current +0 d/);
        expect((await keys(["export"])).stdout).toContain('"retired"');

        // Errors at each step.
        expect(await keys(["add", "production"], third)).toMatchObject({ code: 2 });
        expect((await keys(["rollback", "production"])).stderr).toContain("the new key is dropped");
        expect(await keys(["rotate", "development", "--yes", "--from", "exec:cat none"])).toMatchObject({ code: 2 });
        expect((await keys(["rotate", "development"], `"${third ?? ""}"`)).stderr).toContain("a quote stands around it");
        expect((await keys(["rotate", "development"], admin)).stderr).toContain("admin key");
        expect((await keys(["rotate", "development", "--from", inArgument])).stderr).toContain("argument 5 holds a key");
        expect((await keys(["rotate", "development", inArgument])).stderr).toContain("name the place of the key instead");
        const revoked = await keys(["revoke", "development", "--compromised"]);
        expect(revoked).toMatchObject({ code: 0 });
        expect((await keys(["status"])).stdout).toContain("no key: sallyport keys add development");

        for (const name of await readdir(cwd))
          if (name.startsWith("sallyport")) outputs.push((await readFile(join(cwd, name))).toString("latin1"));
        const all = outputs.join("\n");
        expect(all).toContain("fp_");
        for (const key of [first, second, third, admin, inArgument])
          for (const form of formsOf(key ?? "")) expect(all.includes(form)).toBe(false);
        expect(all).not.toContain(master.slice(0, 20));
      } finally {
        await sandbox.close();
      }
    });
  });

  it("without an admin key says what to do in the Console, and sees whether it was done", { timeout: 60_000 }, async () => {
    await inFolder(async (cwd) => {
      const sandbox = await startSandbox();
      try {
        const env = { SALLYPORT_MASTER_KEY: randomText(44), SALLYPORT_UPSTREAM: sandbox.url };
        const old = sandbox.createKey();
        await sallyport(["keys", "add", "staging"], { cwd, env, stdin: old });
        const rotate = () => sallyport(["keys", "rotate", "staging", "--grace", "1s"], { cwd, env, stdin: sandbox.createKey() });
        const first = await rotate();
        expect(first.code).toBe(1);
        expect(first.stderr).toMatch(/in the Console, Settings > API keys, workspace wrkspc_\w+: disable the old key \(key_\w+/);
        sandbox.setKeyStatus(old, "inactive");
        expect((await rotate()).stderr).toContain("is dead");
      } finally {
        await sandbox.close();
      }
    });
  });
});
