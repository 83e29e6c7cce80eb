/** Where the references of a schema lead. Only into the schema itself: no other document is fetched. */
import { memberOf, stringOf, type JsonValue } from "../exchange/json.js";

export interface References {
  /** `undefined` where it leads nowhere, or out of the document. */
  resolve(reference: string): JsonValue | undefined;
}

export function createReferences(root: JsonValue): References {
  const known = new Map<string, JsonValue | undefined>();
  let anchors: Anchors | undefined;
  const find = (reference: string): JsonValue | undefined => {
    anchors ??= anchorsOf(root);
    // With ids inside, a reference counts from the nearest of them: such schemas are left alone.
    if (anchors.ids) return undefined;
    const id = root.kind === "object" ? (stringOf(root, "$id") ?? stringOf(root, "id")) : undefined;
    const hash = reference.indexOf("#");
    const document = hash < 0 ? reference : reference.slice(0, hash);
    if (document !== "" && document !== id?.replace(/#$/, "")) return undefined;
    const fragment = hash < 0 ? "" : decoded(reference.slice(hash + 1));
    if (fragment === "") return root;
    return fragment?.startsWith("/") === true ? pointedAt(root, fragment) : anchors.byName.get(fragment ?? "");
  };
  return {
    resolve(reference) {
      if (!known.has(reference)) known.set(reference, find(reference));
      return known.get(reference);
    },
  };
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}

/** RFC 6901. */
function pointedAt(root: JsonValue, pointer: string): JsonValue | undefined {
  let at: JsonValue | undefined = root;
  for (const step of pointer.slice(1).split("/")) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (at?.kind === "object") at = memberOf(at, name);
    else if (at?.kind === "array") at = /^(?:0|[1-9]\d{0,9})$/.test(name) ? at.items[Number(name)] : undefined;
    else return undefined;
  }
  return at;
}

interface Anchors {
  readonly byName: ReadonlyMap<string, JsonValue>;
  /** Whether a part of the schema has an id of its own. */
  readonly ids: boolean;
}

function anchorsOf(root: JsonValue): Anchors {
  const byName = new Map<string, JsonValue>();
  let ids = false;
  const visit = (value: JsonValue): void => {
    if (value.kind === "array") value.items.forEach(visit);
    if (value.kind !== "object") return;
    const anchor = stringOf(value, "$anchor");
    if (anchor !== undefined) byName.set(anchor, value);
    if (value !== root && stringOf(value, "$id") !== undefined) ids = true;
    for (const member of value.members) visit(member.value);
  };
  visit(root);
  return { byName, ids };
}
