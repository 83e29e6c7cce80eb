/**
 * The API's own keys, by environment: fixed ones, read once at the start, or key rings, which change while the gateway runs. With a ring a
 * request that the API refuses with 401 is sent once more with the ring's other key, so that no client sees a rotation.
 */
import type { Environment, RingReader } from "@sallyport/keys";

export interface UpstreamKeys {
  /** `undefined` where virtual keys of the environment open nothing. */
  current(environment: Environment): Promise<string | undefined>;
  /** Another key to try after this one was refused, if there is one. */
  instead(environment: Environment, refused: string): Promise<string | undefined>;
  /** Notes on whose behalf a key was sent: a rotation waits until nobody uses the old one. */
  used(key: string, virtualKey: string): void;
  close(): void;
}

export function fixedKeys(keys: ReadonlyMap<Environment, string>): UpstreamKeys {
  return {
    current: (environment) => Promise.resolve(keys.get(environment)),
    instead: () => Promise.resolve(undefined),
    used: () => undefined,
    close: () => undefined,
  };
}

/** @param open - The environments whose rings this process may open. */
export function ringKeys(rings: RingReader, open: ReadonlySet<Environment>): UpstreamKeys {
  return {
    current: (environment) => (open.has(environment) ? rings.current(environment) : Promise.resolve(undefined)),
    instead: (environment, refused) => rings.instead(environment, refused),
    used: (key, virtualKey) => {
      rings.used(key, virtualKey);
    },
    close: () => {
      rings.close();
    },
  };
}
