/**
 * The Admin API: API keys can be listed, read, renamed and given another status, and workspaces listed and read. Keys can't be created,
 * revealed or deleted there, and nothing tells when one was last used. The two API versions say differently where a key belongs.
 * @see https://docs.anthropic.com/en/api/administration-api
 */
import type { KeyEntry, KeyStatus, KeyStore, Workspace } from "./auth.js";
import { invalidRequest, notFound } from "./errors.js";
import { pageOf } from "./pagination.js";
import type { RequestHeaders } from "./request-headers.js";

export interface AdminRequest {
  readonly method: string | undefined;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
  readonly readJson: () => Promise<unknown>;
}

const PREFIX = "/v1/organizations/";
/** 2023-06-01 leaves the default workspace's id out. */
const DEFAULT_WORKSPACE = "default";
const STATUSES = ["active", "inactive", "archived"] as const satisfies readonly KeyStatus[];
const MAX_NAME = 500;

export function isAdminPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

/**
 * @returns The body of the answer.
 * @throws {@link ApiError} 404 for a path, method or id that isn't there; 400 for a wrong filter or change.
 */
export async function answerAdmin({ method, path, query, headers, readJson }: AdminRequest, keys: KeyStore): Promise<unknown> {
  const [resource, id, ...rest] = path.slice(PREFIX.length).split("/");
  const route = rest.length > 0 || id === "" ? "" : `${method ?? ""} ${resource ?? ""}${id === undefined ? "" : "/id"}`;
  const show = (entry: KeyEntry): object => apiKeyOf(entry, headers);
  switch (route) {
    case "GET api_keys":
      return pageOf(keys.list().filter(wanted(query)), show, query);
    case "GET api_keys/id":
      return show(entryOf(keys, id));
    case "POST api_keys/id": {
      const entry = entryOf(keys, id);
      change(entry, await readJson());
      return show(entry);
    }
    case "GET workspaces":
      return pageOf(keys.workspaces().filter(listed(headers)), workspaceOf, query);
    case "GET workspaces/id": {
      const workspace = keys.workspaces().find((known) => known.id === id);
      if (workspace === undefined) throw notFound("workspace not found");
      return workspaceOf(workspace);
    }
  }
  throw notFound("Not found");
}

function entryOf(keys: KeyStore, id: string | undefined): KeyEntry {
  const entry = keys.list().find((known) => known.id === id);
  if (entry === undefined) throw notFound("API key not found");
  return entry;
}

function wanted(query: URLSearchParams): (entry: KeyEntry) => boolean {
  const [status, workspace] = [query.get("status"), query.get("workspace_id")];
  if (status !== null && status !== "expired" && !STATUSES.some((known) => known === status))
    throw invalidRequest("status: Input should be 'active', 'inactive', 'archived' or 'expired'");
  return (entry) => (status === null || entry.status() === status) && (workspace === null || entry.workspace.id === workspace);
}

function change(entry: KeyEntry, body: unknown): void {
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw invalidRequest("body: Input should be an object");
  const { name, status, ...other } = body as Record<string, unknown>;
  const [extra] = Object.keys(other);
  if (extra !== undefined) throw invalidRequest(`${extra.slice(0, 64)}: Extra inputs are not permitted`);
  if (name !== undefined && name !== null && (typeof name !== "string" || name === "" || name.length > MAX_NAME))
    throw invalidRequest(`name: Input should be a string of 1 to ${MAX_NAME} characters`);
  const next = STATUSES.find((known) => known === status);
  if (status !== undefined && status !== null && next === undefined)
    throw invalidRequest("status: Input should be 'active', 'inactive' or 'archived'");
  if (next !== undefined && next !== entry.status() && (entry.status() === "archived" || entry.status() === "expired"))
    throw invalidRequest(`status: the API key is ${entry.status()}`);
  if (typeof name === "string") entry.name = name;
  if (next !== undefined) entry.setStatus(next);
}

function apiKeyOf(entry: KeyEntry, { version }: RequestHeaders): object {
  const common = {
    id: entry.id,
    type: "api_key",
    name: entry.name,
    status: entry.status(),
    partial_key_hint: entry.hint,
    created_at: entry.createdAt.toISOString(),
    created_by: null,
    expires_at: entry.expiresAt?.toISOString() ?? null,
  };
  const { id, name } = entry.workspace;
  if (version === "2023-06-01") return { ...common, workspace_id: name === DEFAULT_WORKSPACE ? null : id };
  return { ...common, principal: null, scope: { type: "workspace", workspace_id: id } };
}

function listed({ version }: RequestHeaders): (workspace: Workspace) => boolean {
  return ({ name }) => version !== "2023-06-01" || name !== DEFAULT_WORKSPACE;
}

function workspaceOf({ id, name }: Workspace): object {
  return { id, type: "workspace", name, display_color: "#6C5BB9", created_at: WORKSPACE_BIRTH, archived_at: null };
}

/** Workspaces are there before anybody asks: all are as old as the sandbox's world. */
const WORKSPACE_BIRTH = "2026-01-01T00:00:00.000Z";
