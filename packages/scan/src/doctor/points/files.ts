/** Which files git ignores, what the example says, and who may read them. */
import { BROWSER_VARIABLE } from "../../code/lints.js";
import { isPlaceholder } from "../placeholder.js";
import { notApplicable, resultOf, type Evidence, type PointResult, type Repair } from "../point.js";
import type { EnvFile, Survey } from "../survey.js";

/** Names that common tools write variables into, beside those that are there. */
const NAMES = [".env", ".env.local", ".env.development", ".env.staging", ".env.production"] as const;
const EXAMPLE = ".env.example";
const IGNORE_LINES = [".env", ".env.*", `!${EXAMPLE}`] as const;

export function envIgnored({ project, envFiles, secrets }: Survey): PointResult {
  const { repository } = project;
  const inIndex = new Set(repository?.blobs.map(({ path }) => path));
  const holdsSecrets = new Set(secrets.map(({ file }) => file));
  const own = envFiles.filter(({ kind }) => kind === "env");
  const tracked = own.filter(({ path }) => inIndex.has(path));
  // Some frameworks commit a `.env` with defaults: then it must hold nothing that is secret.
  const exposed = tracked.filter(({ path }) => holdsSecrets.has(path));
  const open = [...new Set([...NAMES, ...own.map(({ path }) => path)])].filter(
    (path) => !project.ignores(path) && !tracked.some((file) => file.path === path),
  );
  const exampleIgnored = project.ignores(EXAMPLE);
  const problems: Evidence[] = [
    ...exposed.map(({ path }) => ({ what: "holds secrets, and git has it", file: path })),
    ...open.map((path) => ({ what: "git would take it: no `.gitignore` here ignores it", file: path })),
    ...(exampleIgnored ? [{ what: "is ignored, so that nobody gets it", file: EXAMPLE }] : []),
  ];
  const commands = exposed.map(({ path }) => `git rm --cached -- ${quoted(path)}`);
  return resultOf("env-ignored", {
    problems,
    doubts: tracked
      .filter((file) => !exposed.includes(file))
      .map(({ path }) => ({ what: "git has it; no secret was found in it", file: path })),
    proofs: [{ what: `${IGNORE_LINES.slice(0, 2).join(" and ")} are ignored, ${EXAMPLE} is not`, file: ".gitignore" }],
    fix: [`put ${IGNORE_LINES.map((line) => `\`${line}\``).join(", ")} into .gitignore`, ...commands].join("; "),
    repairs: open.length > 0 || exampleIgnored ? [{ kind: "append", file: ".gitignore", lines: IGNORE_LINES }] : [],
  });
}

export function envExample({ project, envFiles, secrets }: Survey): PointResult {
  const examples = envFiles.filter(({ kind }) => kind === "env-example");
  // What browsers get to see must not be a key: an example that names one would have people put it there.
  const needed = variablesOf(envFiles.filter(({ kind }) => kind === "env")).filter(
    (name) => !BROWSER_VARIABLE.test(name) || !SECRET_NAME.test(name),
  );
  const readsKey = needed.length > 0 ? needed : ["ANTHROPIC_API_KEY"];
  if (examples.length === 0) {
    const text = `${readsKey.map((name) => `${name}=${placeholderFor(name)}`).join("\n")}\n`;
    return resultOf("env-example", {
      problems: [{ what: "is missing", file: EXAMPLE }],
      fix: `commit ${EXAMPLE} with ${readsKey.join(", ")} and placeholders`,
      repairs: [{ kind: "create", file: EXAMPLE, text }],
    });
  }
  const found = secrets.filter(({ kind }) => kind === "env-example");
  const suspicious = examples.flatMap(({ path, variables }) =>
    Object.entries(variables)
      .filter(([name, value]) => SECRET_NAME.test(name) && !isPlaceholder(value))
      .map(([name]) => ({ what: `${name} has a value that is no placeholder`, file: path })),
  );
  const named = new Set(variablesOf(examples));
  const missing = needed.filter((name) => !named.has(name));
  return resultOf("env-example", {
    problems: [
      ...found.map(({ what, file, line, column, fingerprint }) => ({ what, file, line, column, fingerprint })),
      ...suspicious.filter(({ file }) => !found.some((secret) => secret.file === file)),
    ],
    doubts: missing.map((name) => ({
      what: `${name} is in a file with variables, and not in the example`,
      file: examples[0]?.path ?? EXAMPLE,
    })),
    proofs: examples
      .filter(({ path }) => !project.ignores(path))
      .map(({ path, variables }) => ({ what: `${Object.keys(variables).length} variables, placeholders alone`, file: path })),
    fix: "write placeholders in their place (`ANTHROPIC_API_KEY=sk-ant-api03-your-key-here`); a real key that stood there is known: make a new one and revoke it",
  });
}

/** Names of variables that hold what nobody else should know. */
const SECRET_NAME = /(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PWD|CREDENTIALS?)$/i;

const placeholderFor = (name: string): string =>
  /ANTHROPIC|CLAUDE/.test(name) && /KEY/.test(name)
    ? "sk-ant-api03-your-key-here"
    : SECRET_NAME.test(name)
      ? "your-value-here"
      : "";

const variablesOf = (files: readonly EnvFile[]): readonly string[] =>
  [...new Set(files.flatMap(({ variables }) => Object.keys(variables)))].sort();

/** A path as a shell takes it, whatever it is called: people copy what they are told to run. */
const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`);

const OTHERS_MAY = 0o077;

export function fileModes({ envFiles, secrets }: Survey): PointResult {
  if (process.platform === "win32") return notApplicable("file-modes", "Windows has no permission bits");
  const holdsSecrets = new Set(secrets.map(({ file }) => file));
  const own = envFiles.filter(
    ({ kind, path, variables }) =>
      kind === "env" && (holdsSecrets.has(path) || Object.keys(variables).some((name) => SECRET_NAME.test(name))),
  );
  if (own.length === 0) return notApplicable("file-modes", "no file with secrets lies here");
  const open = own.filter(({ mode }) => (mode & OTHERS_MAY) !== 0);
  return resultOf("file-modes", {
    problems: open.map(({ path, mode }) => ({ what: `others may use it (mode ${mode.toString(8)})`, file: path })),
    proofs: own.map(({ path }) => ({ what: "its owner alone may use it", file: path })),
    fix: open.map(({ path }) => `chmod 600 -- ${quoted(path)}`).join("; "),
    repairs: open.map(({ path }): Repair => ({ kind: "close", file: path })),
  });
}
