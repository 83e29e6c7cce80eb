/**
 * Checks a JSON value against a JSON Schema (2020-12, and what earlier drafts wrote otherwise). Interpreted: nothing is compiled to code. Schemas
 * come from tool definitions, which third parties write, so that a check is bounded whatever the schema: a budget of steps instead of references
 * that double, patterns in linear time or not at all. What wasn't checked is said, and never reads as passed.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation
 */
import { memberOf, type JsonObject, type JsonValue } from "../exchange/json.js";
import { itemAt, nameAt, pathOf } from "../exchange/walk.js";
import type { Compile } from "../pattern/searcher.js";
import { ASSERTIONS } from "./assertions.js";
import { membersOf } from "./equal.js";
import { createPatterns, type Patterns } from "./patterns.js";
import { createReferences, type References } from "./references.js";

/** A place where the value doesn't fit. Neither value nor schema is in it. */
export interface Violation {
  /** Of the part that doesn't fit; of the object that lacks a member. */
  readonly path: string;
  /** The keyword of the schema that it fails. */
  readonly rule: string;
  readonly value: JsonValue;
}

export interface SchemaReport {
  /** The first of them. */
  readonly violations: readonly Violation[];
  /** Keywords that were not checked, sorted: `unevaluatedProperties`, a `pattern` without an engine, `steps` where the budget didn't suffice. */
  readonly unchecked: readonly string[];
}

/** Each visit of a schema at a value, each entry looked at there, and each 64 characters compared is a step. */
const MAX_STEPS = 200_000;
const MAX_VIOLATIONS = 20;
/** Of schemas in schemas and references to references. */
const MAX_DEPTH = 400;

/**
 * @param path - Where the value stands, for the violations.
 * @param compile - Runs the schema's patterns in linear time; without it they are not checked.
 */
export function checkSchema(schema: JsonValue, value: JsonValue, path: string, compile: Compile | undefined): SchemaReport {
  const check = new SchemaCheck(schema, createPatterns(compile));
  const violations: Violation[] = [];
  check.fits(schema, value, path, violations);
  return { violations, unchecked: [...check.unchecked].sort() };
}

/** `undefined`: it can't be told, since a keyword was not checked. */
type Fits = boolean | undefined;
/** Where violations go; nowhere inside of alternatives, where not to fit is no violation yet. */
type Sink = Violation[] | undefined;

const both = (a: Fits, b: Fits): Fits =>
  a === false || b === false ? false : a === undefined || b === undefined ? undefined : true;

/** Keywords that constrain, and that are not checked here: they need what other keywords have looked at, or another document. */
const NOT_CHECKED = new Set(["unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef", "extends", "disallow"]);

class SchemaCheck {
  readonly unchecked = new Set<string>();
  private readonly references: References;
  private readonly patterns: Patterns;
  private steps = 0;
  private depth = 0;

  constructor(root: JsonValue, patterns: Patterns) {
    this.references = createReferences(root);
    this.patterns = patterns;
  }

  fits(schema: JsonValue, value: JsonValue, path: string, sink: Sink): Fits {
    if (schema.kind === "boolean") return schema.value || this.violation(sink, path, "false", value);
    if (schema.kind !== "object") return this.skip("schema");
    if (this.depth >= MAX_DEPTH || !this.pay(1 + schema.members.length)) return this.skip("steps");
    this.depth += 1;
    let result: Fits = true;
    for (const { name, value: argument } of schema.members)
      result = both(result, this.keyword(name.value, argument, schema, value, path, sink));
    this.depth -= 1;
    return result;
  }

  private pay(steps: number): boolean {
    this.steps += steps;
    return this.steps <= MAX_STEPS;
  }

  private skip(what: string): Fits {
    this.unchecked.add(what);
    return undefined;
  }

  private violation(sink: Sink, path: string, rule: string, value: JsonValue): false {
    if (sink !== undefined && sink.length < MAX_VIOLATIONS) sink.push({ path, rule, value });
    return false;
  }

