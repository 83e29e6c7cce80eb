/** The practice's checklist, point by point: a project that follows it passes, one that doesn't fails, and what can't be told is never a pass. */
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { createGuard } from "@sallyport/guard";
import { describe, expect, it } from "vitest";
import { folderOf, git, madeUpKey, repositoryOf, write, type Files } from "../project.testkit.js";
import { openProject } from "../project/project.js";
import { createSecretSearch } from "../secrets/search.js";
import { diagnose, type Diagnosis } from "./doctor.js";
import { POINT_IDS, type PointId, type PointResult } from "./point.js";
import type { Surroundings } from "./surroundings.js";

const KEY = madeUpKey();
const OTHER_KEY = madeUpKey();
const IGNORE = ".env\n.env.*\n!.env.example\n";
const EXAMPLE = "ANTHROPIC_API_KEY=sk-ant-api03-your-key-here\n";

async function diagnosed(folder: string, surroundings: Surroundings = {}): Promise<Diagnosis> {
  return diagnose(await openProject(folder), { search: createSecretSearch(), surroundings });
}

function pointOf(diagnosis: Diagnosis, id: PointId): PointResult {
  const point = diagnosis.points.find((one) => one.id === id);
  if (point === undefined) throw new Error(`no point ${id}`);
  return point;
}

/** A point of a project that isn't in git. */
async function point(id: PointId, files: Files, surroundings?: Surroundings): Promise<PointResult> {
  return pointOf(await diagnosed(await folderOf(files), surroundings), id);
}

/** `file:line what` of what is wrong. */
const wrong = ({ problems }: PointResult): readonly string[] =>
  problems.map(({ file, line, what }) => `${file ?? ""}${line === undefined ? "" : `:${line}`} ${what}`);

describe("a project that follows the practice", () => {
  it("passes every point that its files and what is in use around it can show", async () => {
    const folder = await repositoryOf({
      ".gitignore": IGNORE,
      ".env.example": EXAMPLE,
      ".dockerignore": ".env*\n",
      Dockerfile: "FROM node:22\nCOPY . .\n",
      "src/app.ts":
        'const client = new Anthropic();\nawait client.messages.create({ model, system: RULES, messages: [{ role: "user", content: validateInput(text) }] });\n',
      "dist/app.js": "console.log(1)\n",
    });
    await write(folder, { ".env": `ANTHROPIC_API_KEY=${KEY}\n`, ".env.production": `ANTHROPIC_API_KEY=${OTHER_KEY}\n` });
    const { points } = await diagnosed(folder, {
      policy: { source: "policy", guard: createGuard({ version: 1, extends: "balanced", limits: { segmentChars: 10_000 } }) },
      rings: { source: "rings", rings: [{ ring: "production", rotateEveryDays: 90, due: false, next: "rotate by 2027-01-01" }] },
      gateway: { source: "gateway", upstreamTls: true, rateLimits: ["per-key"], audit: "writing" },
    });
    expect(points.filter(({ status }) => status !== "passed").map(({ id, problems }) => [id, problems])).toEqual([]);
    expect(points.map(({ id }) => id)).toEqual(POINT_IDS);
  });
});

describe("an empty folder", () => {
  it("passes no point that its files can't show", async () => {
    const { points } = await diagnosed(await folderOf({}));
    const unknown: readonly PointId[] = [
      "separate-keys",
      "rotation-schedule",
      "system-parameter",
      "input-limited",
      "output-scanned",
      "https",
      "rate-limit",
      "audit-log",
    ];
    for (const { id, status, fix } of points.filter(({ id }) => unknown.includes(id))) {
      expect([id, status]).toEqual([id, "unknown"]);
      expect(fix).toMatch(/\w/);
    }
  });
});

