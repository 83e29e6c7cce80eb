import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Finding } from "../detector.js";
import { createScanner } from "../../scan/scanner.js";
import { findAll } from "../../scan/scan.testkit.js";
import { BANK_NUMBERS, bankAccount } from "./bank-account.js";
import { driverLicense, passportNumber } from "./identity-papers.js";
import type { IdKind } from "./ids/id-kind.js";
import { VAT_NUMBERS } from "./ids/vat.js";
import { NATIONAL_IDS, nationalId } from "./national-id.js";
import { vatNumber } from "./vat-number.js";

const scanner = createScanner([nationalId, vatNumber, bankAccount, driverLicense, passportNumber]);
const find = (text: string): readonly Finding[] => findAll(scanner, [text]);
const kinds = [...NATIONAL_IDS, ...VAT_NUMBERS, ...BANK_NUMBERS];

/** Texts of a kind's shape, made at run time: lookaheads are left to the filter. */
function samples({ shape }: IdKind, accepts: (value: string) => boolean, count: number): readonly string[] {
  const plain = new RegExp(shape.source.replaceAll(/\(\?[=!][^)]*\)/g, ""));
  const some = fc.sample(fc.stringMatching(plain), { numRuns: 20_000, seed: 7 });
  return some.filter((value) => shape.test(value) && value.length > 5 && accepts(value)).slice(0, count);
}

/** The first of the kind's words, without what the expression says of its neighbors. */
const wordOf = ({ words }: IdKind): string =>
  words
    .replaceAll(/\(\?[=!][^)]*\)/g, "")
    .replaceAll(/\[(.)[^\]]*\]/g, "$1")
    .replaceAll(/\\(.)/g, "$1")
    .replaceAll("?", "")
    .split("|")[0] ?? "";

describe.each(kinds.map((kind) => ({ title: `${kind.kind}, ${kind.name}`, kind })))("$title", ({ kind }) => {
  const valid = samples(kind, (value) => kind.check?.(value) !== false, 5);

  it("is found beside its word, with what it rests on", () => {
    expect(valid.length).toBeGreaterThan(0);
    for (const value of valid) {
      const found = find(`${wordOf(kind)}: ${value}.`);
      expect(found.map(({ start, end }) => `${wordOf(kind)}: ${value}.`.slice(start, end))).toContain(value);
      for (const { confidence, evidence } of found)
        expect([confidence >= 0.6, evidence?.includes("context")]).toEqual([true, true]);
    }
  });

  it.runIf(kind.check !== undefined)("is never found with a wrong check digit", () => {
    for (const value of samples(kind, (one) => kind.check?.(one) === false, 20)) {
      const others = kinds.filter((other) => other !== kind && other.shape.test(value) && other.check?.(value) !== false);
      const found = find(`${wordOf(kind)}: ${value}.`);
      for (const finding of found) expect(others.map((other) => other.kind)).toContain(finding.kind);
    }
  });

  it("is no sure finding without a word, unless written in a form of its own", () => {
    for (const value of valid) {
      if (kinds.some(({ alone, shape }) => alone?.written.test(value) === true && shape.test(value))) continue;
      expect(find(`a ${value}, b`).filter(({ confidence }) => confidence >= 0.5)).toEqual([]);
    }
  });
});

describe("what stands around decides", () => {
  const number = samples(
    NATIONAL_IDS.find(({ name }) => name === "PESEL") ?? kinds[0] ?? fail(),
    (value) => value !== "",
    2_000,
  ).find((value) => NATIONAL_IDS.find(({ name }) => name === "PESEL")?.check?.(value));
  it.each([
    ["a word before", (value: string) => `PESEL ${value}`],
    ["a word behind", (value: string) => `${value} is my PESEL`],
    ["a key of data", (value: string) => `{"pesel":"${value}"}`],
    ["a word for identity, in another language", (value: string) => `Ausweisnummer: ${value}`],
    ["the name of the country", (value: string) => `my Polish number is ${value}`],
    ["an escaped line break before the word", (value: string) => `first\\nPESEL: ${value}`],
  ])("%s", (_name, around) => {
    expect(find(around(number ?? "")).map(({ kind }) => kind)).toEqual(["national-id:pl"]);
  });
  it.each([
    ["an order", (value: string) => `order no. ${value}`],
    ["a decimal", (value: string) => `PESEL 0.${value}`],
    ["a path", (value: string) => `/users/${value}/pesel`],
    ["a longer number", (value: string) => `PESEL ${value}7`],
  ])("not %s", (_name, around) => {
    expect(find(around(number ?? "")).filter(({ confidence }) => confidence >= 0.5)).toEqual([]);
  });
});

function fail(): never {
  throw new Error("no such kind");
}
