/** The terms of the graph: what an answer's names are called, where they lead, and what completes a word. */

import { el } from "./dom.js";
import { language } from "./editor-words.js";

/**
 * @typedef {{name: string, kind: string, label: {en: string, zh: string}}} Known
 * @typedef {{name: string, label: string, kind: string}} Offer
 * @typedef {import("./editor-ask.js").Term} Term
 */

const ROOT = "https://w3id.org/distrograph/";
const KEYWORDS = /^(?:select|construct|describe|ask|where|from|named|filter|optional|union|minus|graph|bind|values|order|group|having|limit|offset|distinct|reduced|prefix|base|exists|not|as|by|asc|desc|undef|in|count|sum|min|max|avg|sample|true|false|service|str|lang|bound|iri|regex|contains|coalesce|if)$/i;
/** What is being written: a variable, a prefixed name or its beginning, or a word of a label. */
const WORD = /(?:^|[\s({[;,.|/^!*+])((?:[?$]\w*)|(?:[A-Za-z][\w-]*:[\w.-]*)|[\p{L}][\p{L}\p{N}_-]*)$/u;
const MOST = 50;

export class Terms {
  constructor() {
    /** @type {Record<string, string>} */
    this.prefixes = {};
    /** @type {Known[]} */
    this.known = [];
    /** @type {Map<string, Known>} */
    this.byName = new Map();
  }

  /** Fetch the terms; without them nothing has a label, and all else works. */
  async load() {
    try {
      const given = await (await fetch("/sparql/terms")).json();
      this.prefixes = given.prefixes;
      this.known = given.terms;
      this.byName = new Map(this.known.map((term) => [term.name, term]));
    } catch {
      // Labels are a help; an answer stands without them.
    }
  }

  /** Write an IRI as a prefixed name where a prefix fits. @param {string} iri */
  shorten(iri) {
    for (const [prefix, namespace] of Object.entries(this.prefixes)) {
      const local = iri.startsWith(namespace) ? iri.slice(namespace.length) : "";
      if (local && !/[/#]/.test(local)) return `${prefix}:${local}`;
    }
    return iri;
  }

  /** Give what an IRI is called; of a release, the thing and the version. @param {string} iri */
  label(iri) {
    const known = this.byName.get(this.shorten(iri));
    if (known) return known.label[language];
    const [, id, version] = iri.match(/^https:\/\/w3id\.org\/distrograph\/id\/([^/]+)\/(.+)$/) ?? [];
    const thing = id && this.byName.get(`id:${id}`);
    if (version && thing) return `${thing.label[language]} ${decoded(version)}`;
    return iri.startsWith(ROOT) && this.shorten(iri) === iri ? iri.slice(ROOT.length) : this.shorten(iri);
  }

  /** Give the most telling kind of a thing. @param {string} iri */
  kind(iri) {
    return this.byName.get(this.shorten(iri))?.kind;
  }

  /** Give where an IRI leads: to a page of ours, to the web, or nowhere. @param {string} iri @returns {string | null} */
  href(iri) {
    const lang = `lang=${language}`;
    if (!iri.startsWith(ROOT)) return /^https?:\/\//i.test(iri) ? iri : null;
    const [room, thing = "", ...rest] = iri.slice(ROOT.length).split("/");
    if (room === "id" && rest.length) return this.page(thing, rest.join("/"), lang);
    if (room === "id" && thing) return `/explore?focus=${encodeURIComponent(thing)}&${lang}`;
    if (room === "source" && thing) return `/source/${thing}`;
    const known = this.byName.get(this.shorten(iri));
    return known?.kind === "Property" ? `/ontology?${lang}#${known.name.slice(3)}` : null;
  }

  /** @param {string} thing @param {string} version @param {string} lang */
  page(thing, version, lang) {
    const released = this.byName.get(`id:${thing}`)?.kind === "Distribution";
    return released ? `/releases/${thing}/${version}?${lang}` : `/components/${thing}/history?${lang}`;
  }

  /** Find what completes the end of a text. @param {string} before @param {string} whole the text that has variables */
  complete(before, whole) {
    const word = before.match(WORD)?.[1] ?? "";
    return { word, offers: word && !isSaid(before) ? this.offers(word, whole) : [] };
  }

  /** @param {string} word @param {string} whole @returns {Offer[]} */
  offers(word, whole) {
    if (/^[?$]/.test(word)) return variables(word, whole);
    const asked = word.toLowerCase();
    const prefixed = word.includes(":");
    if (!prefixed && (asked.length < 2 && !/\p{Script=Han}/u.test(asked) || KEYWORDS.test(asked))) return [];
    // Of two that begin alike the shorter one is nearer to what was typed.
    const length = (/** @type {Known} */ term) => (prefixed ? term.name : term.label[language]).length;
    const ranked = this.known
      .map((term) => ({ term, rank: prefixed ? rankOfName(term, asked) : rankOfWord(term, asked) }))
      .filter(({ rank }) => rank < 9)
      .sort((one, other) => one.rank - other.rank || length(one.term) - length(other.term)
        || one.term.name.length - other.term.name.length);
    const offers = ranked.slice(0, MOST).map(({ term }) => ({ ...term, label: term.label[language] }));
    return offers.length === 1 && offers[0]?.name.toLowerCase() === asked ? [] : offers;
  }
}

/** Tell whether the end of a line is in a comment or a string. @param {string} before */
function isSaid(before) {
  const line = before.slice(before.lastIndexOf("\n") + 1).replace(/<[^<>\s]*>/g, "").replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
  return /["'#]/.test(line) || /<[^\s<>=]*$/.test(line);
}

/** @param {Known} term @param {string} asked a prefixed name, or its beginning */
function rankOfName(term, asked) {
  const name = term.name.toLowerCase();
  if (name.startsWith(asked)) return name === asked ? 0 : 1;
  const [prefix, local = ""] = asked.split(":");
  const same = name.startsWith(`${prefix}:`) && local.length > 1;
  return same && `${name} ${term.label.en} ${term.label.zh}`.toLowerCase().includes(local) ? 2 : 9;
}

/** @param {Known} term @param {string} asked a word of a label or of a name */
function rankOfWord(term, asked) {
  const local = term.name.slice(term.name.indexOf(":") + 1).toLowerCase();
  const labels = [term.label.en.toLowerCase(), term.label.zh.toLowerCase()];
  if (local === asked || labels.includes(asked)) return 0;
  if (local.startsWith(asked)) return 1;
  if (labels.some((label) => label.startsWith(asked))) return 2;
  if (term.name.startsWith(asked)) return 3;
  return labels.some((label) => label.includes(asked)) ? 4 : 9;
}

/** @param {string} word @param {string} whole @returns {Offer[]} */
function variables(word, whole) {
  const names = new Set(whole.match(/[?$]\w+/g));
  names.delete(word);
  return [...names].filter((name) => name.startsWith(word)).sort().map((name) => ({ name, label: "", kind: "" }));
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Write a term in one line, as plain text. @param {Term} term @param {Terms} terms @returns {string} */
export function plainly(term, terms) {
  if (term.type === "uri") return terms.label(term.value);
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type !== "triple") return term.value;
  const { subject, predicate, object } = term.value;
  return `<<( ${[subject, predicate, object].map((each) => plainly(each, terms)).join(" ")} )>>`;
}

/** Show a term: a thing by its label and as a link, a literal with its language or type. @param {Term} term @param {Terms} terms */
export function shown(term, terms) {
  const text = el("bdi", {}, plainly(term, terms));
  if (term.type === "uri") {
    const href = terms.href(term.value);
    const title = terms.shorten(term.value);
    if (!href) return el("span", { title }, text);
    return el("a", { href, title, rel: href.startsWith("/") ? null : "noreferrer noopener" }, text);
  }
  const quiet = term["xml:lang"] ? `@${term["xml:lang"]}` : datatype(term, terms);
  return el("span", {}, text, quiet && " ", quiet && el("small", { class: "faint" }, quiet));
}

/** @param {Term} term @param {Terms} terms */
function datatype(term, terms) {
  const short = term.datatype ? terms.shorten(term.datatype) : "";
  return short === "xsd:string" || short === "rdf:langString" ? "" : short;
}
