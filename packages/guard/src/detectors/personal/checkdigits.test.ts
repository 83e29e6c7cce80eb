import { describe, expect, it } from "vitest";
import { hasDate, isDay, luhn, mod11_10, mod11_2, mod97, verhoeff, weighted } from "./checkdigits.js";

describe("check digits, by the examples of their standards", () => {
  it("Luhn: the number of ISO/IEC 7812-1", () => {
    expect(luhn("79927398713")).toBe(true);
    for (const last of "012456789") expect(luhn(`7992739871${last}`)).toBe(false);
  });
  it("MOD 97-10: letters count as two digits", () => {
    expect(mod97("794")).toBe(794 % 97);
    expect(mod97("A1")).toBe(101 % 97);
    expect(mod97("3214282912345698765432161182")).toBe(Number(3214282912345698765432161182n % 97n));
  });
  it("MOD 11,10: the example 0794 with 5", () => {
    expect(mod11_10("07945")).toBe(true);
    for (const last of "012346789") expect(mod11_10(`0794${last}`)).toBe(false);
  });
  it("MOD 11-2: the example 0794 with 0, and X for ten", () => {
    expect(mod11_2("07940")).toBe(true);
    expect(mod11_2("079X")).toBe(true);
    expect(mod11_2("07941")).toBe(false);
  });
  it("Verhoeff: 236 with 3, and no two neighbors exchanged", () => {
    expect(verhoeff("2363")).toBe(true);
    for (const wrong of ["2360", "3263", "2633", "2336"]) expect(verhoeff(wrong)).toBe(false);
  });
  it("weights, letters as base 36 counts", () => {
    expect(weighted("1A2", [1, 2, 3])).toBe(1 + 20 + 6);
  });
  it("days of months", () => {
    expect([isDay(2, 29), isDay(2, 30), isDay(13, 1), isDay(0, 1), isDay(4, 31)]).toEqual([true, false, false, false, false]);
    expect(hasDate("991231", 2, 4)).toBe(true);
  });
});
