/** The runbook of a leak, against the sandbox and a real repository: the key dies at once, every trace is named, and no part of the key is in what is written. */
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { masterKeyFrom, openRing } from "@sallyport/keys";
import { startSandbox, type Sandbox } from "@sallyport/sandbox";
import { createSecretSearch } from "@sallyport/scan";
import { describe, expect, it } from "vitest";
import { inFolder, sallyport, type Transcript } from "../command.testkit.js";
import { madeUpKey, randomText } from "../secret.testkit.js";

interface Scene {
  readonly cwd: string;
  readonly sandbox: Sandbox;
  readonly key: string;
  readonly keys: (args: readonly string[], stdin?: string) => Promise<Transcript>;
  /** What all commands wrote. */
  readonly written: readonly string[];
}

const MASTER = randomText(44);
const SECRET = randomText(32);

/** A ring with a key, which lies in a file and in a commit that was taken back. */
async function scene(work: (scene: Scene) => Promise<void>, { admin = true } = {}): Promise<void> {
  await inFolder(async (cwd) => {
    const sandbox = await startSandbox();
    try {
      const key = sandbox.createKey({ workspace: "prod" });
      const adminKey = join(cwd, "admin");
      await writeFile(adminKey, sandbox.createAdminKey(), { mode: 0o600 });
      const written: string[] = [];
      const keys = async (args: readonly string[], stdin = ""): Promise<Transcript> => {
        const transcript = await sallyport(["keys", ...args], {
          cwd,
          stdin,
          env: {
            SALLYPORT_MASTER_KEY: MASTER,
            SALLYPORT_SECRET: SECRET,
            SALLYPORT_UPSTREAM: sandbox.url,
            ...(admin ? { SALLYPORT_ADMIN_KEY_SOURCE: `file:${adminKey}` } : {}),
          },
        });
        written.push(transcript.stdout, transcript.stderr);
        return transcript;
      };
      expect(await keys(["add", "staging"], key)).toMatchObject({ code: 0 });
      const git = (...args: readonly string[]): void => {
        const who = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        execFileSync("git", [...who, ...args], { cwd: join(cwd, "app"), stdio: "ignore" });
      };
      execFileSync("git", ["init", "-q", "app"], { cwd });
      await writeFile(join(cwd, "app/old.ts"), `const key = "${key}";\n`);
      git("add", "-A");
      git("commit", "-qm", "first");
      await writeFile(join(cwd, "app/old.ts"), "");
      git("commit", "-qam", "second");
      await writeFile(join(cwd, "app/notes.txt"), `\n${Buffer.from(key).toString("base64")}\n`);
      await work({ cwd, sandbox, key, keys, written });
      for (const part of [key.slice(14, 40), key.slice(60, 100)]) expect(written.join("\n").includes(part)).toBe(false);
    } finally {
      await sandbox.close();
    }
  });
}

const answers = async ({ sandbox }: Scene, key: string): Promise<number> =>
  (await fetch(`${sandbox.url}/v1/models`, { headers: { "x-api-key": key, "anthropic-version": "2026-10-21" } })).status;

