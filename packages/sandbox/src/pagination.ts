/** The API's lists: `limit`, `after_id` and `before_id` in, `has_more`, `first_id` and `last_id` out. */
import { invalidRequest } from "./errors.js";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1000;

/** @throws {@link ApiError} 400 for a limit out of range, an unknown cursor, or both cursors at once. */
export function pageOf<Item extends { readonly id: string }>(
  items: readonly Item[],
  show: (item: Item) => unknown,
  query: URLSearchParams,
): unknown {
  const limit = Number(query.get("limit") ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw invalidRequest(`limit: Input should be a whole number from 1 to ${MAX_LIMIT}`);
  const [after, before] = [query.get("after_id"), query.get("before_id")];
  if (after !== null && before !== null) throw invalidRequest("after_id and before_id can't be given together");
  const page =
    before === null
      ? forward(items, after === null ? 0 : placeOf(items, after, "after_id") + 1, limit)
      : backward(items, placeOf(items, before, "before_id"), limit);
  return {
    data: page.items.map(show),
    has_more: page.hasMore,
    first_id: page.items[0]?.id ?? null,
    last_id: page.items.at(-1)?.id ?? null,
  };
}

function forward<Item>(items: readonly Item[], start: number, limit: number) {
  return { items: items.slice(start, start + limit), hasMore: start + limit < items.length };
}

function backward<Item>(items: readonly Item[], end: number, limit: number) {
  const start = Math.max(0, end - limit);
  return { items: items.slice(start, end), hasMore: start > 0 };
}

function placeOf(items: readonly { readonly id: string }[], id: string, name: string): number {
  const place = items.findIndex((item) => item.id === id);
  if (place === -1) throw invalidRequest(`${name}: no such id`);
  return place;
}
