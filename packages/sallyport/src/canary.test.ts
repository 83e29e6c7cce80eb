/**
 * Promise 6, for the command: keys are planted everywhere that it reads, every command runs, at its most talkative, well and with errors
 * provoked at each step; and no form of a key is in anything that is written, in a command line, or in what a child is given.
 */
import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createVirtualKey } from "@sallyport/keys";
import { startSandbox } from "@sallyport/sandbox";
import { expect, it } from "vitest";
import { inFolder, sallyport, startServer } from "./command.testkit.js";
import { madeUpKey, randomText } from "./secret.testkit.js";

/** A key as it might slip out: its secret part in halves, and encoded. */
function formsOf(key: string): readonly string[] {
  const secret = key.slice(14);
  const half = Math.floor(secret.length / 2);
  const bytes = Buffer.from(key);
  const percent = Array.from(bytes, (byte) => `%${byte.toString(16)}`).join("");
  return [
    secret.slice(0, half),
    secret.slice(half),
    bytes.toString("base64").slice(20, 60),
    bytes.toString("base64url").slice(20, 60),
    bytes.toString("hex").slice(30, 80),
    bytes.toString("hex").slice(30, 80).toUpperCase(),
    percent.slice(45, 100),
    percent.slice(45, 100).toUpperCase(),
  ];
}

