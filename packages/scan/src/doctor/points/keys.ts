/** Where keys are, and where they shouldn't be. */
import { environmentOf, type Environment } from "../../project/kinds.js";
import { BROWSER_VARIABLE } from "../../code/lints.js";
import { notApplicable, resultOf, type Evidence, type PointResult } from "../point.js";
import type { FoundSecret, Survey } from "../survey.js";
import type { Surroundings } from "../surroundings.js";
import { hitsOf } from "./hits.js";

/** Below it a finding is a guess by the name beside a value: shown, and a person decides. */
const CERTAIN = 0.8;
const isCertain = ({ confidence }: FoundSecret): boolean => confidence >= CERTAIN;
const isClaudeKey = ({ what }: FoundSecret): boolean => what.startsWith("anthropic-");

function evidence(secret: FoundSecret, where = ""): Evidence {
  return {
    what: `${secret.what}${where}`,
    file: secret.file,
    line: secret.line,
    column: secret.column,
    fingerprint: secret.fingerprint,
  };
}

/** In the files that people share: all but the ignored files of variables, and the example, which has a point of its own. */
export function keysInEnvironment({ secrets, unread, searched, project, envFiles }: Survey): PointResult {
  const privately = new Set(envFiles.filter(({ kind, ignored }) => kind === "env" && ignored).map(({ path }) => path));
  const shared = secrets.filter(({ file, kind, places }) => {
    if (kind === "env-example" || kind === "bundle") return places.some((place) => place !== "folder");
    return !privately.has(file) || places.some((place) => place !== "folder");
  });
  const found = shared.map((secret) => ({ secret, what: evidence(secret, ` in ${secret.places.join(", ")}`) }));
  // Tests are full of made-up secrets of other services; nobody makes up a key for Claude that has its exact shape.
  const isProblem = (secret: FoundSecret): boolean => isCertain(secret) && (secret.kind !== "test" || isClaudeKey(secret));
  const problems = found.filter(({ secret }) => isProblem(secret)).map(({ what }) => what);
  const doubts = found.filter(({ secret }) => !isProblem(secret)).map(({ what }) => what);
  const missed = unread.filter(({ why }) => why !== "a link");
  const searchedAll = `${searched.files} files${project.repository === undefined ? "" : `, and ${searched.blobs} of git's index and last commit`}`;
  const committed = shared.some(({ places }) => places.some((place) => place !== "folder"));
  return resultOf("keys-in-environment", {
    problems,
    doubts: [...doubts, ...missed.map(({ path, why }) => ({ what: `not searched: ${why}`, file: path }))],
    ...(missed.length === 0 ? { proofs: [{ what: `${searchedAll} hold none` }] } : {}),
    fix: committed
      ? "whoever has the repository has these keys: make new ones, revoke these (`sallyport keys rotate`, or the Console), and only then take them out of the files and of git's history"
      : "put each value into an ignored `.env`, or a secret manager, and read it from the environment",
  });
}

/** The same key in the files of two environments: then one key opens both. */
export function separateKeys({ secrets }: Survey): PointResult {
  const inEnv = secrets.filter(({ kind, confidence }) => kind === "env" && confidence >= CERTAIN);
  const environments = new Map<string, Map<Environment, FoundSecret>>();
  for (const secret of inEnv) {
    const environment = environmentOf(secret.file);
    if (environment === undefined) continue;
    const seen = environments.get(secret.fingerprint) ?? new Map<Environment, FoundSecret>();
    environments.set(secret.fingerprint, seen.set(environment, seen.get(environment) ?? secret));
  }
  const shared = [...environments.values()].filter((seen) => seen.size > 1);
  const shownIn = (seen: ReadonlyMap<Environment, FoundSecret>): readonly Evidence[] =>
    [...seen].map(([environment, secret]) => {
      const others = [...seen.keys()].filter((other) => other !== environment);
      return evidence(secret, ` of ${environment}, which is that of ${others.join(" and ")} too`);
    });
  const claudeKeys = inEnv.filter(isClaudeKey);
  const known = new Set(claudeKeys.map(({ file }) => environmentOf(file)));
  return resultOf("separate-keys", {
    problems: shared.filter((seen) => [...seen.values()].every(isClaudeKey)).flatMap(shownIn),
    doubts: shared.filter((seen) => ![...seen.values()].every(isClaudeKey)).flatMap(shownIn),
    // One environment's key alone shows nothing about the others.
    proofs:
      known.size < 2
        ? []
        : claudeKeys.map((secret) => evidence(secret, `, of ${environmentOf(secret.file) ?? "no environment"} alone`)),
    fix: "make a workspace and a key for each environment in the Console, one ring for each: `sallyport keys add production`",
  });
}

export function rotationSchedule(_survey: Survey, { rings }: Surroundings): PointResult {
  const fix =
    "keep the keys in rings, which know their age and rotate them without downtime: `sallyport keys add production`; then name the file with --rings";
  if (rings === undefined) return resultOf("rotation-schedule", { fix });
  const shown = rings.rings.map(({ ring, rotateEveryDays, due, next }) => ({
    due,
    what: { what: `${ring}, every ${rotateEveryDays} days: ${next}`, file: rings.source },
  }));
  return resultOf("rotation-schedule", {
    problems: shown.filter(({ due }) => due).map(({ what }) => what),
    proofs: shown.filter(({ due }) => !due).map(({ what }) => what),
    fix: rings.rings.length === 0 ? fix : "do what is said beside each ring",
  });
}

export function browserVariables(survey: Survey): PointResult {
  const values = survey.secrets
    .filter((secret) => secret.kind === "env" || secret.kind === "env-example")
    .filter(({ file, line }) => BROWSER_VARIABLE.test(nameAt(survey, file, line) ?? ""))
    .map((secret) => evidence(secret, " as the value of a variable that is built into what browsers load"));
  const { problems, doubts } = hitsOf(survey, "browser-variables");
  return resultOf("browser-variables", {
    problems: [...values, ...problems],
    doubts,
    proofs: [{ what: `${survey.searched.files} files name none` }],
    fix: "let browsers call your server, and your server the API; take the prefix off the name, make a new key, and revoke the one that was visible",
  });
}

export function builtBundle({ project, secrets }: Survey): PointResult {
  const bundles = project.files.filter(({ kind }) => kind === "bundle");
  if (bundles.length === 0)
    return notApplicable("built-bundle", "nothing built for browsers lies here: run it again after the build");
  const found = secrets.filter(({ kind }) => kind === "bundle");
  return resultOf("built-bundle", {
    problems: found.filter(isCertain).map((secret) => evidence(secret)),
    doubts: found.filter((secret) => !isCertain(secret)).map((secret) => evidence(secret)),
    proofs: [{ what: `${bundles.length} built files hold none` }],
    fix: "what is published is known: make a new key and revoke this one, then keep the key on the server",
  });
}

/** The name of the variable on a line of a file with variables. */
function nameAt({ envFiles }: Survey, file: string, line: number): string | undefined {
  return envFiles.find(({ path }) => path === file)?.names.get(line);
}
