/**
 * Words that say what a number beside them is, in the languages of the countries that give such numbers out. A word may go on (Finnish and
 * Turkish decline it), but not begin inside of another.
 */

/** Not behind letters of scripts that put spaces between words; the `n` of a line break that JSON escapes is none. */
const INSIDE = "(?<!(?:[a-mo-qsu-z\\u00df-\\u024f\\u0370-\\u03ff\\u0400-\\u04ff]|(?<!\\\\)[nrt]))";

/** Finds words in what stands around a number. */
export interface Words {
  /** @param around - In small letters. */
  test(around: string): boolean;
}

/**
 * @param words - Alternatives of a regular expression, in small letters. A space also stands for `_`, `-` and nothing: words are keys of data as
 *   well. Not by Unicode's classes, nor ignoring case: it is ten times as fast this way.
 */
export function wordsOf(words: string): Words {
  return new RegExp(`${INSIDE}(?:${words.replaceAll(" ", "[ _-]?")})`);
}

/** Quick to refuse where no letters stand at all: in tables of numbers. */
export function hasWord(around: string, words: Words): boolean {
  return LETTERS.test(around) && words.test(around);
}
const LETTERS = /[a-z\u00df-\uffff]{2}/;

/** "Order no. " and the like right before a number: it is no number of a person. */
export const OTHER_NUMBER =
  /(?:isbn|issn|ean|upc|gtin|doi|arxiv|pmid|order|invoice|tracking|shipment|parcel|serial|model|part|item|sku|version|build|ticket|issue|case|ref|reference|commit|transaction|bestell|rechnung|commande|facture|pedido|factura|заказ)\W{0,3}(?:(?:no|nr|number|nummer|id|code|#)\W{0,3})?(?:is )?$/;

export const CARD_WORDS = wordsOf(
  "card|credit|debit|visa|master ?card|amex|american express|discover|diners|maestro|jcb|union ?pay|pan|cc|" +
    "karte|kredit|carte|bancaire|tarjeta|cart[aã]o|carta di|kaart|kort|kortti|karta|kart[ay]|kártya|κάρτα|карт|بطاقة|כרטיס|カード|卡|카드|บัตร",
);

/** "Number of a person", in many languages: what follows may be a number of any country. */
export const ID_WORDS = wordsOf(
  "national id|national identi|id card|id number|id no|identity (?:card|number|no)|identification (?:number|no)|personal (?:id|number|code)|citizen|tax (?:id|number|no|payer)|taxpayer|tin(?![a-z])|social security|insurance (?:no|number)|ssn|nid(?![a-z])|" +
    "ausweis|identifikationsnummer|personenkennzahl|steuer|" +
    "identit[eé]|num[eé]ro (?:national|fiscal)|identifiant|" +
    "identidad|identificaci[oó]n|documento|c[eé]dula|fiscal|" +
    "identidade|identifica[cç][aã]o|contribuinte|" +
    "identit[aà]|fiscale|" +
    "identiteit|persoonsnummer|identifica?tie|" +
    "person ?nummer|identitet|legitimation|" +
    "henkilö|tunnus|" +
    "tożsamo|identyfikacyjn|dowód|" +
    "osobn[ií]|občansk|identifikační|identifikačn|lični|" +
    "személyi|azonosító|" +
    "buletin|identitate|" +
    "ταυτότητ|αριθμός μητρώου|" +
    "идентификац|удостоверени|личный номер|ідентифікац|посвідчення|" +
    "kimlik|vatandaş|" +
    "هوية|الرقم الوطني|الرقم القومي|بطاقة|شماره ملی|" +
    "זהות|" +
    "身份|身分|证件|證件|個人番号|" +
    "주민|신분증|" +
    "ประชาชน|chứng minh|căn cước|identitas|kependudukan|pengenalan|पहचान",
);

/** What a country, its people and its language are called, by ISO 3166-1 code. */
export const COUNTRY_WORDS: Readonly<Record<string, string>> = {
  ae: "emirat|uae(?![a-z])|الإمارات",
  ar: "argentin",
  at: "austria|österreich",
  au: "australia",
  be: "belgi[aëu]|belgique",
  bg: "bulgaria|българ",
  br: "bra[sz]il",
  ca: "canad",
  ch: "swiss|switzerland|schweiz|suisse|svizzer",
  cl: "chile",
  cn: "chin(?:a|ese)|中国|prc(?![a-z])",
  co: "colombia",
  cy: "cypr|κύπρ",
  cz: "czech|česk",
  de: "german|deutsch",
  dk: "danish|denmark|dansk|danmark",
  do: "dominican",
  ec: "ecuador",
  ee: "estonia|eesti",
  eg: "egypt|مصر",
  es: "spanish|spain|españ",
  fi: "finnish|finland|suom",
  fr: "french|france|français",
  gb: "british|britain|united kingdom|uk(?![a-z])|england|scotland",
  gr: "greek|greece|ελλ",
  hk: "hong ?kong|香港",
  hr: "croatia|hrvat",
  hu: "hungar|magyar",
  id: "indonesia",
  ie: "irish|ireland",
  il: "israel|ישראל",
  in: "india|भारत",
  ir: "iran|ایران",
  is: "iceland|íslen",
  it: "italian|italy|italia",
  jp: "japan|日本",
  kr: "korea|한국",
  kz: "kazakh|казах|қазақ",
  lk: "sri lanka",
  lt: "lithuania|lietuv",
  lu: "luxemb",
  lv: "latvia|latvij",
  ly: "libya|ليبيا",
  mt: "malt(?:a|ese)",
  mx: "mexic|méxic",
  my: "malaysia",
  ng: "nigeria",
  nl: "dutch|netherlands|nederland|holland",
  no: "norw|norsk|norge",
  nz: "new zealand",
  pe: "peru|perú",
  pk: "pakistan|پاکستان",
  pl: "polish|poland|polsk",
  pt: "portug",
  ro: "romania|român",
  rs: "serbia|srbij|србиј",
  ru: "russia|росси|русск",
  sa: "saudi|السعودية",
  se: "swedish|sweden|svensk|sverige",
  sg: "singapore",
  si: "sloven(?:ia|e|sk)",
  sk: "slovak|slovensk",
  th: "thai|ไทย",
  tn: "tunisi|تونس",
  tr: "turk|türk",
  tw: "taiwan|台灣|臺灣",
  ua: "ukrain|україн",
  us: "american|united states|us(?![a-z])|usa",
  uy: "uruguay",
  vn: "vietnam|việt",
  za: "south africa|rsa(?![a-z])",
};

export const PHONE_WORDS = wordsOf(
  "number is|telepono|phone|tel(?![a-z]*p[ao]t)(?:[.:]|(?![a-z])|efon|éfon|efoon|efón)|mobile?|cell|call (?:me|us|at|him|her)|call:? ?$|fax|whatsapp|sms|text me|dial|contact|hotline|landline|ring me|" +
    "handy|rufnummer|anruf|durchwahl|" +
    "t[ée]l[ée]phone|portable|appel|num[eé]ro de t|" +
    "m[oó]vil|celular|ll[aá]ma|" +
    "telem[oó]vel|telefone|liga(?:r|ção)|" +
    "cellulare|chiama|numero di tel|" +
    "telefoon|mobiel|bel(?:len)?(?![a-z])|" +
    "mobil|ring(?:a|e)?(?![a-z])|" +
    "puhelin|puh\\.|numerom|" +
    "kom[oó]rk|zadzwo[nń]|" +
    "τηλ|κινητό|" +
    "тел|мобильн|звон|" +
    "ara(?:yın|yin)|gsm|cep(?![a-z])|" +
    "هاتف|جوال|موبايل|تلفن|موبایل|" +
    "טלפון|נייד|פלאפון|" +
    "电话|電話|手机|手機|携帯|联系|" +
    "전화|휴대폰|핸드폰|연락처|" +
    "โทร|เบอร์|điện thoại|sđt|telp|फ़ोन|फोन|मोबाइल",
);

export const BIRTH_WORDS = wordsOf(
  "birth|born|d\\.?o\\.?b(?![a-z])|b\\.? ?day|" +
    "geb(?:oren|urt|\\.)|n[ée]e? le|naissance|nacid[oa]|nacimiento|nascid[oa]|nascimento|nat[oa] (?:il|a)|nascita|" +
    "geboorte|född|född|fødsel|født|syntynyt|syntym|urodz|narozen|narod|születé|născut|naștere|γέννηση|γεννήθηκε|" +
    "рожд|родил|народж|doğum|dogum|ميلاد|تولد|לידה|נולד|出生|生年月日|誕生|生日|생년월일|생일|출생|วันเกิด|เกิด|ngày sinh|sinh ngày|tanggal lahir|lahir|जन्म",
);
