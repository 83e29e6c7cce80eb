/** What the code shows, and the files that build and ship it. */
import ignore from "ignore";
import { notApplicable, resultOf, type Evidence, type PointResult } from "../point.js";
import type { Survey } from "../survey.js";
import type { Surroundings } from "../surroundings.js";
import { hitsOf } from "./hits.js";

export function systemParameter(survey: Survey): PointResult {
  return resultOf("system-parameter", {
    ...hitsOf(survey, "system-parameter"),
    fix: "give the operator's instructions as `system`, and what users write as a `user` message of its own: `safeUserQuery` of @sallyport/anthropic builds such a call",
  });
}

export function https(survey: Survey, { gateway }: Surroundings): PointResult {
  const { problems, doubts, proofs } = hitsOf(survey, "https");
  const { source, upstreamTls } = gateway ?? {};
  const ofGateway: readonly Evidence[] =
    source === undefined || upstreamTls === undefined
      ? []
      : [
          {
            what: upstreamTls ? "the gateway's upstream is https" : "the gateway's upstream is on this machine, not the API",
            file: source,
          },
        ];
  return resultOf("https", {
    problems,
    doubts,
    proofs: [...proofs, ...(upstreamTls === true ? ofGateway : [])],
    fix: "use the https address; trust a company's own certificate authority by NODE_EXTRA_CA_CERTS (or the like) in place of switching the check off",
  });
}

export function browserClient(survey: Survey): PointResult {
  const { problems, doubts } = hitsOf(survey, "browser-client");
  return resultOf("browser-client", {
    problems,
    doubts,
    proofs: [{ what: `${survey.searched.files} files let none` }],
    fix: "call the API from a server, or let the browser talk to the gateway through your own login",
  });
}

const DOCKERFILE = /(?:^|[./])(?:dockerfile|containerfile)(?:\.[^/]*)?$/i;
const SHIPPING =
  /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$|(?:^|\/)\.github\/workflows\/|(?:^|\/)(?:\.gitlab-ci|\.travis|azure-pipelines|bitbucket-pipelines|buildspec|cloudbuild|serverless)\.ya?ml$|(?:^|\/)\.circleci\/|(?:^|\/)(?:Jenkinsfile|fly\.toml|vercel\.json|netlify\.toml)$/;

export async function containers(survey: Survey): Promise<PointResult> {
  const { project } = survey;
  const dockerfiles = project.files.filter(({ path }) => DOCKERFILE.test(path));
  const others = project.files.filter(({ path }) => SHIPPING.test(path));
  const { problems, doubts } = hitsOf(survey, "containers");
  if (dockerfiles.length + others.length === 0 && problems.length === 0)
    return notApplicable("containers", "no container, compose or pipeline file lies here");
  const copied = (await Promise.all(dockerfiles.map(({ path }) => copiesVariables(survey, path)))).flat();
  return resultOf("containers", {
    problems: [...problems, ...copied],
    doubts,
    proofs: [{ what: `${dockerfiles.length} container files and ${others.length} of compose and pipelines hold none` }],
    fix: "give the key when the container starts (`docker run --env-file`, a mounted secret, the pipeline's own secrets); for a build that needs one: `RUN --mount=type=secret`; and put `.env*` into .dockerignore",
  });
}

/** `COPY . .` takes files with variables along, unless `.dockerignore` names them. */
async function copiesVariables({ project }: Survey, path: string): Promise<readonly Evidence[]> {
  const text = (await project.read(path)) ?? "";
  const line = text.split("\n").findIndex((one) => /^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*(?:\.\/?|\*|\["\.")[\s,]/i.test(one));
  if (line < 0) return [];
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const rules = await firstText(project, [`${path}.dockerignore`, `${folder}.dockerignore`, ".dockerignore"]);
  // Docker's patterns hold at the root alone; for these names it makes no difference.
  const ignores = rules !== undefined && [".env", ".env.production"].every((name) => ignore().add(rules).ignores(name));
  return ignores
    ? []
    : [{ what: "copies the folder, its `.env` files too: no .dockerignore names them", file: path, line: line + 1 }];
}

async function firstText(project: Survey["project"], paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const text = await project.read(path);
    if (text !== undefined) return text;
  }
  return undefined;
}
