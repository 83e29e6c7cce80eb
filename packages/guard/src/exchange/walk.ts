/** Reads a JSON tree by the block table: every text that the table knows becomes a segment, and what it doesn't know is reported. */
import { BLOCK } from "./blocks.js";
import type { Definition } from "./definitions.js";
import { memberOf, stringOf, type JsonMember, type JsonObject, type JsonString, type JsonValue } from "./json.js";
import { imageText } from "./image-text.js";
import { mediaKind } from "./media.js";
import type { Fields, Place, Shape, Shapes, StringPlace, Surroundings, Token, Union } from "./places.js";
import type { Editing, Origin, Role, Segment, Trust, Unknown, Unread } from "./segment.js";
import { MCP_TOOL } from "./tools.js";

/** What holds for a place because of what surrounds it. */
export interface Context {
  readonly origin: Origin;
  readonly trust: Trust;
  readonly editing: Editing;
  readonly role: Role | undefined;
  readonly block: number | undefined;
}

const STRICTNESS = { free: 0, "same-length": 1, never: 2 } as const satisfies Record<Editing, number>;
/** What signatures and encrypted content are written in. Anything else in such a place is text, whatever the field is called. */
const TOKEN = /^[\w+/=.:~-]*$/;
/**
 * A member name that may be shown in a path: some words of plain letters, as programs name things (`inputSchema`, `max_tokens`, `$ref`, `URL`).
 * Random characters are no such words (a capital every now and then, digits in between), so that a token which somebody uses as a name
 * stays out of paths, which go into records.
 */
const PLAIN_NAME = /^[$_]?(?:[A-Z]?[a-z]{1,15}|[A-Z]{1,8})(?:[_-](?:[A-Z]?[a-z]{1,15}|[A-Z]{1,8})|[A-Z][a-z]{1,15}){0,5}\d{0,2}$/;

/** Walks over the parts of one body; what it finds is gathered in itself, in the order in which it was read. */
export class Walk {
  readonly segments: Segment[] = [];
  readonly unread: Unread[] = [];
  readonly unknown: Unknown[] = [];
  /** Name of each tool definition, or its type where it has no name. */
  readonly tools: string[] = [];
  /** Every tool definition, those that MCP servers list included. */
  readonly definitions: Definition[] = [];
  /** Whose listing is being read. */
  private server: string | undefined;
  /** Every model that would read the conversation. */
  readonly models: string[] = [];
  /** Content blocks of these types. */
  images = 0;
  documents = 0;

  /** Reads the members of an object by a list of fields. `what` is what a member is that the list lacks. */
  fields(fields: Fields, object: JsonObject, path: string, context: Context, what: Unknown["what"] = "field"): void {
    object.members.forEach((member, position) => {
      this.member(fields, object, member, position, path, context, what);
    });
  }

  /** The same in the order of the list, wherever the members stand; those that it lacks come last. */
  fieldsInOrder(fields: Fields, object: JsonObject, path: string, context: Context, what: Unknown["what"]): void {
    const ranks = new Map(Object.keys(fields).map((name, rank) => [name, rank]));
    const rank = ({ name }: JsonMember): number => ranks.get(name.value) ?? ranks.size;
    const entries = [...object.members.entries()].sort(([, a], [, b]) => rank(a) - rank(b));
    for (const [position, member] of entries) this.member(fields, object, member, position, path, context, what);
  }

  private member(
    fields: Fields,
    object: JsonObject,
    { name, value }: JsonMember,
    position: number,
    path: string,
    context: Context,
    what: Unknown["what"],
  ): void {
    const memberPath = pathOf(path, name.value, position);
    const place = Object.hasOwn(fields, name.value) ? fields[name.value] : undefined;
    if (place !== undefined) {
      this.place(place, value, memberPath, context, object);
    } else {
      this.segment(name, nameAt(path, position), untrusted(context));
      this.unrecognized(value, memberPath, context, what);
    }
  }

  /** Reads one value by its place, in the object `parent` if it is a member of one. */
  place(place: Place, value: JsonValue, path: string, context: Context, parent?: JsonObject): void {
    if (value.kind === "number" || value.kind === "boolean" || value.kind === "null") return;
    if (!this.read(place, value, path, context, parent)) this.unrecognized(value, path, context, "field");
  }

