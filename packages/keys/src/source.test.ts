/** Key sources: a place is read or refused, and no error shows what lies there. */
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KeyShapeError, KeySourceError } from "./errors.js";
import { describeKeySource, parseKeySource, readKey, readSecret } from "./source.js";

const body = Array.from({ length: 93 }, (_, index) => "aB3_-"[index % 5]).join("");
const key = `sk-ant-api03-${body}AA`;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sallyport-keys-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a source names a place", () => {
  it("parses what it describes", () => {
    for (const text of ["env:ANTHROPIC_API_KEY", "file:/run/secrets/key", "file:C:\\keys\\a"]) {
      expect(describeKeySource(parseKeySource(text))).toBe(text);
    }
  });

  it.for(["", "ANTHROPIC_API_KEY", "env:", "env:A B", "env:1A", "file:", "file:a\0b", "http://x", key, `env:${key}`])(
    "refuses %j, and doesn't repeat it",
    (text) => {
      expect(() => parseKeySource(text)).toThrow(KeySourceError);
      if (text.length > 10) expect(() => parseKeySource(text)).not.toThrow(text);
    },
  );
});

describe("a key is read from the environment or a file", () => {
  it("env", async () => {
    expect(await readKey({ kind: "env", name: "K" }, { K: key })).toBe(key);
    await expect(readKey({ kind: "env", name: "K" }, {})).rejects.toThrow("the environment variable `K` is not set");
  });

  it("file, with or without a final line break", async () => {
    for (const ending of ["", "\n", "\r\n"]) {
      const path = join(folder, "key");
      await writeFile(path, key + ending, { mode: 0o600 });
      expect(await readKey({ kind: "file", path })).toBe(key);
    }
  });

  it.runIf(process.platform !== "win32")("a file that others can read is refused, with the remedy", async () => {
    const path = join(folder, "open");
    for (const mode of [0o640, 0o604, 0o644, 0o620, 0o601]) {
      await writeFile(path, key);
      await chmod(path, mode);
      await expect(readKey({ kind: "file", path })).rejects.toThrow("run chmod 600 on it");
    }
  });

  it("a missing file, a folder and a file that is no key file are refused", async () => {
    await expect(readSecret({ kind: "file", path: join(folder, "none") })).rejects.toThrow("ENOENT");
    await expect(readSecret({ kind: "file", path: folder })).rejects.toThrow("is not a file");
    const path = join(folder, "large");
    await writeFile(path, "a".repeat(20_000), { mode: 0o600 });
    await expect(readSecret({ kind: "file", path })).rejects.toThrow("larger than");
  });
});

describe("a key's shape is checked before first use, and never shown", () => {
  const cases: readonly (readonly [name: string, text: string, problem: string])[] = [
    ["empty", " ", "it is empty"],
    ["quoted", `"${key}"`, "a quote stands around it"],
    ["half quoted", `${key}'`, "a quote stands around it"],
    ["a line break", `${key.slice(0, 50)}\n${key.slice(50)}`, "line break"],
    ["a blank", `${key} `, "blank"],
    ["the placeholder of the example file", "sk-ant-api03-your-key-here", "placeholder"],
    ["an ellipsis", "sk-ant-api03-...", "placeholder"],
    ["an admin key", `sk-ant-admin01-${body}AA`, "admin key"],
    ["an Enterprise key", `sk-ant-api01-${body}AA`, "Enterprise key"],
    ["an access token", `sk-ant-oat01-${body}AA`, "access token"],
    ["a refresh token", `sk-ant-ort01-${body}AA`, "refresh token"],
    ["a session token", `sk-ant-sid01-${body}AA`, "session token"],
    ["an unknown kind", `sk-ant-new09-${body}AA`, "isn't known"],
    ["a virtual key", `sp-dev-${body}`, "virtual key"],
    ["something else", body, "doesn't begin"],
    ["cut short", key.slice(0, -1), "an API key has 108 characters, this has 107"],
    ["too long", `${key}A`, "too long"],
    ["a wrong end", `${key.slice(0, -2)}BB`, "copy it again"],
  ];
  it.for(cases)("%s", async ([, text, problem]) => {
    const error: unknown = await readKey({ kind: "env", name: "K" }, { K: text }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KeyShapeError);
    const { message } = error as KeyShapeError;
    expect(message).toContain(problem);
    for (let at = 20; at + 8 <= text.length; at += 1) expect(message).not.toContain(text.slice(at, at + 8));
  });
});
