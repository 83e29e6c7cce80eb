/** Makes `docs/detectors.md` from the detectors themselves; fails when the page is stale. `npm run docs` writes it anew. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CLASSIFIERS, DETECTORS, FAMILIES, type Classifier, type Detector } from "@sallyport/guard";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../packages/guard/src/detectors/", import.meta.url));

/** A file of detectors: what is written at its head, and above each of its detectors. */
interface Source {
  readonly file: string;
  readonly text: string;
  readonly own: ReadonlyMap<string, string>;
}

function sourcesOf(family: string): readonly Source[] {
  const folder = `${ROOT}${family}/`;
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !/\.test(kit)?\.ts$/.test(name))
    .sort()
    .map((name) => {
      const source = readFileSync(folder + name, "utf8");
      const [head = "", text = ""] = /^\/\*\*([\s\S]*?)\*\//.exec(source) ?? [];
      // One that is exported by itself, or a row of a table.
      const defined =
        /(?:\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\s*)?(?:(?:export )?const \w+(?:: Classifier)? = |\n\s+)(?:\w+\()?\{\s*id: "([a-z\d-]+)"/g;
      const own = [...source.slice(head.length).matchAll(defined)].map(([, doc = "", id = ""]) => [id, prose(doc)] as const);
      return { file: `${family}/${name}`, text: prose(text), own: new Map(own) };
    })
    .filter(({ own }) => own.size > 0);
}

const prose = (comment: string): string =>
  comment
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .trim()
    .replaceAll(/^@see (\S+)$/gm, "- <$1>")
    .replaceAll(/\n(?=- <)(?<!>\n)/g, "\n\n");

function section(detector: Detector | Classifier, own: string): string {
  const code = (texts: readonly string[]): string =>
    texts.map((text) => `- \`${JSON.stringify(text).slice(1, -1).replaceAll("`", "'")}\``).join("\n");
  const mask = detector.mask === "" ? "nothing: it is removed" : `\`${detector.mask}\``;
  return [
    `#### ${detector.id}`,
    ...(own === "" ? [] : [own]),
    `Severity ${detector.severity}, ${"confidence" in detector ? `confidence up to ${String(detector.confidence)}` : "confidence by its calibration"}. In its place stands ${mask}. Found, for example (what stands in braces is random):`,
    code(detector.examples.hit),
    "Not found:",
    code(detector.examples.miss),
  ].join("\n\n");
}

/** Detectors that say themselves where their form is documented, as rows of a table do: their examples follow from the form. */
function table(detectors: readonly (Detector & { readonly reference: string })[]): readonly string[] {
  if (detectors.length === 0) return [];
  const cell = (text: string): string => `\`${JSON.stringify(text).slice(1, -1).replaceAll("`", "'").replaceAll("|", "\\|")}\``;
  const rows = detectors.map(
    ({ id, severity, confidence, examples, reference }) =>
      `| <a id="${id}"></a>${id} | ${severity} | ${String(confidence)} | ${cell(examples.hit[0] ?? "")} | <${reference}> |`,
  );
  return [
    [
      "| detector | severity | confidence up to | found, for example | form documented at |",
      "|---|---|---|---|---|",
      ...rows,
    ].join("\n"),
  ];
}

/** Whether it stands in a table, for its form is documented elsewhere. */
const isListed = (detector: Detector | Classifier): detector is Detector & { readonly reference: string } =>
  "reference" in detector;

it("docs/detectors.md shows every detector as it is", async () => {
  const known = new Map([...DETECTORS, ...CLASSIFIERS].map((detector) => [detector.id, detector]));
  const families = FAMILIES.filter((family) => DETECTORS.some((detector) => detector.family === family));
  const sources = families.map((family) => ({ family, files: sourcesOf(family) }));
  const page = [
    "# Detectors",
    "Made from the detectors by `npm run docs`: text, examples and near misses are those that the tests run. A finding names its detector; a policy names detectors or whole families.",
    ...sources.flatMap(({ family, files }) => [
      `## ${family}`,
      ...files.flatMap(({ file, text, own }) => [
        `### [${file}](../packages/guard/src/detectors/${file})`,
        text,
        ...[...own].flatMap(([id, doc]) => {
          const detector = known.get(id);
          return detector === undefined || isListed(detector) ? [] : [section(detector, doc)];
        }),
        ...table(
          [...own.keys()].flatMap((id) => {
            const detector = known.get(id);
            known.delete(id);
            return detector !== undefined && isListed(detector) ? [detector] : [];
          }),
        ),
      ]),
    ]),
  ].join("\n\n");
  expect([...known.keys()], "detectors that stand in no file of their family").toEqual([]);
  await expect(`${page}\n`).toMatchFileSnapshot("../docs/detectors.md");
});
