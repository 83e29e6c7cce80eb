/**
 * What a line of code or configuration shows about a point of the checklist. One table; an entry is a pattern on the text without its
 * comments. Patterns are bounded, so a hostile file costs no more than its length.
 */
import type { PointId } from "../doctor/point.js";

export interface Lint {
  readonly point: PointId;
  /** Which files; all code and configuration if left out. */
  readonly files?: RegExp;
  readonly pattern: RegExp;
  readonly what: string;
  /** What a hit is: wrong, right, or to be looked at by a person. In tests of the project what is wrong is to be looked at. */
  readonly weight: "problem" | "doubt" | "proof";
}

const LOOPBACK = String.raw`(?:localhost|127\.|\[::1\]|0\.0\.0\.0|host\.docker\.internal|\$)`;
/** Variables whose names say that they hold a key for Claude. */
const CLAUDE_KEY = String.raw`\w{0,40}(?:ANTHROPIC|CLAUDE)\w{0,40}(?:KEY|TOKEN|SECRET)\w{0,20}`;
/** What common frameworks put into the code that browsers load. */
const BROWSER_PREFIX = "(?:NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP|STORYBOOK|NG_APP|PUBLIC)_";
export const BROWSER_VARIABLE = new RegExp(`^${BROWSER_PREFIX}`);
const DOCKERFILES = /(?:^|[./])(?:dockerfile|containerfile)(?:\.[^/]*)?$/i;
const SHELLS =
  /\.(?:ya?ml|sh|bash|zsh|ps1|toml)$|(?:^|\/)(?:Jenkinsfile|Makefile|justfile)$|(?:^|[./])(?:dockerfile|containerfile)(?:\.[^/]*)?$|package\.json$/i;
const SETTINGS = /\.(?:ya?ml|toml|json|tf|hcl|properties|ini|cfg)$|(?:^|\/)Jenkinsfile$/i;

