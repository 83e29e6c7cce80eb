/** The production ring opens only in a process that could be production: a laptop, a CI job or a browser has no business with its keys. */
import { KeyRingError } from "../errors.js";

const PRODUCTION = "production";

/** Why this process can't be production, by its own word; `undefined` if it says nothing against it. */
function whyNotProduction(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if ("window" in globalThis && "document" in globalThis) return "this is a browser, whose every user can read the key";
  const { NODE_ENV: nodeEnv, CI: ci } = env;
  if (nodeEnv === "development" || nodeEnv === "test") return `NODE_ENV is ${nodeEnv}`;
  if (ci !== undefined && ci !== "" && ci !== "0" && ci.toLowerCase() !== "false") return "this is a CI job (CI is set)";
  return undefined;
}

/** @throws {@link KeyRingError} if the ring is that of production and the process says that it is none. */
export function refuseOutsideProduction(ring: string, env: Readonly<Record<string, string | undefined>>): void {
  const why = ring === PRODUCTION ? whyNotProduction(env) : undefined;
  if (why !== undefined)
    throw new KeyRingError(`the ring \`${ring}\` doesn't open here: ${why}; use the ring of this environment`);
}
