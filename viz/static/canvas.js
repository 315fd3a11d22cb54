/** The picture: vis-network, in the colours of the style sheet. */

/** @typedef {import("./data.js").ViewNode} ViewNode */
/** @typedef {import("./data.js").ViewEdge} ViewEdge */

/** On a small screen no smaller than this, so that labels can be read; the rest is a swipe away. */
const SMALLEST = 0.55;
/** What stands before the name of a thing that came or went: more than its colour tells them apart. */
const SIGNS = { came: "+ ", went: "− " };

/** @param {string} name a colour of the style sheet */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export class Canvas {
  /**
   * @param {HTMLElement} place
   * @param {any} options of vis-network, as pyvis holds them
   * @param {import("./words.js").Words} words
   */
  constructor(place, options, words) {
    const { DataSet, Network } = globalThis.vis;
    this.words = words;
    this.options = options;
    this.groups = options.groups;
    /** @type {Map<string, any>} */
    this.looks = new Map();
    /** @type {Map<string, any>} */
    this.courses = new Map();
    /** @type {Map<string, ViewNode>} */
    this.things = new Map();
    /** @type {Map<string, ViewEdge>} */
    this.lines = new Map();
    /** @type {{scale: number, x: number, y: number} | null} */
    this.fitted = null;
    this.whole = false;
    /** @type {(fitted: boolean) => void} */
    this.tell = () => {};
    this.nodes = new DataSet();
    this.edges = new DataSet();
    this.network = new Network(place, { nodes: this.nodes, edges: this.edges }, options);
    this.paint();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
  }

  /** Take how things are drawn from a view. @param {import("./data.js").View} view */
  take(view) {
    this.looks = new Map(view.network.nodes.map((look) => [look.id, look]));
    this.courses = new Map(view.network.edges.map((course) => [course.id, course]));
  }

  /** Show what is given and nothing else; what was there already is only moved. @param {ViewNode[]} nodes @param {ViewEdge[]} edges */
  show(nodes, edges) {
    this.network.unselectAll();
    // What it says may be of a thing that is elsewhere now, or gone.
    this.network.interactionHandler?.popup?.hide();
    this.things = new Map(nodes.map((node) => [node.id, node]));
    this.lines = new Map(edges.map((edge) => [edge.id, edge]));
    this.edges.remove(this.edges.getIds().filter((id) => !this.lines.has(id)));
    this.nodes.remove(this.nodes.getIds().filter((id) => !this.things.has(id)));
    this.nodes.update(nodes.map((node) => ({ ...this.drawNode(node), x: node.x ?? 0, y: node.y ?? 0 })));
    this.edges.update(edges.map((edge) => this.drawEdge(edge)));
    this.moved();
  }

  /** A thing as pyvis has it, in the language and the colours of the page. @param {ViewNode} node */
  drawNode(node) {
    const look = { ...(this.looks.get(node.id) ?? { id: node.id }) };
    // Where it is now is the reader's business: only a new view moves it.
    delete look.x;
    delete look.y;
    const own = colour(`kind-${node.kind.toLowerCase()}`);
    const hollow = ["box", "ellipse"].includes(this.groups[node.kind].shape) || node.share === "own";
    const border = node.pinned ? colour("text") : node.change === "came" ? colour("good") : own;
    const fill = { background: hollow ? colour("surface") : own, border };
    const accent = { ...fill, border: colour("accent") };
    return {
      ...{ opacity: 1, borderWidth: 1.5, shapeProperties: { borderDashes: false } },
      ...look,
      ...(node.pinned && { borderWidth: 3.5, shapeProperties: { borderDashes: [3, 3] } }),
      label: (SIGNS[/** @type {keyof SIGNS} */ (node.change)] ?? "") + this.words.own(node.label),
      title: this.words.own(node.description) || undefined,
      color: { ...fill, highlight: accent, hover: accent },
    };
  }

  /** A line as pyvis has it, in the colours of the page. @param {ViewEdge} edge */
  drawEdge(edge) {
    const name = edge.disputed ? "line-disputed" : edge.change === "came" ? "good" : edge.derived ? "line-derived" : "line";
    const own = colour(name);
    const lit = edge.disputed ? own : colour("accent");
    const faded = edge.past || edge.change === "went";
    const { dashes, width, smooth, arrows } = this.options.edges;
    const usual = { dashes, width, smooth, arrows: { ...arrows, middle: { enabled: false } } };
    return { id: edge.id, ...usual, ...this.courses.get(edge.id), color: { color: own, highlight: lit, hover: lit, inherit: false, opacity: faded ? 0.4 : 1 } };
  }

  /** Take the colours from the style sheet, which knows light from dark. */
  paint() {
    /** @type {Record<string, any>} */
    const groups = {};
    for (const [kind, look] of Object.entries(this.groups)) {
      const inside = look.shape === "box" || look.shape === "ellipse";
      const face = getComputedStyle(document.body).fontFamily;
      const font = { ...look.font, color: colour("text"), face, strokeWidth: inside ? 0 : 4, strokeColor: colour("surface") };
      groups[kind] = { ...look, font };
    }
    this.network.setOptions({ ...this.options, groups });
    this.redraw();
  }

  /** Draw everything again, in the present language and colours. */
  redraw() {
    this.nodes.update([...this.things.values()].map((node) => this.drawNode(node)));
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
      label: some.has(edge.id) ? this.words.named(edge.property) : "",
    })));
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

  /** Where a thing is now. @param {string} id */
  placeOf(id) {
    const { x, y } = this.network.getPosition(id);
    return { x: Math.round(x), y: Math.round(y) };
  }

  /** @param {boolean} gentle @param {boolean} whole all of it, even if its labels are too small to be read then */
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
    for (const event of /** @type {const} */ (["zoom", "animationFinished"])) this.network.on(event, () => this.look());
    this.network.on("dragEnd", ({ nodes }) => (nodes.length ? this.moved() : this.look()));
    // Whoever has the whole drawing in view keeps it when the window changes.
    // By then its scale has changed with the window, so what counts is what was told last.
    this.network.on("resize", () => (this.whole ? this.fit(false, true) : this.moved()));
  }

  arrived() {
    this.fitted = { scale: this.network.getScale(), ...this.network.getViewPosition() };
    this.report(true);
  }

  moved() {
    this.fitted = null;
    this.report(false);
  }

  look() {
    this.report(this.fitted !== null && !this.astray(this.fitted));
  }

  /** @param {boolean} whole whether the whole drawing is in view */
  report(whole) {
    this.whole = whole;
    this.tell(whole);
  }

  /** Whether somebody has zoomed or moved the drawing since it was fitted. @param {{scale: number, x: number, y: number}} fitted */
  astray({ scale, x, y }) {
    const now = this.network.getViewPosition();
    const reach = Math.hypot(now.x - x, now.y - y) * scale;
    return reach > 3 || Math.abs(this.network.getScale() / scale - 1) > 0.01;
  }

  gently() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 350 };
  }

  /** The picture as it is seen, on the ground of the page. @returns {Promise<Blob | null>} */
  snapshot() {
    const drawn = this.network.canvas.frame.canvas;
    const copy = document.createElement("canvas");
    copy.width = drawn.width;
    copy.height = drawn.height;
    const pen = copy.getContext("2d");
    if (!pen) return Promise.resolve(null);
    pen.fillStyle = colour("surface");
    pen.fillRect(0, 0, copy.width, copy.height);
    pen.drawImage(drawn, 0, 0);
    return new Promise((resolve) => copy.toBlob(resolve, "image/png"));
  }
}

