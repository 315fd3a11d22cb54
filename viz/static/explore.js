/** The page of the interactive graph. */

import { byId, status } from "./dom.js";
import { Words } from "./words.js";
import { askedFor, keepInForm, readAddress, selectedInAddress, writeAddress } from "./address.js";
import { fetchFacts, fetchView, readPayload, relatedInView } from "./data.js";
import { Canvas, handle } from "./canvas.js";
import { showEdge, showHint, showNode } from "./panel.js";
import { listenOutline, markOutline, writeOutline } from "./outline.js";
import { startFind } from "./find.js";

class Explorer {
  constructor() {
    const payload = readPayload();
    this.root = payload.root;
    this.kinds = payload.kinds;
    this.facts = new Map(Object.entries(payload.facts ?? {}));
    this.words = new Words(payload.texts, payload.language);
    this.asked = askedFor(payload.view, payload.language);
    this.kept = new Map();
    this.step = 0;
    this.grown = false;
    this.chosen = null;
    this.leftOut = payload.view.left_out;
    this.canvas = new Canvas(byId("canvas"), payload.network, this.words);
    this.canvas.show(payload.view);
    this.acts = {
      server: this.root !== null,
      root: this.root,
      go: (id) => this.go(id),
      expand: (id) => this.expand(id),
      alone: (id) => this.open(this.around(id)),
      alreadyAlone: (id) => this.asked.focus === id && !this.grown,
      select: (id) => this.choose({ node: id }, { centre: true }),
      selected: () => this.chosen?.node ?? null,
      close: () => this.choose(null),
      known: (id) => this.canvas.things.has(id),
    };
    history.replaceState({ step: 0 }, "");
  }

  start() {
    this.listen();
    this.canvas.fit(false);
    startFind({
      words: this.words,
      root: this.root,
      things: () => [...this.canvas.things.values()],
      go: (id) => this.go(id),
    });
    const selected = selectedInAddress() || this.asked.focus;
    if (selected && this.canvas.things.has(selected)) this.choose({ node: selected }, { quiet: true });
    const { lang } = readAddress(location.search, this.words.language);
    if (lang !== this.words.language) this.speak(lang);
    document.documentElement.dataset.ready = "true";
  }

