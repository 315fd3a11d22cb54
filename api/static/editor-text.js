/** An answer as text in any of its formats, and as a file. */

import { el } from "./dom.js";
import { address, isLong, send } from "./editor-ask.js";
import { t } from "./editor-words.js";

/** The formats by the kind of answer, the one that is shown first in front, and how files of them end. */
const FORMATS = {
  solutions: { csv: "csv", json: "json", tsv: "tsv", xml: "xml" },
  truth: { json: "json", xml: "xml" },
  triples: { turtle: "ttl", jsonld: "jsonld", nt: "nt", xml: "rdf", trig: "trig", nquads: "nq" },
};
const LONGEST = 200_000;

/** Give links to an answer in all its formats. @param {"solutions" | "truth" | "triples"} kind @param {string} query */
export function downloads(kind, query) {
  return Object.entries(FORMATS[kind]).map(([format, suffix]) => {
    const link = el("a", { href: isLong(query) ? "#" : address(query, format), download: `distrograph.${suffix}`, "data-format": format }, format);
    if (isLong(query)) link.addEventListener("click", (event) => post(event, link, query, format));
    return el("li", {}, link);
  });
}

/** Fetch by POST what is too long for an address, once, and save it. @param {Event} event @param {HTMLElement} link @param {string} query @param {string} format */
async function post(event, link, query, format) {
  if (link.getAttribute("href") !== "#") return;
  event.preventDefault();
  const file = await (await send(query, format)).blob();
  link.setAttribute("href", URL.createObjectURL(file));
  link.click();
}

/** Show an answer as text. @param {"solutions" | "truth" | "triples"} kind @param {string} query */
export function text(kind, query) {
  const shown = el("pre", { tabindex: "0", class: "as-served" });
  const cut = el("p", { class: "muted", hidden: true }, t("Showing the beginning of the text. The download has all of it."));
  const options = Object.keys(FORMATS[kind]).map((format) => el("option", {}, format));
  const choice = /** @type {HTMLSelectElement} */ (el("select", { "aria-label": t("Format") }, ...options));
  const fetchIt = async () => {
    try {
      const whole = await (await send(query, choice.value)).text();
      shown.textContent = whole.slice(0, LONGEST);
      cut.hidden = whole.length <= LONGEST;
    } catch {
      shown.textContent = t("The server does not answer. Check that it is running and that you are online.");
    }
  };
  choice.addEventListener("change", fetchIt);
  fetchIt();
  return el("div", {}, el("p", {}, choice), cut, shown);
}
