/** The picture: vis-network, in the colours of the style sheet. */

import { boxOf, settle } from "./settle.js";

/** @param {string} name a colour of the style sheet */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export class Canvas {
  /**
   * @param {HTMLElement} place
   * @param {{nodes: any[], edges: any[], options: any}} network as pyvis made it
   * @param {import("./words.js").Words} words
   */
  constructor(place, network, words) {
    const { DataSet, Network } = globalThis.vis;
    this.words = words;
    this.options = network.options;
    this.groups = network.options.groups;
    this.things = new Map();
    this.lines = new Map();
    this.hidden = new Set();
    this.bends = new Map(network.edges.map((edge) => [edge.id, edge.smooth]));
    this.nodes = new DataSet();
    this.edges = new DataSet();
    this.network = new Network(place, { nodes: this.nodes, edges: this.edges }, this.options);
    this.paint();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
  }

  /** Show a view, or add it to what is there, around one of its things. @param {any} view */
  show(view, around = null) {
    const known = around !== null && this.things.has(around);
    const fresh = known ? this.settled(view, around) : view.nodes;
    if (!known) this.clear();
    for (const node of fresh) this.things.set(node.id, node);
    for (const edge of view.edges) this.lines.set(edge.id, edge);
    this.nodes.update(fresh.map((node) => this.drawNode(node)));
    this.edges.update(view.edges.map((edge) => this.drawEdge(edge)));
  }

  clear() {
    this.network.unselectAll();
    this.things.clear();
    this.lines.clear();
    this.edges.clear();
    this.nodes.clear();
  }

  /** Find room for what a view adds around a thing. */
  settled(view, around) {
    const here = this.network.getPosition(around);
    const there = view.nodes.find((node) => node.id === around) ?? { x: 0, y: 0 };
    const taken = [...this.things.values()].map((node) => this.box(node, this.network.getPosition(node.id)));
    const fresh = [];
    for (const node of view.nodes.filter((each) => !this.things.has(each.id))) {
      const wished = { x: here.x + node.x - there.x, y: here.y + node.y - there.y };
      const placed = settle(this.box(node, wished), taken, here);
      taken.push(placed);
      fresh.push({ ...node, x: placed.x, y: placed.y });
    }
    return fresh;
  }

  box(node, place) {
    const look = this.options.groups[node.kind];
    const size = node.kind === "Concern" ? 26 : 14;
    return boxOf({ ...place, size, font: look.font.size, label: this.words.own(node.label) });
  }

  drawNode(node) {
    return {
      id: node.id,
      label: this.words.own(node.label),
      title: this.words.own(node.description) || undefined,
      group: node.kind,
      hidden: this.hidden.has(node.kind),
      x: node.x,
      y: node.y,
    };
  }

  drawEdge(edge) {
    const own = colour(edge.disputed ? "line-disputed" : edge.derived ? "line-derived" : "line");
    return {
      id: edge.id,
      from: edge.from,
      to: edge.to,
      dashes: edge.dashed ? [6, 5] : false,
      width: edge.disputed ? 2.2 : 1.2,
      color: { color: own, highlight: colour("accent"), hover: colour("accent"), inherit: false },
      arrows: {
        to: { enabled: true, scaleFactor: 0.45 },
        middle: { enabled: edge.disputed, type: "bar", scaleFactor: 0.6 },
      },
      smooth: this.bends.get(edge.id) ?? false,
    };
  }

  /** Take the colours from the style sheet, which knows light from dark. */
  paint() {
    const groups = {};
    for (const [kind, look] of Object.entries(this.groups)) {
      const own = colour(`kind-${kind.toLowerCase()}`);
      const hollow = look.shape === "box" || look.shape === "ellipse";
      const fill = { background: hollow ? colour("surface") : own, border: own };
      groups[kind] = {
        ...look,
        color: { ...fill, highlight: { ...fill, border: colour("accent") }, hover: { ...fill, border: colour("accent") } },
        font: {
          ...look.font,
          color: colour("text"),
          face: getComputedStyle(document.body).fontFamily,
          strokeWidth: hollow ? 0 : 4,
          strokeColor: colour("surface"),
        },
      };
    }
    this.network.setOptions({ ...this.options, groups });
    this.redraw();
  }

  /** Draw everything again, in the present language and colours. */
  redraw() {
    this.nodes.update([...this.things.values()].map((node) => {
      const { x, y, ...rest } = this.drawNode(node);
      return rest;
    }));
    this.edges.update([...this.lines.values()].map((edge) => this.drawEdge(edge)));
    this.name(this.network.getSelectedEdges());
  }

  /** Write the names of some lines on them, and take those of the others away. @param {string[]} ids */
  name(ids) {
    const some = ids.length <= 12 ? new Set(ids) : new Set();
    const font = { size: 12, color: colour("muted"), strokeColor: colour("surface"), strokeWidth: 4, align: "horizontal" };
    this.edges.update([...this.lines.values()].map((edge) => ({
      id: edge.id,
      font,
      label: some.has(edge.id) ? this.words.own(edge.property.label) : "",
    })));
  }

  /** Hide or show a kind of thing. @param {string} kind @param {boolean} visible */
  filter(kind, visible) {
    if (visible) this.hidden.delete(kind);
    else this.hidden.add(kind);
    this.nodes.update([...this.things.values()].map((node) => ({ id: node.id, hidden: this.hidden.has(node.kind) })));
  }

  /** @param {string} id @param {boolean} centre */
  select(id, centre) {
    this.network.unselectAll();
    this.network.selectNodes([id]);
    this.name(this.network.getSelectedEdges());
    if (centre) this.network.focus(id, { scale: Math.max(this.network.getScale(), 0.85), animation: this.gently() });
  }

  /** @param {string} id */
  selectLine(id) {
    this.network.unselectAll();
    this.network.setSelection({ nodes: [], edges: [id] }, { highlightEdges: false });
    this.name([id]);
  }

  unselect() {
    this.network.unselectAll();
    this.name([]);
  }

  fit(gentle = true) {
    this.network.fit({ minZoomLevel: 0.2, maxZoomLevel: 1.15, animation: gentle && this.gently() });
  }

  gently() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 350 };
  }
}
