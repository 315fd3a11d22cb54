/** The same as text, in step with the picture. */

import { away, bdi, byId, el, icon } from "./dom.js";
import { writeAddress } from "./address.js";

/**
 * Write the text anew.
 * @param {string[]} kinds @param {{things: Map<string, any>, lines: Map<string, any>, hidden: Set<string>}} canvas
 * @param {string | null} root where the service is, if there is one
 * @param {string} [asOf] the day that is shown, if it is not today
 */
export function writeOutline(words, kinds, canvas, root, asOf) {
  const around = new Map();
  for (const edge of canvas.lines.values()) {
    for (const end of [edge.from, edge.to]) around.set(end, [...(around.get(end) ?? []), edge]);
  }
  const sections = kinds.map((kind) => {
    const nodes = [...canvas.things.values()].filter((node) => node.kind === kind);
    const items = nodes.map((node) => item(words, node, around.get(node.id) ?? [], canvas, root, asOf));
    return nodes.length > 0 &&
      el("section", { "data-kind": kind, hidden: canvas.hidden.has(kind) },
        el("h3", {}, icon(kind), el("span", {}, words.t(`kind.${kind}`)), " ", el("small", {}, String(nodes.length))),
        el("ul", {}, ...items));
  });
  byId("tree").replaceChildren(...sections.filter(Boolean));
}

function item(words, node, edges, canvas, root, asOf) {
  const link = root !== null &&
    el("a", { class: "open", href: `${root}explore${writeAddress({ focus: node.id, asOf, lang: words.language })}` }, words.t("outline.open"));
  const times = root !== null && timesOf(words, node, root);
  const relations = edges.map((edge) => relation(words, node, edge, canvas));
  return el("li", { "data-node": node.id },
    el("details", {},
      el("summary", {}, bdi(words.own(node.label))),
      node.description && el("p", {}, words.own(node.description)),
      el("ul", { class: "relations" }, ...(relations.length ? relations : [el("li", {}, words.t("outline.none"))])),
      link, times));
}

/** The way to what happened when: the releases of a distribution, the history of a component. */
export function timesOf(words, node, root) {
  const id = encodeURIComponent(node.id);
  const [page, key] = {
    Distribution: [`distributions/${id}/releases`, "panel.releases"],
    Component: [`components/${id}/history`, "panel.history"],
  }[node.kind] ?? [];
  return page && el("a", { class: "quiet times", href: `${root}${page}?lang=${words.language}` }, words.t(key));
}

function relation(words, node, edge, canvas) {
  const outward = edge.from === node.id;
  const other = canvas.things.get(outward ? edge.to : edge.from);
  const once = [...new Map(edge.claims.map((said) => [said.title.en, said])).values()];
  const sources = once.flatMap((said, rank) => [rank ? ", " : "", away(said.url, words.own(said.title))]);
  return el("li", {},
    `${outward ? "→" : "←"} ${words.own(edge.property.label)}: `,
    el("button", { type: "button", class: "link", "data-go": other.id }, bdi(words.own(other.label))),
    edge.condition && el("i", {}, ` (${words.t("panel.condition")} ${words.own(edge.condition.label)})`),
    edge.disputed && el("em", { class: "badge bad" }, words.own(edge.standing.label)),
    outward && sources.length > 0 && el("small", {}, " ", ...sources));
}

/** Mark what is selected, open it, and bring it into sight within its own scrollbar. @param {string | null} id */
export function markOutline(id) {
  for (const each of document.querySelectorAll("#tree [aria-current]")) {
    each.removeAttribute("aria-current");
    const opened = each.querySelector("details[data-opened]");
    if (opened) opened.open = false;
  }
  const found = id && document.querySelector(`#tree [data-node="${CSS.escape(id)}"]`);
  if (!found) return;
  found.setAttribute("aria-current", "true");
  const details = found.querySelector("details");
  if (!details.open) details.dataset.opened = "";
  details.open = true;
  const outline = byId("outline");
  outline.scrollTop += found.getBoundingClientRect().top - outline.getBoundingClientRect().top - 40;
}

/** Let the text be used as the picture is: by mouse and by keyboard. @param {HTMLElement} tree */
export function listenOutline(tree, acts) {
  tree.addEventListener("click", (event) => {
    const go = event.target.closest("[data-go]");
    const summary = event.target.closest("summary");
    const open = event.target.closest("a.open");
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (go) acts.go(go.dataset.go);
    else if (summary && !summary.parentElement.open) acts.select(summary.closest("[data-node]").dataset.node);
    else if (open) acts.alone(open.closest("[data-node]").dataset.node);
    else return;
    event.preventDefault();
  });
  // Enter on what is selected already brings in its neighbours.
  tree.addEventListener("keydown", (event) => {
    const id = event.target.closest("summary") && event.target.closest("[data-node]").dataset.node;
    if (event.key !== "Enter" || !id || acts.selected() !== id || !acts.server) return;
    event.preventDefault();
    acts.expand(id);
  });
}
