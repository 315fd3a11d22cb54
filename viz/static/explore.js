/** The page of the interactive graph: what is shown is what its address asks for, and every step is an address. */

import { around, byId, el, status } from "./dom.js";
import { Words } from "./words.js";
import { alike, askedFor, nothing, readAsked, readLanguage, selectedInAddress, toFetch, writeAsked } from "./address.js";
import { fetchJson, readPayload, Views } from "./data.js";
import { Canvas, handle } from "./canvas.js";
import { pinTo, readerOf, shownTo, toggled } from "./reader.js";
import { listenLegend, writeLegend } from "./legend.js";
import { showEdge, showHint, showNode } from "./panel.js";
import { listenOutline, markOutline, writeOutline } from "./outline.js";
import { Find } from "./find.js";
import { Steps } from "./steps.js";
import { Around } from "./around.js";
import { listenKeep, pointKeep } from "./keep.js";

/** @typedef {import("./address.js").Asked} Asked */
/** @typedef {import("./address.js").Language} Language */
/** @typedef {{node?: string, edge?: string}} Choice */

/** As many things as are shown at most; see `viz/query.py`. */
const EVERYTHING = 2000;

class Explorer {
  constructor() {
    const payload = readPayload();
    this.root = payload.root;
    this.kinds = payload.kinds;
    this.facts = new Map(Object.entries(payload.facts ?? {}));
    this.words = new Words(payload);
    this.asked = askedFor(payload.view);
    this.view = payload.view;
    this.views = new Views(this.root, toFetch(this.asked), payload.view);
    /** @type {Choice | null} */
    this.chosen = null;
    this.latest = 0;
    this.canvas = new Canvas(byId("canvas"), payload.options, this.words);
    this.steps = new Steps();
    this.acts = this.makeActs();
    this.find = new Find({
      words: this.words,
      root: this.root,
      things: () => [...this.canvas.things.values()],
      go: (id) => this.acts.go(id),
    });
    this.around = this.root === null ? null : new Around(this.words, this.root, (change) => this.go({ ...this.asked, ...change }));
  }

  /** @returns {import("./panel.js").Acts} */
  makeActs() {
    const around = (/** @type {string} */ id) => ({ ...nothing(), focus: id, as_of: this.asked.as_of });
    return {
      server: this.root !== null,
      root: this.root ?? "",
      go: (id) => (this.canvas.things.has(id) ? this.choose({ node: id }, { centre: true }) : this.go(around(id), { select: id })),
      toggle: (id) => this.toggle(id),
      alone: (id) => this.go(around(id), { select: id }),
      hide: (id) => this.go({ ...this.asked, hide: [...this.asked.hide, id] }),
      pin: (id) => this.go(pinTo(this.asked, id, this.canvas.things.get(id)?.pinned ? null : this.canvas.placeOf(id)), { select: id }),
      path: (id) => this.find.ask(this.words.t("Path to: type a name"), (end) => this.path(id, end)),
      select: (id) => this.choose({ node: id }, { centre: true }),
      selected: () => this.chosen?.node ?? null,
      close: () => this.choose(null),
      known: (id) => this.canvas.things.has(id),
      isAlone: (id) => JSON.stringify(this.asked) === JSON.stringify(around(id)),
    };
  }

  start() {
    this.render();
    this.listen();
    this.canvas.fit(false);
    const selected = selectedInAddress() || this.asked.focus;
    const small = matchMedia("(max-width: 34rem)").matches;
    if (selected && this.canvas.things.has(selected)) this.choose({ node: selected }, { quiet: true, centre: small });
    else if (selected && this.canvas.lines.has(selected)) this.choose({ edge: selected }, { quiet: true });
    const language = readLanguage(location.search, this.words.language);
    if (language !== this.words.language) this.speak(language);
    document.documentElement.dataset.ready = "true";
  }

