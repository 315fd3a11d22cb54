/** Reading N-Triples (W3C Recommendation of 2014, and the triple terms of RDF 1.2). */

/** @typedef {import("./editor-ask.js").Term} Term */

const TOKEN = /\s*(?:(<<\()|(\)>>)|<([^>]*)>|(_:[^\s<>"]+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?|(\.)|#[^\n]*)/y;
/** @type {Record<string, string>} */
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

/** @param {string} text */
function unescape(text) {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, letter) =>
    letter ? (ESCAPES[letter] ?? letter) : String.fromCodePoint(parseInt(short ?? long, 16)),
  );
}

/** Read the triples of a text; what is no triple is left out. @param {string} text @returns {[Term, Term, Term][]} */
export function parse(text) {
  /** @type {[Term, Term, Term][]} */
  const found = [];
  for (const line of text.split("\n")) {
    const terms = termsOf(line);
    if (terms.length === 3) found.push(/** @type {[Term, Term, Term]} */ (terms));
  }
  return found;
}

/** @param {string} line @returns {Term[]} */
function termsOf(line) {
  /** @type {Term[][]} what is around the triple term that is being read */
  const around = [];
  /** @type {Term[]} */
  let here = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(line); match; match = TOKEN.exec(line)) {
    const [, opens, closes, iri, blank, literal, language, datatype, end] = match;
    if (end || match[0] === "") break;
    if (opens) {
      around.push(here);
      here = [];
    } else if (closes && around.length) {
      const [subject, predicate, object] = here;
      here = around.pop() ?? [];
      if (subject && predicate && object) here.push({ type: "triple", value: { subject, predicate, object } });
    } else if (iri !== undefined) here.push({ type: "uri", value: unescape(iri) });
    else if (blank) here.push({ type: "bnode", value: blank.slice(2) });
    else if (literal !== undefined) {
      here.push({ type: "literal", value: unescape(literal), "xml:lang": language, datatype });
    }
  }
  return around[0] ?? here;
}