  /** False if the place takes another kind of JSON than this. */
  private read(place: Place, value: JsonValue, path: string, context: Context, parent?: JsonObject): boolean {
    switch (place.is) {
      case "any":
        this.any(value, path, context);
        return true;
      case "content":
        this.content(value, path, context, place.numbered);
        return true;
      case "union":
        this.union(place, value, path, context);
        return true;
      case "within":
        return this.read(place.place, value, path, inside(context, place.surroundings), parent);
      case "wrapped":
        return this.read(place.place, value, path.slice(0, Math.max(0, path.lastIndexOf("."))), context, parent);
      case "either": {
        const chosen =
          value.kind === "string" || value.kind === "array" || value.kind === "object" ? place[value.kind] : undefined;
        return chosen !== undefined && this.read(chosen, value, path, context, parent);
      }
      case "list":
        if (value.kind !== "array") return false;
        value.items.forEach((item, i) => {
          this.place(place.item, item, itemAt(path, i), context);
        });
        return true;
      case "dictionary":
        if (value.kind !== "object") return false;
        value.members.forEach((member, position) => {
          this.label(member.name, nameAt(path, position), context);
          this.place(place.value, member.value, pathOf(path, member.name.value, position), context);
        });
        return true;
      case "struct":
        if (value.kind !== "object") return false;
        if (place === MCP_TOOL) this.definitions.push({ object: value, path, server: this.server, trust: context.trust });
        this.fields(place.fields, value, path, context);
        return true;
      case "text":
      case "label":
      case "model":
      case "word":
      case "token":
      case "base64":
      case "remote":
      case "json-piece":
        if (value.kind !== "string") return false;
        this.string(place, value, path, context, parent);
        return true;
      case "flag":
        return false;
    }
  }

  private string(place: StringPlace, value: JsonString, path: string, context: Context, parent: JsonObject | undefined): void {
    switch (place.is) {
      case "text":
        this.segment(value, path, context);
        break;
      case "label":
        this.label(value, path, context);
        break;
      case "model":
        this.models.push(value.value);
        this.label(value, path, context);
        break;
      case "word":
        if (!place.words.has(value.value)) this.label(value, path, context);
        break;
      case "token":
        this.token(place, value, path, context);
        break;
      case "base64":
        this.media(value, path, context, parent === undefined ? undefined : stringOf(parent, "media_type"));
        break;
      case "remote":
        this.unread.push({ path, kind: place.kind });
        this.label(value, path, context);
        break;
      case "json-piece":
        break;
    }
  }

  private union(place: Union<Shapes>, value: JsonValue, path: string, context: Context): void {
    if (value.kind === "object") {
      if (place.what === "tool") this.definitions.push({ object: value, path, server: undefined, trust: context.trust });
      this.server = stringOf(value, "mcp_server_name");
    }
    const shape = value.kind === "object" ? shapeOf(place, value) : undefined;
    if (shape === undefined || value.kind !== "object") {
      this.unrecognized(value, path, context, place.what);
      return;
    }
    const role = place.by === "role" ? roleOf(value) : context.role;
    let surrounded = inside(context, shape.surroundings, role);
    if (shape.citable && citationsEnabled(value)) surrounded = inside(surrounded, { editing: "same-length" });
    if (place.what === "block") this.count(stringOf(value, "type"));
    if (place.what === "tool") this.tools.push(stringOf(value, "name") ?? stringOf(value, "type") ?? place.untold ?? "");
    this.fields(shape.fields, value, path, surrounded);
  }

  /** Data that isn't read as text. What an image carries beside its picture is, and can't be edited. */
  private media(value: JsonString, path: string, context: Context, mediaType: string | undefined): void {
    const kind = mediaKind(value.value, mediaType);
    this.unread.push({ path, kind });
    const text = kind === "image" ? imageText(value.value, mediaType) : "";
    if (text !== "") this.segment(value, path, untrusted(context), "never", text);
  }

  private count(type: string | undefined): void {
    if (type === "image") this.images += 1;
    if (type === "document") this.documents += 1;
  }

