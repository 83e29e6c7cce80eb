/** What was found out at places of a text, for one look at it: emptied thousands of times a second, and mostly with a handful of entries. */
export class Memo<Value> {
  readonly #keys: number[] = [];
  readonly #values: Value[] = [];
  /** How many of the first keys count. What lies behind is from before, and is written over: a new array for each look would cost more. */
  #count = 0;
  #more: Map<number, Value> | undefined;

  get(key: number): Value | undefined {
    for (let index = 0; index < this.#count; index++) if (this.#keys[index] === key) return this.#values[index];
    return this.#more?.get(key);
  }

  set(key: number, value: Value): void {
    if (this.#count < FEW) {
      this.#keys[this.#count] = key;
      this.#values[this.#count] = value;
      this.#count += 1;
    } else (this.#more ??= new Map()).set(key, value);
  }

  clear(): void {
    this.#count = 0;
    this.#more = undefined;
  }
}

/** As many are compared one by one in the time of a look into a table. */
const FEW = 12;