export const LINTS: readonly Lint[] = [
  {
    point: "https",
    pattern: /http:\/\/[\w.-]{0,60}anthropic\.com/gi,
    what: "calls the API without TLS",
    weight: "problem",
  },
  {
    point: "https",
    pattern: new RegExp(
      String.raw`\b(?:base_?url|ANTHROPIC_(?:BASE|API)_URL|anthropicApiUrl)["']?\s{0,4}(?:[:=]|\?\?|\|\|)\s{0,4}["'\x60]?http:\/\/(?!${LOOPBACK})`,
      "gi",
    ),
    what: "takes an address without TLS for the API's",
    weight: "problem",
  },
  {
    point: "https",
    pattern: /\bNODE_TLS_REJECT_UNAUTHORIZED["'\]]{0,3}\s{0,4}[:=]\s{0,4}["']?0/g,
    what: "switches off the check of certificates for the whole process",
    weight: "problem",
  },
  {
    point: "https",
    pattern:
      /\brejectUnauthorized\s{0,4}:\s{0,4}false\b|\bverify\s{0,4}=\s{0,4}False\b|\bInsecureSkipVerify\s{0,4}:\s{0,4}true\b|\bVERIFY_NONE\b|\b_create_unverified_context\b|\bCERT_NONE\b|\bdanger_accept_invalid_certs\s{0,4}\(\s{0,4}true|\bDangerousAcceptAnyServerCertificateValidator\b|\bCURLOPT_SSL_VERIFYPEER\s{0,4}(?:,|=>)\s{0,4}(?:false|0)\b|\bPYTHONHTTPSVERIFY["']?\s{0,4}[:=]\s{0,4}["']?0/g,
    what: "switches off the check of certificates",
    weight: "problem",
  },
  {
    point: "https",
    files: SHELLS,
    pattern:
      /\bcurl\b[^\n|;&]{0,300}?(?:\s-[a-zA-Z]{0,8}k[a-zA-Z]{0,8}\b|--insecure\b)|\bstrict-ssl[= ]{1,3}false\b|\bGIT_SSL_NO_VERIFY\s?=\s?(?:1|true)/g,
    what: "fetches without a check of certificates",
    weight: "problem",
  },
  {
    point: "https",
    pattern:
      /\bnew\s{1,4}Anthropic\s{0,4}\(|\bAnthropic(?:Client)?\s{0,4}\(|\banthropic\.NewClient\s{0,4}\(|https:\/\/api\.anthropic\.com|\bcreateAnthropic\s{0,4}\(|\bChatAnthropic\s{0,4}\(/g,
    what: "calls the API, by HTTPS where nothing else is said",
    weight: "proof",
  },
  {
    point: "browser-client",
    pattern: /\bdangerouslyAllowBrowser["']?\s{0,4}:\s{0,4}true\b/g,
    what: "lets a browser call the API, with a key that every visitor can read",
    weight: "problem",
  },
  {
    point: "browser-client",
    pattern: /anthropic-dangerous-direct-browser-access["']?\s{0,4}[:=,]\s{0,4}["']?true/gi,
    what: "sends the header with which the API accepts calls from browsers",
    weight: "problem",
  },
  {
    point: "browser-variables",
    pattern: new RegExp(String.raw`\b${BROWSER_PREFIX}${CLAUDE_KEY}`, "g"),
    what: "names a variable that is built into what browsers load",
    weight: "problem",
  },
  {
    point: "browser-variables",
    files: /(?:^|\/)(?:vite|vitest|webpack|rollup|rspack|next|nuxt|astro|svelte|vue|esbuild|rsbuild)\b[^/]*\.[cm]?[jt]s$/i,
    pattern: new RegExp(
      String.raw`["']?process\.env\.${CLAUDE_KEY}["']\s{0,4}:|\benv\s{0,4}:\s{0,4}\{[^{}]{0,500}\b${CLAUDE_KEY}\s{0,4}:`,
      "g",
    ),
    what: "builds the key into what browsers load",
    weight: "problem",
  },
  {
    point: "containers",
    files: DOCKERFILES,
    pattern: new RegExp(String.raw`^[ \t]{0,20}(?:ARG|ENV)[ \t]{1,8}(?:[^\n]{0,200}[ \t])?${CLAUDE_KEY}`, "gim"),
    what: "puts the key into the image, where its layers keep it",
    weight: "problem",
  },
  {
    point: "containers",
    files: DOCKERFILES,
    pattern: /^[ \t]{0,20}(?:COPY|ADD)\b[^\n]{0,200}?[ \t/"]\.env(?!\.(?:example|sample|template)\b)[\w.-]{0,40}/gim,
    what: "copies a file with variables into the image",
    weight: "problem",
  },
  {
    point: "containers",
    files: SETTINGS,
    // A value that is written out: no reference (`$…`), no placeholder, not empty.
    pattern: new RegExp(
      String.raw`\b${CLAUDE_KEY}["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?![ \t"']|\$|\{|<|%|null\b|env[.:(]|secrets?[./]|var\.|vault:|[^\n]{0,40}(?:your[-_ ]|example|placeholder|change-?me|xxx|\.\.\.))[\w-]{16}`,
      "gi",
    ),
    what: "writes the key out, where a reference to a secret belongs",
    weight: "problem",
  },
  {
    point: "containers",
    files: SHELLS,
    pattern: new RegExp(
      String.raw`\b(?:echo|printf|Write-Host|Write-Output)\b[^\n|>]{0,200}\$\{?\{?[ \t]{0,4}(?:env:|secrets\.|env\.)?${CLAUDE_KEY}[^\n|>]{0,200}$`,
      "gim",
    ),
    what: "prints the key into a log",
    weight: "problem",
  },
  {
    point: "input-limited",
    pattern: /\b(?:validateInput|safeUserQuery)\s{0,4}\(/g,
    what: "validates what users write",
    weight: "proof",
  },
  { point: "output-scanned", pattern: /\bvalidateOutput\s{0,4}\(/g, what: "searches answers", weight: "proof" },
  {
    point: "audit-log",
    pattern: /\bonVerdict["']?\s{0,4}[:(]/g,
    what: "takes the verdict of every call: see that it is kept",
    weight: "proof",
  },
  {
    point: "rate-limit",
    files: /\.(?:[cm]?[jt]sx?|py|rb|go|java|kt|php|cs)$/i,
    pattern:
      /["'](?:express-rate-limit|@fastify\/rate-limit|rate-limiter-flexible|@upstash\/ratelimit|hono-rate-limiter|koa-ratelimit|@nestjs\/throttler|golang\.org\/x\/time\/rate)["']|\bfrom\s{1,4}(?:slowapi|flask_limiter|limits|aiolimiter)\b|\bRack::Attack\b/g,
    what: "uses a limiter: whether it stands before the calls can't be told from here",
    weight: "doubt",
  },
];
