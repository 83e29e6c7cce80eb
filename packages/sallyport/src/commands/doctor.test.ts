/** `sallyport doctor` as people and pipelines run it: what it says, how it ends, what it mends, and that no value is in anything it writes. */
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { inFolder, sallyport, sallyportHere, startServer, type Transcript } from "../command.testkit.js";
import { madeUpKey } from "../secret.testkit.js";

const KEY = madeUpKey();
const PASSWORD = "tr0ub4dor-and-3-staples";

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

interface Answer {
  readonly points: readonly {
    readonly id: string;
    readonly status: string;
    readonly problems: readonly object[];
    readonly proofs: readonly object[];
  }[];
  readonly fixed: readonly object[];
}
const answerOf = ({ stdout }: Transcript): Answer => JSON.parse(stdout) as Answer;
const statusOf = (transcript: Transcript, id: string): string | undefined =>
  answerOf(transcript).points.find((point) => point.id === id)?.status;

describe("sallyport doctor", () => {
  it("ends with 1 where a point failed, and shows no value", async () => {
    await inFolder(async (folder) => {
      await write(folder, {
        ".env": `ANTHROPIC_API_KEY=${KEY}\nDB_PASSWORD=${PASSWORD}\n`,
        "src/a.ts": `const key = "${KEY}";\n`,
      });
      for (const format of ["table", "json"]) {
        const { code, stdout, stderr } = await sallyport(["doctor", ".", "-f", format], { cwd: folder });
        expect(code).toBe(1);
        expect(stdout).toContain("src/a.ts");
        for (const value of [KEY.slice(13, 40), KEY.slice(60), PASSWORD]) expect(stdout + stderr).not.toContain(value);
      }
    });
  });

  it("ends with 2 where it can't tell, and with 0 once somebody vouches for that", async () => {
    await inFolder(async (folder) => {
      await write(folder, {
        ".gitignore": ".env\n.env.*\n!.env.example\n",
        ".env.example": "ANTHROPIC_API_KEY=sk-ant-api03-your-key-here\n",
      });
      const unknown = await sallyportHere(["doctor", folder, "-f", "json"]);
      expect(unknown.code).toBe(2);
      const open = answerOf(unknown).points.filter(({ status }) => status === "unknown");
      const vouched = await sallyportHere(["doctor", folder, ...open.flatMap(({ id }) => ["--vouch", `${id}=seen by Ada`])]);
      expect(vouched.code).toBe(0);
      expect(vouched.stdout).toContain(
        "vouched  the application limits its callers rate-limit\n    since: somebody's word: seen by Ada",
      );
    });
  });

  it.skipIf(process.platform === "win32")("mends what it can, says what it did, and nothing is left to mend", async () => {
    await inFolder(async (folder) => {
      await write(folder, { ".env": `ANTHROPIC_API_KEY=${KEY}\n` });
      await chmod(join(folder, ".env"), 0o644);
      const fixed = await sallyportHere(["doctor", folder, "--fix", "-f", "json"]);
      expect(answerOf(fixed).fixed).toEqual([
        { kind: "append", file: ".gitignore" },
        { kind: "create", file: ".env.example" },
        { kind: "close", file: ".env" },
      ]);
      for (const id of ["keys-in-environment", "env-ignored", "env-example", "file-modes"])
        expect([id, statusOf(fixed, id)]).toEqual([id, "passed"]);
      expect(await readFile(join(folder, ".env.example"), "utf8")).toBe("ANTHROPIC_API_KEY=sk-ant-api03-your-key-here\n");
      expect((await stat(join(folder, ".env"))).mode & 0o777).toBe(0o600);
      expect(answerOf(await sallyportHere(["doctor", folder, "--fix", "-f", "json"])).fixed).toEqual([]);
    });
  });

  it("tries the project's own policy, the one that is named, and the gateway's", async () => {
    await inFolder(async (folder) => {
      const limited = "version: 1\nextends: balanced\nlimits: { origins: { user: { segmentChars: 10000 } } }\n";
      await write(folder, {
        "sallyport.policy.yaml": limited,
        "gateway.json": JSON.stringify({ policy: { version: 1, extends: "monitor" } }),
      });
      const own = await sallyportHere(["doctor", folder, "-f", "json"]);
      expect([statusOf(own, "input-limited"), statusOf(own, "output-scanned")]).toEqual(["passed", "passed"]);
      const named = await sallyportHere(["doctor", folder, "--policy", "monitor", "-f", "json"]);
      expect([statusOf(named, "input-limited"), statusOf(named, "output-scanned")]).toEqual(["failed", "failed"]);
      await inFolder(async (empty) => {
        const config = ["--config", join(folder, "gateway.json")];
        const configured = await sallyportHere(["doctor", empty, ...config, "-f", "json"]);
        expect(statusOf(configured, "output-scanned")).toBe("failed");
        expect([statusOf(configured, "audit-log"), statusOf(configured, "https")]).toEqual(["passed", "passed"]);
      });
    });
  });

  it("asks a running gateway, and takes nothing else for one", async () => {
    await inFolder(async (folder) => {
      const sandbox = await startServer(["sandbox", "--port", "0"], { cwd: folder });
      const env = { UPSTREAM: madeUpKey(), SALLYPORT_UPSTREAM: sandbox.url };
      const gateway = await startServer(["gateway", "--port", "0", "--upstream-key", "development=env:UPSTREAM"], {
        cwd: folder,
        env,
      });
      const asked = await sallyportHere(["doctor", folder, "--gateway", gateway.url, "-f", "json"]);
      expect(answerOf(asked).points.find(({ id }) => id === "audit-log")).toMatchObject({
        status: "passed",
        proofs: [{ what: "the running gateway says that it writes its audit trail", file: gateway.url }],
      });
      expect(await sallyportHere(["doctor", folder, "--gateway", sandbox.url])).toMatchObject({ code: 2, stdout: "" });
      await gateway.stop();
      const gone = await sallyportHere(["doctor", folder, "--gateway", gateway.url]);
      expect(gone).toMatchObject({ code: 2, stdout: "" });
      expect(gone.stderr).toContain("doesn't answer");
    });
  });

  it.each([
    [["missing-folder"], "there is no such folder"],
    [[".", "--policy", "missing.yaml"], "the policy `missing.yaml` can't be read"],
    [[".", "--config", "missing.json"], "the configuration `missing.json` can't be read"],
    [[".", "--rings", "missing.db"], "the rings `missing.db` can't be opened"],
    [[".", "--gateway", "ftp://a.example"], "must be an http or https URL"],
    [[".", "--vouch", "rate-limit"], "--vouch must name a point and a reason"],
    [[".", "--vouch", "rate-limit= "], "--vouch must name a point and a reason"],
    [[".", "--vouch", "speed=fast"], "--vouch must name a point and a reason"],
  ])("ends with 2 and a reason for %j", async (args, reason) => {
    await inFolder(async (cwd) => {
      const { code, stdout, stderr } = await sallyport(["doctor", ...args], { cwd });
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(reason);
    });
  });

  it("takes a list or a text in place of a configuration for what it is", async () => {
    await inFolder(async (cwd) => {
      await write(cwd, { "list.json": "[]", "text.json": '"x"', "no.json": "{" });
      for (const [file, reason] of [
        ["list.json", "must hold an object"],
        ["text.json", "must hold an object"],
        ["no.json", "is no JSON"],
      ] as const)
        for (const args of [
          ["doctor", ".", "--config", file],
          ["gateway", "--config", file],
        ])
          expect((await sallyport(args, { cwd })).stderr).toContain(reason);
    });
  });
});
