import { readFile } from "node:fs/promises";
import { describe, expect, it, vi } from "vitest";
import { answer, ask } from "./readme.testkit.js";
import { guarded, POLICY } from "./sdk.testkit.js";

const root = new URL("../../../", import.meta.url);

/** Code in the README is cut from files that tests run: `<!-- path -->` above a block names the file. */
async function blocks(): Promise<readonly { readonly path: string; readonly code: string }[]> {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const named = [...readme.matchAll(/<!-- (\S+) -->\n\n?```(?:ts|yaml)\n([\s\S]*?)```/g)];
  expect(named.length).toBe([...readme.matchAll(/```(?:ts|yaml)\n/g)].length);
  return named.map(([, path = "", code = ""]) => ({ path, code }));
}

const lines = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

describe("the README shows code that runs", () => {
  it("every line of every block stands in the file that it names, in that order", async () => {
    for (const { path, code } of await blocks()) {
      const source = lines(await readFile(new URL(path, root), "utf8"));
      let at = 0;
      for (const line of lines(code)) {
        const found = source.indexOf(line, at);
        expect(found, `${path}: ${line}`).toBeGreaterThanOrEqual(0);
        at = found + 1;
      }
    }
  });

  it("and what it shows of a stop and of a user's question works", async () => {
    const warnings = vi.spyOn(console, "warn").mockReturnValue();
    const { client } = await guarded({ ...POLICY, models: ["claude-*"] });
    const params = { max_tokens: 50, messages: [{ role: "user" as const, content: "hello" }] };
    expect(await ask(client, { ...params, model: "echo" })).toBeUndefined();
    expect(warnings.mock.calls.flat()[0]).toBe("sallyport_model_not_allowed");
    warnings.mockRestore();
    expect((await ask(client, { ...params, model: "claude-sonnet-5-5" }))?.content).toMatchObject([{ text: "hello" }]);
    expect(await answer(client, "Where is my parcel?")).toBe("Where is my parcel?");
  });
});