  listen() {
    const { network } = this.canvas;
    network.on("click", ({ nodes, edges }) => {
      if (nodes.length) this.choose({ node: nodes[0] });
      else this.choose(edges.length ? { edge: edges[0] } : null);
    });
    network.on("doubleClick", ({ nodes }) => nodes.length && this.expand(nodes[0])); // codespell:ignore
    byId("canvas").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.chosen?.node) this.expand(this.chosen.node);
      if (event.key === "Escape") this.choose(null);
    });
    byId("fit").addEventListener("click", () => this.canvas.fit(true, true));
    this.canvas.watch((fitted) => {
      byId("fit").disabled = fitted;
    });
    byId("legend").addEventListener("click", (event) => this.toggle(event.target.closest("button")));
    listenOutline(byId("tree"), this.acts);
    byId("language").addEventListener("click", (event) => {
      event.preventDefault();
      this.speak(this.words.language === "en" ? "zh" : "en");
    });
    addEventListener("popstate", (event) => this.back(event.state));
  }

  /** Select a thing, or a line, or nothing. */
  async choose(what, { centre = false, quiet = false } = {}) {
    this.chosen = what;
    const node = what?.node ? this.canvas.things.get(what.node) : null;
    const edge = what?.edge ? this.canvas.lines.get(what.edge) : null;
    if (node) this.canvas.select(node.id, centre);
    else if (edge) this.canvas.selectLine(edge.id);
    else this.canvas.unselect();
    markOutline(node?.id ?? null);
    if (!quiet) history.replaceState(history.state, "", this.here(node?.id));
    document.body.classList.toggle("chosen", Boolean(node || edge));
    byId("details").scrollTop = 0;
    if (node) await this.describe(node);
    else if (edge) this.showEdge(edge);
    else showHint(byId("details"), this.words, this.acts.server);
  }

  showEdge(edge) {
    const { things } = this.canvas;
    showEdge(byId("details"), this.words, edge, things.get(edge.from), things.get(edge.to), this.acts);
  }

  /** Show a thing's facts, fetched if they are not at hand. */
  async describe(node) {
    const show = (facts) => showNode(byId("details"), this.words, node, facts, this.acts);
    const { lines, things } = this.canvas;
    if (!this.acts.server) {
      show([...relatedInView(node, lines.values(), things), ...(this.facts.get(node.id) ?? [])]);
      return;
    }
    show(this.facts.get(node.id) ?? null);
    if (this.facts.has(node.id)) return;
    try {
      this.facts.set(node.id, await fetchFacts(this.root, node, this.words.texts, this.asked.asOf));
    } catch {
      status(this.words.t("explore.failed"));
      return;
    }
    if (this.chosen?.node === node.id) show(this.facts.get(node.id));
  }

  /** Select a thing and bring it into the middle; one that is not in the picture is opened. */
  go(id) {
    if (this.canvas.things.has(id)) return this.choose({ node: id }, { centre: true });
    return this.open(this.around(id));
  }

  /** How the neighbourhood of a thing is asked for, on the same day. @param {string} id */
  around(id) {
    return { focus: id, depth: 1, compare: [], asOf: this.asked.asOf, lang: this.words.language };
  }

  /** Add a thing's neighbours to the picture. */
  expand(id) {
    if (!this.acts.server) return this.choose({ node: id }, { centre: true });
    return this.open(this.around(id), id);
  }

  /** Fetch a view and show it, by itself or around a thing that is there. */
  async open(asked, around = null, { push = true } = {}) {
    status(this.words.t("explore.loading"));
    let view;
    try {
      view = await fetchView(this.root, asked);
    } catch {
      status(this.words.t("explore.failed"));
      return;
    }
    status("");
    if (push) this.leave(asked);
    this.show(view, around);
    if (asked.focus) await this.choose({ node: view.focus }, { centre: around !== null, quiet: true });
  }

  /** Remember what is shown now, and go on to another address. */
  leave(asked) {
    this.kept.set(this.step, this.snapshot());
    this.step += 1;
    this.asked = asked;
    history.pushState({ step: this.step }, "", this.here());
  }

  snapshot() {
    const { things, lines, network } = this.canvas;
    const placed = [...things.values()].map((node) => ({ ...node, ...network.getPosition(node.id) }));
    const view = { nodes: placed, edges: [...lines.values()], left_out: this.leftOut };
    return { view, chosen: this.chosen, grown: this.grown };
  }

  show(view, around) {
    this.canvas.show(view, around);
    this.grown = around !== null;
    this.leftOut = view.left_out;
    this.write();
    if (around === null) this.canvas.fit();
  }

  /** Go back to, or on to, an address of this page's history. */
  async back(state) {
    this.kept.set(this.step, this.snapshot());
    const asked = readAddress(location.search, this.words.language);
    const kept = state ? this.kept.get(state.step) : undefined;
    this.step = state?.step ?? this.step;
    this.asked = asked;
    if (asked.lang !== this.words.language) this.words.speak(asked.lang);
    if (kept) {
      this.show(kept.view, null);
      this.grown = kept.grown;
      await this.choose(kept.chosen, { quiet: true });
    } else if (this.acts.server) await this.open(asked, null, { push: false });
  }

  /** Write what stands beside the picture. */
  write() {
    const { things } = this.canvas;
    const asked = this.asked.compare?.length ? this.asked.compare : [this.asked.focus ?? this.asked.concern];
    const names = asked.filter((id) => things.has(id)).map((id) => this.words.own(things.get(id).label));
    byId("heading").firstElementChild.textContent = names.join(" · ") || this.words.t("explore.overview");
    document.title = `${names.length ? `${names.join(" · ")} · ` : ""}${this.words.t("explore.title")} · distrograph`;
    writeOutline(this.words, this.kinds, this.canvas, this.root, this.asked.asOf);
    keepInForm({ ...this.asked, lang: this.words.language });
    for (const button of byId("legend").children) {
      button.hidden = ![...things.values()].some((node) => node.kind === button.dataset.kind);
    }
    byId("left-out").hidden = !this.leftOut;
    byId("left-out").firstElementChild.textContent = String(this.leftOut);
  }

  /** Go on in the other language, with everything where it is. */
  speak(language) {
    this.words.speak(language);
    this.asked = { ...this.asked, lang: language };
    this.canvas.redraw();
    this.write();
    history.replaceState(history.state, "", this.here(this.chosen?.node));
    const other = language === "en" ? "zh" : "en";
    byId("language").lang = other;
    byId("language").href = writeAddress({ ...this.asked, lang: other });
    for (const each of document.querySelectorAll("[data-page]")) {
      each.href = `${this.root}${each.dataset.page}?lang=${language}`;
    }
    return this.choose(this.chosen, { quiet: true });
  }

  here(selected = null) {
    const page = writeAddress(this.acts.server ? this.asked : { lang: this.words.language });
    return `${page}${selected ? `#${encodeURIComponent(selected)}` : ""}`;
  }

  toggle(button) {
    if (!button) return;
    const visible = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(visible));
    this.canvas.filter(button.dataset.kind, visible);
    const section = document.querySelector(`#tree [data-kind="${button.dataset.kind}"]`);
    if (section) section.hidden = !visible;
  }
}

const explorer = new Explorer();
explorer.start();
globalThis.distrograph = handle(explorer.canvas);
