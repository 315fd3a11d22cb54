/** The plain editor: a text area with the numbers of its lines, and the terms that fit below it. */

import { byId, el } from "./dom.js";

/** @typedef {{text: () => string, write: (text: string) => void, mark: (place: {line: number, column: number}) => void, unmark: () => void, focus: () => void}} Writing */

const SHOWN = 12;

/**
 * @param {HTMLTextAreaElement} area @param {import("./editor-terms.js").Terms} terms
 * @param {{run: () => void}} does @returns {Writing}
 */
export function plain(area, terms, does) {
  const numbers = el("pre", { class: "numbers", "aria-hidden": "true" });
  area.before(numbers);
  area.wrap = "off";
  let wrong = 0;

  const count = () => {
    const lines = area.value.split("\n").length;
    const made = Array.from({ length: lines }, (_, at) => el("span", { class: at + 1 === wrong ? "wrong" : null }, `${at + 1}\n`));
    numbers.replaceChildren(...made);
    numbers.scrollTop = area.scrollTop;
  };
  const unmark = () => {
    wrong = 0;
    area.removeAttribute("aria-invalid");
    count();
  };

  area.addEventListener("scroll", () => (numbers.scrollTop = area.scrollTop));
  area.addEventListener("input", () => {
    unmark();
    offer(area, terms);
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      does.run();
    } else if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      offer(area, terms);
    } else if (event.key === "Escape") withdraw();
  });
  count();

  return {
    text: () => area.value,
    write: (text) => {
      area.value = text;
      withdraw();
      unmark();
    },
    mark: ({ line, column }) => {
      wrong = line;
      area.setAttribute("aria-invalid", "true");
      const lines = area.value.split("\n");
      const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
      const at = start + Math.min(column - 1, lines[line - 1]?.length ?? 0);
      area.focus();
      area.setSelectionRange(at, start + (lines[line - 1]?.length ?? 0));
      count();
    },
    unmark,
    focus: () => area.focus(),
  };
}

/** Offer the terms that complete the word before the cursor; Tab leads to them. @param {HTMLTextAreaElement} area @param {import("./editor-terms.js").Terms} terms */
function offer(area, terms) {
  const before = area.value.slice(0, area.selectionStart);
  const { word, offers } = terms.complete(before, area.value);
  const list = byId("offered");
  list.replaceChildren(
    ...offers.slice(0, SHOWN).map((each) => {
      const label = each.label && each.label !== each.name ? el("small", {}, each.label) : null;
      return el("li", {}, el("button", { type: "button", class: "quiet", onclick: () => take(area, word, each.name) }, each.name, label && " ", label));
    }),
  );
  list.hidden = !offers.length;
}

function withdraw() {
  byId("offered").hidden = true;
}

/** Put a term in the place of the word before the cursor. @param {HTMLTextAreaElement} area @param {string} word @param {string} name */
function take(area, word, name) {
  const end = area.selectionStart;
  area.focus();
  area.setRangeText(name, end - word.length, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  withdraw();
}
