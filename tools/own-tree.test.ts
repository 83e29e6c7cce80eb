/** Our own scanner passes on our own tree: no secret lies in the repository, and we follow the practice as far as a library can. */
import { fileURLToPath } from "node:url";
import { createSecretSearch, diagnose, openProject } from "@sallyport/scan";
import { expect, it } from "vitest";

it("holds no key, and shows nobody a wrong way", { timeout: 120_000 }, async () => {
  const project = await openProject(fileURLToPath(new URL("../", import.meta.url)));
  const { points } = await diagnose(project, { search: createSecretSearch() });
  expect(points.flatMap(({ id, problems }) => problems.map((problem) => ({ id, ...problem })))).toEqual([]);
});
