/** The address of the page: what it shows, so that a link shows it again. */

/**
 * @typedef {{focus?: string, depth?: number, concern?: string, compare?: string[], lang: "en" | "zh"}} Asked
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
  made.set("lang", asked.lang);
  return `?${made}`;
}

/** What a view was asked by. @param {{focus?: string, depth: number, concern?: string, compare: string[]}} view */
export function askedFor(view, lang) {
  return {
    focus: view.focus ?? undefined,
    depth: view.depth,
    concern: view.concern ?? undefined,
    compare: view.compare,
    lang,
  };
}

/** The thing that is selected, from the address. */
export function selectedInAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}