/** Where things are on the page, for tests and for bookmarklets. @param {Canvas} canvas */
export function handle(canvas) {
  const frame = () => canvas.network.body.container.getBoundingClientRect();
  const onPage = (/** @type {{x: number, y: number}} */ place) => {
    const { x, y } = canvas.network.canvasToDOM(place);
    return { x: x + frame().left, y: y + frame().top };
  };
  const course = (/** @type {ViewEdge} */ edge) =>
    `${[edge.from, edge.to].sort().join(" ")} ${(edge.bend ?? 0) * (edge.from < edge.to ? 1 : -1)}`;
  const along = (/** @type {string} */ id, /** @type {number} */ part) => canvas.network.body.edges[id]?.edgeType.getPoint(part) ?? { x: 0, y: 0 };
  /** Whether a click on a pixel of the page hits a line, and nothing else. */
  const isHit = (/** @type {string} */ id, /** @type {{x: number, y: number}} */ { x, y }) => {
    const at = { x: x - frame().left, y: y - frame().top };
    return !canvas.network.getNodeAt(at) && canvas.network.getEdgeAt(at) === id;
  };
  /** The pixel nearest to the middle of one of some lines on which a click hits it. */
  const findPixel = (/** @type {string[]} */ ids) => {
    const parts = Array.from({ length: 41 }, (_, n) => 0.5 + 0.02 * Math.ceil(n / 2) * (n % 2 ? 1 : -1));
    const pixels = ids.flatMap((id) =>
      parts.map((part) => {
        const { x, y } = onPage(along(id, part));
        return { id, x: Math.round(x), y: Math.round(y) };
      }));
    return pixels.find((pixel) => isHit(pixel.id, pixel));
  };
  return {
    line: (/** @type {string} */ id) => findPixel([id]),
    covered: () => {
      const courses = [...canvas.lines.values()].map(course);
      return courses.filter((each, rank) => courses.indexOf(each) !== rank);
    },
    where: (/** @type {string} */ id) => onPage(canvas.network.getPosition(id)),
    things: () => [...canvas.things.keys()],
    disputed: () => {
      const lines = [...canvas.lines.values()].filter((edge) => edge.disputed && edge.against?.length);
      return findPixel(lines.map(({ id }) => id));
    },
  };
}
