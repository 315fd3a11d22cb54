/** The home page: a question is answered, and a name found, without leaving it. */

import { away, bdi, byId, el, icon } from "./dom.js";
import { exactly, fetchJson, readPayload } from "./data.js";

const { language, texts } = readPayload();
const MOST = 8;
let latest = 0;

/** @param {Record<string, string>} parameters */
function query(parameters) {
  return new URLSearchParams({ ...parameters, lang: language }).toString();
}

/** @param {string} question */
async function ask(question) {
  const place = byId("answer");
  place.hidden = false;
  place.replaceChildren(el("p", { class: "reading" }, texts["explore.loading"]));
  try {
    const reply = await fetchJson(`/api/v1/ask?${query({ q: question })}`);
    place.replaceChildren(...(reply.understood && reply.answer ? answered(reply) : refused(reply)));
  } catch {
    place.replaceChildren(el("p", { class: "text" }, texts["answer.failed"]));
  }
}

function answered(reply) {
  const chips = reply.answer.ids.map((id) => el("a", { class: "quiet", href: `/explore?${query({ focus: id })}` }, bdi(id)));
  const once = [...new Map(reply.sources.map((place) => [place.source, place])).values()];
  const sources = once.flatMap((place, rank) => [rank ? ", " : "", away(place.url, place.title[language])]);
  return [
    reply.reading ? el("p", { class: "reading" }, `${texts["answer.reading"]} ${reply.reading}`) : "",
    el("p", { class: "text" }, bdi(reply.answer.text)),
    el("div", { class: "chips" }, ...chips),
    sources.length ? el("p", { class: "sources" }, `${texts["answer.sources"]}: `, ...sources) : "",
  ];
}

function refused(reply) {
  const chips = reply.suggestions.map((each) => el("a", { class: "quiet", href: `/?${query({ q: each })}` }, bdi(each)));
  return [
    el("p", { class: "text" }, texts[`answer.${reply.reason}`] ?? texts["answer.not"]),
    chips.length ? el("p", { class: "reading" }, texts["answer.try"]) : "",
    el("div", { class: "chips" }, ...chips),
  ];
}

/** Offer what is called so, and give it; null if something else has been typed meanwhile. @param {string} words */
async function find(words) {
  const list = byId("found");
  latest += 1;
  const mine = latest;
  list.hidden = true;
  if (!words) return null;
  const found = await fetchJson(`/api/v1/search?q=${encodeURIComponent(words)}`).catch(() => ({ items: [] }));
  if (mine !== latest) return null;
  const entries = found.items.slice(0, MOST).map((each) =>
    el("li", {}, el("a", { href: `/explore?${query({ focus: each.id })}` }, kindIcon(each.kinds), bdi(each.label[language]))));
  list.replaceChildren(...entries);
  list.hidden = entries.length === 0;
  return found.items;
}

/** @param {string[]} kinds */
function kindIcon(kinds) {
  const order = [...document.querySelectorAll("#legend [data-kind]")].map((each) => each.dataset.kind);
  return icon(order.find((kind) => kinds.includes(kind)) ?? "Concept");
}

byId("ask").addEventListener("submit", (event) => {
  const question = byId("q").value.trim();
  event.preventDefault();
  if (!question) return;
  history.pushState({}, "", `/?${query({ q: question })}`);
  ask(question);
});
byId("find").addEventListener("input", (event) => find(event.target.value.trim()));
// Enter means what is typed: the thing of that name, or the only one that it can mean; else the server helps.
byId("find").form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const typed = byId("find").value.trim();
  const found = await find(typed);
  if (!typed || !found) return;
  const meant = exactly(typed, found) ?? (found.length === 1 ? found[0] : null);
  location.assign(`/explore?${query({ focus: meant?.id ?? typed })}`);
});
byId("find").addEventListener("keydown", (event) => {
  if (event.key === "Escape") byId("found").hidden = true;
  if (event.key === "ArrowDown" && !byId("found").hidden) byId("found").querySelector("a")?.focus();
});
addEventListener("popstate", () => location.reload());
document.documentElement.dataset.ready = "true";
