/** The picture: vis-network, in the colours of the style sheet. */

import { boxOf, settle } from "./settle.js";

/** On a small screen no smaller than this, so that labels can be read; the rest is a swipe away. */
const SMALLEST = 0.55;

/** @param {string} name a colour of the style sheet */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/**
 * Bend the lines that came later, as the server bends the first: of several between two things all but one.
 * @param {Iterable<any>} lines @param {Map<string, any>} bends
 */
function bend(lines, bends) {
  const ranks = new Map();
  for (const line of lines) {
    const pair = [line.from, line.to].sort().join(" ");
    const rank = ranks.get(pair) ?? 0;
    ranks.set(pair, rank + 1);
    if (bends.has(line.id)) continue;
    const side = (rank % 2 ? -1 : 1) * (line.from < line.to ? 1 : -1);
    const roundness = 0.18 * Math.ceil(rank / 2) * side;
    bends.set(line.id, roundness ? { enabled: true, type: "curvedCW", roundness } : false);
  }
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
    this.fitted = null;
    this.tell = () => {};
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
    bend(this.lines.values(), this.bends);
    this.nodes.update(fresh.map((node) => this.drawNode(node)));
    this.edges.update(view.edges.map((edge) => this.drawEdge(edge)));
    if (fresh.length) this.moved();
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
    for (const node of view.nodes) {
      const old = this.things.get(node.id);
      if (old) old.more = Math.min(old.more, node.more);
      if (old) continue;
      const wished = { x: here.x + node.x - there.x, y: here.y + node.y - there.y };
      const placed = settle(this.box(node, wished), taken, here);
      taken.push(placed);
      fresh.push({ ...node, x: placed.x, y: Math.round(placed.y - placed.drop) });
    }
    return fresh;
  }

  box(node, place) {
    const look = this.groups[node.kind];
    return boxOf({ ...place, size: look.size, font: look.font.size, label: this.words.own(node.label) });
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
      color: { color: own, highlight: edge.disputed ? own : colour("accent"), hover: edge.disputed ? own : colour("accent"), inherit: false },
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
    const some = ids.length <= 8 ? new Set(ids) : new Set();
    const font = { size: 14, color: colour("muted"), strokeColor: colour("surface"), strokeWidth: 4, align: "horizontal" };
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
    const own = this.network.getConnectedEdges(id);
    // Where nearly every line is its own, colouring them all would only hide what they are.
    this.network.selectNodes([id], own.length <= this.lines.size / 2);
    this.name(own);
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

  /** @param {boolean} whole all of it, even if its labels are too small to be read then */
  fit(gentle = true, whole = false) {
    const least = !whole && matchMedia("(max-width: 34rem)").matches ? SMALLEST : 0.2;
    const arrive = () => (least === SMALLEST && this.network.getScale() <= SMALLEST ? this.moved() : this.arrived());
    const animation = gentle && this.gently();
    this.fitted = null;
    this.network.fit({ minZoomLevel: least, maxZoomLevel: 1.15, animation });
    if (animation) this.network.once("animationFinished", arrive);
    else arrive();
  }

  /** Have it told whenever the whole drawing comes into view or leaves it. @param {(fitted: boolean) => void} tell */
  watch(tell) {
    this.tell = tell;
    for (const event of ["zoom", "animationFinished"]) this.network.on(event, () => this.look());
    this.network.on("dragEnd", ({ nodes }) => (nodes.length ? this.moved() : this.look()));
    // Whoever has the whole drawing in view keeps it when the window changes.
    this.network.on("resize", () => (this.fitted && !this.astray() ? this.fit(false, true) : this.moved()));
  }

  arrived() {
    this.fitted = { scale: this.network.getScale(), ...this.network.getViewPosition() };
    this.tell(true);
  }

  moved() {
    this.fitted = null;
    this.tell(false);
  }

  look() {
    this.tell(this.fitted !== null && !this.astray());
  }

  /** Whether somebody has zoomed or moved the drawing since it was fitted. */
  astray() {
    const { scale, x, y } = this.fitted;
    const now = this.network.getViewPosition();
    const reach = Math.hypot(now.x - x, now.y - y) * scale;
    return reach > 3 || Math.abs(this.network.getScale() / scale - 1) > 0.01;
  }

  gently() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 350 };
  }
}

/** Where things are on the page, for tests and for bookmarklets. @param {Canvas} canvas */
export function handle(canvas) {
  const onPage = (place) => {
    const { x, y } = canvas.network.canvasToDOM(place);
    const frame = canvas.network.body.container.getBoundingClientRect();
    return { x: x + frame.left, y: y + frame.top };
  };
  const middle = (edge) => onPage(canvas.network.body.edges[edge.id].edgeType.getPoint(0.5));
  const course = (edge) => {
    const roundness = (canvas.bends.get(edge.id) || { roundness: 0 }).roundness * (edge.from < edge.to ? 1 : -1);
    return `${[edge.from, edge.to].sort().join(" ")} ${roundness}`;
  };
  const covered = () => {
    const courses = [...canvas.lines.values()].map(course);
    return courses.filter((each, rank) => courses.indexOf(each) !== rank);
  };
  return {
    covered,
    where: (id) => onPage(canvas.network.getPosition(id)),
    disputed: () => middle([...canvas.lines.values()].find((edge) => edge.disputed && edge.against.length)),
  };
}
