/** Holds what a request has Anthropic's servers run against what the policy's `tools.server` lets it declare. */
import type { ServerSide } from "../exchange/server-side.js";
import type { ServerPolicy } from "../policy/server-schema.js";
import type { JudgedDeclaration, ServerProblem } from "../policy/verdict.js";

export function judgeServerSide(parts: readonly ServerSide[], policy: ServerPolicy): readonly JudgedDeclaration[] {
  return parts.map((part) => {
    const { action, problem } = judgePart(part, policy);
    return { what: part.kind, path: part.path, action, ...(problem === undefined ? {} : { problem }) };
  });
}

interface Judged {
  readonly action: "allow" | "flag" | "block";
  readonly problem?: ServerProblem;
}

function judgePart(part: ServerSide, policy: ServerPolicy): Judged {
  const problem = problemOf(part, policy);
  if (problem === "not-described") return { action: policy.default, ...(policy.default === "allow" ? {} : { problem }) };
  return problem === undefined ? { action: "allow" } : typeof problem === "string" ? { action: "block", problem } : problem;
}

/** What the operator wrote down are limits: what goes beyond them stops. */
function problemOf(part: ServerSide, policy: ServerPolicy): ServerProblem | Judged | undefined {
  switch (part.kind) {
    case "webSearch":
    case "webFetch": {
      const limits = policy[part.kind];
      if (limits === undefined) return "not-described";
      const sources = part.kind === "webFetch" ? policy.webFetch?.urlSources : undefined;
      if (!areDomainsWithin(part.allowedDomains, limits.allowedDomains)) return "domains";
      if (!isWithin(part.maxUses, limits.maxUses)) return "uses";
      return sources === undefined || [...part.urlSources].every((one) => sources.some((allowed) => allowed === one))
        ? undefined
        : "url-sources";
    }
    case "codeExecution":
      if (policy.codeExecution === undefined) return "not-described";
      return { action: policy.codeExecution, ...(policy.codeExecution === "allow" ? {} : { problem: "not-allowed" }) };
    case "advisor":
      if (policy.advisor === undefined) return "not-described";
      if (policy.advisor.models?.includes(part.model) === false) return "model";
      return isWithin(part.maxUses, policy.advisor.maxUses) ? undefined : "uses";
    case "mcp": {
      if (policy.mcp === undefined) return "not-described";
      const server = Object.hasOwn(policy.mcp, part.server) ? policy.mcp[part.server] : undefined;
      if (server === undefined) return "not-named";
      if (part.url !== undefined && !isSameUrl(part.url, server.url)) return "url";
      const { tools } = server;
      return tools === undefined || (part.tools !== "all" && part.tools.every((one) => tools.includes(one)))
        ? undefined
        : "tools";
    }
    case "skills":
      if (policy.skills === undefined) return "not-described";
      return policy.skills.includes(part.id) || policy.skills.includes(`${part.id}@${part.version ?? "latest"}`)
        ? undefined
        : "not-named";
  }
}

/** A request without a limit of its own has none. */
const isWithin = (uses: number | undefined, max: number | undefined): boolean =>
  max === undefined || (uses !== undefined && uses <= max);

const isSameUrl = (a: string, b: string): boolean => URL.canParse(a) && URL.canParse(b) && new URL(a).href === new URL(b).href;

function areDomainsWithin(asked: readonly string[], allowed: readonly string[] | undefined): boolean {
  if (allowed === undefined) return true;
  return asked.length > 0 && asked.every((domain) => allowed.some((one) => isDomainWithin(domain, one)));
}

/** `docs.corp.example` and `corp.example/docs` are within `corp.example`; a path is within its own beginning, whole steps only. */
function isDomainWithin(asked: string, allowed: string): boolean {
  const [host, path] = partsOf(asked.toLowerCase());
  const [allowedHost, allowedPath] = partsOf(allowed);
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) || /\.\.|%|\\/.test(path)) return false;
  if (host !== allowedHost && !host.endsWith(`.${allowedHost}`)) return false;
  return (
    allowedPath === "" || path === allowedPath || path.startsWith(allowedPath.endsWith("/") ? allowedPath : `${allowedPath}/`)
  );
}

function partsOf(domain: string): readonly [host: string, path: string] {
  const slash = domain.indexOf("/");
  return slash < 0 ? [domain, ""] : [domain.slice(0, slash), domain.slice(slash)];
}