  private keyword(name: string, argument: JsonValue, schema: JsonObject, value: JsonValue, path: string, sink: Sink): Fits {
    const say = (fits: Fits): Fits => (fits === false ? this.violation(sink, path, name, value) : fits);
    const assertion = Object.hasOwn(ASSERTIONS, name) ? ASSERTIONS[name] : undefined;
    if (assertion !== undefined) {
      if (!this.pay(weightOf(argument) + weightOf(value))) return this.skip("steps");
      return say(assertion(argument, value, schema)) ?? this.skip(name);
    }
    if (NOT_CHECKED.has(name)) return this.skip(name);
    switch (name) {
      case "pattern":
        if (argument.kind !== "string") return this.skip(name);
        return value.kind === "string" ? say(this.patterns.test(argument.value, value.value) ?? this.skip(name)) : true;
      case "$ref": {
        const target = argument.kind === "string" ? this.references.resolve(argument.value) : undefined;
        return target === undefined ? this.skip(name) : this.fits(target, value, path, sink);
      }
      case "allOf":
        if (argument.kind !== "array") return this.skip(name);
        return argument.items.reduce<Fits>((all, one) => both(all, this.fits(one, value, path, sink)), true);
      case "anyOf":
      case "oneOf": {
        if (argument.kind !== "array") return this.skip(name);
        const each = argument.items.map((one) => this.fits(one, value, path, undefined));
        const fitting = each.filter((one) => one === true).length;
        const unsure = each.includes(undefined);
        if (name === "oneOf" && fitting > 1) return say(false);
        if (fitting > 0) return name === "oneOf" && unsure ? undefined : true;
        return say(unsure ? undefined : false);
      }
      case "not": {
        const fits = this.fits(argument, value, path, undefined);
        return say(fits === undefined ? undefined : !fits);
      }
      case "if": {
        const fits = this.fits(argument, value, path, undefined);
        const branch = memberOf(schema, fits === false ? "else" : "then");
        if (fits === undefined)
          return memberOf(schema, "then") === undefined && memberOf(schema, "else") === undefined ? true : undefined;
        return branch === undefined ? true : this.fits(branch, value, path, sink);
      }
      default:
        if (value.kind === "object") return this.objectKeyword(name, argument, schema, value, path, sink);
        if (value.kind === "array") return this.arrayKeyword(name, argument, schema, value.items, path, say, sink);
        return true;
    }
  }

  private objectKeyword(
    name: string,
    argument: JsonValue,
    schema: JsonObject,
    value: JsonObject,
    path: string,
    sink: Sink,
  ): Fits {
    switch (name) {
      case "properties":
      case "patternProperties":
      case "additionalProperties":
      case "propertyNames":
        return this.eachMember(name, argument, schema, value, path, sink);
      case "dependencies":
      case "dependentSchemas": {
        if (argument.kind !== "object") return this.skip(name);
        const members = membersOf(value);
        let result: Fits = true;
        for (const { name: trigger, value: dependent } of argument.members) {
          if (!members.has(trigger.value)) continue;
          const lacks =
            dependent.kind === "array" && dependent.items.some((one) => one.kind === "string" && !members.has(one.value));
          const fits =
            dependent.kind === "array"
              ? !lacks || this.violation(sink, path, name, value)
              : this.fits(dependent, value, path, sink);
          result = both(result, fits);
        }
        return result;
      }
      default:
        return true;
    }
  }

