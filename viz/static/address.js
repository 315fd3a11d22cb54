/** The address of the page: what it shows, so that a link shows it again. */

import { el } from "./dom.js";

/**
 * @typedef {{focus?: string, depth?: number, concern?: string, compare?: string[], asOf?: string, lang: "en" | "zh"}} Asked
 */

/** @param {string} search @param {"en" | "zh"} fallback @returns {Asked} */
export function readAddress(search, fallback) {
  const given = new URLSearchParams(search);
  const language = given.get("lang");
  return {
    focus: given.get("focus") || undefined,
    depth: Number(given.get("depth")) || 1,
    concern: given.get("concern") || undefined,
    compare: given.getAll("compare"),
    asOf: given.get("as_of") || undefined,
    lang: language ? (language.startsWith("zh") ? "zh" : "en") : fallback,
  };
}

/** @param {Asked} asked @returns {string} */
export function writeAddress(asked) {
  const made = new URLSearchParams();
  if (asked.focus) made.set("focus", asked.focus);
  if (asked.depth && asked.depth > 1) made.set("depth", String(asked.depth));
  if (asked.concern) made.set("concern", asked.concern);
  for (const each of asked.compare ?? []) made.append("compare", each);
  if (asked.asOf) made.set("as_of", asked.asOf);
  made.set("lang", asked.lang);
  return `?${made}`;
}

/** What a view was asked by. @param {{focus?: string, depth: number, concern?: string, compare: string[], as_of?: string}} view */
export function askedFor(view, lang) {
  return {
    focus: view.focus ?? undefined,
    depth: view.depth,
    concern: view.concern ?? undefined,
    compare: view.compare,
    asOf: view.as_of ?? undefined,
    lang,
  };
}

/** Let the form for another day keep all else that is shown, if the page has one. @param {Asked} asked */
export function keepInForm(asked) {
  const form = document.querySelector("#as-of");
  if (!form) return;
  for (const each of form.querySelectorAll("[type='hidden']")) each.remove();
  const today = writeAddress({ ...asked, asOf: undefined });
  const kept = [...new URLSearchParams(today)];
  form.append(...kept.map(([name, value]) => el("input", { type: "hidden", name, value })));
  form.querySelector("a")?.setAttribute("href", today);
}

/** The thing that is selected, from the address. */
export function selectedInAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}