it.skipIf(process.platform === "win32")(
  "no command shows a key, whatever it is given and wherever it fails",
  { timeout: 300_000 },
  async () => {
    await inFolder(async (folder) => {
      const sandbox = await startSandbox();
      const [first, second, third] = [1, 2, 3].map(() => sandbox.createKey({ workspace: "dev" }));
      const keys = {
        first: first ?? "",
        second: second ?? "",
        third: third ?? "",
        admin: sandbox.createAdminKey(),
        virtual: createVirtualKey("production"),
        inEnvironment: madeUpKey(),
        inFile: madeUpKey(),
        inArgument: madeUpKey(),
        secret: `secret-${randomText(60)}`,
        master: randomText(60),
      };
      const cwd = join(folder, "app");
      const outside = join(folder, "planted");
      const watched = join(folder, "watched");
      for (const made of [cwd, outside, watched]) await mkdir(made);
      const plant = async (name: string, text: string, mode = 0o600): Promise<string> => {
        await writeFile(join(outside, name), text, { mode });
        return join(outside, name);
      };
      const message = (content: string): string =>
        JSON.stringify({ model: "m", max_tokens: 9, messages: [{ role: "user", content }] });
      const given = {
        text: await plant("text.txt", `my key is ${keys.inFile}\n`),
        request: await plant("request.json", message(`use ${keys.inFile}`)),
        broken: await plant("broken.json", `{"model": "${keys.inFile}`),
        policy: await plant("policy.yaml", `version: 1\nextends: ${keys.inFile}\nrules: ["${keys.inFile}"]\n`),
        rows: await plant(
          "rows.jsonl",
          `${JSON.stringify({ id: "1", text: keys.inFile, label: 1 })}\n{"id": "${keys.inFile}"}\n`,
        ),
        config: await plant(
          "config.json",
          JSON.stringify({ upstream: { keys: { development: keys.inFile } }, secret: keys.inFile }),
        ),
        quoted: await plant("quoted", `"${keys.inFile}"\n`),
        open: await plant("open", keys.inFile, 0o644),
        admin: await plant("admin", keys.admin),
        second: await plant("second", keys.second),
        third: await plant("third", keys.third),
        // Children write down what they are given: their environment, and the command line of whoever started them.
        client: await plant(
          "client.sh",
          `#!/bin/sh\nenv > ${watched}/client.$$\ntr '\\0' ' ' < /proc/$PPID/cmdline >> ${watched}/client.$$\ncat ${outside}/third\n`,
          0o700,
        ),
      };
      const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
      await mkdir(join(folder, "bin"));
      await writeFile(
        join(folder, "bin/git"),
        `#!/bin/sh\nenv > ${watched}/git.$$\necho "$@" >> ${watched}/git.$$\nexec ${real} "$@"\n`,
      );
      await chmod(join(folder, "bin/git"), 0o755);
      await writeFile(join(cwd, "app.ts"), `const key = "${keys.inFile}";\n`);
      execFileSync(real, ["init", "-q"], { cwd });

      const env = {
        PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
        ANTHROPIC_API_KEY: keys.inEnvironment,
        SALLYPORT_SECRET: keys.secret,
        SALLYPORT_MASTER_KEY: keys.master,
        SALLYPORT_UPSTREAM: sandbox.url,
        SALLYPORT_ADMIN_KEY_SOURCE: `file:${given.admin}`,
        SALLYPORT_LOG_LEVEL: "debug",
        NODE_OPTIONS: "--report-uncaught-exception --report-on-fatalerror",
      };
      const written: string[] = [];
      const run = async (args: readonly string[], stdin = ""): Promise<number | null> => {
        const { code, stdout, stderr } = await sallyport(["--debug", ...args], { cwd, env, stdin });
        written.push(stdout, stderr);
        return code;
      };
      const quick = ["--grace", "1s", "--patience", "1s"];
      try {
        const commands: readonly (readonly [args: readonly string[], stdin?: string])[] = [
          [["check", given.text]],
          [["check", given.request, "-f", "json"]],
          [["check", given.broken, "--as", "request"]],
          [["check", "-"], keys.inFile],
          [["check", given.text, "--policy", given.policy]],
          [["check", keys.inArgument]],
          [["policy", "check", given.policy]],
          [["policy", "check", given.text]],
          [["eval", given.rows]],
          [["eval", given.text]],
          [["tools", "explain", given.broken]],
          [["tools", "pin", given.request]],
          [["tools", "classify", given.broken]],
          [["doctor", "."]],
          [["doctor", ".", "-f", "json", "--policy", given.policy]],
          [["doctor", ".", "--config", given.config]],
          [["doctor", ".", "--vouch", `rate-limit=${keys.inArgument}`]],
          [["gateway", "--config", given.config, "--port", "0"]],
          [["gateway", "--upstream-key", `development=${keys.inArgument}`]],
          [["gateway", "--upstream-key", `development=file:${given.quoted}`, "--port", "0"]],
          [["gateway", "--upstream-key", `development=file:${given.open}`, "--port", "0"]],
          [["sandbox", "--script", given.broken]],
          [["virtual-keys", "disable", keys.virtual]],
          [["virtual-keys", "list"]],
          [["keys", "add", "development"], keys.first],
          [["keys", "add", "production"], keys.first],
          [["keys", "rotate", "development"], keys.admin],
          [["keys", "rotate", "development"], `"${keys.second}"`],
          [["keys", "rotate", "development", "--from", `file:${given.open}`]],
          [["keys", "rotate", "development", "--from", "exec:false"]],
          [["keys", "rotate", "development", "--from", keys.inArgument]],
          [["keys", "rotate", "development", "--yes", "--from", `file:${given.second}`, ...quick]],
          [["keys", "rotate", "development", "--yes", "--from", `exec:${given.client}`, ...quick]],
          [["keys", "status"]],
          [["keys", "export"]],
          [["keys", "rewrap", "--to", `file:${given.quoted}`]],
          [["keys", "status"]],
          [["keys", "rollback", "development"]],
          [["keys", "leaked", "--in", "."], keys.third],
          [["keys", "leaked", "--yes", "--in", "."], keys.inFile],
          [["keys", "leaked", "--yes", "--in", "missing"], keys.third],
          [["keys", "revoke", "development", "--compromised"]],
        ];
        const codes = [];
        for (const [args, stdin] of commands) codes.push(await run(args, stdin));
        // Well and badly: a list of nothing but errors would prove little.
        expect(codes.filter((code) => code === 0).length).toBeGreaterThan(8);
        expect(codes.filter((code) => code === 2).length).toBeGreaterThan(12);

        const gateway = await startServer(["gateway", "--port", "0", "--upstream-key", `development=file:${given.third}`], {
          cwd,
          env,
        });
        const commandLine = await readFile(`/proc/${gateway.pid}/cmdline`, "utf8").catch(() => "");
        for (const credential of [keys.virtual, keys.third, "", keys.virtual.slice(0, -1)])
          await fetch(`${gateway.url}/v1/messages?key=${keys.inEnvironment}`, {
            method: "POST",
            headers: { "content-type": "application/json", "anthropic-version": "2026-10-21", "x-api-key": credential },
            body: message(keys.inFile),
          }).then(async (response) => written.push(JSON.stringify([...response.headers]), await response.text()));
        const { stdout, stderr } = await gateway.stop();
        written.push(stdout, stderr, commandLine);

        for (const place of [cwd, watched])
          for (const entry of await readdir(place, { recursive: true, withFileTypes: true }))
            if (entry.isFile() && entry.name !== "app.ts")
              written.push((await readFile(join(entry.parentPath, entry.name))).toString("latin1"));
        const children = await readdir(watched);
        expect(children.some((name) => name.startsWith("git."))).toBe(true);
        expect(children.some((name) => name.startsWith("client."))).toBe(true);

        const all = written.join("\n");
        expect(all).toContain("fp_");
        const found = Object.entries(keys).filter(([, key]) => formsOf(key).some((form) => all.includes(form)));
        expect(found.map(([name]) => name)).toEqual([]);
      } finally {
        await sandbox.close();
      }
    });
  },
);
