/** Asking the service: a query goes out, an answer or a problem comes back. */

import { t } from "./editor-words.js";

/**
 * @typedef {{type: "uri" | "bnode" | "literal", value: string, "xml:lang"?: string, datatype?: string}} Simple
 * @typedef {{type: "triple", value: {subject: Term, predicate: Term, object: Term}, "xml:lang"?: undefined, datatype?: undefined}} TripleTerm
 * @typedef {Simple | TripleTerm} Term
 * @typedef {{kind: "problem", detail: string, position?: {line: number, column: number}, limit?: string, suggestions?: string[]}} Problem
 * @typedef {{kind: "solutions", names: string[], rows: Record<string, Term>[]}} Solutions
 * @typedef {{kind: "truth", truth: boolean}} Truth
 * @typedef {{kind: "triples", triples: [Term, Term, Term][]}} Triples
 */

import { parse } from "./editor-triples.js";

/** A query of more characters than this goes by POST: not every proxy takes a long address. */
const LONGEST = 1500;

/** @param {string} query */
export function isLong(query) {
  return query.length > LONGEST;
}

/** Give the address at which an answer stands. @param {string} query @param {string} [format] */
export function address(query, format) {
  return `/sparql?${new URLSearchParams(format ? { query, format } : { query })}`;
}

/**
 * Send a query; what is wrong with it is to be said in the language of the page.
 * @param {string} query @param {string | undefined} format
 * @param {RequestInit} options @returns {Promise<Response>}
 */
export function send(query, format, options = {}) {
  const headers = { ...options.headers, "Accept-Language": document.documentElement.lang };
  if (!isLong(query)) return fetch(address(query, format), { ...options, headers });
  const body = new URLSearchParams(format ? { query, format } : { query });
  return fetch("/sparql", { ...options, headers, method: "POST", body });
}

/**
 * Ask a query; rejects with an AbortError if it is cancelled.
 * @param {string} query @param {AbortSignal} signal @returns {Promise<Problem | Solutions | Truth | Triples>}
 */
export async function ask(query, signal) {
  const headers = { Accept: "application/sparql-results+json, application/n-triples;q=0.9" };
  try {
    const response = await send(query, undefined, { headers, signal });
    const text = await response.text();
    if (!response.ok) return problem(text);
    const type = response.headers.get("content-type") ?? "";
    return type.startsWith("application/n-triples") ? { kind: "triples", triples: parse(text) } : read(JSON.parse(text));
  } catch (error) {
    if (signal.aborted) throw error;
    return { kind: "problem", detail: t("The server does not answer. Check that it is running and that you are online.") };
  }
}

/** @param {any} answer SPARQL 1.1 Query Results JSON @returns {Solutions | Truth} */
function read(answer) {
  if ("boolean" in answer) return { kind: "truth", truth: answer.boolean };
  return { kind: "solutions", names: answer.head.vars, rows: answer.results.bindings };
}

/** @param {string} text an answer that is an error @returns {Problem} */
function problem(text) {
  try {
    const { detail, position, limit, suggestions } = JSON.parse(text);
    return { kind: "problem", detail: detail ?? t("The query failed."), position, limit, suggestions };
  } catch {
    return { kind: "problem", detail: t("The query failed.") };
  }
}
