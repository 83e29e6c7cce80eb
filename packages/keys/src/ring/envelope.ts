/**
 * How keys rest: envelope encryption with AES-256-GCM (NIST SP 800-38D). Each secret has a data key of its own; the master key only wraps
 * data keys. Both steps are bound to where the secret belongs, ring and key id, and the wrapping to its slot too: a row that is moved to
 * another ring, or an old key that is put where the current one stood, doesn't open.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import * as v from "valibot";
import { KeyRingError } from "../errors.js";

/** What a wrapped data key belongs to. */
export interface Binding {
  readonly ring: string;
  readonly keyId: string;
  readonly slot: string;
}

/**
 * Wraps data keys. The one seam for an external KMS: its `Encrypt` and `Decrypt` with `context` as encryption context do it.
 * `unwrap` must fail where the context is another one.
 */
export interface MasterKey {
  /** Tells master keys apart without revealing them. Kept in the clear beside what was wrapped. */
  readonly id: string;
  wrap(dataKey: Uint8Array, context: string): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array, context: string): Promise<Uint8Array>;
}

const Sealed = v.strictObject({
  version: v.literal(1),
  masterId: v.string(),
  dataKey: v.string(),
  secret: v.string(),
});
export type Sealed = v.InferOutput<typeof Sealed>;

/** Whoever has a copy of the file can try master keys against it as fast as he likes: it must not be a word. */
const MASTER_CHARS = 32;

/**
 * A master key from a secret text, from a file, the environment or a secret manager.
 * @throws {@link KeyRingError} if it is too short to be random.
 */
export function masterKeyFrom(text: string): MasterKey {
  if (text.length < MASTER_CHARS) {
    throw new KeyRingError(`the master key has fewer than ${MASTER_CHARS} characters: make one with openssl rand -base64 32`);
  }
  const derive = (info: string, bytes: number): Buffer =>
    Buffer.from(hkdfSync("sha256", text, "sallyport key ring", info, bytes));
  const key = derive("wrap", 32);
  return {
    id: derive("id", 8).toString("hex"),
    wrap: (dataKey, context) => Promise.resolve(encrypt(key, dataKey, context)),
    unwrap: (wrapped, context) => Promise.resolve(decrypt(key, wrapped, context)),
  };
}

export async function seal(secret: string, binding: Binding, master: MasterKey): Promise<Sealed> {
  const dataKey = randomBytes(32);
  return {
    version: 1,
    masterId: master.id,
    dataKey: Buffer.from(await master.wrap(dataKey, wrapContext(binding))).toString("base64"),
    secret: encrypt(dataKey, Buffer.from(secret), secretContext(binding)).toString("base64"),
  };
}

/** @throws {@link KeyRingError} for another master key, another place, or a changed text. */
export async function unseal(sealed: Sealed, binding: Binding, master: MasterKey): Promise<string> {
  const dataKey = await unwrap(sealed, binding, master);
  return open(() => decrypt(dataKey, Buffer.from(sealed.secret, "base64"), secretContext(binding)).toString("utf8"), binding);
}

/** Moves a sealed secret to another slot, or under another master key. The secret itself isn't touched. */
export async function rewrap(
  sealed: Sealed,
  from: { readonly binding: Binding; readonly master: MasterKey },
  to: { readonly binding: Binding; readonly master: MasterKey },
): Promise<Sealed> {
  const dataKey = await unwrap(sealed, from.binding, from.master);
  const wrapped = await to.master.wrap(dataKey, wrapContext(to.binding));
  return { ...sealed, masterId: to.master.id, dataKey: Buffer.from(wrapped).toString("base64") };
}

/** @throws {@link KeyRingError} if the text isn't what {@link seal} made. */
export function parseSealed(text: string): Sealed {
  return open(() => v.parse(Sealed, JSON.parse(text)), undefined);
}

async function unwrap(sealed: Sealed, binding: Binding, master: MasterKey): Promise<Uint8Array> {
  if (sealed.masterId !== master.id) {
    throw new KeyRingError(`the ring \`${binding.ring}\` was sealed with another master key (${sealed.masterId}): give that one`);
  }
  try {
    return await master.unwrap(Buffer.from(sealed.dataKey, "base64"), wrapContext(binding));
  } catch {
    throw unopened(binding);
  }
}

function open<T>(work: () => T, binding: Binding | undefined): T {
  try {
    return work();
  } catch {
    throw unopened(binding);
  }
}

function unopened(binding: Binding | undefined): KeyRingError {
  const where = binding === undefined ? "a sealed key" : `the key ${binding.keyId} of the ring \`${binding.ring}\``;
  return new KeyRingError(`${where} doesn't open: its row was changed or moved, so nothing of it is used`);
}

/** JSON keeps the parts apart, whatever characters stand in them. */
const wrapContext = ({ ring, keyId, slot }: Binding): string => JSON.stringify(["data-key", ring, keyId, slot]);
const secretContext = ({ ring, keyId }: Binding): string => JSON.stringify(["secret", ring, keyId]);

const IV_BYTES = 12;
const TAG_BYTES = 16;

function encrypt(key: Uint8Array, plain: Uint8Array, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
  const iv = sealed.subarray(0, IV_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
}