describe("keys-in-environment", () => {
  it("finds a key in code, with its place, and shows no part of it", async () => {
    const result = await point("keys-in-environment", {
      "src/app.ts": `\nconst client = new Anthropic({ apiKey: "${KEY}" });\n`,
    });
    expect(wrong(result)).toEqual(["src/app.ts:2 anthropic-api-key in folder"]);
    expect(JSON.stringify(result)).not.toContain(KEY.slice(0, 24));
  });

  it("finds what is only in the index, and what is only in the last commit", async () => {
    const folder = await repositoryOf({ "a.ts": `"${KEY}"`, "b.ts": "" });
    await write(folder, { "a.ts": "", "b.ts": `"${OTHER_KEY}"` });
    git(folder, "add", "b.ts");
    await write(folder, { "b.ts": "" });
    expect(wrong(pointOf(await diagnosed(folder), "keys-in-environment"))).toEqual([
      "a.ts:1 anthropic-api-key in index, last commit",
      "b.ts:1 anthropic-api-key in index",
    ]);
  });

  it("lets keys lie in an ignored file of variables, and nowhere else", async () => {
    expect(wrong(await point("keys-in-environment", { ".gitignore": IGNORE, ".env": `K=${KEY}` }))).toEqual([]);
    expect(wrong(await point("keys-in-environment", { ".env": `K=${KEY}` }))).toEqual([".env:1 anthropic-api-key in folder"]);
  });

  it("finds a key in a file of variables that was committed before it was ignored", async () => {
    const folder = await repositoryOf({ ".env": `K=${KEY}` });
    await write(folder, { ".gitignore": IGNORE });
    expect(wrong(pointOf(await diagnosed(folder), "keys-in-environment"))).toEqual([
      ".env:1 anthropic-api-key in folder, index, last commit",
    ]);
  });

  it("finds a key for Claude in tests too, in UTF-16, and far behind in a large file", async () => {
    const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from(`K=${KEY}`, "utf16le")]);
    const files = { "test/a.test.ts": KEY, "notes.txt": utf16, "data.csv": `${"1,2,3\n".repeat(400_000)}${KEY}\n` };
    expect(wrong(await point("keys-in-environment", files))).toEqual([
      "data.csv:400001 anthropic-api-key in folder",
      "notes.txt:1 anthropic-api-key in folder",
      "test/a.test.ts:1 anthropic-api-key in folder",
    ]);
  });

  it("doesn't pass what it couldn't read", async () => {
    const folder = await folderOf({ "inner/a.ts": "" });
    git(join(folder, "inner"), "init", "-q");
    expect(pointOf(await diagnosed(folder), "keys-in-environment").status).toBe("unknown");
  });
});

describe("env-ignored", () => {
  it.each([
    ["", 5],
    [".env\n", 4],
    [".env\n.env.*\n", 1], // the example goes with it
    [".env*\n!.env.example\n", 0],
    [IGNORE, 0],
    [`${IGNORE}!.env.production\n`, 1],
  ])("%j leaves %d wrong", async (ignore, count) => {
    expect((await point("env-ignored", { ".gitignore": ignore })).problems).toHaveLength(count);
  });

  it("finds a file with a secret that git has, and one that only lies deeper", async () => {
    const folder = await repositoryOf({ "web/.env.local": `K=${KEY}`, "web/.env": "PORT=80" });
    await write(folder, { ".gitignore": "/.env\n/.env.*\n!.env.example\n", "api/.env": "A=1" });
    const result = pointOf(await diagnosed(folder), "env-ignored");
    expect(wrong(result)).toEqual([
      "web/.env.local holds secrets, and git has it",
      "api/.env git would take it: no `.gitignore` here ignores it",
    ]);
    expect(result.fix).toContain("git rm --cached -- web/.env.local");
    expect(result.doubts).toEqual([{ what: "git has it; no secret was found in it", file: "web/.env" }]);
  });

  it("tells no command that a file's name could turn into another", async () => {
    const name = ".env.$(touch sprung);'x'";
    const folder = await repositoryOf({ [name]: `K=${KEY}` });
    expect(pointOf(await diagnosed(folder), "env-ignored").fix).toContain(
      String.raw`git rm --cached -- '.env.$(touch sprung);'\''x'\'''`,
    );
  });
});