  private content(value: JsonValue, path: string, context: Context, numbered: boolean): void {
    const at = (block: number): Context => (numbered ? { ...context, block } : context);
    if (value.kind === "string") this.segment(value, path, at(0));
    else if (value.kind === "array") {
      value.items.forEach((item, i) => {
        this.union(BLOCK, item, itemAt(path, i), at(i));
      });
    } else if (numbered) this.unrecognized(value, path, context, "field");
    else this.union(BLOCK, value, path, context);
  }

  /** Any JSON. A member name is read too: it can hold a secret, but an edit would make it another member. */
  private any(value: JsonValue, path: string, context: Context): void {
    switch (value.kind) {
      case "string":
        this.segment(value, path, context);
        break;
      case "array":
        value.items.forEach((item, i) => {
          this.any(item, itemAt(path, i), context);
        });
        break;
      case "object":
        value.members.forEach((member, position) => {
          this.label(member.name, nameAt(path, position), context);
          this.any(member.value, pathOf(path, member.name.value, position), context);
        });
        break;
      case "number":
      case "boolean":
      case "null":
        break;
    }
  }

  /** What the table doesn't know. Its strings are read all the same, so that a policy may choose to inspect instead of to block. */
  private unrecognized(value: JsonValue, path: string, context: Context, what: Unknown["what"]): void {
    if (!holdsText(value)) return;
    this.unknown.push({ path, what });
    this.any(value, path, untrusted(context));
  }

  private token(place: Token, value: JsonString, path: string, context: Context): void {
    if (TOKEN.test(value.value)) {
      if (place.encrypted && value.value !== "") this.unread.push({ path, kind: "encrypted" });
      return;
    }
    this.unread.push({ path, kind: "mislabeled" });
    this.segment(value, path, untrusted(context));
  }

  private label(literal: JsonString, path: string, context: Context): void {
    this.segment(literal, path, context, "never");
  }

  private segment(literal: JsonString, path: string, context: Context, editing = context.editing, text = literal.value): void {
    const { origin, trust, role, block } = context;
    const segment: { -readonly [Key in keyof Segment]: Segment[Key] } = {
      path,
      text,
      origin,
      trust,
      editing,
      literal,
    };
    if (block !== undefined) segment.block = block;
    if (role !== undefined) segment.role = role;
    this.segments.push(segment);
  }
}

function inside(context: Context, { origin, trust, editing }: Surroundings, role = context.role): Context {
  return {
    origin: origin ?? context.origin,
    trust: trust ?? context.trust,
    // What is sealed as a whole stays so in its parts.
    editing: editing !== undefined && STRICTNESS[editing] > STRICTNESS[context.editing] ? editing : context.editing,
    role,
    block: context.block,
  };
}

function untrusted(context: Context): Context {
  return { ...context, trust: "third-party", editing: "never" };
}

function shapeOf(place: Union<Shapes>, object: JsonObject): Shape | undefined {
  const kind = memberOf(object, place.by);
  const name = kind === undefined || kind.kind === "null" ? place.untold : kind.kind === "string" ? kind.value : undefined;
  return name !== undefined && Object.hasOwn(place.variants, name) ? place.variants[name] : undefined;
}

function roleOf(message: JsonObject): Role | undefined {
  const role = stringOf(message, "role");
  return role === "user" || role === "assistant" || role === "system" ? role : undefined;
}

function citationsEnabled(object: JsonObject): boolean {
  const citations = memberOf(object, "citations");
  if (citations?.kind !== "object") return false;
  const enabled = memberOf(citations, "enabled");
  return enabled?.kind === "boolean" && enabled.value;
}

function holdsText(value: JsonValue): boolean {
  switch (value.kind) {
    case "string":
      return true;
    case "array":
      return value.items.some(holdsText);
    case "object":
      return value.members.length > 0;
    case "number":
    case "boolean":
    case "null":
      return false;
  }
}

// Paths are joined with one short piece at a time: engines keep every step of a longer join alive beside its result.

export function itemAt(path: string, i: number): string {
  return path + `[${i}]`;
}

/** Path of a member's name itself; its value has another. */
export function nameAt(path: string, position: number): string {
  return path + `{${position}}`;
}

export function pathOf(path: string, name: string, position: number): string {
  const shown = PLAIN_NAME.test(name) ? name : `{${position}}`;
  return path === "" ? shown : path + `.${shown}`;
}
