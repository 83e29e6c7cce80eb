/** What is wrong when a text is no YAML, in our words: the library's messages may quote the text, which can hold a secret. */
import type { ErrorCode } from "yaml";

type Words = readonly [problem: string, remedy: string];

const INDENT: Words = ["lines that don't stand under each other", "indent the members of one object alike, with spaces"];
const FEATURE: Words = ["a tag, anchor or alias", "leave it out: a policy is made of plain values"];
const UNEXPECTED: Words = ["something that can't stand here", "put texts with special characters into quotes"];

export const SYNTAX_PROBLEMS: Readonly<Record<ErrorCode, Words>> = {
  ALIAS_PROPS: FEATURE,
  BAD_ALIAS: FEATURE,
  BAD_COLLECTION_TYPE: UNEXPECTED,
  BAD_DIRECTIVE: ["a directive", "leave lines that begin with `%` out"],
  BAD_DQ_ESCAPE: ["an unknown escape in a text in double quotes", "use single quotes: a backslash is a backslash there"],
  BAD_INDENT: INDENT,
  BAD_PROP_ORDER: FEATURE,
  BAD_SCALAR_START: ["a text that begins with a special character", "put it into quotes"],
  BLOCK_AS_IMPLICIT_KEY: ["two colons in one line", "put a text with a colon into quotes"],
  BLOCK_IN_FLOW: ["lines with hyphens or names within brackets", "use either brackets or indentation"],
  DUPLICATE_KEY: ["a name that stands twice", "remove one: two readers could take different ones"],
  IMPOSSIBLE: UNEXPECTED,
  KEY_OVER_1024_CHARS: ["a name of over 1024 characters", "is it the right file?"],
  MISSING_CHAR: ["a missing quote, bracket, comma or colon", "close what was opened"],
  MULTILINE_IMPLICIT_KEY: ["a name that goes over two lines", "is a colon missing?"],
  MULTIPLE_ANCHORS: FEATURE,
  MULTIPLE_DOCS: ["a second document", "a file holds one policy: remove `---` and what follows"],
  MULTIPLE_TAGS: FEATURE,
  NON_STRING_KEY: ["a name that is no text", "write a word before the colon"],
  RESOURCE_EXHAUSTION: ["nested too deep", "no part of a policy has so many levels"],
  TAB_AS_INDENT: ["a tab as indentation", "use spaces"],
  TAG_RESOLVE_FAILED: FEATURE,
  UNEXPECTED_TOKEN: UNEXPECTED,
};
