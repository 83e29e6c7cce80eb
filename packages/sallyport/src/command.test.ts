import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inFolder, sallyport, sallyportHere } from "./command.testkit.js";
import { madeUpKey } from "./secret.testkit.js";

describe("the command", () => {
  it("shows its help on one screen, and its exit codes with --help", async () => {
    await inFolder(async (cwd) => {
      const short = await sallyport(["-h"], { cwd });
      expect(short).toMatchObject({ code: 0, stderr: "" });
      expect(short.stdout.split("\n").length).toBeLessThanOrEqual(24);
      expect(short.stdout).not.toContain("Exit codes:");
      const long = await sallyportHere(["check", "--help"]);
      expect(long).toMatchObject({ code: 0, stderr: "" });
      expect(long.stdout).toMatch(/Exit codes:\n {2}0 {2}may pass.*\n {2}1 {2}the policy stops it\n {2}2 {2}could not tell\n/);
    });
  });

  it.for([
    ["an unknown option", ["check", "--polcy", "strict"], "--policy"],
    ["an unknown command", ["chek"], "check"],
    ["a choice that there isn't", ["check", "--format", "yml"], "json"],
    ["a family that there isn't", ["eval", "--only", "secret", "rows"], "secrets"],
    ["an argument too many", ["check", "a", "b"], "too many arguments"],
    ["a command without its argument", ["eval"], "file"],
  ] as const)("answers %s with exit code 2 and what to write instead", async ([, args, word]) => {
    const { code, stdout, stderr } = await sallyportHere(args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(word);
  });

  it("shows its help on standard error where nothing was asked of it", async () => {
    const { code, stdout, stderr } = await inFolder((cwd) => sallyport([], { cwd }));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Usage: sallyport");
  });
});

describe("no secret anywhere: a planted key is in no output, whatever goes wrong", () => {
  const key = madeUpKey();
  const body = (text: string) => `{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"${text}"}]}`;
  it.for([
    ["in a text", ["check", "FILE"], key],
    ["in a request", ["check", "FILE", "-f", "json"], body(key)],
    ["in a request that is blocked", ["check", "FILE", "-p", "strict"], body(key)],
    ["as a name in a request", ["check", "FILE"], body("x").replace("{", `{"${key}":1,`)],
    ["in a request cut short inside it", ["check", "FILE"], body(key).slice(0, 150)],
    ["in broken JSON", ["check", "FILE", "--as", "request"], `{"messages": ${key}`],
    ["in a broken stream", ["check", "FILE"], `event: message_start\ndata: {"type":"message_start",${key}\n\n`],
    ["in a row", ["eval", "FILE"], JSON.stringify({ id: "1", text: key, label: 1 })],
    ["as the label of a row", ["eval", "FILE"], JSON.stringify({ id: "1", text: "x", label: key })],
    ["in a row that is no JSON", ["eval", "FILE"], key],
    ["in a policy", ["policy", "check", "FILE"], `version: 1\nextends: ${key}\n${key}: 1\n`],
    ["in a policy that is used", ["check", "FILE", "-p", "FILE"], `version: 1\nextends: balanced\nmode: ${key}\n`],
    ["in a policy that is no YAML", ["policy", "check", "FILE"], `version: [1\n${key}: {`],
    ["in a configuration", ["gateway", "-c", "FILE"], JSON.stringify({ [key]: 1, upstream: { keys: { development: key } } })],
    ["in a configuration that is no JSON", ["gateway", "-c", "FILE"], key],
    ["in a script", ["sandbox", "--port", "0", "--script", "FILE"], `rules: ${key}\n${key}: {`],
    ["as an argument", ["check", key], ""],
    ["as an option", ["check", `--key=${key}`], ""],
    ["as an option's value", ["gateway", "--upstream-key", `development=${key}`], ""],
  ] as const)("%s", async ([, args, content]) => {
    await inFolder(async (folder) => {
      const file = join(folder, "file");
      await writeFile(file, content);
      const { stdout, stderr } = await sallyportHere([
        ...args.map((argument) => (argument === "FILE" ? file : argument)),
        "--debug",
      ]);
      expect(stdout + stderr).not.toBe("");
      for (let start = 13; start + 12 <= key.length; start += 1)
        expect(stdout + stderr).not.toContain(key.slice(start, start + 12));
    });
  });
});
