/**
 * A secret from a secret manager's own client: `op read …`, `vault kv get …`, `aws secretsmanager …`. The command runs without a shell, so
 * nothing in it is expanded or chained; what it prints is the secret, so neither its output nor its errors are ever shown.
 */
import { spawn } from "node:child_process";
import { KeySourceError } from "./errors.js";

const TIMEOUT_MS = 30_000;
/** Secrets are short; a command that prints more is the wrong one. */
const MAX_BYTES = 16_384;

/**
 * Takes a command line apart at its blanks; single and double quotes keep words together, and a backslash is an ordinary character.
 * @throws {@link KeySourceError} for a quote that isn't closed, or no word at all. The text is not repeated.
 */
export function splitCommand(text: string): readonly [string, ...string[]] {
  const words: string[] = [];
  const token = /(?:"[^"]*"|'[^']*'|[^\s"'])+/y;
  for (let at = 0; at < text.length;) {
    token.lastIndex = at;
    const word = token.exec(text)?.[0];
    if (word !== undefined)
      words.push(word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ""));
    else if (/["']/.test(text.charAt(at))) throw new KeySourceError("a quote in the command after `exec:` isn't closed");
    at += word?.length ?? 1;
  }
  const [program, ...args] = words;
  if (program === undefined || program === "") throw new KeySourceError("`exec:` must be followed by a command");
  return [program, ...args];
}

/**
 * Runs the command and returns what it prints, without the final line break.
 * @throws {@link KeySourceError} if it can't be started, fails, prints too much or takes longer than 30 s (then it is killed).
 */
export async function runCommand(
  [program, ...args]: readonly [string, ...string[]],
  { env, timeoutMs = TIMEOUT_MS }: { readonly env: Readonly<Record<string, string | undefined>>; readonly timeoutMs?: number },
): Promise<string> {
  const where = `the command \`${program}\``;
  // Standard input stays the person's: clients ask for a password or a touch there.
  const child = spawn(program, args, { env: withoutOurs(env), shell: false, stdio: ["inherit", "pipe", "ignore"] });
  const chunks: Buffer[] = [];
  let bytes = 0;
  let stopped: string | undefined;
  const stop = (why: string): void => {
    stopped ??= why;
    child.kill("SIGKILL");
    // What it has started itself may hold the pipe open.
    child.stdout.destroy();
  };
  const timer = setTimeout(() => {
    stop(`did not end within ${timeoutMs / 1000} s`);
  }, timeoutMs);
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) stop(`printed more than ${MAX_BYTES} bytes: it should print the key alone`);
    else chunks.push(chunk);
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", (error) => {
        reject(new KeySourceError(`${where} can't be started: ${"code" in error ? String(error.code) : "unknown reason"}`));
      });
      child.once("close", resolve);
    });
    if (stopped !== undefined) throw new KeySourceError(`${where} ${stopped}`);
    if (code !== 0)
      throw new KeySourceError(`${where} failed with ${code === null ? "a signal" : `exit code ${code}`}: run it by hand`);
    return Buffer.concat(chunks, bytes)
      .toString("utf8")
      .replace(/\r?\n$/, "");
  } finally {
    clearTimeout(timer);
  }
}

/** Secret managers need their own variables, and none of ours: a child's environment can be read by whoever may trace it. */
function withoutOurs(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name, value = ""]) => !/^(?:SALLYPORT|ANTHROPIC)_/.test(name) && !/sk-ant-|sp-(?:dev|stg|prd)-/.test(value),
    ),
  );
}
