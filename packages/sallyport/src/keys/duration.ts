/** A time as people write it: `30s`, `15m`, `2h`, `7d`. */
import { UsageError } from "../errors.js";

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * @returns Milliseconds.
 * @throws {@link UsageError} which names the option.
 */
export function durationOf(text: string, option: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const known = (["s", "m", "h", "d"] as const).find((name) => name === unit);
  if (known === undefined) throw new UsageError(`${option} must be a time such as 30s, 15m, 2h or 7d`);
  return Number(count) * UNIT_MS[known];
}
