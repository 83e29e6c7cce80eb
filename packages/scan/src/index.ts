/** Looks at projects that call the Claude API. */
export { ProjectError } from "./errors.js";
export { diagnose, type DiagnoseOptions, type Diagnosis } from "./doctor/doctor.js";
export { POINTS, POINT_IDS, type Evidence, type PointId, type PointResult, type Repair, type Status } from "./doctor/point.js";
export { makeRepairs, type Repaired } from "./doctor/repair.js";
export type { GatewayInUse, PolicyInUse, RingsInUse, Surroundings } from "./doctor/surroundings.js";
export { openProject, type Project, type ProjectFile, type Unread } from "./project/project.js";
export { placesOf, type Place } from "./secrets/place.js";
export { findValue, type Form, type Traces, type ValuePlace } from "./secrets/find-value.js";
export { createSecretSearch, type Secret, type SecretSearch, type SecretSearchOptions } from "./secrets/search.js";
