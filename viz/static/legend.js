/** The legend: which kinds of things and of lines there are, and which are shown. */

import { around, byId } from "./dom.js";

/** Have a press on a kind hide or show it. @param {(kind: string) => void} toggle */
export function listenLegend(toggle) {
  const press = (/** @type {Event} */ event) => {
    const kind = around(event, "[data-kind]")?.dataset.kind;
    if (!kind) return;
    event.preventDefault();
    toggle(kind);
  };
  byId("legend").addEventListener("click", press);
  byId("legend").addEventListener("keydown", (event) => event.key === " " && press(event));
}

/** Show the kinds of things and of lines that there are. @param {import("./data.js").View} view @param {import("./address.js").Asked} asked @param {import("./data.js").ViewEdge[]} edges */
export function writeLegend(view, asked, edges) {
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#legend [data-kind]"))) {
    const kind = each.dataset.kind ?? "";
    each.hidden = !view.nodes.some((node) => node.kind === kind);
    each.setAttribute("aria-pressed", String(!asked.without.includes(kind)));
  }
  const marks = new Set([
    ...edges.flatMap((edge) => [edge.past && !edge.change && "past", edge.absent && "absent", edge.change]),
    ...view.nodes.flatMap((node) => [node.share, node.change]),
  ]);
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-line]"))) {
    const line = each.dataset.line ?? "";
    if (["past", "absent", "came", "went", "shared", "own"].includes(line)) each.hidden = !marks.has(line);
  }
}
