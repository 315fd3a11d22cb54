/** The page of the editor: what is written, what is asked, and what is shown of the answer. */

import { byId, el } from "./dom.js";
import { amend, fragment, keep, read } from "./editor-address.js";
import { ask } from "./editor-ask.js";
import { graph } from "./editor-graph.js";
import { network, related } from "./editor-network.js";
import { plain } from "./editor-plain.js";
import { rich } from "./editor-rich.js";
import { table } from "./editor-table.js";
import { Terms } from "./editor-terms.js";
import { downloads, text } from "./editor-text.js";
import { ngettext, number, t } from "./editor-words.js";

/** @typedef {import("./editor-ask.js").Solutions | import("./editor-ask.js").Truth | import("./editor-ask.js").Triples} Answer */


const area = /** @type {HTMLTextAreaElement} */ (byId("query"));
const status = byId("status");
const result = byId("result");
const views = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-view]")]);
const terms = new Terms();
/** @type {{query: string, answer: Answer} | null} */
let present = null;
/** @type {AbortController | null} */
let underWay = null;
let view = "";

/** Run the query that is written; one that is under way is cancelled. */
async function run() {
  underWay?.abort();
  const mine = new AbortController();
  const query = writing.text();
  underWay = mine;
  keep({ query, view });
  working(true);
  writing.unmark();
  byId("problem").hidden = true;
  status.textContent = t("Running …");
  const begun = performance.now();
  try {
    const answer = await ask(query, mine.signal);
    const milliseconds = number(Math.round(performance.now() - begun));
    if (underWay !== mine) return;
    if (answer.kind === "problem") complain(answer);
    else show(query, answer, milliseconds);
  } catch (error) {
    if (!mine.signal.aborted) throw error;
    if (underWay === mine) status.textContent = t("Cancelled.");
  } finally {
    if (underWay === mine) working(false);
  }
}

/** @param {boolean} busy */
function working(busy) {
  byId("cancel").hidden = !busy;
  result.setAttribute("aria-busy", String(busy));
}

/** An error may say its place too; it is said once. @param {string} detail @param {{line: number, column: number} | undefined} position */
function withoutPlace(detail, position) {
  const place = position ? t("line {line}, column {column}: {message}", { ...position, message: "" }) : "";
  return detail.startsWith(place) ? detail.slice(place.length) : detail;
}

/** Say what is wrong, and where. @param {import("./editor-ask.js").Problem} problem */
function complain({ detail, position, limit, suggestions }) {
  const place = byId("problem");
  const helps = [limit && t("Limit: {limit}.", { limit }), suggestions?.length ? t("Did you mean {names}?", { names: suggestions.join(", ") }) : ""];
  place.replaceChildren(
    el("p", {}, position ? el("b", {}, t("Line {line}, column {column}:", position)) : null, position ? " " : null, withoutPlace(detail, position)),
    ...helps.filter(Boolean).map((help) => el("p", {}, help)),
  );
  place.hidden = false;
  status.textContent = "";
  result.hidden = true;
  present = null;
  if (position) writing.mark(position);
}

/** @param {string} query @param {Answer} answer @param {string} milliseconds */
function show(query, answer, milliseconds) {
  present = { query, answer };
  status.textContent = t("{said} in {milliseconds} ms", { said: said(answer), milliseconds });
  byId("downloads").replaceChildren(el("ul", {}, ...downloads(answer.kind, query)));
  result.hidden = false;
  render();
  // On a small screen the answer would begin below what is seen.
  const head = /** @type {HTMLElement} */ (result.firstElementChild);
  if (head.getBoundingClientRect().top > innerHeight * 0.85) head.scrollIntoView({ block: "start" });
}

/** @param {Answer} answer */
function said(answer) {
  if (answer.kind === "truth") return answer.truth ? t("Yes: there is a match.") : t("No: there is no match.");
  return answer.kind === "solutions" ? ngettext("{count} row", "{count} rows", answer.rows.length) : ngettext("{count} triple", "{count} triples", answer.triples.length);
}

/** Show the answer in the way that is chosen, or as a table where that way shows nothing. */
function render() {
  if (!present) return;
  const { query, answer } = present;
  const triples = answer.kind === "truth" ? [] : answer.kind === "triples" ? answer.triples : related(answer.names, answer.rows, terms);
  for (const button of views) button.hidden = button.dataset.view === "graph" && !triples.length;
  const now = views.find((button) => button.dataset.view === view && !button.hidden)?.dataset.view ?? "table";
  for (const button of views) button.setAttribute("aria-pressed", String(button.dataset.view === now));
  const shown = now === "graph" ? graph(network(triples, terms), terms) : now === "text" ? text(answer.kind, query) : tabled(answer);
  byId("shown").replaceChildren(shown);
}

/** @param {Answer} answer */
function tabled(answer) {
  if (answer.kind === "truth") return el("p", { class: "truth" }, said(answer));
  if (answer.kind === "triples") {
    if (!answer.triples.length) return el("p", {}, t("No results."));
    return table([t("Subject"), t("Predicate"), t("Object")], answer.triples, terms);
  }
  if (!answer.rows.length) return el("p", {}, t("No results."));
  return table(answer.names, answer.rows.map((row) => answer.names.map((name) => row[name])), terms);
}

/** Write what the address says, and run it. */
function follow() {
  const state = read();
  if (!state) return;
  view = state.view;
  writing.write(state.query);
  run();
}

/** Write an example in; what was written is a step back. @param {Event} event @param {string} query */
function fill(event, query) {
  event.preventDefault();
  if (!read()) history.replaceState(null, "", fragment({ query: writing.text(), view }));
  writing.write(query);
  writing.focus();
  byId("query-form").scrollIntoView({ block: "nearest" });
  run();
}

await terms.load();
const make = globalThis.Yasqe ? rich : plain;
const writing = make(area, terms, { run });

byId("query-form").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
byId("cancel").addEventListener("click", () => underWay?.abort());
for (const button of views) {
  button.addEventListener("click", () => {
    view = button.dataset.view ?? "";
    if (present) amend({ query: present.query, view });
    render();
  });
}
for (const link of document.querySelectorAll("[data-query]")) {
  link.addEventListener("click", (event) => fill(event, /** @type {HTMLElement} */ (link).dataset.query ?? ""));
}
document.querySelector(".language")?.addEventListener("click", (event) => {
  const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  link.hash = fragment({ query: writing.text(), view });
});
addEventListener("popstate", follow);
if (matchMedia("(max-width: 60rem)").matches) byId("examples").removeAttribute("open");
for (const each of document.querySelectorAll(".without")) each.remove();
byId("keys").hidden = false;
document.documentElement.dataset.ready = "";
follow();
