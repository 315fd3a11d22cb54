/** What of an answer can be drawn: things, and the relations between them. */

import { plainly } from "./editor-terms.js";

/**
 * @typedef {import("./editor-ask.js").Term} Term
 * @typedef {{id: string, term: Term}} Node
 * @typedef {{from: string, to: string, labels: string[]}} Line
 * @typedef {{nodes: Node[], lines: Line[], count: number}} Network
 */

/** So many things can be told apart in a picture. */
const MOST = 150;

/** @param {Term} term */
function idOf(term) {
  return term.type === "literal" ? `"${term.value}"@${term["xml:lang"] ?? term.datatype ?? ""}` : `${term.type} ${JSON.stringify(term.value)}`;
}

/**
 * Give the triples that a solution draws: its first thing, related to its other things. A column of properties
 * names the relation; without one it is named after the variable.
 * @param {string[]} names @param {Record<string, Term>[]} rows @param {import("./editor-terms.js").Terms} terms
 * @returns {[Term, Term, Term][]}
 */
export function related(names, rows, terms) {
  const holds = (/** @type {string} */ name, /** @type {(term: Term) => boolean} */ test) => {
    const bound = rows.flatMap((row) => row[name] ?? []);
    return bound.length > 0 && bound.every(test);
  };
  const isProperty = (/** @type {Term} */ term) => term.type === "uri" && terms.kind(term.value) === "Property";
  const naming = names.find((name) => holds(name, isProperty));
  const things = names.filter((name) => name !== naming && holds(name, (term) => term.type === "uri" || term.type === "bnode"));
  if (things.length < 2) return [];
  return rows.flatMap((row) => {
    const [first, ...others] = things.flatMap((name) => (row[name] ? { name, term: row[name] } : []));
    const relation = naming && row[naming];
    if (!first) return [];
    return others.map(({ name, term }) => /** @type {[Term, Term, Term]} */ ([first.term, relation || { type: "literal", value: name }, term]));
  });
}

/**
 * Make a network of triples; if there are too many things, literals are left out before others.
 * @param {[Term, Term, Term][]} triples @param {import("./editor-terms.js").Terms} terms @returns {Network}
 */
export function network(triples, terms) {
  /** @type {Map<string, Term>} */
  const things = new Map();
  /** @type {Map<string, Term>} */
  const values = new Map();
  for (const [subject, , object] of triples) {
    things.set(idOf(subject), subject);
    (object.type === "literal" ? values : things).set(idOf(object), object);
  }
  const nodes = [...things, ...values].slice(0, MOST).map(([id, term]) => ({ id, term }));
  const kept = new Set(nodes.map(({ id }) => id));
  return { nodes, lines: linesOf(triples, kept, terms), count: things.size + values.size };
}

/** Several relations between the same two are one line. @param {[Term, Term, Term][]} triples @param {Set<string>} kept @param {import("./editor-terms.js").Terms} terms */
function linesOf(triples, kept, terms) {
  /** @type {Map<string, Line>} */
  const lines = new Map();
  for (const [subject, predicate, object] of triples) {
    const [from, to] = [idOf(subject), idOf(object)];
    if (!kept.has(from) || !kept.has(to)) continue;
    const line = lines.get(`${from} ${to}`) ?? { from, to, labels: [] };
    const label = plainly(predicate, terms);
    if (!line.labels.includes(label)) line.labels.push(label);
    lines.set(`${from} ${to}`, line);
  }
  return [...lines.values()];
}
