import { SallyportError } from "@sallyport/guard";

/** Thrown where a project can't be looked at, or can't be mended, as a whole. One file that can't be read is no reason: it is reported. */
export class ProjectError extends SallyportError {
  readonly code = "ERR_PROJECT";
}
