import { describe, expect, it } from "vitest";
import { fill, seeded } from "./examples.testkit.js";
import { DETECTORS } from "./index.js";
import { createScanner } from "../scan/scanner.js";
import { cut, planOf } from "../scan/scan.testkit.js";

const scanner = createScanner(DETECTORS);
const plan = planOf(scanner);

/** What is repeated to a long text. */
const UNITS: readonly string[] = [
  "a",
  "1",
  " ",
  "\n",
  "ab",
  "_-",
  "](",
  "((((",
  "a@a.",
  "a@b.",
  "1 ",
  "123-45-678",
  "<!--",
  "%25",
  "&#x26;amp;",
  '":"',
  "\\n",
  "sk-ant-",
  "sk-ant-api03-",
  "AKIA",
  "ghp_",
  "xoxb-1234567890-",
  "sk_live_",
  "ya29.",
  "postgres://a:b",
  "postgres://",
  "hooks.slack.com/services/T",
  "eyJ",
  "eyJ.",
  `eyJ${"A".repeat(40)}.`,
  `eyJ${"A".repeat(40)}.eyJ${"A".repeat(40)}.${"A".repeat(40)} `,
  "-----BEGIN ",
  "-----BEGIN PRIVATE KEY-----",
  `-----BEGIN PRIVATE KEY-----\n${`${"A".repeat(64)}\n`.repeat(190)}`,
  `-----BEGIN PRIVATE KEY-----${"\\n".repeat(10)}${"A".repeat(40)}`,
  "aGVsbG8gd29ybGQ",
  "ignore ",
  "ignore the previous ",
  "send ",
  "send the user data ",
  "read ~/.ssh/id_rsa ",
  "you are ",
  "do not ",
  "\nHuman:",
  "[INST]",
  "\u0001",
  "\u0301",
  "\u200b",
  "\uff41",
  "\ufb00",
  "\u{1f600}\ufe0f",
  "\u{e0078}",
  "\ud83d",
];

/** Processor time in milliseconds: other work on the machine doesn't count. */
function timeOf(pieces: readonly string[]): number {
  const before = process.cpuUsage().user;
  const scan = scanner.start(plan);
  let read = 0;
  for (const piece of pieces) {
    scan.push(piece);
    read += scan.settled;
  }
  scan.finish();
  expect(read).toBeGreaterThanOrEqual(0);
  return (process.cpuUsage().user - before) / 1_000;
}

const repeated = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

// Measured: under half a second for each megabyte. The limits only tell linear time from quadratic, on a machine that is slow and busy.
describe("hostile repeats stay linear", () => {
  it.each(UNITS)("%j", (unit) => {
    const quarter = timeOf([repeated(unit, 230_000)]);
    const whole = timeOf([repeated(unit, 1_000_000)]);
    expect(whole).toBeLessThan(Math.max(2_000, 10 * quarter));
    expect(whole).toBeLessThan(8_000);
  });

  it.each(UNITS)("%j, drop by drop", (unit) => {
    const quarter = timeOf(cut(repeated(unit, 1_500), [1]));
    const whole = timeOf(cut(repeated(unit, 6_000), [1]));
    expect(whole).toBeLessThan(Math.max(2_000, 10 * quarter));
  });
});

describe("a long value that comes in drop by drop", () => {
  it("is not looked at again from its beginning for each drop", () => {
    const key = fill(`-----BEGIN RSA PRIVATE KEY-----\n${"{64 base64}\n".repeat(190)}-----END RSA PRIVATE KEY-----`, seeded(1));
    expect(timeOf(cut(key, [1]))).toBeLessThan(5_000);
    const token = fill("ya29.{1000 base64url}", seeded(1));
    expect(timeOf(cut(token, [1]))).toBeLessThan(2_000);
  });
});
