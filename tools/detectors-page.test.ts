/** Makes `docs/detectors.md` from the detectors themselves; fails when the page is stale. `npm run docs` writes it anew. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DETECTORS, FAMILIES, type Detector } from "@sallyport/guard";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../packages/guard/src/detectors/", import.meta.url));

/** Where each detector is defined, and what is written above it: its own docstring, or that of its file. */
function sources(): ReadonlyMap<string, { readonly file: string; readonly text: string }> {
  const found = new Map<string, { readonly file: string; readonly text: string }>();
  for (const family of FAMILIES) {
    const folder = `${ROOT}${family}/`;
    for (const name of family === "custom" ? [] : readdirSync(folder).filter((file) => !/\.test(kit)?\.ts$/.test(file))) {
      const source = readFileSync(folder + name, "utf8");
      const [, header = ""] = /^\/\*\*([\s\S]*?)\*\//.exec(source) ?? [];
      for (const { 1: doc = "", 2: id = "" } of source.matchAll(
        /(?:\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\s*)?export const \w+ = \w+\(\{\s*id: "([a-z\d-]+)"/g,
      )) {
        found.set(id, { file: `${family}/${name}`, text: prose(doc === "" ? header : doc) });
      }
    }
  }
  return found;
}

const prose = (comment: string): string =>
  comment
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .trim()
    .replaceAll(/^@see (\S+)$/gm, "- <$1>")
    .replaceAll(/\n(?=- <)(?<!>\n)/g, "\n\n");

function section(detector: Detector, source: { readonly file: string; readonly text: string } | undefined): string {
  const code = (texts: readonly string[]): string =>
    texts.map((text) => `- \`${JSON.stringify(text).slice(1, -1).replaceAll("`", "'")}\``).join("\n");
  return [
    `### ${detector.id}`,
    source?.text ?? "",
    `| severity | confidence | stands in its place | source |\n| --- | --- | --- | --- |\n| ${detector.severity} | ${String(detector.confidence)} | ${detector.mask === "" ? "nothing: it is removed" : `\`${detector.mask}\``} | [${source?.file ?? ""}](../packages/guard/src/detectors/${source?.file ?? ""}) |`,
    "Found, for example (what stands in braces is random):",
    code(detector.examples.hit),
    "Not found:",
    code(detector.examples.miss),
  ].join("\n\n");
}

it("docs/detectors.md shows every detector as it is", async () => {
  const where = sources();
  const unplaced = DETECTORS.filter(({ id }) => !where.has(id)).map(({ id }) => id);
  expect(unplaced).toEqual([]);
  const families = FAMILIES.filter((family) => DETECTORS.some((detector) => detector.family === family));
  const page = [
    "# Detectors",
    "Made from the detectors by `npm run docs`: text, examples and near misses are those that the tests run. A finding names its detector; a policy names detectors or whole families.",
    ...families.flatMap((family) => [
      `## ${family}`,
      ...DETECTORS.filter((detector) => detector.family === family).map((detector) => section(detector, where.get(detector.id))),
    ]),
  ].join("\n\n");
  await expect(`${page}\n`).toMatchFileSnapshot("../docs/detectors.md");
});