  listen() {
    const { network } = this.canvas;
    network.on("click", ({ nodes, edges }) => {
      if (nodes[0]) this.choose({ node: nodes[0] });
      else this.choose(edges[0] ? { edge: edges[0] } : null);
    });
    // Later: a click that belongs to it may still be on its way, and must find the thing where it was.
    network.on("doubleClick", ({ nodes: [id] }) => id && setTimeout(() => this.toggle(id)));
    network.on("dragEnd", ({ nodes }) => nodes[0] && this.go(pinTo(this.asked, nodes[0], this.canvas.placeOf(nodes[0])), { select: nodes[0] }));
    byId("canvas").addEventListener("keydown", (event) => this.press(event));
    byId("fit").addEventListener("click", () => this.canvas.fit(true, true));
    this.canvas.watch((fitted) => byId("fit").toggleAttribute("disabled", fitted));
    listenLegend((kind) => this.go({ ...this.asked, without: toggled(this.asked.without, kind) }));
    byId("left-out").addEventListener("click", (event) => {
      if (!around(event, "#all")) return;
      event.preventDefault();
      this.go({ ...this.asked, limit: EVERYTHING });
    });
    byId("hidden-things").addEventListener("click", (event) => {
      event.preventDefault();
      this.go({ ...this.asked, hide: [] });
    });
    listenOutline(byId("tree"), this.acts);
    listenKeep(this.canvas, () => this.name());
    byId("language").addEventListener("click", (event) => {
      event.preventDefault();
      this.speak(this.words.language === "en" ? "zh" : "en");
      this.steps.replace(this.here());
    });
    addEventListener("popstate", (event) => this.back(event));
  }

  /** @param {KeyboardEvent} event a key over the picture */
  press(event) {
    const id = this.chosen?.node;
    if (event.key === "Escape") this.choose(null);
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") this.toggle(id);
    if (event.key === "Delete" || event.key === "h") this.acts.hide(id);
    if (event.key === "p") this.acts.pin(id);
  }

  /** Bring a thing's neighbours into the picture, or take them away again. @param {string} id */
  toggle(id) {
    if (this.root === null) this.choose({ node: id });
    else this.go({ ...this.asked, open: toggled(this.asked.open, id) }, { select: id });
  }

  /** @param {string} start @param {string} end */
  path(start, end) {
    if (start !== end) this.go({ ...nothing(), path: [start, end], as_of: this.asked.as_of });
  }

  /** Go on to another view; it has an address of its own. @param {Asked} asked @param {{select?: string, push?: boolean}} how */
  async go(asked, { select, push = true } = {}) {
    const wanted = toFetch(asked);
    this.latest += 1;
    const mine = this.latest;
    let view = this.views.at(wanted);
    if (!view && this.root === null) view = this.view;
    if (!view) status(this.words.t("Loading …"));
    try {
      view ??= await this.views.fetch(wanted);
    } catch {
      status(this.words.t("Loading failed. Please try again."));
      return;
    }
    if (mine !== this.latest) return;
    status(asked.path.length && !view.edges.length ? this.words.t("No path between them is recorded.") : "");
    const same = alike(asked, this.asked);
    if (!same || this.asked.as_of !== asked.as_of) this.forget();
    this.asked = asked;
    this.view = view;
    if (push) this.steps.push(this.here());
    this.render();
    if (!same) this.canvas.fit();
    const chosen = select ?? this.chosen?.node;
    await this.choose(chosen && this.canvas.things.has(chosen) ? { node: chosen } : null, { quiet: true, centre: Boolean(select) && same && !this.canvas.things.get(select ?? "")?.pinned });
    if (push) this.steps.replace(this.here());
  }

  /** What is known of things on one day is not what is known on another. */
  forget() {
    if (this.root !== null) this.facts.clear();
  }

  /** Select a thing, or a line, or nothing. @param {Choice | null} what @param {{centre?: boolean, quiet?: boolean}} how */
  async choose(what, { centre = false, quiet = false } = {}) {
    const node = what?.node ? this.canvas.things.get(what.node) : undefined;
    const edge = what?.edge ? this.canvas.lines.get(what.edge) : undefined;
    this.chosen = node || edge ? what : null;
    if (node) this.canvas.select(node.id, centre);
    else if (edge) this.canvas.selectLine(edge.id);
    else this.canvas.unselect();
    markOutline(node?.id ?? null);
    if (!quiet) this.steps.replace(this.here());
    document.body.classList.toggle("chosen", Boolean(node || edge));
    byId("details").scrollTop = 0;
    const ends = edge && [this.canvas.things.get(edge.from), this.canvas.things.get(edge.to)];
    if (node) await this.describe(node);
    else if (edge && ends?.[0] && ends[1]) showEdge(this.words, edge, ends[0], ends[1], this.acts);
    else showHint(this.words, this.acts.server);
  }

