/** The search box: things of the picture first, then those of the whole graph. */

import { bdi, byId, el, icon, input } from "./dom.js";
import { exactly, fetchJson } from "./data.js";

/** @typedef {{id: string, label: import("./words.js").Label, kind?: string, names?: string[]}} Called */
/** @typedef {{words: import("./words.js").Words, things: () => Called[], go: (id: string) => void, root: string | null}} Given */

const MOST = 8;

export class Find {
  /** @param {Given} given */
  constructor(given) {
    this.given = given;
    this.box = input("find");
    this.form = /** @type {HTMLFormElement} */ (byId("find-form"));
    this.list = byId("found");
    this.latest = 0;
    /** @type {((id: string) => void) | null} what to do with the next choice, if it is not to go there */
    this.instead = null;
    this.listen();
  }

  /** Have the next choice do something else. @param {string} hint @param {(id: string) => void} act */
  ask(hint, act) {
    this.instead = act;
    this.box.placeholder = hint;
    this.box.setAttribute("aria-label", hint);
    this.box.focus();
  }

  /** Search as usual again. */
  rest() {
    this.instead = null;
    this.box.placeholder = this.given.words.t("Find in the graph");
    this.box.setAttribute("aria-label", this.box.placeholder);
  }

  close() {
    this.list.replaceChildren();
    this.list.hidden = true;
  }

  /** @param {string} id */
  choose(id) {
    const act = this.instead ?? this.given.go;
    this.close();
    this.rest();
    this.box.value = "";
    act(id);
  }

  /** @param {Called[]} inside @param {Called[]} outside */
  show(inside, outside) {
    const { words } = this.given;
    const entry = (/** @type {Called} */ each) =>
      el("li", {}, el("button", { type: "button", "data-found": each.id, onclick: () => this.choose(each.id) },
        icon(each.kind ?? "Concept"), bdi(words.own(each.label))));
    const group = (/** @type {string} */ text) => el("li", { class: "group" }, text);
    const active = document.activeElement;
    const held = active instanceof HTMLElement && this.list.contains(active) ? active.dataset.found : null;
    this.list.replaceChildren(
      ...inside.map(entry),
      ...(outside.length ? [group(words.t("Elsewhere in the graph")), ...outside.map(entry)] : []),
      ...(inside.length || outside.length ? [] : [group(words.t("No node in this diagram has that name."))]),
    );
    this.list.hidden = false;
    const again = held && this.list.querySelector(`[data-found="${CSS.escape(held)}"]`);
    if (again instanceof HTMLElement) again.focus();
  }

  /** Show what is called so, and give it; null if something else has been typed meanwhile. @returns {Promise<Called[] | null>} */
  async look() {
    const words = this.box.value.trim().toLowerCase();
    this.latest += 1;
    const mine = this.latest;
    if (!words) {
      this.close();
      return null;
    }
    const inside = matches(this.given.things(), words);
    this.show(inside, []);
    if (this.given.root === null) return inside;
    const shown = new Set(this.given.things().map((node) => node.id));
    /** @type {Called[]} */
    let outside = [];
    try {
      const found = await fetchJson(`${this.given.root}api/v1/search?q=${encodeURIComponent(words)}`);
      outside = found.items.filter((/** @type {Called} */ each) => !shown.has(each.id)).slice(0, MOST);
    } catch {
      // What is in the picture is found without the service.
    }
    if (mine !== this.latest) return null;
    this.show(inside, outside);
    return [...inside, ...outside];
  }

  listen() {
    this.box.addEventListener("input", () => this.look());
    // Enter means what is typed: the thing of that name, or the only one that it can mean; else the list stays.
    this.form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const typed = this.box.value;
      const found = await this.look();
      const meant = found && (exactly(typed, found) ?? (found.length === 1 ? found[0] : null));
      if (meant) this.choose(meant.id);
    });
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.close();
        this.rest();
      }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(event);
    });
    document.addEventListener("click", (event) => {
      if (event.target instanceof Node && !this.form.contains(event.target)) this.close();
    });
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const entries = [this.box, ...this.list.querySelectorAll("button")];
    const at = entries.findIndex((each) => each === document.activeElement);
    event.preventDefault();
    entries[Math.max(0, Math.min(entries.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))]?.focus();
  }
}

/** @param {Called[]} things @param {string} words */
function matches(things, words) {
  const spelled = (/** @type {Called} */ node) => [node.id, node.label.en, node.label.zh].map((each) => each.toLowerCase());
  const rank = (/** @type {Called} */ node) =>
    Math.min(...spelled(node).map((each) => (each === words ? 0 : each.startsWith(words) ? 1 : each.includes(words) ? 2 : 9)));
  return things.filter((node) => rank(node) < 9).sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
}
