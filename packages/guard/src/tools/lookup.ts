/** Records by their names: which record the user means, and what its fields give. */
import type { Argument } from "./arguments.js";
import type { Context, Standing } from "./context.js";
import type { Call } from "./effects.js";
import { MAX_VALUE_CHARS, type RecordFields, type Value } from "./records.js";
import { isAmountSaid } from "./amounts.js";
import { isCommon, isSame, nameWords, normalize, type Words } from "./words.js";

/** Fields by which people name a thing. */
const NAME_FIELD =
  /(?:^|[_-])(?:name|names|title|titles|subject|filename|label|topic|headline|summary|username|handle|nickname|channel|company|hotel|restaurant)(?:[_-]|$)|(?:file|user|display|full|first|last)name$/i;
const ID_FIELD = /(?:^|[_-])(?:id|ids|uid|uuid|guid|key|number|no|ref|reference|slug|code)[_-]*$|(?:[a-z]I[dD]|Uid|Uuid)$/;

export const isIdField = (name: string): boolean => ID_FIELD.test(name) || NAME_FIELD.test(name);

export function valuesOf({ fields }: RecordFields): readonly { readonly name: string; readonly value: Value }[] {
  return [...fields].flatMap(([name, values]) => values.map((value) => ({ name, value })));
}

/** Whether the user's words hold the name of the record, whole: with other punctuation, without the extension of a file. */
export function isNamed(record: RecordFields, { user, named }: Context): boolean {
  let is = named.get(record);
  if (is === undefined) {
    is = [...record.fields].some(([name, values]) => NAME_FIELD.test(name) && values.some(({ text }) => isNameSaid(text, user)));
    named.set(record, is);
  }
  return is;
}

function isNameSaid(name: string, user: Words): boolean {
  if (name.length > MAX_VALUE_CHARS) return false;
  const words = nameWords(name);
  return words.length > 2 && !isCommon(words) && /\p{L}/u.test(words) && user.spaced.includes(` ${words} `);
}

/**
 * A destination out of a third party's record that the user named. Whoever can make a record can forge one, so it is taken only where the
 * user's words leave no choice: the whole value of a field, and
 *
 * - all of a field that is named as the argument is, or that the user speaks of ("the same participants"), of the one record of that name; or
 * - the one address in records of that name that bears the name of a person whom the user speaks of ("invite Mark"); or
 * - the one other side of a payment whose amount both the user and the call name ("refund the 10.00 that I got").
 */
export function fieldDestination(value: string, argument: Argument, call: Call, context: Context): Standing | undefined {
  const payment = fieldOfPayment(value, call, context);
  if (payment !== undefined) return payment;
  // No record is looked at for a value that stands in none.
  if (!context.results.some(({ mayHold }) => mayHold(value))) return undefined;
  const { named, one: single } = namedRecords(context);
  for (const { record, at } of named) {
    for (const { name, value: one } of valuesOf(record)) {
      if (!isSame(one.text, value) || NAME_FIELD.test(name)) continue;
      const spokenOf =
        name.toLowerCase() === argument.name.toLowerCase() || context.request.words.spaced.includes(` ${nameWords(name)} `);
      const only = single && spokenOf;
      if (
        only ||
        isOnlyPerson(
          value,
          named.map((entry) => entry.record),
          context,
        )
      )
        return { ...at, line: one.line };
    }
  }
  return undefined;
}

interface NamedRecords {
  readonly named: readonly { readonly record: RecordFields; readonly at: Standing }[];
  /** Whether they all say the same. */
  readonly one: boolean;
}

/** A call may have many destinations, and the records that the user named are the same for each. */
const NAMED = new WeakMap<Context, NamedRecords>();

function namedRecords(context: Context): NamedRecords {
  const known = NAMED.get(context);
  if (known !== undefined) return known;
  const named = context.results
    .filter(({ effect }) => effect === "read")
    .flatMap(({ records, path, tool }) =>
      records()
        .filter((record) => isNamed(record, context))
        .map((record) => ({ record, at: { path, tool } })),
    );
  const found = { named, one: new Set(named.map(({ record }) => fingerprintOf(record))).size === 1 };
  NAMED.set(context, found);
  return found;
}

const fingerprintOf = (record: RecordFields): string =>
  JSON.stringify(valuesOf(record).map(({ name, value }) => [name, value.text]));

const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;

/** Whether the value is the one address in these records whose local part holds a name that the user speaks of. */
function isOnlyPerson(value: string, records: readonly RecordFields[], { request, user }: Context): boolean {
  if (!ADDRESS.test(value)) return false;
  const namesIn = (address: string) =>
    address
      .slice(0, address.indexOf("@"))
      .split(/[^\p{L}]+/u)
      .filter((part) => part.length >= 3);
  const spoken = new Set(
    namesIn(value).filter(
      (part) => request.words.spaced.includes(` ${part} `) && !isCommon(part) && user.spaced.includes(` ${part} `),
    ),
  );
  if (spoken.size === 0) return false;
  const bearers = new Set(
    records
      .flatMap(valuesOf)
      .filter(({ value: one }) => ADDRESS.test(one.text))
      .map(({ value: one }) => normalize(one.text))
      .filter((one) => namesIn(one).some((part) => spoken.has(part))),
  );
  return bearers.size === 1;
}

/** A payment that both the user and the call name by its amount, if there is only one such. */
function fieldOfPayment(value: string, { args, spec }: Call, context: Context): Standing | undefined {
  const amount = args.find(({ name }) => spec.args?.[name] === "amount");
  if (amount === undefined || !isAmountSaid(Number(amount.value), context)) return undefined;
  const payments = context.results
    .filter(({ effect }) => effect === "read")
    .flatMap(({ records, path, tool }) =>
      records()
        .filter(({ fields }) => fields.get(amount.name)?.some(({ text }) => Number(text) === Number(amount.value)))
        .map((record) => ({ record, path, tool })),
    );
  if (new Set(payments.map(({ record }) => fingerprintOf(record))).size !== 1) return undefined;
  const [payment] = payments;
  const found = payment && valuesOf(payment.record).find(({ name, value: one }) => !isIdField(name) && isSame(one.text, value));
  return payment && found && { path: payment.path, tool: payment.tool, line: found.value.line };
}
