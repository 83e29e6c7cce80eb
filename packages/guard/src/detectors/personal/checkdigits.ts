/** Check digits: how a number that was given out is told from any other of its length. Texts hold digits, and capitals where a standard has letters. */

const ZERO = 48;
const A = 65;

/** The value of a digit, or of a letter as base 36 counts on: A is 10. */
export function valueAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < A ? code - ZERO : code - A + 10;
}

/** Digits times weights, added up; the text may be longer than the weights. */
export function weighted(text: string, weights: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at++) sum += valueAt(text, at) * (weights[at] ?? 0);
  return sum;
}

/** Luhn, also over letters as base 36 counts. @see https://www.iso.org/standard/70484.html ISO/IEC 7812-1, annex B */
export function luhn(text: string): boolean {
  let sum = 0;
  for (let at = text.length - 1, even = false; at >= 0; at--, even = !even) {
    const doubled = valueAt(text, at) * (even ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The remainder by 97 of a text whose letters count as two digits: 1 for an IBAN that is turned. @see https://www.iso.org/standard/31531.html ISO/IEC 7064, MOD 97-10 */
export function mod97(text: string): number {
  let rest = 0;
  for (let at = 0; at < text.length; at++) {
    const value = valueAt(text, at);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** ISO/IEC 7064, MOD 11,10: German tax ids, Croatian OIB. */
export function mod11_10(text: string): boolean {
  let product = 10;
  for (let at = 0; at < text.length - 1; at++) product = (((product + valueAt(text, at)) % 10 || 10) * 2) % 11;
  return (product + valueAt(text, text.length - 1)) % 10 === 1;
}

/** ISO/IEC 7064, MOD 11-2, with X for ten: Chinese resident identity numbers. */
export function mod11_2(text: string): boolean {
  let sum = 0;
  for (let at = 0; at < text.length - 1; at++) sum = ((sum + valueAt(text, at)) * 2) % 11;
  const check = (12 - sum) % 11;
  return text.at(-1) === (check === 10 ? "X" : String(check));
}

/** The dihedral group's table, and the permutation of each place. @see https://en.wikipedia.org/wiki/Verhoeff_algorithm */
const DIHEDRAL = Array.from({ length: 10 }, (_, a) =>
  Array.from({ length: 10 }, (__, b) =>
    a < 5 ? (b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5) : b < 5 ? ((a - b) % 5) + 5 : (a - b + 10) % 5,
  ),
);
const PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
const PERMUTATIONS = [Array.from({ length: 10 }, (_, digit) => digit)];
while (PERMUTATIONS.length < 8) PERMUTATIONS.push((PERMUTATIONS.at(-1) ?? []).map((digit) => PERMUTATION[digit] ?? 0));

/** Verhoeff: Aadhaar, and the last digit of Luxembourg's numbers. */
export function verhoeff(text: string): boolean {
  let check = 0;
  for (let at = 0; at < text.length; at++)
    check = DIHEDRAL[check]?.[PERMUTATIONS[at % 8]?.[valueAt(text, text.length - 1 - at)] ?? 0] ?? 0;
  return check === 0;
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a month has a day. Without the year, February has 29. */
export function isDay(month: number, day: number): boolean {
  return day >= 1 && day <= (DAYS[month - 1] ?? 0);
}

/** Whether `at` begins two digits of a month and two of a day (or the other way round with `dayFirst`). */
export function hasDate(text: string, month: number, day: number): boolean {
  return isDay(Number(text.slice(month, month + 2)), Number(text.slice(day, day + 2)));
}
