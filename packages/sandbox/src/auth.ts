/**
 * Keys and the workspaces they belong to. A key can be active, inactive, archived or past its end; only an active one opens the door, and the
 * others get the 401 that a rotation must be able to see. Until the first key exists any key is good, so that a first try needs no setup.
 */
import { createHash, randomInt } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "./errors.js";

export type KeyStatus = "active" | "inactive" | "archived";

export interface KeyOptions {
  /** The name of the workspace that the key belongs to. Default: `default`. */
  readonly workspace?: string;
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

export interface KeyStore {
  create(options: KeyOptions): string;
  setStatus(key: string, status: KeyStatus): void;
  authenticate(headers: IncomingHttpHeaders): Workspace;
}

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const KEY_PREFIX = "sk-ant-api03-";
const KEY_BODY_LENGTH = 93;
const KEY_SUFFIX = "AA";

/**
 * @throws {@link ApiError} from `authenticate`: 401 `authentication_error` for a missing, unknown, inactive, archived or expired key.
 */
export function createKeyStore(given: readonly GivenKey[], now: () => Date): KeyStore {
  const keys = new Map<string, { readonly workspace: string; readonly expiresAt: Date | undefined; status: KeyStatus }>();

  const add = (key: string, { workspace = "default", status = "active", expiresAt }: KeyOptions): void => {
    keys.set(key, { workspace, status, expiresAt });
  };
  for (const { key, ...options } of given) add(key, options);

  return {
    create(options) {
      const key = generateKey();
      add(key, options);
      return key;
    },
    setStatus(key, status) {
      const entry = keys.get(key);
      if (entry === undefined)
        throw new Error("this key doesn't belong to the sandbox: make it with createKey or pass it in `keys`");
      entry.status = status;
    },
    authenticate(headers) {
      const { key, invalid } = credentialOf(headers);
      if (keys.size === 0) return workspaceOf("default");
      const entry = keys.get(key);
      if (entry === undefined) throw unauthorized(invalid);
      if (entry.status !== "active") throw unauthorized(`API key is ${entry.status}`);
      if (entry.expiresAt !== undefined && entry.expiresAt <= now()) throw unauthorized("API key has expired");
      return workspaceOf(entry.workspace);
    },
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

function generateKey(): string {
  let body = "";
  for (let index = 0; index < KEY_BODY_LENGTH; index += 1) body += BASE64URL.charAt(randomInt(BASE64URL.length));
  return KEY_PREFIX + body + KEY_SUFFIX;
}
