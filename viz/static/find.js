/** The search box: things of the picture first, then those of the whole graph. */

import { bdi, byId, el, icon } from "./dom.js";
import { exactly, fetchJson } from "./data.js";

const MOST = 8;

/**
 * @param {{words: any, things: () => any[], go: (id: string) => void, root: string | null}} given
 */
export function startFind(given) {
  const box = byId("find");
  const list = byId("found");
  let latest = 0;

  const close = () => list.replaceChildren() ?? (list.hidden = true);
  const choose = (id) => {
    close();
    box.value = "";
    given.go(id);
  };
  const show = (inside, outside) => {
    const entry = (each) =>
      el("li", {}, el("button", { type: "button", "data-found": each.id, onclick: () => choose(each.id) },
        icon(each.kind ?? "Concept"), bdi(given.words.own(each.label))));
    const held = list.contains(document.activeElement) ? document.activeElement.dataset.found : null;
    list.replaceChildren(
      ...inside.map(entry),
      ...(outside.length ? [el("li", { class: "group" }, given.words.t("explore.elsewhere")), ...outside.map(entry)] : []),
      ...(inside.length || outside.length ? [] : [el("li", { class: "group" }, given.words.t("explore.not-found"))]),
    );
    list.hidden = false;
    if (held) list.querySelector(`[data-found="${CSS.escape(held)}"]`)?.focus();
  };

  /** Show what is called so, and give it; null if something else has been typed meanwhile. */
  const look = async () => {
    const words = box.value.trim().toLowerCase();
    latest += 1;
    const mine = latest;
    if (!words) {
      close();
      return null;
    }
    const inside = matches(given.things(), words);
    show(inside, []);
    if (given.root === null) return inside;
    const shown = new Set(given.things().map((node) => node.id));
    let outside = [];
    try {
      const found = await fetchJson(`${given.root}api/v1/search?q=${encodeURIComponent(words)}`);
      outside = found.items.filter((each) => !shown.has(each.id)).slice(0, MOST);
    } catch {
      // What is in the picture is found without the service.
    }
    if (mine !== latest) return null;
    show(inside, outside);
    return [...inside, ...outside];
  };

  box.addEventListener("input", look);
  // Enter means what is typed: the thing of that name, or the only one that it can mean; else the list stays.
  box.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = box.value;
    const found = await look();
    const meant = found && (exactly(typed, found) ?? (found.length === 1 ? found[0] : null));
    if (meant) choose(meant.id);
  });
  box.form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event, list, box);
  });
  document.addEventListener("click", (event) => {
    if (!box.form.contains(event.target)) close();
  });
}

/** @param {any[]} things @param {string} words */
function matches(things, words) {
  const spelled = (node) => [node.id, node.label.en, node.label.zh].map((each) => each.toLowerCase());
  const rank = (node) => Math.min(...spelled(node).map((each) => (each === words ? 0 : each.startsWith(words) ? 1 : each.includes(words) ? 2 : 9)));
  return things.filter((node) => rank(node) < 9).sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
}

function move(event, list, box) {
  const entries = [box, ...list.querySelectorAll("button")];
  const at = entries.indexOf(document.activeElement);
  event.preventDefault();
  entries[Math.max(0, Math.min(entries.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
}
