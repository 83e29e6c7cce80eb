/**
 * Which requests the gateway knows: an allow-list of (method, path), matched exactly and on the path alone, for clients add queries of
 * their own (`?beta=true`). What isn't here can't reach the upstream, and the upstream's path is built from the table, never from what the
 * client wrote: no `..`, no encoded slash, no absolute address gets through.
 */

export type Route =
  | { readonly kind: "messages"; readonly method: "POST"; readonly path: "/v1/messages" }
  | { readonly kind: "count-tokens"; readonly method: "POST"; readonly path: "/v1/messages/count_tokens" }
  | {
      readonly kind: "models";
      readonly method: "GET";
      readonly path: string;
      readonly template: "/v1/models" | "/v1/models/{id}";
    }
  /** Known to the API, and not served, since their content can't be read yet. */
  | { readonly kind: "unread"; readonly what: "batches" | "files" }
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
const UNREAD = /^(?:\/v1)?\/(?:messages\/(batches)|(files))(?:\/|$)/;

/** @param path - The request's target up to its `?`, as the client sent it. */
export function matchRoute(method: string, path: string): Route {
  const entry = TABLE.get(path) ?? oneModel(path);
  if (entry !== undefined) {
    const [allowed, route] = entry;
    return method === allowed ? route : { kind: "wrong-method", allowed };
  }
  const unread = UNREAD.exec(path);
  if (unread !== null) return { kind: "unread", what: unread[1] === undefined ? "files" : "batches" };
  return { kind: "unknown" };
}

/** The route as records and log lines name it: a template, so that nothing that a client put into its path is written down. */
export function routeName(route: Route): string {
  switch (route.kind) {
    case "messages":
    case "count-tokens":
      return route.path;
    case "models":
      return route.template;
    case "unread":
      return route.what === "batches" ? "/v1/messages/batches" : "/v1/files";
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
