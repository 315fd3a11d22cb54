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

/** The one of some things that is called exactly so. @param {string} typed @param {any[]} things */
export function exactly(typed, things) {
  const words = typed.trim().toLowerCase();
  const called = (each) => [each.id, each.label.en, each.label.zh, ...(each.names ?? [])];
  return things.find((each) => each.id.toLowerCase() === words)
    ?? things.find((each) => called(each).some((name) => name.toLowerCase() === words));
}

/** @param {string} root @param {import("./address.js").Asked} asked */
export function fetchView(root, asked) {
  return fetchJson(`${root}explore/data${writeAddress(asked)}`);
}

/**
 * The facts of a thing, each with its claims. What is neither a distribution nor a component has relations.
 * @param {string} root @param {{id: string, kind: string}} node @param {Record<string, any>} texts
 * @param {string} [asOf] the day to speak of, if it is not today
 */
export async function fetchFacts(root, node, texts, asOf) {
  const id = encodeURIComponent(node.id);
  const day = asOf ? `?as_of=${encodeURIComponent(asOf)}` : "";
  const list = { Distribution: "distributions", Component: "components" }[node.kind];
  const facts = list ? (await fetchJson(`${root}api/v1/${list}/${id}${day}`)).facts.map((finding) => plainFact(finding, texts)) : [];
  if (node.kind === "Distribution") return facts;
  const around = (await fetchJson(`${root}api/v1/neighbours/${id}${day}`)).items;
  const others = list ? around.filter((row) => row.direction === "in") : around;
  return [...together(others.map((row) => factOfNeighbour(row, texts))), ...facts];
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
    values: [{ kind: "thing", id: edge.from, label: things.get(edge.from).label, since: edge.derived ? null : sinceOf(edge.claims) }],
  })));
}

/** @param {any} row a row of /api/v1/neighbours */
function factOfNeighbour(row, texts) {
  return {
    property: row.property,
    arrow: row.direction === "in" ? "←" : "→",
    group: "panel.related",
    condition: row.condition,
    standing: row.standing,
    values: [{ kind: "thing", id: row.id, label: row.label, since: sinceOf(row.claims) }],
    claims: row.claims.map((claim) => plainClaim(claim, texts)),
  };
}

/** @param {any} finding a finding of the API */
function plainFact(finding, texts) {
  const values = finding.values.map((value) => {
    const saying = finding.claims.filter((claim) => same(claim.value, value));
    return { ...plainValue(value, texts), since: sinceOf(saying) };
  });
  return { ...finding, values, claims: finding.claims.map((claim) => plainClaim(claim, texts)) };
}

/** @param {any} one @param {any} other */
function same(one, other) {
  return one.kind === other.kind && one.iri === other.iri && one.value === other.value;
}

/** Since when claims on one value say that it holds; what is rejected or past does not count. @param {any[]} claims */
function sinceOf(claims) {
  return claims.find((each) => each.rank.id !== "Deprecated" && !each.until && each.since)?.since ?? null;
}

/** @param {any} value */
function plainValue(value, texts) {
  const text = String(value.value ?? value.iri ?? "");
  const label = value.label ?? (typeof value.value === "boolean" ? texts[`value.${text}`] : { en: text, zh: text });
  return { kind: value.kind, id: value.kind === "thing" ? value.id : null, label };
}

/** @param {any} claim a claim of the API */
function plainClaim(claim, texts) {
  const { id, title, kind } = claim.source;
  return { ...claim, source: id, title, kind, value: plainValue(claim.value, texts).label };
}
