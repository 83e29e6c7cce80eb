/**
 * Keys never come as arguments: every process of the machine can read them there, and the shell keeps them in its history. So a key among
 * the arguments is refused before anything else looks at them, and nothing repeats it.
 */
import { UsageError } from "./errors.js";

/** The shape of Anthropic's keys and tokens, and of our virtual keys; longer than any placeholder such as `sk-ant-api03-your-key-here`. */
const KEY = /sk-ant-[a-z]{2,8}\d{2}-[\w-]{16}|sp-(?:dev|stg|prd)-[\w-]{16}/;

/**
 * Refuses arguments that hold a key.
 * @throws {@link UsageError} which names the argument by its position only.
 */
export function refuseKeys(args: readonly string[]): void {
  const position = args.findIndex((argument) => KEY.test(argument));
  if (position === -1) return;
  throw new UsageError(
    `argument ${position + 1} holds a key: other processes can read it there, and the shell keeps it in its history`,
    "name the place of the key instead: env:NAME, file:PATH, exec:COMMAND or stdin (`--from`, `--upstream-key`); replace the key if others use this machine",
  );
}
