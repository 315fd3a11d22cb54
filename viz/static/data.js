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
  const facts = list ? (await fetchJson(`${root}api/v1/${list}/${id}`)).facts.map(plainFact) : [];
  if (node.kind === "Distribution") return facts;
  const around = (await fetchJson(`${root}api/v1/neighbours/${id}`)).items;
  const others = list ? around.filter((row) => row.direction === "in") : around;
  return [...together(others.map(factOfNeighbour)), ...facts];
}

/** Relations that somebody speaks of first, each by itself; then the others, like with like. @param {any[]} facts */
function together(facts) {
  const merged = new Map();
  for (const fact of facts.filter((each) => !each.claims.length)) {
    const key = `${fact.arrow} ${fact.property.id}`;
    const before = merged.get(key)?.values ?? [];
    merged.set(key, { ...fact, values: [...before, ...fact.values] });
  }
  return [...facts.filter((each) => each.claims.length), ...merged.values()];
}

/**
 * What a view says of a thing beside its facts: who is related to it.
 * @param {{id: string}} node @param {Iterable<any>} edges @param {Map<string, any>} things
 */
export function relatedInView(node, edges, things) {
  return together([...edges].filter((edge) => edge.to === node.id).map((edge) => ({
    ...edge,
    arrow: "←",
    group: "panel.related",
    values: [{ kind: "thing", id: edge.from, label: things.get(edge.from).label }],
  })));
}

/** @param {any} row a row of /api/v1/neighbours */
function factOfNeighbour(row) {
  return {
    property: row.property,
    arrow: row.direction === "in" ? "←" : "→",
    group: "panel.related",
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
