/** The errors that Sallyport throws. Each has a stable `code`; none ever holds a body, a matched value, a prompt or a secret. */

/** Base of all errors of Sallyport; `code` is stable across releases, the message is for people and may change. */
export abstract class SallyportError extends Error {
  abstract readonly code: string;
  override get name(): string {
    return this.constructor.name;
  }
}