describe("env-example", () => {
  it("asks for one, with the names that are in use", async () => {
    const result = await point("env-example", { ".env": "B_KEY=1\nA=2\nVITE_CLAUDE_KEY=x\n" });
    expect(wrong(result)).toEqual([".env.example is missing"]);
    expect(result.repairs).toEqual([{ kind: "create", file: ".env.example", text: "A=\nB_KEY=your-value-here\n" }]);
  });
  it.each([
    ["ANTHROPIC_API_KEY=sk-ant-api03-your-key-here", 0],
    ["ANTHROPIC_API_KEY=", 0],
    ["ANTHROPIC_API_KEY=<your key>\nPORT=8080\nURL=https://example.com/a9f8e7d6c5b4", 0],
    [`ANTHROPIC_API_KEY=${KEY}`, 1],
    ["SESSION_SECRET=9f86d081884c7d659a2feaa0c55ad015", 1],
  ])("%s: %d wrong", async (text, count) => {
    expect((await point("env-example", { ".env.example": `${text}\n` })).problems).toHaveLength(count);
  });
});

describe.skipIf(process.platform === "win32")("file-modes", () => {
  it("finds a file with keys that others may read", async () => {
    const folder = await folderOf({ ".env": `K=${KEY}`, ".env.local": "PORT=80" });
    await chmod(join(folder, ".env"), 0o640);
    const result = pointOf(await diagnosed(folder), "file-modes");
    expect(wrong(result)).toEqual([".env others may use it (mode 640)"]);
    expect(result.repairs).toEqual([{ kind: "close", file: ".env" }]);
  });
});

