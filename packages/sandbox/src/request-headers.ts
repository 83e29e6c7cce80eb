/** What the headers of a request say: the API version, the betas, and the fault that a test asks for. */
import type { IncomingHttpHeaders } from "node:http";
import { invalidRequest } from "./errors.js";
import type { ApiVersion } from "./validate/request-types.js";

/** Under this beta dropped thinking is listed, and a request may ask for the dropping. */
export const BINDING_BETA = "thinking-binding-controls-2026-08-01";

export interface RequestHeaders {
  readonly version: ApiVersion;
  readonly betas: ReadonlySet<string>;
}

/** @throws {@link ApiError} 400 if the version is missing or unknown. */
export function readHeaders(headers: IncomingHttpHeaders): RequestHeaders {
  const version = headers["anthropic-version"];
  if (version === undefined || version === "") throw invalidRequest("anthropic-version: header is required");
  if (version !== "2026-10-21" && version !== "2023-06-01") throw invalidRequest("anthropic-version: is not a valid version");
  const betas = headers["anthropic-beta"] ?? "";
  const names = (Array.isArray(betas) ? betas : betas.split(",")).map((name) => name.trim());
  return { version, betas: new Set(names.filter((name) => name !== "")) } satisfies { version: ApiVersion; betas: Set<string> };
}
