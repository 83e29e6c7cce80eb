/**
 * Amounts: good where the user or a record says the number, or where one step of arithmetic leads to it from numbers that they say ("send
 * back the difference", "10 % more"). Anything else, a person decides on: neither 0.01 nor a million comes out of such a step by chance.
 */
import type { Call } from "./effects.js";
import type { Context, Result } from "./context.js";
import { MAX_VALUE_CHARS } from "./records.js";

/** A list of a thousand payments needs no pairs of all with all. */
const MAX_NUMBERS = 64;

/** Whether the user wrote the number. */
export const isAmountSaid = (amount: number, { user }: Context): boolean => has(numbersIn(user.text), amount);

export function isAmountFounded(amount: number, call: Call, context: Context): boolean {
  const said = numbersIn(context.user.text);
  if (has(said, amount)) return true;
  const own = context.results.filter(({ effect }) => effect === "read");
  const firstParty = own.filter(({ spec }) => spec.result?.trust === "first-party").flatMap(numbersOf);
  const recorded = own.filter(({ spec }) => spec.result?.trust !== "first-party").flatMap(numbersOf);
  const known = [...new Set([...firstParty, ...recorded])].slice(0, MAX_NUMBERS);
  if (has(known, amount)) return true;
  // A change of what stands in the user's own records may be what a letter says; a payment to anybody may not.
  const changes =
    call.args.some(({ name, value }) => call.spec.args?.[name] === "selector" && value !== "") && !hasDestination(call);
  const told = changes ? own.filter(({ records }) => records().length === 0).flatMap(({ normal }) => numbersIn(normal())) : [];
  return (
    said.some((number) => known.some((other) => stepsTo(amount, number, other))) ||
    said.some((number) => said.some((other) => number !== other && stepsTo(amount, number, other))) ||
    percentsIn(context.user.text).some((percent) => [...known, ...said].some((base) => percentTo(amount, percent, base, said))) ||
    told
      .slice(0, MAX_NUMBERS)
      .some((change) => firstParty.some((base) => change <= base && has([base + change, base - change], amount)))
  );
}

const hasDestination = (call: Call): boolean =>
  call.args.some(({ name }) => (call.spec.args?.[name] ?? "destination") === "destination");

/** Sum, difference, and difference to the half of what the user says: "we spent 12, send them back what was too much". */
const stepsTo = (amount: number, said: number, known: number): boolean =>
  has([said + known, Math.abs(said - known), Math.abs(known - said / 2)], amount);

const percentTo = (amount: number, percent: number, base: number, fees: readonly number[]): boolean => {
  const part = (base * percent) / 100;
  return [0, ...fees].some((fee) => has([part + fee, base + part + fee, base - part], amount));
};

const has = (numbers: readonly number[], amount: number): boolean =>
  numbers.some((one) => one > 0 && Math.abs(one - amount) < 0.005);

/** Amounts of records are whole fields that are named so; a number in prose is somebody's word, and an id is none. */
function numbersOf(result: Result): readonly number[] {
  const known = NUMBERS.get(result) ?? readNumbers(result);
  NUMBERS.set(result, known);
  return known;
}

/** A call may have many amounts. */
const NUMBERS = new WeakMap<Result, readonly number[]>();

function readNumbers({ records }: Result): readonly number[] {
  return records().flatMap(({ fields }) =>
    [...fields]
      .filter(([name]) => AMOUNT_FIELD.test(name))
      .flatMap(([, values]) => values)
      .flatMap(({ text }) => (/^-?\d{1,12}(?:\.\d{1,6})?$/.test(text) ? [Math.abs(Number(text))] : [])),
  );
}

const AMOUNT_FIELD =
  /(?:^|[_-])(?:amount|price|cost|total|sum|fee|rate|value|balance|due|paid|salary|rent|tax)s?(?:[_-]|$)|(?:[a-z](?:Amount|Price|Cost|Total|Fee))$/i;

const NUMBER =
  /(?<![\p{L}\p{N}_.,:/-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_.,:/-])\d{1,12}(?:[.,]\d{1,6})?(?![\p{L}\p{N}_]|[-/:]\d)/gu;

function numbersIn(text: string): readonly number[] {
  const numbers = [...text.matchAll(NUMBER)].map(([found]) => toNumber(found));
  return [...new Set(numbers)].slice(0, MAX_NUMBERS);
}

const percentsIn = (text: string): readonly number[] =>
  [...text.slice(0, 100 * MAX_VALUE_CHARS).matchAll(/(\d{1,3}(?:[.,]\d{1,4})?) ?(?:%|percent\b)/g)].map(([, number = ""]) =>
    toNumber(number),
  );

/** `1,200.50` and `12,50`: a comma in front of three digits groups, any other divides. */
const toNumber = (text: string): number =>
  Number(/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text.replace(",", "."));
