/**
 * How a running program reads rings: a look into the file a few times a second, so that a promotion is seen by all without a restart; which
 * key to try where one was refused; and who used which key when, told to the file about as often.
 */
import { hostname } from "node:os";
import { KeyRingError } from "../errors.js";
import type { Keyring } from "./keyring.js";
import { refuseOutsideProduction } from "./production.js";
import type { KeyUse } from "./ring-store.js";
import type { KeyId } from "./rotation.js";

export interface RingReader {
  /**
   * The key to use now; `undefined` where the ring has none.
   * @throws {@link KeyRingError} if it doesn't open, or is production's and the process says that it isn't production.
   */
  current(ring: string): Promise<string | undefined>;
  /** Another key of the ring, after the API has refused this one; looked up anew. */
  instead(ring: string, refused: string): Promise<string | undefined>;
  /** Notes that a key was sent. */
  used(key: string, by: string): void;
  /** Tells the file what is left to tell, and closes it. */
  close(): void;
}

/** At most so long does a program use a key after another took its place. Twice this and a rotation's shortest grace isn't over. */
const LOOK_AGAIN_MS = 250;
const TELL_USES_MS = 400;

interface Opened {
  readonly revision: number;
  readonly keys: readonly string[];
  lookAgainAt: number;
}

export function createRingReader(
  keyring: Keyring,
  { env = process.env }: { readonly env?: Readonly<Record<string, string | undefined>> } = {},
): RingReader {
  const opened = new Map<string, Opened>();
  const ids = new Map<string, KeyId>();
  const uses = new Map<string, KeyUse>();
  const host = hostname();
  let timer: NodeJS.Timeout | undefined;

  /** The keys that may be sent: the current one, then the old one while it is still good. */
  const look = async (name: string, fresh: boolean): Promise<readonly string[]> => {
    const known = opened.get(name);
    if (!fresh && known !== undefined && performance.now() < known.lookAgainAt) return known.keys;
    refuseOutsideProduction(name, env);
    // The time counts from before the look, so that what changes during it is seen in time.
    const lookAgainAt = performance.now() + LOOK_AGAIN_MS;
    const stored = keyring.read(name);
    if (stored === undefined) return [];
    const { ring, revision } = stored;
    if (known?.revision === revision) {
      known.lookAgainAt = lookAgainAt;
      return known.keys;
    }
    const { rotation } = ring;
    const wanted = [rotation.current, "previous" in rotation ? rotation.previous : undefined].filter((id) => id !== undefined);
    const keys = await Promise.all(wanted.map((id) => keyring.keyText(ring, id)));
    for (const [index, id] of wanted.entries()) ids.set(keys[index] ?? "", id);
    opened.set(name, { revision, keys, lookAgainAt });
    return keys;
  };

  const tell = (): void => {
    timer = undefined;
    const told = [...uses.values()];
    uses.clear();
    try {
      if (told.length > 0) keyring.recordUses(told);
    } catch {
      // A file that is busy now is told with the next use: nothing here may hold up or fail a request.
      for (const use of told) uses.set(`${use.keyId} ${use.by}`, use);
    }
  };

  return {
    current: async (name) => (await look(name, false))[0],
    instead: async (name, refused) => (await look(name, true)).find((key) => key !== refused),
    used(key, by) {
      const keyId = ids.get(key);
      if (keyId === undefined) return;
      uses.set(`${keyId} ${by}`, { keyId, by, host, at: Date.now() });
      timer ??= setTimeout(tell, TELL_USES_MS).unref();
    },
    close() {
      clearTimeout(timer);
      tell();
      keyring.close();
    },
  };
}

/** A ring inside a program, for the SDKs: see {@link openRing}. */
export interface Ring {
  /** For the official SDK's `apiKey` option, which asks before each attempt. */
  readonly apiKey: () => Promise<string>;
  /** For any client that takes a `fetch`: puts the key into each request, and tries once more with the ring's other key after a 401. */
  readonly fetch: typeof fetch;
  /** For the official SDK's `middleware` option, beside `apiKey`: tries once more with the ring's other key after a 401. */
  readonly middleware: <Request extends { readonly headers: Headers }>(
    request: Request,
    next: (request: Request) => Promise<Response>,
  ) => Promise<Response>;
  readonly close: () => void;
}

/**
 * @param by - The program's name, which `sallyport keys` shows of whoever still uses an old key.
 * @throws {@link KeyRingError} from `apiKey` and `fetch` where the ring has no key or doesn't open here.
 */
export function ringOf(reader: RingReader, name: string, by: string): Ring {
  const apiKey = async (): Promise<string> => {
    const key = await reader.current(name);
    if (key === undefined) throw new KeyRingError(`the ring \`${name}\` has no key: sallyport keys add ${name}`);
    reader.used(key, by);
    return key;
  };
  const insteadOf = async (refused: string | undefined): Promise<string | undefined> => {
    const other = refused === undefined ? undefined : await reader.instead(name, refused);
    if (other !== undefined) reader.used(other, by);
    return other;
  };
  return {
    apiKey,
    async fetch(input, init) {
      const key = await apiKey();
      const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
      const response = await fetch(input, { ...init, headers: withKey(headers, key) });
      // A body that was streamed is gone.
      if (response.status !== 401 || input instanceof Request || init?.body instanceof ReadableStream) return response;
      const other = await insteadOf(key);
      if (other === undefined) return response;
      await response.body?.cancel();
      return fetch(input, { ...init, headers: withKey(headers, other) });
    },
    async middleware(request, next) {
      const response = await next(request);
      if (response.status !== 401) return response;
      const sent = request.headers.get("x-api-key") ?? /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
      const other = await insteadOf(sent);
      if (other === undefined) return response;
      await response.body?.cancel();
      return next({ ...request, headers: withKey(request.headers, other) });
    },
    close: () => {
      reader.close();
    },
  };
}

/** One credential, in the header that every version of the API takes. */
function withKey(headers: Headers, key: string): Headers {
  const changed = new Headers(headers);
  changed.delete("authorization");
  changed.set("x-api-key", key);
  return changed;
}
