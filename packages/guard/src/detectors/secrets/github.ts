/**
 * GitHub tokens: `ghp_` (personal), `gho_` (OAuth), `ghu_` and `ghs_` (an app for a user, an installation), `ghr_` (refresh), each with 30
 * random characters and their checksum; fine-grained personal tokens `github_pat_`; and installation tokens that hold a JWT. A wrong checksum means
 * that GitHub never gave the token out in this form: still worth a finding, for people mistype tokens, but not a sure one.
 * @see https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
 * @see https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 */
import { alone } from "../boundaries.js";
import { checksum } from "../checksum.js";
import { defineDetector } from "../define.js";
import { looksRandom } from "../randomness.js";

const UNCHECKED = 0.75;

/** @param token - Four letters of kind with `_`, then 30 characters and their checksum. */
function confirmChecked(token: string): number | null {
  const random = token.slice(4, 34);
  if (checksum(random) === token.slice(34)) return 1;
  return looksRandom(random) ? UNCHECKED : null;
}

export const githubAppToken = defineDetector({
  id: "github-app-token",
  family: "secrets",
  severity: "critical",
  keywords: ["ghs_", "ghu_"],
  pattern: alone(/gh[su]_[\dA-Za-z]{36}|ghs_\d{1,12}_eyJ[\w-]{10,400}\.[\w-]{10,1000}\.[\w-]{40,700}/, "\\w"),
  confidence: 0.98,
  confirm: (token) => (token.length === 40 ? confirmChecked(token) : 0.98),
  examples: {
    hit: [
      "ghs_{30 alphanumeric}{checksum of 30}",
      "token=ghu_{30 alphanumeric}{checksum of 30}",
      "ghs_12345_eyJ{40 base64url}.{120 base64url}.{86 base64url}",
    ],
    miss: [
      "ghs_{29 alphanumeric}{checksum of 29}",
      "ghs_{31 alphanumeric}{checksum of 31}",
      "highs_{30 alphanumeric}{checksum of 30}",
      "ghu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ],
  },
});

export const githubFineGrainedToken = defineDetector({
  id: "github-fine-grained-token",
  family: "secrets",
  severity: "critical",
  keywords: ["github_pat_"],
  pattern: alone(/github_pat_\w{82}/, "\\w"),
  confidence: 0.99,
  confirm: (token) => (looksRandom(token.slice(11)) ? 0.99 : null),
  examples: {
    hit: ["git clone https://x:github_pat_{22 alphanumeric}_{59 alphanumeric}@github.com/acme/app.git"],
    miss: [
      "github_pat_{22 alphanumeric}_{58 alphanumeric}",
      "github_pat_{83 alphanumeric}",
      "github_pat_your_token_here",
      "my_github_pat_{22 alphanumeric}_{59 alphanumeric}",
    ],
  },
});

export const githubOauthToken = defineDetector({
  id: "github-oauth-token",
  family: "secrets",
  severity: "critical",
  keywords: ["gho_", "ghr_"],
  pattern: alone(/gh[or]_[\dA-Za-z]{36}|ghr_[\dA-Za-z]{76}/, "\\w"),
  confidence: 0.98,
  confirm: (token) => (token.length === 40 ? confirmChecked(token) : looksRandom(token.slice(4)) ? UNCHECKED : null),
  examples: {
    hit: ["gho_{30 alphanumeric}{checksum of 30}", "refresh ghr_{30 alphanumeric}{checksum of 30}.", "ghr_{76 alphanumeric}"],
    miss: [
      "gho_{20 alphanumeric}",
      "gho_{40 alphanumeric}",
      "logho_{30 alphanumeric}{checksum of 30}",
      "ghr_000000000000000000000000000000000000",
    ],
  },
});

export const githubPersonalToken = defineDetector({
  id: "github-personal-token",
  family: "secrets",
  severity: "critical",
  keywords: ["ghp_"],
  pattern: alone(/ghp_[\dA-Za-z]{36}/, "\\w"),
  confidence: 0.98,
  confirm: confirmChecked,
  examples: {
    hit: ["GITHUB_TOKEN=ghp_{30 alphanumeric}{checksum of 30}", "(ghp_{30 alphanumeric}{checksum of 30})"],
    miss: [
      "ghp_{29 alphanumeric}{checksum of 29}",
      "ghp_{32 alphanumeric}{checksum of 32}",
      "graph_ghp_{30 alphanumeric}{checksum of 30}",
      "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      "ghp_1234567890abcdefghijklmnopqrstuvwxyz",
    ],
  },
});