  private eachMember(
    keyword: "properties" | "patternProperties" | "additionalProperties" | "propertyNames",
    argument: JsonValue,
    schema: JsonObject,
    value: JsonObject,
    path: string,
    sink: Sink,
  ): Fits {
    if (!this.pay(value.members.length)) return this.skip("steps");
    const own = keyword === "properties" && argument.kind === "object" ? membersOf(argument) : undefined;
    let result: Fits = true;
    for (const [position, { name, value: member }] of value.members.entries()) {
      const at = pathOf(path, name.value, position);
      switch (keyword) {
        case "properties": {
          const below = own?.get(name.value);
          if (below !== undefined) result = both(result, this.fits(below, member, at, sink));
          break;
        }
        case "patternProperties":
          for (const { name: pattern, value: below } of argument.kind === "object" ? argument.members : []) {
            const applies = this.patterns.test(pattern.value, name.value) ?? this.skip(keyword);
            if (applies !== false) result = both(result, applies === true ? this.fits(below, member, at, sink) : undefined);
          }
          break;
        case "additionalProperties": {
          const known = this.isNamed(schema, name.value);
          if (known === undefined) result = both(result, this.skip("patternProperties"));
          else if (!known && argument.kind === "boolean")
            result = both(result, argument.value || this.violation(sink, nameAt(path, position), keyword, name));
          else if (!known) result = both(result, this.fits(argument, member, at, sink));
          break;
        }
        case "propertyNames":
          result = both(result, this.fits(argument, name, nameAt(path, position), sink));
      }
    }
    return result;
  }

  /** Whether `properties` or `patternProperties` speak of a member. */
  private isNamed(schema: JsonObject, name: string): Fits {
    const properties = memberOf(schema, "properties");
    if (properties?.kind === "object" && membersOf(properties).has(name)) return true;
    const patterns = memberOf(schema, "patternProperties");
    const each = patterns?.kind === "object" ? patterns.members.map((one) => this.patterns.test(one.name.value, name)) : [];
    return each.includes(true) ? true : each.includes(undefined) ? undefined : false;
  }

  private arrayKeyword(
    name: string,
    argument: JsonValue,
    schema: JsonObject,
    items: readonly JsonValue[],
    path: string,
    say: (fits: Fits) => Fits,
    sink: Sink,
  ): Fits {
    /** A list of schemas, one for each of the first items. */
    const tuple = (schemas: readonly JsonValue[]): Fits =>
      schemas.reduce<Fits>((all, one, index) => {
        const item = items[index];
        return item === undefined ? all : both(all, this.fits(one, item, itemAt(path, index), sink));
      }, true);
    const rest = (from: number): Fits =>
      items
        .slice(from)
        .reduce<Fits>((all, item, index) => both(all, this.fits(argument, item, itemAt(path, from + index), sink)), true);
    switch (name) {
      case "prefixItems":
        return argument.kind === "array" ? tuple(argument.items) : this.skip(name);
      case "items":
        return argument.kind === "array" ? tuple(argument.items) : rest(lengthOf(memberOf(schema, "prefixItems")) ?? 0);
      case "additionalItems": {
        const from = lengthOf(memberOf(schema, "items"));
        return from === undefined ? true : rest(from);
      }
      case "contains": {
        const each = items.map((item) => this.fits(argument, item, path, undefined));
        const sure = each.filter((one) => one === true).length;
        const possible = sure + each.filter((one) => one === undefined).length;
        const least = countOf(memberOf(schema, "minContains")) ?? 1;
        const most = countOf(memberOf(schema, "maxContains")) ?? Infinity;
        if (possible < least || sure > most) return say(false);
        return sure >= least && possible <= most ? true : undefined;
      }
      default:
        return true;
    }
  }
}

/** What it costs to look at a whole value, in steps. */
function weightOf(value: JsonValue): number {
  switch (value.kind) {
    case "string":
      return value.value.length >> 6;
    case "array":
    case "object":
      return (value.end - value.start) >> 6;
    case "number":
    case "boolean":
    case "null":
      return 0;
  }
}

const lengthOf = (list: JsonValue | undefined): number | undefined => (list?.kind === "array" ? list.items.length : undefined);
const countOf = (count: JsonValue | undefined): number | undefined => (count?.kind === "number" ? Number(count.raw) : undefined);