  /** Show a thing's facts, fetched if they are not at hand. @param {import("./data.js").ViewNode} node */
  async describe(node) {
    showNode(this.words, node, this.facts.get(node.id) ?? (this.root === null ? [] : null), this.acts);
    if (this.facts.has(node.id) || this.root === null) return;
    const day = this.asked.as_of ? `&as_of=${this.asked.as_of}` : "";
    try {
      const facts = await fetchJson(`${this.root}explore/facts?thing=${encodeURIComponent(node.id)}${day}`);
      this.facts.set(node.id, facts);
      if (this.chosen?.node === node.id) showNode(this.words, this.canvas.things.get(node.id) ?? node, facts, this.acts);
    } catch {
      status(this.words.t("Loading failed. Please try again."));
    }
  }

  /** Arrive at another address of this page's history. @param {PopStateEvent} event */
  async back(event) {
    this.steps.arrive(event);
    const language = readLanguage(location.search, this.words.language);
    const asked = this.root === null ? { ...this.asked, ...readerOf(readAsked(location.search)) } : readAsked(location.search);
    if (language !== this.words.language) this.speak(language);
    await this.go(asked, { push: false, select: selectedInAddress() || undefined });
  }

  /** Write what is shown: the picture, and all that stands beside it. */
  render() {
    const { nodes, edges } = shownTo(this.view, this.asked);
    this.canvas.take(this.view);
    this.canvas.show(nodes, edges);
    const told = { words: this.words, things: this.canvas.things, acts: this.acts, asOf: this.asked.as_of };
    writeOutline(told, this.kinds, edges);
    const { compare, path, focus, concern } = this.asked;
    const about = compare.length ? compare : path.length ? path : [focus ?? concern ?? ""];
    const names = about.flatMap((id) => this.words.own(this.view.nodes.find((node) => node.id === id)?.label) || []);
    const heading = names.join(path.length && !compare.length ? " → " : " · ");
    byId("heading").replaceChildren(el("bdi", {}, heading || this.words.t("Distributions and their components")));
    document.title = `${heading ? `${heading} · ` : ""}${this.words.t("The graph")} · distrograph`;
    writeLegend(this.view, this.asked, edges);
    byId("hidden-things").hidden = !this.asked.hide.length;
    byId("left-out").hidden = !this.view.left_out;
    byId("left-out").querySelector("span")?.replaceChildren((this.view.left_out ?? 0).toLocaleString("en"));
    this.point();
  }

  /** Have every link and form of the page lead on from what is shown. */
  point() {
    const other = this.words.language === "en" ? "zh" : "en";
    byId("language").setAttribute("href", writeAsked(this.asked, other));
    byId("language").lang = other;
    byId("language").textContent = this.words.autonyms[other];
    if (this.root === null) return;
    pointKeep(`${this.root}explore/file`, writeAsked(this.asked, this.words.language));
    this.around?.show(this.asked, this.view, this.words.language);
    for (const each of document.querySelectorAll("[data-page]")) {
      if (each instanceof HTMLAnchorElement) each.href = `${this.root}${each.dataset.page}?lang=${this.words.language}`;
    }
  }

  /** Go on in the other language, with everything where it is. @param {Language} language */
  speak(language) {
    this.words.speak(language);
    this.canvas.redraw();
    this.render();
    return this.choose(this.chosen, { quiet: true });
  }

  /** What a file of the picture is called. */
  name() {
    const { compare, path, focus, concern, as_of: day } = this.asked;
    return ["distrograph", ...(compare.length ? compare : path.length ? path : [focus ?? concern]), day].filter(Boolean).join("-");
  }

  here() {
    const page = writeAsked(this.root === null ? { ...nothing(), ...readerOf(this.asked) } : this.asked, this.words.language);
    const chosen = this.chosen?.node ?? this.chosen?.edge;
    return `${page}${chosen ? `#${encodeURIComponent(chosen)}` : ""}`;
  }
}

const explorer = new Explorer();
explorer.start();
Object.assign(globalThis, { distrograph: handle(explorer.canvas) });
