/**
 * Which requests the gateway knows: an allow-list of (method, path), matched exactly and on the path alone, for clients add queries of
 * their own (`?beta=true`). What isn't here can't reach the upstream, and the upstream's path is built from the table, never from what the
 * client wrote: no `..`, no encoded slash, no absolute address gets through.
 */

export type UnreadMethod = (typeof UNREAD_METHODS)[number];

export type Route =
  | { readonly kind: "messages"; readonly method: "POST"; readonly path: "/v1/messages" }
  | { readonly kind: "count-tokens"; readonly method: "POST"; readonly path: "/v1/messages/count_tokens" }
  | {
      readonly kind: "models";
      readonly method: "GET";
      readonly path: string;
      readonly template: "/v1/models" | "/v1/models/{id}";
    }
  /** Carry prompts in shapes that can't be read yet: refused, unless the policy lets them pass unread. */
  | {
      readonly kind: "unread";
      readonly method: UnreadMethod;
      readonly path: string;
      readonly template: "/v1/messages/batches" | "/v1/files";
    }
  /** Asked by some clients when they start. */
  | { readonly kind: "hello" }
  | { readonly kind: "alive" }
  | { readonly kind: "ready" }
  | { readonly kind: "wrong-method"; readonly allowed: string }
  | { readonly kind: "unknown" };

const MESSAGES = { kind: "messages", method: "POST", path: "/v1/messages" } as const;
const COUNT_TOKENS = { kind: "count-tokens", method: "POST", path: "/v1/messages/count_tokens" } as const;
const MODELS = { kind: "models", method: "GET", path: "/v1/models", template: "/v1/models" } as const;

/** Paths without `/v1` are those of the AI SDK, which puts the version into its base URL: given one without it, it asks for these. */
const TABLE: ReadonlyMap<string, readonly [method: string, route: Route]> = new Map<string, readonly [string, Route]>([
  ["/v1/messages", ["POST", MESSAGES]],
  ["/messages", ["POST", MESSAGES]],
  ["/v1/messages/count_tokens", ["POST", COUNT_TOKENS]],
  ["/messages/count_tokens", ["POST", COUNT_TOKENS]],
  ["/v1/models", ["GET", MODELS]],
  ["/models", ["GET", MODELS]],
  ["/api/hello", ["HEAD", { kind: "hello" }]],
  ["/healthz", ["GET", { kind: "alive" }]],
  ["/readyz", ["GET", { kind: "ready" }]],
]);

/** A model id as the API writes them: it becomes part of the upstream's path as it is. */
const ONE_MODEL = /^(?:\/v1)?\/models\/([A-Za-z0-9][A-Za-z0-9._:@-]{0,127})$/;
const UNREAD_METHODS = ["GET", "POST", "DELETE"] as const;
const UNREAD = /^(?:\/v1)?(\/messages\/batches|\/files)((?:\/[A-Za-z0-9_-]{1,128}(?:\/(?:cancel|results|content))?)?)$/;

/** @param path - The request's target up to its `?`, as the client sent it. */
export function matchRoute(method: string, path: string): Route {
  const entry = TABLE.get(path) ?? oneModel(path);
  if (entry !== undefined) {
    const [allowed, route] = entry;
    return method === allowed ? route : { kind: "wrong-method", allowed };
  }
  return unread(method, path) ?? { kind: "unknown" };
}

/** The route as records and log lines name it: a template, so that nothing that a client put into its path is written down. */
export function routeName(route: Route): string {
  switch (route.kind) {
    case "messages":
    case "count-tokens":
      return route.path;
    case "models":
    case "unread":
      return route.template;
    case "hello":
      return "/api/hello";
    case "alive":
      return "/healthz";
    case "ready":
      return "/readyz";
    case "wrong-method":
    case "unknown":
      return "unknown";
  }
}

function oneModel(path: string): readonly [string, Route] | undefined {
  const id = ONE_MODEL.exec(path)?.[1];
  return id === undefined
    ? undefined
    : ["GET", { kind: "models", method: "GET", path: `/v1/models/${id}`, template: "/v1/models/{id}" }];
}

function unread(method: string, path: string): Route | undefined {
  const [, family, rest] = UNREAD.exec(path) ?? [];
  if (family === undefined || rest === undefined) return undefined;
  const known = UNREAD_METHODS.find((one) => one === method);
  if (known === undefined) return { kind: "wrong-method", allowed: UNREAD_METHODS.join(", ") };
  const template = family === "/files" ? "/v1/files" : "/v1/messages/batches";
  return { kind: "unread", method: known, path: template + rest, template };
}
