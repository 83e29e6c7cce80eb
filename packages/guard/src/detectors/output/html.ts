/**
 * HTML and script in answers meant for a page. An answer that goes into a page as HTML, or as Markdown that lets HTML through, is code there: whoever
 * gets a text before the model can have it written. What an app shows as plain text needs none of this, so that these detectors run only
 * where a rule names them. With `redact` the markup is neutralized: it stays readable and does nothing.
 * @see https://genai.owasp.org/llmrisk/llm052025-improper-output-handling/
 */
import { defineDetector } from "../define.js";

/** Any tag, comment or declaration: the `<` that begins it. In its place `&lt;` shows as what it was. */
export const htmlTag = defineDetector({
  id: "html-tag",
  family: "output",
  severity: "low",
  mask: "&lt;",
  pattern: /<(?=[a-z/!?])/i,
  confidence: 1,
  onlyByName: true,
  examples: {
    hit: ["<b>bold</b>", "x</p>", "<!-- c -->", "<?xml", "1 <img src=x>"],
    miss: ["1 < 2", "a<1", "<3", "=> <=", "&lt;b>"],
  },
});

/** A tag that runs, loads or sends by itself, or that has a handler of events. */
export const activeHtml = defineDetector({
  id: "active-html",
  family: "output",
  severity: "high",
  mask: "&lt;",
  pattern:
    /(?<value><)(?:(?:script|iframe|frame|object|embed|applet|form|svg|math|link|meta|base|style)(?![a-z\d-])|[a-z][a-z\d-]{0,20}[^<>]{0,300}[\s"'/]on[a-z]{3,20}\s{0,4}=)/i,
  confidence: 0.95,
  onlyByName: true,
  examples: {
    hit: [
      "<script>alert(1)</script>",
      "<IFRAME src=x>",
      '<img src="x"onerror=alert(1)>',
      "<svg/onload=go()>",
      '<a\nonclick = "x"',
    ],
    miss: ["<b>on = 1</b>", "<scripture>", "the <p>form</p>", "a < script", "onclick=1", "<formula-1>"],
  },
});

/** An address that is a program, in a link of HTML or Markdown. */
export const scriptUrl = defineDetector({
  id: "script-url",
  family: "output",
  severity: "high",
  mask: "blocked:",
  keywords: ["javascript", "vbscript", "data:text/html"],
  pattern: /(?<![a-z\d])(?:(?:javascript|vbscript)\s{0,4}(?::|&#0{0,5}58;?|&#x0{0,5}3a;?|&colon;)(?!\s)|data:text\/html[;,])/i,
  confidence: 0.95,
  onlyByName: true,
  examples: {
    hit: ["[x](javascript:alert(1))", 'href="JavaScript:go()"', "(javascript&#58;go())", "[y](data:text/html;base64,PHA+)"],
    miss: ["JavaScript: a language", "javascripts:x", "data:image/png;base64,AA", "about javascript"],
  },
});
