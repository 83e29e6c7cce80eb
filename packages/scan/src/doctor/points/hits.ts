/** What the lines of the code show about one point. */
import type { Evidence, PointId } from "../point.js";
import type { Hit, Survey } from "../survey.js";

/** Of what is right, so many places are told: the first ones show it. */
const MAX_PROOFS = 3;

export function hitsOf(
  { hits }: Pick<Survey, "hits">,
  point: PointId,
): { readonly problems: readonly Evidence[]; readonly doubts: readonly Evidence[]; readonly proofs: readonly Evidence[] } {
  const of = (weight: Hit["weight"]): readonly Evidence[] =>
    hits.filter((hit) => hit.point === point && hit.weight === weight).map(({ what, file, line }) => ({ what, file, line }));
  return { problems: of("problem"), doubts: of("doubt"), proofs: of("proof").slice(0, MAX_PROOFS) };
}
