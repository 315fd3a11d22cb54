/** The same as text, in step with the picture. */

import { around, away, bdi, byId, el, icon } from "./dom.js";
import { nothing, writeAsked } from "./address.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./data.js").ViewNode} ViewNode */
/** @typedef {import("./data.js").ViewEdge} ViewEdge */
/** @typedef {import("./panel.js").Acts} Acts */
/** @typedef {{words: Words, things: Map<string, ViewNode>, acts: Acts, asOf?: string}} Told what the text is written with */

/** Write the text anew. @param {Told} told @param {string[]} kinds @param {Iterable<ViewEdge>} lines */
export function writeOutline(told, kinds, lines) {
  /** @type {Map<string, ViewEdge[]>} */
  const by = new Map();
  for (const edge of lines) for (const end of [edge.from, edge.to]) by.set(end, [...(by.get(end) ?? []), edge]);
  const sections = kinds.flatMap((kind) => {
    const nodes = [...told.things.values()].filter((node) => node.kind === kind);
    const items = nodes.map((node) => item(told, node, by.get(node.id) ?? []));
    return nodes.length === 0 ? [] : [
      el("section", { "data-kind": kind },
        el("h3", {}, icon(kind), el("span", {}, told.words.label(`kind.${kind}`)), " ", el("small", {}, String(nodes.length))),
        el("ul", {}, ...items))];
  });
  byId("tree").replaceChildren(...(sections.length ? sections : [el("p", { class: "hint" }, told.words.t("No results. Remove a filter."))]));
}

/** @param {Told} told @param {ViewNode} node @param {ViewEdge[]} edges */
function item(told, node, edges) {
  const { words, acts } = told;
  const marks = [node.change && mark(words, node.change), node.share && el("em", { class: "badge plain" }, words.label(`tree.${node.share}`))];
  const href = `${acts.root}explore${writeAsked({ ...nothing(), focus: node.id, as_of: told.asOf }, words.language)}`;
  const relations = edges.map((edge) => relation(told, node, edge));
  return el("li", { "data-node": node.id },
    el("details", {},
      el("summary", {}, bdi(words.own(node.label)), ...marks.flatMap((each) => (each ? [" ", each] : []))),
      node.description && el("p", {}, words.own(node.description)),
      el("ul", { class: "relations" }, ...(relations.length ? relations : [el("li", {}, words.t("No edges in this diagram."))])),
      acts.server && el("p", { class: "ways" }, el("a", { class: "open", href }, words.t("Show its neighbours")),
        pageOf(words, node, acts.root), timesOf(words, node, acts.root))));
}

/** @param {Words} words @param {string} change */
function mark(words, change) {
  return el("em", { class: `badge ${change === "came" ? "good" : "plain"}` }, words.label(`tree.${change}`));
}

/** The way to all that is known of a thing. @param {Words} words @param {ViewNode} node @param {string} root */
export function pageOf(words, node, root) {
  return el("a", { class: "quiet", href: `${root}things/${encodeURIComponent(node.id)}?lang=${words.language}` }, words.t("Details"));
}

/** The way to what happened when: the releases of a distribution, the history of a component. @param {Words} words @param {ViewNode} node @param {string} root */
export function timesOf(words, node, root) {
  const id = encodeURIComponent(node.id);
  /** @type {Record<string, [string, string]>} */
  const pages = {
    Distribution: [`distributions/${id}/releases`, "panel.releases"],
    Component: [`components/${id}/history`, "panel.history"],
  };
  const way = pages[node.kind];
  return way && el("a", { class: "quiet times", href: `${root}${way[0]}?lang=${words.language}` }, words.label(way[1]));
}

/** @param {Told} told @param {ViewNode} node @param {ViewEdge} edge */
function relation({ words, things }, node, edge) {
  const outward = edge.from === node.id;
  const other = things.get(outward ? edge.to : edge.from);
  const once = [...new Map((edge.claims ?? []).map((said) => [said.title.en, said])).values()];
  const sources = once.flatMap((said, rank) => [rank ? words.t(", ") : "", away(said.url, words.own(said.title))]);
  const over = edge.past || edge.change === "went";
  return el("li", { class: over && "over" },
    `${outward ? words.named(edge.property) : words.inverse(edge.property)}${words.t(": ")}`,
    other && el("button", { type: "button", class: "link", "data-go": other.id }, bdi(words.own(other.label))),
    edge.condition && el("i", {}, ` ${words.t("({condition})", { condition: words.own(edge.condition.label) })}`),
    edge.absent && el("em", { class: "badge plain" }, words.t("none")),
    edge.disputed && el("em", { class: "badge bad" }, words.named(edge.standing)),
    edge.change ? mark(words, edge.change) : edge.past && el("em", { class: "badge plain" }, words.t("no longer true")),
    outward && sources.length > 0 && el("small", {}, " ", ...sources));
}

/** Mark what is selected, open it, and bring it into sight within its own scrollbar. @param {string | null} id */
export function markOutline(id) {
  for (const each of document.querySelectorAll("#tree [aria-current]")) {
    each.removeAttribute("aria-current");
    const opened = each.querySelector("details[data-opened]");
    if (opened instanceof HTMLDetailsElement) opened.open = false;
  }
  const found = id && document.querySelector(`#tree [data-node="${CSS.escape(id)}"]`);
  if (!found) return;
  found.setAttribute("aria-current", "true");
  const details = found.querySelector("details");
  if (!details) return;
  if (!details.open) details.dataset.opened = "";
  details.open = true;
  const outline = byId("outline");
  outline.scrollTop += found.getBoundingClientRect().top - outline.getBoundingClientRect().top - 40;
}

/** Let the text be used as the picture is: by mouse and by keyboard. @param {HTMLElement} tree @param {Acts} acts */
export function listenOutline(tree, acts) {
  const idOf = (/** @type {Element | null} */ element) => {
    const found = element?.closest("[data-node]");
    return found instanceof HTMLElement ? found.dataset.node ?? null : null;
  };
  tree.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const go = around(event, "[data-go]");
    const summary = around(event, "summary");
    const open = around(event, "a.open");
    const details = summary?.parentElement;
    const id = go?.dataset.go ?? idOf(summary ?? open);
    if (!id) return;
    if (go) acts.go(id);
    else if (details instanceof HTMLDetailsElement && !details.open) acts.select(id);
    else if (open) acts.alone(id);
    else return;
    event.preventDefault();
  });
  // Enter on what is selected already brings in its neighbours, or takes them away.
  tree.addEventListener("keydown", (event) => {
    const id = idOf(around(event, "summary"));
    if (event.key !== "Enter" || !id || acts.selected() !== id || !acts.server) return;
    event.preventDefault();
    acts.toggle(id);
  });
}
