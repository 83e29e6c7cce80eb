/**
 * Kubernetes Secrets as manifests: whatever stands under `data` or `stringData` of an object of kind `Secret`. All values go at once, whatever
 * they are called.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/
 */
import { defineDetector } from "../define.js";
import { isPlaceholder } from "../randomness.js";

const KIND = String.raw`kind["']?[ \t]?:[ \t]?["']?secret(?![\w-])`;
/** A line break, also escaped, as in JSON. */
const BREAK = String.raw`(?:\r?\n|\\{1,3}n)`;
/** Anything of the same document. */
const BETWEEN = String.raw`(?:(?!${BREAK}---)[^]){0,800}?${BREAK}[ \t]{0,8}`;
const ENTRY = String.raw`[ \t]{1,12}(?:#[^\n\\]{0,200}|[\w.-]{1,80}:[ \t]{1,8}(?:[|>][+-]?${BREAK}[ \t]{1,16})?[^\n\\]{1,800})`;
const DATA = String.raw`(?<!meta)data:[ \t]{0,8}${BREAK}(?<value>${ENTRY}(?:${BREAK}${ENTRY}){0,24})`;

/** A line of the document that says what it is. */
const OF_KIND = new RegExp(String.raw`(?:(?<![\w-])|\\n)${KIND}`, "i");

export const kubernetesSecret = defineDetector({
  id: "kubernetes-secret",
  family: "secrets",
  severity: "critical",
  keywords: ["data:"],
  // The kind stands before the data in what people write, and behind it in what kubectl prints.
  pattern: new RegExp(`(?<=(?<before>[^]{0,800}))${DATA}(?<behind>${BETWEEN}${KIND})?`, "i"),
  confidence: 0.9,
  confirm(_match, { before = "", value = "", behind }) {
    const document = before.slice(before.lastIndexOf("---") + 1);
    if (behind === undefined && !OF_KIND.test(document) && !OF_KIND.test(value)) return null;
    const values = [...value.matchAll(/[ \t][\w.-]+:[ \t]+(?:[|>][+-]?\s+)?["']?([^\s"'#\\]{6,})/g)].map(([, text = ""]) => text);
    return values.some((text) => !/[{}$<>()]|^&|^\*/.test(text) && !isPlaceholder(text)) ? 0.9 : null;
  },
  examples: {
    hit: [
      "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ntype: Opaque\ndata:\n  user: {8 base64}\n  password: {24 base64}\n",
      "apiVersion: v1\ndata:\n  password: {24 base64}\nkind: Secret\nmetadata:\n  name: db\n",
      "kind: Secret\nstringData:\n  token: {20 alphanumeric}\n",
    ],
    miss: [
      "kind: Secret\nmetadata:\n  name: db\ndata: {}\n",
      "kind: ExternalSecret\ndata:\n  password: {24 base64}\n",
      "kind: Secret\nmetadata:\n  name: db\n---\nkind: ConfigMap\ndata:\n  password: {24 base64}\n",
      "kind: Secret\ndata:\n  password: {{ .Values.password | b64enc }}\n",
      "kind: ConfigMap\ndata:\n  key: {24 base64}\n",
    ],
  },
});