describe("sallyport keys leaked", () => {
  it("stops the key, proves it, and names every trace and who used it", { timeout: 60_000 }, async () => {
    await scene(async (here) => {
      const { cwd, keys, key, sandbox } = here;
      const ring = await openRing("staging", {
        file: join(cwd, "sallyport-rings.db"),
        master: masterKeyFrom(MASTER),
        by: "reports",
      });
      await ring.fetch(`${sandbox.url}/v1/models`, { headers: { "anthropic-version": "2026-10-21" } });
      ring.close();
      const { code, stdout } = await keys(["leaked", "--yes", "--in", "app", "-f", "json"], key);
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({
        key: { ring: "staging", slot: "current" },
        stopped: { kind: "dead" },
        uses: [{ by: "reports" }],
        traces: {
          places: [
            { where: "folder", file: "notes.txt", line: 2, form: "base64" },
            { where: "history", file: "old.ts", line: 1, form: "plain", commit: { date: expect.any(String) as string } },
          ],
        },
        next: [
          "give the ring a key: sallyport keys add staging",
          "take it out of the files above",
          expect.stringContaining("git's history keeps it") as string,
        ],
      });
      expect(await answers(here, key)).toBe(401);
    });
  });

  it(
    "puts a new key in its place in the same step, and is done once no file holds the old one",
    { timeout: 60_000 },
    async () => {
      await scene(async (here) => {
        const { cwd, keys, key, sandbox } = here;
        const fresh = sandbox.createKey({ workspace: "prod" });
        await writeFile(join(cwd, "fresh"), fresh, { mode: 0o600 });
        await inFolder(async (empty) => {
          const done = await keys(["leaked", "--yes", "--next", "file:fresh", "--in", empty], key);
          expect(done).toMatchObject({ code: 0 });
          expect(done.stdout).toMatch(/state {4}dead: the API answers it with 401[^]*to do {4}nothing/);
        });
        expect(await answers(here, key)).toBe(401);
        expect(await answers(here, fresh)).toBe(200);
        expect((await keys(["status"])).stdout).toMatch(/staging +idle +key_\w+ +current/);
      });
    },
  );

  it("knows the key by a fingerprint, the ring's or a finding's", { timeout: 60_000 }, async () => {
    await scene(async ({ keys, key }) => {
      const [ring] = JSON.parse((await keys(["status", "-f", "json"])).stdout) as readonly {
        readonly keys: readonly { readonly fingerprint: string }[];
      }[];
      const [finding] = createSecretSearch({ secret: new TextEncoder().encode(SECRET) })(key);
      for (const fingerprint of [ring?.keys[0]?.fingerprint ?? "", finding?.fingerprint ?? ""]) {
        const told = await keys(["leaked", "--fingerprint", fingerprint, "--in", "app", "-f", "json"]);
        expect(told.code).toBe(1);
        expect(JSON.parse(told.stdout)).toMatchObject({ key: { ring: "staging" }, stopped: { kind: "not-asked" } });
      }
      const unknown = await keys(["leaked", "--fingerprint", "fp_0123456789abcdef", "--in", "app"]);
      expect(unknown).toMatchObject({ code: 2, stdout: "" });
      expect(unknown.stderr).toContain("no key of the rings has this fingerprint");
    });
  });

  it("stops nothing without somebody's word", { timeout: 60_000 }, async () => {
    await scene(async (here) => {
      expect((await here.keys(["leaked", "--in", "app"], here.key)).stdout).toContain("stop the key: run this again with --yes");
      expect(await answers(here, here.key)).toBe(200);
    });
  });

  it("stops a key that no ring has, and without an admin key says what only a person can do", { timeout: 60_000 }, async () => {
    await scene(async (here) => {
      const stray = here.sandbox.createKey({ workspace: "elsewhere" });
      expect((await here.keys(["leaked", "--yes", "--in", "app"], stray)).stdout).toMatch(/in no ring[^]*dead/);
      expect(await answers(here, stray)).toBe(401);
    });
    await scene(
      async (here) => {
        const first = await here.keys(["leaked", "--yes", "--in", "app"], here.key);
        expect(first).toMatchObject({ code: 1 });
        expect(first.stdout).toContain("disable it in the Console");
        here.sandbox.setKeyStatus(here.key, "inactive");
        expect((await here.keys(["leaked", "--yes", "--in", "app"], here.key)).stdout).toContain("dead");
      },
      { admin: false },
    );
  });

  it.each([
    [["--fingerprint", "hello"], "", "--fingerprint must be one"],
    [["--in", "missing"], madeUpKey(), "there is no such folder"],
    [[], "hello", "it doesn't begin as an Anthropic API key does"],
    [["--next", "nonsense"], madeUpKey(), "a key source must be"],
  ])("refuses %j", { timeout: 60_000 }, async (args, stdin, reason) => {
    await scene(async (here) => {
      const before = await readFile(join(here.cwd, "sallyport-rings.db"));
      const { code, stdout, stderr } = await here.keys(["leaked", "--yes", ...args], stdin);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(reason);
      expect(await answers(here, here.key)).toBe(200);
      expect((await readFile(join(here.cwd, "sallyport-rings.db"))).equals(before)).toBe(true);
    });
  });
});
