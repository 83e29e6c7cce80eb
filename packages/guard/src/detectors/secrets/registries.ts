/** Tokens of package and image registries: who holds one publishes what others install. */
import { checksum } from "../checksum.js";
import type { Detector } from "../detector.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

const ARTIFACTORY = "https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens";

export const REGISTRIES: readonly Detector[] = [
  prefixed({
    id: "artifactory-api-key",
    shapes: ["AKCp{69 alphanumeric}", "AP6{1 alphanumeric}{26-40 alphanumeric}"],
    see: ARTIFACTORY,
  }),
  // The base 64 of `reftkn`.
  prefixed({ id: "artifactory-reference-token", shapes: ["cmVmd{59 alphanumeric}"], see: ARTIFACTORY }),
  named({
    id: "chocolatey-api-key",
    names: ["chocolatey", "choco"],
    shapes: ["{uuid}"],
    see: "https://docs.chocolatey.org/en-us/create/commands/api-key/",
  }),
  prefixed({
    id: "clojars-deploy-token",
    shapes: ["CLOJARS_{60 lower}"],
    see: "https://github.com/clojars/clojars-web/wiki/Deploy-Tokens",
  }),
  named({
    id: "cloudsmith-api-key",
    names: ["cloudsmith"],
    shapes: ["{40 hex}"],
    see: "https://docs.cloudsmith.com/accounts-and-teams/api-key",
  }),
  prefixed({
    id: "crates-io-token",
    shapes: ["cio{32 alphanumeric}"],
    see: "https://doc.rust-lang.org/cargo/reference/publishing.html",
  }),
  prefixed({
    id: "docker-access-token",
    shapes: ["dckr_{pat|oat}_{27-36 base64url}"],
    see: "https://docs.docker.com/security/access-tokens/",
  }),
  named({
    id: "jfrog-token",
    names: ["jfrog", "artifactory", "xray", "bintray"],
    shapes: ["{73 alphanumeric}", "{64 alphanumeric}"],
    see: ARTIFACTORY,
  }),
  prefixed({
    id: "npm-access-token",
    shapes: ["npm_{36 alphanumeric}"],
    see: "https://github.blog/security/supply-chain-security/new-npm-security-features/",
    word: "\\w",
    // 30 random characters and their checksum, as in GitHub's tokens; one with a typo is still worth a look.
    confirm: (token) => (checksum(token.slice(4, 34)) === token.slice(34) ? 1 : 0.75),
  }),
  named({
    id: "npm-legacy-token",
    names: ["_authtoken", "npm"],
    shapes: ["{uuid}"],
    see: "https://docs.npmjs.com/cli/configuring-npm/npmrc#auth-related-configuration",
  }),
  prefixed({
    id: "nuget-api-key",
    shapes: ["oy2{43 lower}"],
    see: "https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys",
  }),
  prefixed({
    id: "packagist-conductor-token",
    shapes: ["packagist_{ack|uut|oat}_{60-80 alphanumeric}"],
    see: "https://packagist.com/docs",
  }),
  prefixed({
    id: "pypi-upload-token",
    // A macaroon of its index: the base 64 of `pypi.org` and of `test.pypi.org` stands in each.
    shapes: ["pypi-AgEIcHlwaS5vcmc{50-1000 base64url}", "pypi-AgENdGVzdC5weXBpLm9yZw{50-1000 base64url}"],
    see: "https://docs.pypi.org/api/secrets/",
  }),
  prefixed({ id: "rubygems-api-key", shapes: ["rubygems_{48 hex}"], see: "https://guides.rubygems.org/api-key-scopes/" }),
  named({
    id: "nuget-legacy-api-key",
    names: ["nuget"],
    shapes: ["{46 alphanumeric}", "{uuid}"],
    see: "https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys",
  }),
];
