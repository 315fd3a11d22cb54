/** An answer as a picture, drawn by vis-network in the colours of the style sheet; and the same as text. */

import { el } from "./dom.js";
import { plainly, shown } from "./editor-terms.js";
import { N_, number, t } from "./editor-words.js";

/** @typedef {import("./editor-network.js").Network} Network */

const LONGEST = 28;
const NAMED = 60;

/** @param {Network} network @param {import("./editor-terms.js").Terms} terms @returns {HTMLElement} */
export function graph(network, terms) {
  const { nodes, lines, count } = network;
  const counts = { nodes: number(nodes.length), lines: number(lines.length), count: number(count) };
  const same = sameLabel(lines);
  const told = el("p", { class: "muted" }, t(nodes.length < count ? N_("{nodes} of {count} nodes, with the {lines} edges between them.") : N_("{nodes} nodes and {lines} edges."), counts), same && ` ${t("All edges: {label}.", { label: same })}`);
  const picture = el("div", { class: "picture canvas", role: "img", "aria-label": t("Diagram of the result; the same content is listed below as text.") });
  const chosen = el("p", { class: "chosen-thing", "aria-live": "polite" });
  draw(picture, chosen, network, terms).catch(() => {
    picture.hidden = true;
    told.textContent = t("vis-network could not be loaded; the result is listed below as text.");
  });
  return el("div", {}, told, picture, chosen, asText(network, terms));
}

/** @param {Network} network @param {import("./editor-terms.js").Terms} terms */
function asText(network, terms) {
  const thing = thingsOf(network, terms);
  const said = network.lines.map(({ from, to, labels }) => el("li", {}, thing(from), ` — ${labels.join(", ")} → `, thing(to)));
  return el("details", { class: "as-text" }, el("summary", {}, t("As text")), el("ul", {}, ...said));
}

/**
 * Give what shows a thing of the network by its id.
 * @param {Network} network @param {import("./editor-terms.js").Terms} terms @returns {(id: string) => HTMLElement | ""}
 */
function thingsOf({ nodes }, terms) {
  const things = new Map(nodes.map(({ id, term }) => [id, term]));
  return (id) => {
    const term = things.get(id);
    return term ? shown(term, terms) : "";
  };
}

/** Give the label that all lines have; it is said once instead of on each. @param {import("./editor-network.js").Line[]} lines */
function sameLabel(lines) {
  const labels = new Set(lines.flatMap((line) => line.labels));
  const [label = "", ...others] = labels;
  return others.length ? "" : label;
}

/** Load vis-network, once. @returns {Promise<typeof vis>} */
function loaded() {
  return new Promise((resolve, reject) => {
    if (globalThis.vis) return resolve(globalThis.vis);
    const script = el("script", { src: "/static/vis-network.min.js", onload: () => resolve(globalThis.vis), onerror: reject });
    document.head.append(script);
  });
}

/** @param {string} name a colour of the style sheet */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/**
 * @param {HTMLElement} picture @param {HTMLElement} chosen @param {Network} network
 * @param {import("./editor-terms.js").Terms} terms
 */
async function draw(picture, chosen, network, terms) {
  const { Network, DataSet } = await loaded();
  const thing = thingsOf(network, terms);
  const nodes = new DataSet(network.nodes.map(({ id, term }) => node(id, term, terms)));
  const named = network.lines.length <= NAMED && !sameLabel(network.lines);
  const edges = new DataSet(network.lines.map((line, id) => edge(line, id, named)));
  const made = new Network(picture, { nodes, edges }, OPTIONS);
  made.once("stabilizationIterationsDone", () => {
    made.setOptions({ physics: false });
    made.fit({ maxZoomLevel: 1.2 });
    picture.dataset.drawn = String(nodes.length);
  });
  made.on("selectNode", ({ nodes: [id = ""] }) => chosen.replaceChildren(thing(id)));
  made.on("deselectNode", () => chosen.replaceChildren());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    nodes.update(network.nodes.map(({ id, term }) => node(id, term, terms)));
    edges.update(network.lines.map((line, id) => edge(line, id, named)));
  });
}

const OPTIONS = {
  layout: { randomSeed: 20 },
  physics: { solver: "barnesHut", barnesHut: { gravitationalConstant: -6000, springLength: 140, avoidOverlap: 0.3 }, stabilization: { iterations: 300 } },
  edges: { smooth: { enabled: true, type: "continuous" }, arrows: { to: { enabled: true, scaleFactor: 0.45 } } },
  interaction: { hover: true, keyboard: false },
};

/** @param {string} id @param {import("./editor-ask.js").Term} term @param {import("./editor-terms.js").Terms} terms */
function node(id, term, terms) {
  const whole = plainly(term, terms);
  const boxed = term.type !== "uri";
  const kind = term.type === "triple" ? undefined : terms.kind(term.value);
  const own = colour(`kind-${(kind ?? "").toLowerCase()}`) || colour("line");
  return {
    id,
    label: whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole,
    shape: boxed ? "box" : "dot",
    size: 11,
    color: { background: boxed ? colour("surface") : own, border: own, highlight: { background: boxed ? colour("tint") : own, border: colour("accent") }, hover: { background: boxed ? colour("tint") : own, border: colour("accent") } },
    font: { color: colour("text"), face: getComputedStyle(document.body).fontFamily, size: boxed ? 14 : 16, strokeWidth: boxed ? 0 : 4, strokeColor: colour("surface") },
  };
}

/** @param {import("./editor-network.js").Line} line @param {number} id @param {boolean} named */
function edge(line, id, named) {
  return {
    id,
    from: line.from,
    to: line.to,
    label: named ? line.labels.join(", ") : undefined,
    color: { color: colour("line"), highlight: colour("accent"), hover: colour("accent"), inherit: false },
    font: { size: 13, face: getComputedStyle(document.body).fontFamily, color: colour("muted"), strokeColor: colour("surface"), strokeWidth: 4 },
  };
}
