/** The page of a comparison: another day, or another distribution, is one step away. */

import { byId, input } from "./dom.js";

const PATIENCE = 350;
const form = /** @type {HTMLFormElement} */ (byId("compare-form"));
const day = /** @type {HTMLSelectElement} */ (byId("as-of"));
const slider = input("stop");
let waiting = 0;

/** The options of the days, the earliest first, as on the slider; today is last. */
function stops() {
  return [...day.options].reverse();
}

/** Go to what the form asks for; changes are marked since the stop before. */
function go() {
  const chosen = day.selectedOptions[0];
  const given = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value && name !== "since") given.append(name, String(value));
  if (chosen?.dataset.before) given.set("since", chosen.dataset.before);
  location.assign(`/compare?${given}`);
}

slider.value = String(stops().findIndex((option) => option.selected));
slider.addEventListener("input", () => {
  const stop = stops()[Number(slider.value)];
  if (!stop) return;
  day.value = stop.value;
  slider.setAttribute("aria-valuetext", stop.textContent ?? "");
  clearTimeout(waiting);
  waiting = window.setTimeout(go, PATIENCE);
});
form.addEventListener("change", (event) => {
  if (event.target === slider || [...form.querySelectorAll("[required]")].some((each) => !(/** @type {HTMLSelectElement} */ (each).value))) return;
  go();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (form.reportValidity()) go();
});
document.documentElement.dataset.ready = "true";
