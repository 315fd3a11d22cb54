/** What stands around the picture on a server: the form that narrows it, the slider, the way to the table. */

import { byId, el } from "./dom.js";
import { writeAsked } from "./address.js";
import { Times } from "./times.js";

/** @typedef {import("./address.js").Asked} Asked */

const FACETS = /** @type {const} */ (["concern", "capability", "vendor", "architecture", "certified"]);

export class Around {
  /** @param {import("./words.js").Words} words @param {string} root @param {(change: Partial<Asked>) => void} change */
  constructor(words, root, change) {
    this.root = root;
    this.form = /** @type {HTMLFormElement} */ (byId("facet-form"));
    this.times = new Times(words, (asOf, since) => change({ as_of: asOf, since }));
    this.form.addEventListener("change", () => change(this.read()));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      change(this.read());
    });
    byId("facets-off").addEventListener("click", (event) => {
      event.preventDefault();
      change(cleared());
    });
  }

  /** @returns {Partial<Asked>} */
  read() {
    const given = new FormData(this.form);
    /** @type {Partial<Asked>} */
    const change = { relation: given.getAll("relation").map(String), past: given.has("past") };
    for (const name of FACETS) change[name] = String(given.get(name) ?? "") || undefined;
    return change;
  }

  /** @param {Asked} asked @param {import("./data.js").View} view @param {import("./address.js").Language} language */
  show(asked, view, language) {
    for (const name of FACETS) {
      const field = this.form.elements.namedItem(name);
      if (field instanceof HTMLSelectElement) field.value = asked[name] ?? "";
    }
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (this.form.querySelectorAll("[type='checkbox']"))) {
      box.checked = box.name === "past" ? asked.past : asked.relation.includes(box.value);
    }
    const narrowed = asked.past || asked.relation.length > 0 || FACETS.some((name) => asked[name]);
    byId("facets-off").hidden = !narrowed;
    keep(this.form, { ...asked, ...cleared() }, language);
    keep(byId("times"), { ...asked, as_of: undefined, since: undefined }, language);
    this.times.show(view.stops ?? [], asked.as_of, asked.since);
    this.table(asked, language);
  }

  /** @param {Asked} asked @param {import("./address.js").Language} language */
  table(asked, language) {
    const way = byId("as-table");
    way.hidden = asked.compare.length < 2;
    const given = new URLSearchParams([...asked.compare.map((id) => ["id", id]), ["lang", language]]);
    if (asked.as_of) given.set("as_of", asked.as_of);
    way.setAttribute("href", `${this.root}compare?${given}`);
  }
}

/** What the form narrows by, with nothing chosen. @returns {Partial<Asked>} */
function cleared() {
  return { concern: undefined, capability: undefined, vendor: undefined, architecture: undefined, certified: undefined, relation: [], past: false };
}

/** Let a form keep all else that is shown. @param {HTMLElement} form @param {Asked} asked @param {import("./address.js").Language} language */
function keep(form, asked, language) {
  for (const each of form.querySelectorAll("[type='hidden']")) each.remove();
  const kept = [...new URLSearchParams(writeAsked(asked, language))];
  form.append(...kept.map(([name, value]) => el("input", { type: "hidden", name, value })));
}
