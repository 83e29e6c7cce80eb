/**
 * Tokens of places that keep code, beside GitHub: each of GitLab's kinds has a prefix of its own.
 * @see https://docs.gitlab.com/security/tokens/#token-prefixes
 * @see https://docs.sourcegraph.com/cli/how-tos/creating_an_access_token
 */
import type { Detector } from "../detector.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

const GITLAB = "https://docs.gitlab.com/security/tokens/#token-prefixes";

export const CODE_HOSTS: readonly Detector[] = [
  prefixed({
    id: "atlassian-api-token",
    shapes: ["ATATT3{150-220 padded}", "ATCTT3{150-220 padded}"],
    see: "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/",
  }),
  named({
    id: "atlassian-legacy-api-token",
    names: ["atlassian", "confluence", "jira"],
    shapes: ["{24 lower}"],
    see: "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/",
  }),
  named({
    id: "azure-devops-token",
    names: ["azure devops", "ado", "azdo", "vsts"],
    shapes: ["{52 lower}", "{76 alphanumeric}AZDO{4 alphanumeric}"],
    see: "https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate",
  }),
  prefixed({
    id: "bitbucket-app-password",
    shapes: ["ATBB{24 alphanumeric}{8 upper}", "ATBB{32 alphanumeric}"],
    see: "https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/",
  }),
  named({
    id: "bitbucket-client-secret",
    names: ["bitbucket"],
    shapes: ["{64 padded}", "{32 alphanumeric}"],
    see: "https://support.atlassian.com/bitbucket-cloud/docs/use-oauth-on-bitbucket-cloud/",
  }),
  named({
    id: "gitea-access-token",
    names: ["gitea", "forgejo", "codeberg"],
    shapes: ["{40 hex}"],
    see: "https://docs.gitea.com/development/api-usage",
  }),
  named({ id: "gitee-access-token", names: ["gitee"], shapes: ["{32 hex}"], see: "https://gitee.com/api/v5/oauth_doc" }),
  prefixed({
    id: "gitlab-ci-job-token",
    shapes: ["glcbt-{1-5 alphanumeric}_{20 base64url}", "glcbt-{20 base64url}"],
    see: GITLAB,
  }),
  prefixed({ id: "gitlab-deploy-token", shapes: ["gldt-{20 base64url}"], see: GITLAB }),
  prefixed({ id: "gitlab-feature-flags-token", shapes: ["glffct-{20 base64url}"], see: GITLAB }),
  prefixed({ id: "gitlab-feed-token", shapes: ["glft-{20 base64url}"], see: GITLAB }),
  prefixed({ id: "gitlab-incoming-mail-token", shapes: ["glimt-{25 base64url}"], see: GITLAB }),
  prefixed({ id: "gitlab-kubernetes-agent-token", shapes: ["glagent-{50 base64url}"], see: GITLAB }),
  prefixed({ id: "gitlab-oauth-secret", shapes: ["gloas-{64 base64url}"], see: GITLAB }),
  prefixed({
    id: "gitlab-personal-token",
    shapes: ["glpat-{20 base64url}", "glpat-{27-300 base64url}.{9 lower}", "glpat-{27-300 base64url}.{2 lower}.{9 lower}"],
    see: GITLAB,
  }),
  prefixed({ id: "gitlab-pipeline-trigger-token", shapes: ["glptt-{40 hex}"], see: GITLAB }),
  prefixed({
    id: "gitlab-runner-token",
    shapes: [
      "glrt-{20 base64url}",
      "glrt-t{1 digits}_{27-300 base64url}.{9 lower}",
      "glrt-t{1 digits}_{20 base64url}",
      "GR1348941{20 base64url}",
    ],
    see: GITLAB,
  }),
  prefixed({ id: "gitlab-scim-token", shapes: ["glsoat-{20 base64url}"], see: GITLAB }),
  prefixed({
    id: "gitlab-session-cookie",
    shapes: ["_gitlab_session={32 lower}"],
    see: "https://docs.gitlab.com/user/profile/#cookies-used-for-sign-in",
    severity: "high",
  }),
  prefixed({
    id: "sourcegraph-access-token",
    shapes: ["sgp_{16 anyhex}_{40 anyhex}", "sgp_local_{40 anyhex}", "sgp_{40 anyhex}"],
    see: "https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token",
  }),
  prefixed({ id: "sourcegraph-license-key", shapes: ["slk_{64 hex}"], see: "https://sourcegraph.com/docs/admin/subscriptions" }),
  named({
    id: "sourcegraph-legacy-token",
    names: ["sourcegraph"],
    shapes: ["{40 hex}"],
    see: "https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token",
  }),
  named({
    id: "github-legacy-token",
    names: ["github"],
    shapes: ["{40 hex}"],
    see: "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/",
  }),
  named({ id: "gitlab-legacy-token", names: ["gitlab"], shapes: ["{20-22 padded}"], see: GITLAB }),
];
