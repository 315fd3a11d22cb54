/** The home page: a question is answered, and a name found, without leaving it. */

import { away, bdi, byId, el, icon, input } from "./dom.js";
import { exactly, fetchJson } from "./data.js";
import { Words } from "./words.js";

/** @typedef {import("./words.js").Label} Label */
/** @typedef {{id: string, label: Label, kinds: string[], names: string[]}} Found a row of /api/v1/search */
/**
 * @typedef {{
 *   understood: boolean, reading?: string, reason?: string, suggestions: string[],
 *   translated?: {question: string, by: string}, sparql?: string, names: Record<string, string>, answer?: {text: string, ids: string[]}, sources: {source: string, title: Label, url: string}[],
 * }} Reply of /api/v1/ask
 */

/** @type {import("./words.js").Texts} */
const texts = JSON.parse(byId("payload").textContent ?? "");
const words = new Words(texts);
const { language } = texts;
const MOST = 8;
const box = input("q");
const list = byId("found");
let latest = 0;

/** @param {Record<string, string>} parameters */
function query(parameters) {
  return new URLSearchParams({ ...parameters, lang: language }).toString();
}

/** @param {string} question */
async function ask(question) {
  const place = byId("answer");
  place.hidden = false;
  list.hidden = true;
  place.replaceChildren(el("p", { class: "reading" }, words.t("Loading …")));
  try {
    const reply = await fetchJson(`/api/v1/ask?${query({ q: question })}`);
    place.replaceChildren(...(reply.understood && reply.answer ? answered(reply) : refused(reply)));
  } catch {
    place.replaceChildren(el("p", { class: "text" }, words.t("The answer could not be loaded.")));
  }
}

/** @param {string} id a thing, or a release */
function way(id) {
  const page = id.includes("/") ? "releases" : "things";
  return `/${page}/${id.split("/").map(encodeURIComponent).join("/")}?lang=${language}`;
}

/** @param {Reply} reply */
function answered(reply) {
  const chips = (reply.answer?.ids ?? []).map((id) => el("a", { class: "quiet", href: way(id) }, bdi(reply.names[id] ?? id)));
  const once = [...new Map(reply.sources.map((place) => [place.source, place])).values()];
  const sources = once.flatMap((place, rank) => [rank ? words.t(", ") : "", away(place.url, place.title[language])]);
  return [
    reply.translated ? el("p", { class: "reading" }, `${words.t("Rephrased by the language model:")} ${reply.translated.by}${words.t(": ")}`, bdi(reply.translated.question)) : "",
    reply.reading ? el("p", { class: "reading" }, `${words.t("Read as:")} ${reply.reading}`) : "",
    el("p", { class: "text" }, bdi(reply.answer?.text ?? "")),
    el("div", { class: "chips" }, ...chips),
    sources.length ? el("p", { class: "sources" }, `${words.t("Sources")}${words.t(": ")}`, ...sources) : "",
    el("p", { class: "sources" }, el("a", { href: editor(reply.sparql ?? "") }, words.t("SPARQL query"))),
    ...further(reply.suggestions, words.t("Related questions:")),
  ];
}

/** Lead to the editor with a query in it. @param {string} sparql */
function editor(sparql) {
  return `/sparql?lang=${language}#query=${encodeURIComponent(sparql)}`;
}

/** Offer questions, under a heading. @param {string[]} questions @param {string} heading */
function further(questions, heading) {
  if (!questions.length) return [];
  const chips = questions.map((each) => el("a", { class: "quiet", href: `/?${query({ q: each })}` }, bdi(each)));
  return [el("p", { class: "reading" }, heading), el("div", { class: "chips" }, ...chips)];
}

/** @param {Reply} reply */
function refused(reply) {
  return [el("p", { class: "text" }, reply.reason ? words.label(`answer.${reply.reason}`) : words.t("The question was not understood.")), ...further(reply.suggestions, words.t("Try:"))];
}

/** Offer what is called so, and give it; null if something else has been typed meanwhile. @param {string} typed @returns {Promise<Found[] | null>} */
async function find(typed) {
  latest += 1;
  const mine = latest;
  list.hidden = true;
  if (!typed || typed.length > 100) return typed ? [] : null;
  const nothing = () => ({ items: [] });
  const [found, questions] = await Promise.all([
    fetchJson(`/api/v1/search?q=${encodeURIComponent(typed)}`).catch(nothing),
    fetchJson(`/api/v1/complete?${query({ q: typed })}`).catch(nothing),
  ]);
  if (mine !== latest) return null;
  const things = found.items.slice(0, MOST).map((/** @type {Found} */ each) =>
    el("li", {}, el("a", { href: way(each.id) }, kindIcon(each.kinds), bdi(each.label[language]))));
  const asked = questions.items.map((/** @type {string} */ each) =>
    el("li", {}, el("a", { href: `/?${query({ q: each })}` }, el("span", { class: "muted", "aria-hidden": "true" }, "?"), bdi(each))));
  const entries = [...things, ...asked].slice(0, MOST + MOST / 2);
  list.replaceChildren(...entries);
  list.hidden = entries.length === 0;
  return found.items;
}

/** @param {string[]} kinds */
function kindIcon(kinds) {
  /** @type {NodeListOf<HTMLElement>} */
  const order = document.querySelectorAll("#legend [data-kind]");
  return icon([...order].map((each) => each.dataset.kind ?? "").find((kind) => kinds.includes(kind)) ?? "Concept");
}

/** Enter means what is typed: the thing of that name; all else is a question. @param {string} typed */
async function submit(typed) {
  const found = await find(typed);
  const meant = found && exactly(typed, found);
  if (meant) {
    location.assign(way(meant.id));
    return;
  }
  history.pushState({}, "", `/?${query({ q: typed })}`);
  await ask(typed);
}

box.form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = box.value.trim();
  if (typed) submit(typed);
});
box.addEventListener("input", () => find(box.value.trim()));
box.addEventListener("keydown", (event) => {
  if (event.key === "Escape") list.hidden = true;
  if (event.key === "ArrowDown" && !list.hidden) {
    event.preventDefault();
    list.querySelector("a")?.focus();
  }
});
list.addEventListener("keydown", (event) => {
  const entries = [...list.querySelectorAll("a")];
  const at = entries.findIndex((each) => each === document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") list.hidden = true;
  if (step === undefined) return;
  event.preventDefault();
  (entries[at + step] ?? box).focus();
});
document.addEventListener("click", (event) => {
  if (event.target instanceof Node && !box.form?.contains(event.target)) list.hidden = true;
});
for (const each of document.querySelectorAll("[data-example]")) {
  each.addEventListener("click", (event) => {
    event.preventDefault();
    box.value = each.textContent ?? "";
    submit(box.value);
  });
}
addEventListener("popstate", () => location.reload());
document.documentElement.dataset.ready = "true";
