/** Destinations that the operator named, and where a link leads. */
import { withoutEnd } from "./words.js";

/**
 * @param value - In normal form: an address, account, path, URL or host.
 * @param named - `ada@corp.example`, `@corp.example` (any address there), `*.corp.example` (any host under it), `corp.example` (that host),
 * `/srv/reports/` (all below), or any other value as it is.
 */
export function isDestinationNamed(value: string, named: readonly string[]): boolean {
  if (named.length === 0) return false;
  const host = hostOf(value);
  return named.some((entry) => {
    const one = entry.toLowerCase();
    if (one.startsWith("@")) return /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(value) && value.endsWith(one);
    if (one.startsWith("*.")) return host !== undefined && host.endsWith(one.slice(1));
    if (one === value || one === host) return true;
    return one.endsWith("/") && value.startsWith(one) && !/(?:^|\/)\.\.(?:\/|$)|%2e|\\/.test(value);
  });
}

/** The host that a URL, or an address without a scheme, leads to; `undefined` where two readers could see two hosts. */
export function hostOf(value: string): string | undefined {
  if (/[\s\\]|@/.test(value)) return undefined;
  const url =
    /^[a-z][a-z0-9+.-]*:/.test(value) && !/^[^/]*:\d+(?:\/|$)/.test(value) ? value : `https://${value.replace(/^\/\//, "")}`;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return undefined;
  const { hostname, username, password } = new URL(url);
  return username === "" && password === "" && hostname.includes(".") ? hostname : undefined;
}

/** Links and hosts in a text that goes out: with a scheme, with `www.`, with a path behind a host, or under a common top level. */
const LINK =
  /(?<![\p{L}\p{N}@._-])(?:[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'`)\]}]+|(?:www\.[^\s<>"'`)\]}]+)|(?:[\p{L}\p{N}-]{1,63}\.){1,8}(?:[\p{L}]{2,24}(?=[/:?#])|com|net|org|io|co|info|biz|dev|app|ai|xyz|top|me|ly|gl|gg|site|online|cloud|page|link|click|ru|cn|de|uk|fr|eu|us|in|br|jp)(?![\p{L}\p{N}@-])(?:[:/?#][^\s<>"'`)\]}]*)?)/giu;

export function linksIn(text: string): readonly string[] {
  return [...text.matchAll(LINK)].map(([link]) => withoutEnd(link, ".,;:!?"));
}