describe("separate-keys", () => {
  it("finds the key that two environments share, whatever it is called there", async () => {
    const result = await point("separate-keys", {
      ".env": `A=${KEY}`,
      "deploy/.env.production": `B='${KEY}'`,
      ".env.staging": `A=${OTHER_KEY}`,
    });
    expect(result.problems.map(({ file }) => file)).toEqual([".env", "deploy/.env.production"]);
    expect(new Set(result.problems.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });
  it("takes several files of one environment for one", async () => {
    expect((await point("separate-keys", { ".env": `A=${KEY}`, ".env.local": `A=${KEY}` })).status).toBe("unknown");
  });
});

describe("rotation-schedule", () => {
  it("fails where a ring is due", async () => {
    const ring = { ring: "production", rotateEveryDays: 90, next: "overdue" };
    expect((await point("rotation-schedule", {}, { rings: { source: "r", rings: [{ ...ring, due: true }] } })).status).toBe(
      "failed",
    );
    expect((await point("rotation-schedule", {}, { rings: { source: "r", rings: [] } })).status).toBe("unknown");
  });
});

describe("what is in use", () => {
  const using = (policy: Parameters<typeof createGuard>[0]): Surroundings => ({
    policy: { source: "p", guard: createGuard(policy) },
  });

  it("takes no policy's word: it is tried", async () => {
    expect((await point("output-scanned", {}, using("balanced"))).status).toBe("passed");
    expect((await point("output-scanned", {}, using("monitor"))).status).toBe("failed");
    const toothless = {
      version: 1,
      extends: "balanced",
      rules: { secrets: { detectors: ["secrets"], trust: ["user"], action: "redact" } },
    } as const;
    expect(wrong(await point("output-scanned", {}, using(toothless)))).toEqual([
      "p planted in an answer, an API key passes",
      "p planted in an answer, a private key passes",
    ]);
  });

  it("doesn't take the engine's own ceiling for a limit", async () => {
    expect((await point("input-limited", {}, using("balanced"))).status).toBe("failed");
    const limited = { version: 1, extends: "balanced", limits: { origins: { user: { segmentChars: 10_000 } } } } as const;
    expect((await point("input-limited", {}, using(limited))).proofs[0]?.what).toBe(
      "what users write is limited to 10,000 characters",
    );
    expect((await point("input-limited", {}, using({ ...limited, mode: "monitor" }))).status).toBe("failed");
  });

  it("asks for the gateway's limits and its audit trail", async () => {
    const gateway = { source: "g", rateLimits: [], audit: "failing" } as const;
    expect((await point("rate-limit", {}, { gateway })).status).toBe("failed");
    expect((await point("audit-log", {}, { gateway })).status).toBe("failed");
    expect((await point("rate-limit", {}, { gateway: { source: "g", audit: "writing" } })).status).toBe("unknown");
  });

  it("takes a limiter in the code for a hint, not for a proof", async () => {
    const result = await point("rate-limit", { "a.ts": 'import { rateLimit } from "express-rate-limit";' });
    expect([result.status, result.doubts.length]).toEqual(["unknown", 1]);
  });
});

describe("browser-variables and built-bundle", () => {
  it("finds keys that browsers get to see", async () => {
    const files = {
      ".gitignore": `${IGNORE}dist/\n`,
      ".env": `VITE_AI=${KEY}\n`,
      "src/a.ts": "fetch(x, { headers: { k: import.meta.env.VITE_ANTHROPIC_API_KEY } })",
      "vite.config.ts":
        'export default { define: { "process.env.ANTHROPIC_API_KEY": JSON.stringify(process.env.ANTHROPIC_API_KEY) } }',
      "dist/assets/app.js": `const k="${OTHER_KEY}"`,
    };
    const folder = await folderOf(files);
    expect(wrong(pointOf(await diagnosed(folder), "browser-variables"))).toEqual([
      ".env:1 anthropic-api-key as the value of a variable that is built into what browsers load",
      "src/a.ts:1 names a variable that is built into what browsers load",
      "vite.config.ts:1 builds the key into what browsers load",
    ]);
    expect(wrong(pointOf(await diagnosed(folder), "built-bundle"))).toEqual(["dist/assets/app.js:1 anthropic-api-key"]);
  });
});

describe("containers", () => {
  it.each([
    ["Dockerfile", "ARG ANTHROPIC_API_KEY\n", 1],
    ["Dockerfile", "ENV NODE_ENV=production MY_CLAUDE_API_KEY=$K\n", 1],
    ["Dockerfile", "RUN --mount=type=secret,id=ANTHROPIC_API_KEY npm run build\n", 0],
    ["docker/api.Dockerfile", "COPY .env.production ./\n", 1],
    ["Dockerfile", "COPY .env.example ./\n", 0],
    ["Dockerfile", "FROM a\nCOPY --chown=1:1 . /app\n", 1],
    ["Dockerfile", "COPY src /app\n", 0],
    ["compose.yaml", "    environment:\n      ANTHROPIC_API_KEY: ${ANTHROPIC_API_KEY}\n", 0],
    ["compose.yaml", "    environment:\n      - ANTHROPIC_API_KEY=${ANTHROPIC_API_KEY:?}\n      - ANTHROPIC_API_KEY\n", 0],
    ["compose.yaml", "    environment:\n      ANTHROPIC_API_KEY: abcdefgh12345678abcd\n", 1],
    [".github/workflows/ci.yml", "env:\n  ANTHROPIC_API_KEY: ${{ secrets.ANTHROPIC_API_KEY }}\n", 0],
    [".github/workflows/ci.yml", 'run: echo "key is ${{ secrets.ANTHROPIC_API_KEY }}"\n', 1],
    [".github/workflows/ci.yml", "run: echo $ANTHROPIC_API_KEY > key.txt\n", 0],
  ])("%s: %j has %d wrong", async (file, text, count) => {
    expect(wrong(await point("containers", { [file]: text }))).toHaveLength(count);
  });
  it("knows that .dockerignore keeps the files of variables out", async () => {
    expect(wrong(await point("containers", { Dockerfile: "COPY . .\n", ".dockerignore": ".env*\n" }))).toEqual([]);
    expect(wrong(await point("containers", { Dockerfile: "COPY . .\n", ".dockerignore": ".env\n" }))).toHaveLength(1);
  });
});

describe("vouching", () => {
  it("takes a person's word for what can't be told, shows it, and never against what was found", async () => {
    const project = await openProject(await folderOf({ "a.ts": KEY }));
    const vouched = new Map<PointId, string>([
      ["rate-limit", "nginx does"],
      ["keys-in-environment", "it is fine"],
    ]);
    const diagnosis = await diagnose(project, { search: createSecretSearch(), vouched });
    expect(pointOf(diagnosis, "rate-limit")).toMatchObject({
      status: "vouched",
      proofs: [{ what: "somebody's word: nginx does" }],
    });
    expect(pointOf(diagnosis, "keys-in-environment").status).toBe("failed");
  });
});
