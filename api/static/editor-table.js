/** An answer as a table: things by their labels, sorted by the heading that is clicked. */

import { el } from "./dom.js";
import { plainly, shown } from "./editor-terms.js";
import { language, number, t } from "./editor-words.js";

/** @typedef {import("./editor-ask.js").Term} Term */

/** So many rows are drawn: more of them make a page slow and nobody wiser. */
const MOST = 1000;
const NUMBERS = /(?:integer|decimal|double|float|int|long|nonNegativeInteger)$/;

/**
 * @param {string[]} headings @param {(Term | undefined)[][]} rows
 * @param {import("./editor-terms.js").Terms} terms
 */
export function table(headings, rows, terms) {
  const body = el("tbody");
  const heads = headings.map((heading, at) => el("th", { scope: "col" }, el("button", { type: "button", class: "sort", onclick: () => sort(at) }, heading)));
  const note = rows.length > MOST ? el("p", { class: "muted" }, t("Showing the first {shown} of {count} rows. The download has all of them.", { shown: number(MOST), count: number(rows.length) })) : "";
  let present = rows;

  const fill = () => body.replaceChildren(...present.slice(0, MOST).map((row) => el("tr", {}, ...row.map((term) => el("td", {}, term ? shown(term, terms) : "")))));
  const sort = (/** @type {number} */ at) => {
    const down = heads[at]?.getAttribute("aria-sort") === "ascending";
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[at]?.setAttribute("aria-sort", down ? "descending" : "ascending");
    present = sorted(rows, at, down, terms);
    fill();
  };

  fill();
  const made = el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body);
  return el("div", {}, note, el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": t("Table") }, made));
}

/**
 * @param {(Term | undefined)[][]} rows @param {number} at @param {boolean} down
 * @param {import("./editor-terms.js").Terms} terms
 */
function sorted(rows, at, down, terms) {
  const order = new Intl.Collator(language, { numeric: true });
  const keyed = rows.map((row) => ({ row, key: key(row[at], terms) }));
  keyed.sort(({ key: one }, { key: other }) => {
    // What is unbound comes last, whichever way it goes.
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const numbers = typeof one === "number" && typeof other === "number";
    const found = numbers ? one - other : order.compare(String(one), String(other));
    return down ? -found : found;
  });
  return keyed.map(({ row }) => row);
}

/** @param {Term | undefined} term @param {import("./editor-terms.js").Terms} terms @returns {number | string | null} */
function key(term, terms) {
  if (!term) return null;
  const value = NUMBERS.test(term.datatype ?? "") ? Number(term.value) : NaN;
  return Number.isNaN(value) ? plainly(term, terms) : value;
}
