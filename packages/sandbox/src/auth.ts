/**
 * Keys and the workspaces they belong to. A key can be active, inactive, archived or past its end; only an active one opens the door, and the
 * others get the 401 that a rotation must be able to see. Until the first key exists any key is good, so that a first try needs no setup.
 */
import { createHash, randomInt } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "./errors.js";
import { createIds, seededRandom } from "./ids.js";

export type KeyStatus = "active" | "inactive" | "archived";

export interface KeyOptions {
  /** The name of the workspace that the key belongs to. Default: `default`. */
  readonly workspace?: string;
  /** As the Admin API shows it. Default: `key`. */
  readonly name?: string;
  readonly status?: KeyStatus;
  /** From then on the key gets 401. It can't be changed later, as with the API. */
  readonly expiresAt?: Date;
}

/** A key given by its owner instead of generated. */
export interface GivenKey extends KeyOptions {
  readonly key: string;
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
}

/** A key as the Admin API knows it. */
export interface KeyEntry {
  readonly id: string;
  name: string;
  readonly workspace: Workspace;
  /** Beginning and end of the key, as in `sk-ant-api03-R2D...igAA`. */
  readonly hint: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  readonly status: () => KeyStatus | "expired";
  readonly setStatus: (status: KeyStatus) => void;
}

export interface KeyStore {
  create(options: KeyOptions): string;
  createAdminKey(): string;
  setStatus(key: string, status: KeyStatus): void;
  authenticate(headers: IncomingHttpHeaders): Workspace;
  /** For the Admin API, which takes admin keys alone. */
  authenticateAdmin(headers: IncomingHttpHeaders): void;
  /** The newest first. */
  list(): readonly KeyEntry[];
  workspaces(): readonly Workspace[];
}

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const KEY_PREFIX = "sk-ant-api03-";
const ADMIN_PREFIX = "sk-ant-admin01-";
const KEY_BODY_LENGTH = 93;
const KEY_SUFFIX = "AA";

/**
 * @throws {@link ApiError} from `authenticate`: 401 `authentication_error` for a missing, unknown, inactive, archived or expired key.
 */
export function createKeyStore(given: readonly GivenKey[], now: () => Date): KeyStore {
  const keys = new Map<string, KeyEntry>();
  const adminKeys = new Set<string>();

  const add = (key: string, { workspace = "default", name = "key", status: given = "active", expiresAt }: KeyOptions): void => {
    let status = given;
    keys.set(key, {
      id: createIds(seededRandom(`key:${key}`)).apiKey(),
      name,
      workspace: workspaceOf(workspace),
      hint: `${key.slice(0, KEY_PREFIX.length + 3)}...${key.slice(-4)}`,
      createdAt: now(),
      expiresAt,
      status: () => (status === "active" && expiresAt !== undefined && expiresAt <= now() ? "expired" : status),
      setStatus: (next) => {
        status = next;
      },
    });
  };
  for (const { key, ...options } of given) add(key, options);

  return {
    create(options) {
      const key = generateKey(KEY_PREFIX);
      add(key, options);
      return key;
    },
    createAdminKey() {
      const key = generateKey(ADMIN_PREFIX);
      adminKeys.add(key);
      return key;
    },
    setStatus(key, status) {
      const entry = keys.get(key);
      if (entry === undefined)
        throw new Error("this key doesn't belong to the sandbox: make it with createKey or pass it in `keys`");
      entry.setStatus(status);
    },
    authenticate(headers) {
      const { key, invalid } = credentialOf(headers);
      if (keys.size === 0) return workspaceOf("default");
      const entry = keys.get(key);
      if (entry === undefined) throw unauthorized(invalid);
      const status = entry.status();
      if (status === "expired") throw unauthorized("API key has expired");
      if (status !== "active") throw unauthorized(`API key is ${status}`);
      return entry.workspace;
    },
    authenticateAdmin(headers) {
      const { key, invalid } = credentialOf(headers);
      if (!adminKeys.has(key)) throw unauthorized(invalid);
    },
    list: () => [...keys.values()].reverse(),
    workspaces: () => [...new Map([...keys.values()].map(({ workspace }) => [workspace.id, workspace])).values()],
  };
}

/** The same name is the same workspace on every sandbox, so that replicas agree. */
function workspaceOf(name: string): Workspace {
  return { name, id: `wrkspc_01${createHash("sha256").update(name).digest("hex").slice(0, 22)}` };
}

/** Both headers are good; where both are there, `x-api-key` wins, as with the API. */
function credentialOf(headers: IncomingHttpHeaders): { readonly key: string; readonly invalid: string } {
  const apiKey = headers["x-api-key"];
  if (typeof apiKey === "string" && apiKey !== "") return { key: apiKey, invalid: "invalid x-api-key" };
  const bearer = /^bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  if (bearer !== undefined) return { key: bearer, invalid: "Invalid bearer token" };
  throw unauthorized("x-api-key header is required");
}

function unauthorized(message: string): ApiError {
  return new ApiError(401, { type: "authentication_error", message });
}

function generateKey(prefix: string): string {
  let body = "";
  for (let index = 0; index < KEY_BODY_LENGTH; index += 1) body += BASE64URL.charAt(randomInt(BASE64URL.length));
  return prefix + body + KEY_SUFFIX;
}
