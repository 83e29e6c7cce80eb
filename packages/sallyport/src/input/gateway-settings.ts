/** The gateway's configuration file, as settings that the gateway itself then checks. */
import { readFile } from "node:fs/promises";
import { InputError, systemProblem } from "../errors.js";
import { printable } from "../terminal/terminal.js";

export type Settings = Readonly<Record<string, unknown>>;

/** @throws {@link InputError} if it can't be read, or holds no JSON object. */
export async function readGatewaySettings(path: string): Promise<Settings> {
  const name = `the configuration \`${printable(path, 200)}\``;
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new InputError(`${name} can't be read: ${systemProblem(error) ?? "unknown problem"}`);
  });
  const settings = jsonOf(text);
  if (settings === undefined) throw new InputError(`${name} is no JSON`);
  if (!isSettings(settings)) throw new InputError(`${name} must hold an object`, 'as in {"port": 8787}');
  return settings;
}

/** The parser's own message quotes the text. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isSettings(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
