/** Where the page's data comes from: the page itself, and on a server also from there. */

import { byId } from "./dom.js";
import { writeAddress } from "./address.js";

/** The data block of the page. */
export function readPayload() {
  return JSON.parse(byId("payload").textContent);
}

/** @param {string} path @returns {Promise<any>} */
export async function fetchJson(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  return answer.json();
}

/** @param {string} root @param {import("./address.js").Asked} asked */
export function fetchView(root, asked) {
  return fetchJson(`${root}explore/data${writeAddress(asked)}`);
}

/**
 * The facts of a thing, each with its claims. What is neither a distribution nor a component has relations.
 * @param {string} root @param {{id: string, kind: string}} node
 */
export async function fetchFacts(root, node) {
  const id = encodeURIComponent(node.id);
  const list = { Distribution: "distributions", Component: "components" }[node.kind];
  if (list) return (await fetchJson(`${root}api/v1/${list}/${id}`)).facts.map(plainFact);
  return (await fetchJson(`${root}api/v1/neighbours/${id}`)).items.map(factOfNeighbour);
}

/** @param {any} row a row of /api/v1/neighbours */
function factOfNeighbour(row) {
  return {
    property: row.property,
    arrow: row.direction === "in" ? "←" : "→",
    concern: null,
    condition: row.condition,
    standing: row.standing,
    values: [{ kind: "thing", id: row.id, label: row.label }],
    claims: row.claims.map(plainClaim),
  };
}

/** @param {any} finding a finding of the API */
function plainFact(finding) {
  return { ...finding, values: finding.values.map(plainValue), claims: finding.claims.map(plainClaim) };
}

/** @param {any} value */
function plainValue(value) {
  const text = String(value.value ?? value.iri ?? "");
  return { kind: value.kind, id: value.kind === "thing" ? value.id : null, label: value.label ?? { en: text, zh: text } };
}

/** @param {any} claim a claim of the API */
function plainClaim(claim) {
  return { ...claim, title: claim.source.title, kind: claim.source.kind, value: plainValue(claim.value).label };
}
