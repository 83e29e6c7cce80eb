/** Looks at a project and answers the checklist. */
import type { SecretSearch } from "../secrets/search.js";
import type { Project, Unread } from "../project/project.js";
import { browserClient, containers, https, systemParameter } from "./points/code.js";
import { envExample, envIgnored, fileModes } from "./points/files.js";
import { auditLog, inputLimited, outputScanned, rateLimit } from "./points/in-use.js";
import { browserVariables, builtBundle, keysInEnvironment, rotationSchedule, separateKeys } from "./points/keys.js";
import { POINT_IDS, type PointId, type PointResult } from "./point.js";
import { survey, type Survey } from "./survey.js";
import type { Surroundings } from "./surroundings.js";

export interface Diagnosis {
  /** All points, in the order of the checklist. */
  readonly points: readonly PointResult[];
  readonly searched: Survey["searched"];
  /** Files that weren't looked into, and why. */
  readonly unread: readonly Unread[];
}

export interface DiagnoseOptions {
  readonly search: SecretSearch;
  readonly surroundings?: Surroundings;
  /** Reasons that a person gave for points that can't be told from here. A point that failed stays failed. */
  readonly vouched?: ReadonlyMap<PointId, string>;
}

const ANSWERS: Readonly<Record<PointId, (survey: Survey, surroundings: Surroundings) => PointResult | Promise<PointResult>>> = {
  "keys-in-environment": keysInEnvironment,
  "env-ignored": envIgnored,
  "env-example": envExample,
  "file-modes": fileModes,
  "separate-keys": separateKeys,
  "rotation-schedule": rotationSchedule,
  "system-parameter": systemParameter,
  "input-limited": inputLimited,
  "output-scanned": outputScanned,
  https,
  "rate-limit": rateLimit,
  "audit-log": auditLog,
  "browser-variables": browserVariables,
  "built-bundle": builtBundle,
  "browser-client": browserClient,
  containers,
};

/** @throws ProjectError if git stops giving what it has. */
export async function diagnose(
  project: Project,
  { search, surroundings = {}, vouched = new Map() }: DiagnoseOptions,
): Promise<Diagnosis> {
  const surveyed = await survey(project, search);
  const points: PointResult[] = [];
  for (const id of POINT_IDS) points.push(await ANSWERS[id](surveyed, surroundings));
  return {
    points: points.map((point) => withWord(point, vouched.get(point.id))),
    searched: surveyed.searched,
    unread: surveyed.unread,
  };
}

function withWord(point: PointResult, reason: string | undefined): PointResult {
  if (reason === undefined || point.status !== "unknown") return point;
  const { fix: _, ...rest } = point;
  return { ...rest, status: "vouched", proofs: [{ what: `somebody's word: ${reason}` }] };
}
