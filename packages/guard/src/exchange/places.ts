/**
 * The vocabulary of the block table: what can stand at a place of the Messages API. The table itself is in `blocks.ts`, `tools.ts`,
 * `message.ts` and `parameters.ts`; `walk.ts` reads a body by it. Numbers, booleans and null hold no text and may stand anywhere: what
 * isn't allowed there is for the API to refuse.
 */
import type { Editing, Origin, Trust, Unknown } from "./segment.js";

/** Text that people or models wrote. */
export interface Text {
  readonly is: "text";
}
/** An id, a name, a host: read, but an edit would break what it refers to. */
export interface Label {
  readonly is: "label";
}
/** The name of a model that would read the conversation. */
export interface Model {
  readonly is: "model";
}
/** One of a few words. Any other text is read like a label: the API adds words to its lists at any time. */
export interface Word<Words extends string> {
  readonly is: "word";
  readonly words: ReadonlySet<Words>;
}
/** A number or a boolean. Text here is out of place. */
export interface Flag {
  readonly is: "flag";
}
/** A token for the API's servers alone: signed, bound to the body, or encrypted content, which is then reported as unread. */
export interface Token {
  readonly is: "token";
  readonly encrypted: boolean;
}
/** Base64 of an image or a PDF; the object's `media_type` says which. */
export interface Base64 {
  readonly is: "base64";
}
/** A name of content that lies elsewhere. The name is read, the content isn't. */
export interface Remote {
  readonly is: "remote";
  readonly kind: "url" | "file";
}
/** Any JSON: each string and each member name is read. */
export interface AnyJson {
  readonly is: "any";
}
/** A piece of a JSON text, as a stream carries tool inputs: read once the pieces are joined. */
export interface JsonPiece {
  readonly is: "json-piece";
}
/** Content: a string, a list of blocks, or one block. `numbered` where the list is a message's own: its blocks are counted. */
export interface Content {
  readonly is: "content";
  readonly numbered: boolean;
}
export interface List<Item> {
  readonly is: "list";
  readonly item: Item;
}
/** An object whose member names are chosen by its writer. */
export interface Dictionary<Value> {
  readonly is: "dictionary";
  readonly value: Value;
}
export interface Struct<Members> {
  readonly is: "struct";
  readonly fields: Members;
}
/** An object of one of several kinds, told apart by the member `by`. */
export interface Union<Variants> {
  readonly is: "union";
  readonly by: "type" | "role";
  readonly what: Unknown["what"];
  readonly variants: Variants;
  /** The kind of an object that doesn't say its kind. */
  readonly untold: string | undefined;
}
/** A place that takes JSON of different kinds. */
export interface Either<OfString, OfArray, OfObject> {
  readonly is: "either";
  readonly string: OfString;
  readonly array: OfArray;
  readonly object: OfObject;
}
/** A place whose origin, trust or editing is another than that of what surrounds it. */
export interface Within<Inner> {
  readonly is: "within";
  readonly surroundings: Surroundings;
  readonly place: Inner;
}
/** An object that an event wraps around a part of the response: its fields have the path that they have in the whole response. */
export interface Wrapped<Inner> {
  readonly is: "wrapped";
  readonly place: Inner;
}

/** Places that hold one string. */
export type StringPlace = Text | Label | Model | Word<string> | Token | Base64 | Remote | JsonPiece;
export type Place =
  | StringPlace
  | Flag
  | AnyJson
  | Content
  | List<Place>
  | Dictionary<Place>
  | Struct<Fields>
  | Union<Shapes>
  | Either<Place | undefined, Place | undefined, Place | undefined>
  | Within<Place>
  | Wrapped<Place>;

export interface Fields {
  readonly [name: string]: Place;
}
export interface Surroundings {
  readonly origin?: Origin;
  readonly trust?: Trust;
  readonly editing?: Editing;
}
/** One kind of a union. */
export interface Shape<Members = Fields> {
  readonly fields: Members;
  readonly surroundings: Surroundings;
  /** True for what citations may point into by counting characters: with `citations.enabled`, edits keep the length. */
  readonly citable: boolean;
}
export interface Shapes {
  readonly [kind: string]: Shape;
}

export const TEXT: Text = { is: "text" };
export const LABEL: Label = { is: "label" };
export const MODEL: Model = { is: "model" };
export const FLAG: Flag = { is: "flag" };
export const SIGNATURE: Token = { is: "token", encrypted: false };
export const ENCRYPTED: Token = { is: "token", encrypted: true };
export const BASE64: Base64 = { is: "base64" };
export const URL: Remote = { is: "remote", kind: "url" };
export const FILE: Remote = { is: "remote", kind: "file" };
export const ANY: AnyJson = { is: "any" };
export const JSON_PIECE: JsonPiece = { is: "json-piece" };
export const CONTENT: Content = { is: "content", numbered: false };
export const NUMBERED_CONTENT: Content = { is: "content", numbered: true };

export function word<const Words extends string>(...words: readonly Words[]): Word<Words> {
  return { is: "word", words: new Set(words) };
}
export function list<Item extends Place>(item: Item): List<Item> {
  return { is: "list", item };
}
export function dictionary<Value extends Place>(value: Value): Dictionary<Value> {
  return { is: "dictionary", value };
}
export function struct<Members extends Fields>(fields: Members): Struct<Members> {
  return { is: "struct", fields };
}
export function within<Inner extends Place>(surroundings: Surroundings, place: Inner): Within<Inner> {
  return { is: "within", surroundings, place };
}
export function wrapped<Inner extends Place>(place: Inner): Wrapped<Inner> {
  return { is: "wrapped", place };
}
export function shape<Members extends Fields>(fields: Members, surroundings: Surroundings = {}): Shape<Members> {
  return { fields, surroundings, citable: false };
}
export function citable<Members extends Fields>(fields: Members, surroundings: Surroundings): Shape<Members> {
  return { fields, surroundings, citable: true };
}
export function union<Variants extends Shapes>(
  what: Unknown["what"],
  variants: Variants,
  { by = "type", untold }: { readonly by?: "type" | "role"; readonly untold?: string } = {},
): Union<Variants> {
  const shapes = Object.entries(variants).map(([kind, { fields, ...rest }]) => [
    kind,
    { ...rest, fields: { [by]: word(kind), ...fields } },
  ]);
  // The same kinds and fields, and beside them the one that tells the kind.
  return { is: "union", by, what, variants: Object.fromEntries(shapes) as Variants, untold };
}
/** Kinds that share their fields. */
export function alike<const Kind extends string, Members extends Fields>(
  kinds: readonly Kind[],
  fields: Members,
  surroundings: Surroundings = {},
): Readonly<Record<Kind, Shape<Members>>> {
  const shared = shape(fields, surroundings);
  // Object.fromEntries forgets the names of what it is given; they are the kinds.
  return Object.fromEntries(kinds.map((kind) => [kind, shared])) as Record<Kind, Shape<Members>>;
}
/** One place for each kind of JSON that may stand there. */
export function either<
  OfString extends Place | undefined = undefined,
  OfArray extends Place | undefined = undefined,
  OfObject extends Place | undefined = undefined,
>(places: {
  readonly string?: OfString;
  readonly array?: OfArray;
  readonly object?: OfObject;
}): Either<OfString, OfArray, OfObject> {
  // A kind that is left out is `undefined` by its type parameter too.
  return { is: "either", string: places.string as OfString, array: places.array as OfArray, object: places.object as OfObject };
}
