/**
 * E-mail addresses, also with letters of any script in name and domain. The last label of the domain must be one that is given out: a country's
 * two letters, or three and more that are no file's ending. Left alone: pictures for dense screens (`logo@2x.png`), versions (`vite@5.0.0-rc.ab`),
 * and the `git@` of a repository's address.
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2
 * @see https://www.rfc-editor.org/rfc/rfc6531
 */
import { defineDetector } from "../define.js";

/** ISO 3166-1 in pairs, with the codes that have a domain of their own beside it: ac, eu, su, uk. */
const COUNTRIES =
  "acadaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjbmbnbobrbsbtbvbwbybzcacccdcfcgchcickclcmcncocrcucvcwcxcyczdedjdkdmdodzeceeegereseteufifjfkfmfofrgagbgdgegfggghgiglgmgngpgqgrgsgtgugwgyhkhmhnhrhthuidieiliminioiqirisitjejmjojpkekgkhkikmknkpkrkwkykzlalblclilklrlsltlulvlymamcmdmemgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymznancnenfngninlnonpnrnunzompapepfpgphpkplpmpnprpsptpwpyqarerorsrurwsasbscsdsesgshsisjskslsmsnsosrssstsusvsxsysztctdtftgthtjtktltmtntotrtttvtwtzuaugukusuyuzvavcvevgvivnvuwfwsyeytzazmzw";
const TWO_LETTERS = new Set(COUNTRIES.match(/../g));
/** What a file may be called after an `@`, in a link or an import. */
const FILE =
  /^(?:png|jpe?g|gif|svg|webp|avif|ico|css|scss|less|html?|xml|json|ya?ml|toml|lock|tsx?|jsx?|mjs|cjs|map|wasm|woff2?|ttf|eot|pdf|zip|tgz|gz|jar|dll|exe|txt|log|conf|service|socket|target|timer|mount|min|tar|rpm|deb|py|rb)$/i;

// Not by Unicode's classes: with them the search is three times as slow.
const LETTER = "[\\w\\u00a1-\\uffff]";
const PLAIN = `${LETTER}(?<!(?:[A-Za-mo-qsu-z\\d_\\u00a1-\\uffff.+%@\\\\-]|(?<!\\\\)[nrt])${LETTER})[\\w\\u00a1-\\uffff!#$&'*+/=?^\`{|}~.-]{0,63}`;
const QUOTED = `"(?<![\\w'")\\]}\\\\]")(?=[^\\n"]{0,62}\\w)(?:[^"\\\\\\n]|\\\\[^\\n]){1,62}"`;
const DOMAIN =
  "(?:[a-zA-Z\\d\\u00a1-\\uffff](?:[\\w\\u00a1-\\uffff-]{0,62}[a-zA-Z\\d\\u00a1-\\uffff])?\\.){1,8}(?:[xX][nN]--[a-zA-Z\\d-]{2,59}|[a-zA-Z\\u00a1-\\uffff]{2,24})";

export const emailAddress = defineDetector({
  id: "email-address",
  kind: "email",
  family: "personal",
  severity: "medium",
  pattern: new RegExp(`(?:${PLAIN}|${QUOTED})@(?<domain>${DOMAIN})(?!${LETTER}|-|\\.${LETTER}|@)`),
  confidence: 0.95,
  confirm(match, { domain = "" }) {
    const name = match.slice(0, -domain.length - 1);
    if ((!name.endsWith('"') && /^\.|\.$|\.\.|^_+$/.test(name)) || name === "git" || /^\d+\.\d/.test(domain)) return null;
    const last = domain.slice(domain.lastIndexOf(".") + 1).toLowerCase();
    if (FILE.test(last) || (/^[a-z]{2}$/.test(last) && !TWO_LETTERS.has(last))) return null;
    return { confidence: 0.95, evidence: ["shape"] };
  },
  examples: {
    hit: [
      "write to anna.{8 lower}@mail.example.org.",
      "<{8 lower}+news@sub.example.co.uk>",
      "mailto:x{8 lower}@example.travel?subject=hi",
      "für müller{4 lower}@bücher.example.de",
      "a{6 lower}@xn--bcher-kva.example.xn--p1ai",
    ],
    miss: [
      "logo@2x.png",
      "git@github.com:acme/app.git",
      "vite@5.0.0-rc.ab",
      "user@localhost",
      "@scope/package",
      "a@b",
      "a..b@example.org",
      "import x from 'pkg@npm:other.js'",
      "me@example.qq",
    ],
  },
});
