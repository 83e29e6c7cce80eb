/** What can be wrong with a key or with the place where it should be. No message ever holds a character of a key. */
import { SallyportError } from "@sallyport/guard";

/** Thrown when a key source is written wrong, or can't be read. */
export class KeySourceError extends SallyportError {
  readonly code = "ERR_KEY_SOURCE";
}

/** Thrown when what a source holds can't be the key that belongs there. */
export class KeyShapeError extends SallyportError {
  readonly code = "ERR_KEY_SHAPE";
}

/** Thrown when a key ring can't be opened, or a step of its rotation can't be taken. Nothing has changed then. */
export class KeyRingError extends SallyportError {
  readonly code = "ERR_KEY_RING";
}
