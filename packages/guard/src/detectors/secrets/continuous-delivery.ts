/** Tokens of services that build, check, and deploy code, or keep the configuration of what runs. */
import type { Detector } from "../detector.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

export const CONTINUOUS_DELIVERY: readonly Detector[] = [
  prefixed({
    id: "appveyor-api-token",
    shapes: ["v2.{20 alphanumeric}"],
    see: "https://www.appveyor.com/docs/api/",
    severity: "high",
    confidence: 0.8,
    word: "\\w.-",
  }),
  prefixed({
    id: "buildkite-api-token",
    shapes: ["bkua_{40 hex}", "bkaj_{40 hex}", "bkct_{40 alphanumeric}"],
    see: "https://buildkite.com/docs/apis/managing-api-tokens",
  }),
  named({
    id: "buildkite-agent-token",
    names: ["buildkite"],
    shapes: ["{40-50 lower}"],
    see: "https://buildkite.com/docs/agent/v3/tokens",
  }),
  prefixed({
    id: "circleci-token",
    shapes: ["CCIPAT_{22 alphanumeric}_{40 hex}", "CCIPRJ_{22 alphanumeric}_{40 hex}"],
    see: "https://circleci.com/docs/managing-api-tokens/",
  }),
  named({
    id: "circleci-legacy-token",
    names: ["circle ci", "circle"],
    shapes: ["{40 hex}"],
    see: "https://circleci.com/docs/managing-api-tokens/",
  }),
  named({
    id: "codacy-api-token",
    names: ["codacy"],
    shapes: ["{32 hex}", "{20 alphanumeric}"],
    see: "https://docs.codacy.com/codacy-api/api-tokens/",
  }),
  named({
    id: "codeclimate-token",
    names: ["code climate", "cc test reporter id"],
    shapes: ["{64 hex}", "{40 hex}"],
    see: "https://docs.codeclimate.com/docs",
  }),
  named({
    id: "codecov-token",
    names: ["codecov"],
    shapes: ["{32 lower}", "{uuid}"],
    see: "https://docs.codecov.com/docs/codecov-tokens",
  }),
  named({
    id: "codemagic-api-token",
    names: ["codemagic"],
    shapes: ["{43 padded}"],
    see: "https://docs.codemagic.io/rest-api/codemagic-rest-api/",
  }),
  named({
    id: "coveralls-repo-token",
    names: ["coveralls", "repo token"],
    shapes: ["{33-37 alphanumeric}"],
    see: "https://docs.coveralls.io/",
  }),
  named({
    id: "bitrise-access-token",
    names: ["bitrise"],
    shapes: ["{86 padded}"],
    see: "https://devcenter.bitrise.io/en/api/authenticating-with-the-bitrise-api.html",
  }),
  prefixed({
    id: "doppler-token",
    shapes: [
      "dp.{pt|ct|sa|scim|audit}.{40-44 alphanumeric}",
      "dp.st.{40-44 alphanumeric}",
      "dp.st.{2-35 base64url}.{40-44 alphanumeric}",
    ],
    see: "https://docs.doppler.com/reference/auth-token-formats",
  }),
  named({
    id: "drone-ci-token",
    names: ["drone ci", "drone"],
    shapes: ["{32 alphanumeric}"],
    see: "https://docs.drone.io/api/overview/",
  }),
  named({
    id: "expo-access-token",
    names: ["expo"],
    shapes: ["{40 base64url}"],
    see: "https://docs.expo.dev/accounts/programmatic-access/",
  }),
  prefixed({
    id: "fly-io-token",
    shapes: ["fo1_{43 base64url}", "fm1{a|r}_{100-500 base64}{|=|==|===}", "fm2_{100-1000 base64}{|=|==|===}"],
    see: "https://fly.io/docs/security/tokens/",
  }),
  named({
    id: "growthbook-secret-key",
    names: ["growthbook"],
    shapes: ["secret_{user|admin|readonly}_{30-50 alphanumeric}"],
    see: "https://docs.growthbook.io/api/",
  }),
  prefixed({
    id: "harness-api-key",
    shapes: ["pat.{22 base64url}.{24 alphanumeric}.{20 alphanumeric}", "sat.{22 base64url}.{24 alphanumeric}.{20 alphanumeric}"],
    see: "https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/",
  }),
  prefixed({
    id: "heroku-api-key",
    shapes: ["HRKU-AA{58 base64url}", "HRKU-{uuid}"],
    see: "https://devcenter.heroku.com/articles/authentication",
  }),
  named({
    id: "heroku-legacy-api-key",
    names: ["heroku"],
    shapes: ["{uuid}"],
    see: "https://devcenter.heroku.com/articles/authentication",
  }),
  prefixed({
    id: "infracost-api-key",
    shapes: ["ico-{32 alphanumeric}"],
    see: "https://www.infracost.io/docs/",
    confirm: (key) => (/[A-Zg-z]/.test(key.slice(4)) ? 0.95 : null) /* name-hash.ico */,
  }),
  named({
    id: "jenkins-api-token",
    names: ["jenkins", "hudson"],
    shapes: ["11{32 hex}", "{32 hex}"],
    see: "https://www.jenkins.io/doc/book/using/remote-access-api/",
  }),
  prefixed({ id: "launchdarkly-key", shapes: ["{api|sdk}-{uuid}"], see: "https://launchdarkly.com/docs/home/account/api" }),
  named({
    id: "launchdarkly-access-token",
    names: ["launch darkly"],
    shapes: ["{40 padded}"],
    see: "https://launchdarkly.com/docs/home/account/api",
  }),
  prefixed({
    id: "netlify-access-token",
    shapes: ["nfp_{36-40 alphanumeric}", "nfo_{36-40 alphanumeric}", "nfc_{36-40 alphanumeric}"],
    see: "https://docs.netlify.com/api/get-started/",
  }),
  named({
    id: "netlify-legacy-token",
    names: ["netlify"],
    shapes: ["{40-46 padded}"],
    see: "https://docs.netlify.com/api/get-started/",
  }),
  prefixed({
    id: "octopus-deploy-api-key",
    shapes: ["API-{26 upper}"],
    see: "https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key",
  }),
  prefixed({
    id: "postman-api-key",
    shapes: ["PMAK-{24 hex}-{34 hex}", "PMAK-{59 base64url}"],
    see: "https://learning.postman.com/docs/developer/postman-api/authentication/",
  }),
  prefixed({
    id: "prefect-api-key",
    shapes: ["{pnu|pnb}_{36 alphanumeric}"],
    see: "https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys",
  }),
  prefixed({
    id: "pulumi-access-token",
    shapes: ["pul-{40 hex}"],
    see: "https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/",
  }),
  named({ id: "railway-token", names: ["railway"], shapes: ["{uuid}"], see: "https://docs.railway.com/reference/public-api" }),
  prefixed({ id: "readme-api-key", shapes: ["rdme_{70 lower}"], see: "https://docs.readme.com/main/reference/authentication" }),
  prefixed({ id: "render-api-key", shapes: ["rnd_{28-32 alphanumeric}"], see: "https://render.com/docs/api" }),
  prefixed({ id: "scalingo-api-token", shapes: ["tk-us-{48 base64url}"], see: "https://developers.scalingo.com/" }),
  named({
    id: "semaphore-ci-token",
    names: ["semaphore"],
    shapes: ["{20 padded}", "{40 hex}"],
    see: "https://docs.semaphore.io/",
  }),
  prefixed({
    id: "snyk-access-token",
    shapes: ["snyk_{uat|sat}.{8 lower}.{40-600 base64url}.{20-600 base64url}"],
    see: "https://docs.snyk.io/snyk-api/authentication-for-api",
  }),
  named({
    id: "snyk-api-token",
    names: ["snyk"],
    shapes: ["{uuid}"],
    see: "https://docs.snyk.io/snyk-api/authentication-for-api",
  }),
  prefixed({
    id: "sonar-token",
    shapes: ["sq{p|u|a}_{40 alphanumeric}"],
    see: "https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/",
  }),
  named({
    id: "sonar-legacy-token",
    names: ["sonar", "sonarqube", "sonarcloud"],
    shapes: ["{40 alphanumeric}"],
    see: "https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/",
  }),
  prefixed({
    id: "statsig-secret-key",
    shapes: ["secret-{40-50 alphanumeric}"],
    see: "https://docs.statsig.com/sdk-keys/api-keys/",
  }),
  named({
    id: "travis-ci-token",
    names: ["travis ci", "travis"],
    shapes: ["{22 padded}"],
    see: "https://developer.travis-ci.com/authentication",
  }),
  prefixed({ id: "unkey-root-key", shapes: ["unkey_{22-32 alphanumeric}"], see: "https://www.unkey.com/docs" }),
  prefixed({
    id: "vercel-access-token",
    shapes: ["vc{p|i|a|r|k}_{40-60 alphanumeric}"],
    see: "https://vercel.com/docs/rest-api",
  }),
  named({
    id: "vercel-legacy-token",
    names: ["vercel", "zeit"],
    shapes: ["{24 alphanumeric}"],
    see: "https://vercel.com/docs/rest-api",
  }),
];
