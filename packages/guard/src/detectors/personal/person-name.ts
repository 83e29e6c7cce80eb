/**
 * Names of persons behind a title or words of introduction ("Dr.", "my name is"), in a few languages. A name alone is a word like any other, which
 * only a model can tell: unsure, far from complete, and only run where a rule names it.
 */
import { defineDetector } from "../define.js";

const NAME =
  "\\p{Lu}[\\p{L}'’-]{1,24}(?: (?:van|von|de|der|den|del|della|da|di|dos|la|le|el|al|bin|ibn) | )?(?:\\p{Lu}(?:\\.|[\\p{L}'’-]{1,24}))?(?: \\p{Lu}[\\p{L}'’-]{1,24})?";
const BEFORE =
  "(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Mme|Mlle|Sr|Sra|Srta|Sig|Dott|Dhr|Mevr|Pani)\\.? |[Mm]y name is |I am called |[Mm]ein Name ist |[Ii]ch heiße |[Jj]e m'appelle |[Mm]e llamo |[Mm]i nombre es |[Mm]i chiamo |[Mm]eu nome é |[Mm]ijn naam is |[Jj]ag heter |[Jj]eg heter |[Nn]azywam się |[Мм]еня зовут |[Pp]atient(?:in)?: |[Nn]ame: )";

export const personName = defineDetector({
  id: "person-name",
  kind: "person",
  family: "personal",
  severity: "medium",
  onlyByName: true,
  pattern: new RegExp(`(?<!(?:[\\p{L}.](?<!\\\\[nrt])))${BEFORE}(?<value>${NAME})`, "u"),
  confidence: 0.5,
  confirm: () => ({ confidence: 0.5, evidence: ["context"] }),
  examples: {
    hit: ["my name is Ada Lovelace", "Dr. Grace Hopper", "Frau Meitner", "Меня зовут Анна Каренина"],
    miss: ["my name is on the list", "the dr. said", "Ada Lovelace", "name: null"],
  },
});
