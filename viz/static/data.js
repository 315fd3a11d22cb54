/** Where the page's data comes from: the page itself, and on a server also from there. */

import { byId } from "./dom.js";
import { writeAsked } from "./address.js";

/** @typedef {import("./words.js").Label} Label */
/** @typedef {{id: string, label?: Label, inverse?: Label}} Name what the page names often has its label elsewhere: see `Words.named` */

/**
 * One claim; see `Said` in `viz/models.py`, as for the others.
 * @typedef {{
 *   source: string, title: Label, kind: string, repository?: string, locator: string,
 *   url: string, rank: Name, verdict: Name, value?: Label, since?: string, until?: string, reason?: Label, note?: Label,
 * }} Said
 */

/**
 * @typedef {{
 *   id: string, kind: string, label: Label, description?: Label, x?: number, y?: number, more?: number,
 *   opened?: boolean, pinned?: boolean, share?: string, change?: string,
 * }} ViewNode what is as usual is left out
 */

/**
 * @typedef {{
 *   id: string, from: string, to: string, property: Name, relation?: string, condition?: Name, standing?: Name,
 *   dashed?: boolean, disputed?: boolean, derived?: boolean, past?: boolean, absent?: boolean, change?: string,
 *   bend?: number, claims?: Said[], against?: Said[],
 * }} ViewEdge
 */

/** @typedef {{day: string, release: string}} Stop */

/**
 * @typedef {Partial<import("./address.js").Asked> & {
 *   left_out?: number, stops?: Stop[], nodes: ViewNode[], edges: ViewEdge[], network: {nodes: any[], edges: any[]},
 * }} View
 */

/**
 * @typedef {{
 *   property: Name, direction?: "in" | "out", concern?: Name, condition?: Name, standing?: Name,
 *   values: {kind?: string, id?: string, label: Label, since?: string}[], sentence?: Label | null, claims: Said[],
 * }} Fact
 */

/**
 * @typedef {{
 *   view: View, terms: Record<string, Label>, inverses: Record<string, Label>,
 *   sources: Record<string, Pick<Said, "title" | "kind" | "repository">>, options: any, facts: Record<string, Fact[]> | null, root: string | null,
 *   language: import("./address.js").Language, kinds: string[],
 *   messages: import("./words.js").Texts["messages"], labels: Record<string, string>,
 *   autonyms: import("./words.js").Texts["autonyms"],
 * }} Payload
 */

/** The data block of the page, in which each source is described once. @returns {Payload} */
export function readPayload() {
  /** @type {Payload} */
  const payload = JSON.parse(byId("payload").textContent ?? "");
  for (const edge of payload.view.edges) {
    for (const said of [...edge.claims ?? [], ...edge.against ?? []]) Object.assign(said, payload.sources[said.source]);
  }
  return payload;
}

/** @param {string} path @returns {Promise<any>} */
export async function fetchJson(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  return answer.json();
}

/**
 * The one of some things that is called exactly so.
 * @template {{id: string, label: Label, names?: string[]}} T
 * @param {string} typed @param {T[]} things @returns {T | undefined}
 */
export function exactly(typed, things) {
  const words = typed.trim().toLowerCase();
  const called = (/** @type {T} */ each) => [each.id, each.label.en, each.label.zh, ...(each.names ?? [])];
  return things.find((each) => each.id.toLowerCase() === words)
    ?? things.find((each) => called(each).some((name) => name.toLowerCase() === words));
}

/** Fetches views, and keeps the last ones, so that a step back is at once. */
export class Views {
  /** @param {string | null} root @param {import("./address.js").Asked} asked @param {View} view the one of the page */
  constructor(root, asked, view) {
    this.root = root;
    /** @type {Map<string, View>} */
    this.kept = new Map([[writeAsked(asked, "en"), view]]);
  }

  /** @param {import("./address.js").Asked} asked @returns {View | undefined} */
  at(asked) {
    return this.kept.get(writeAsked(asked, "en"));
  }

  /** @param {import("./address.js").Asked} asked @returns {Promise<View>} */
  async fetch(asked) {
    const kept = this.at(asked);
    if (kept) return kept;
    const address = writeAsked(asked, "en");
    const view = await fetchJson(`${this.root}explore/data${address.replace(/[?&]lang=en$/, "")}`);
    this.kept.set(address, view);
    if (this.kept.size > 30) this.kept.delete([...this.kept.keys()][0] ?? "");
    return view;
  }
}
