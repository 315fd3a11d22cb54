/** The address of the page: what it shows, so that a link shows it again. */

/** @typedef {"en" | "zh"} Language */

/**
 * What a view is asked to show; see `viz/query.py`.
 * @typedef {{
 *   focus?: string, depth: number, limit: number, concern?: string, capability?: string, vendor?: string, architecture?: string,
 *   certified?: string, as_of?: string, since?: string, past: boolean, compare: string[], path: string[],
 *   open: string[], hide: string[], pin: string[], without: string[], relation: string[],
 * }} Asked
 */

/** @type {("focus" | "concern" | "capability" | "vendor" | "architecture" | "certified" | "as_of" | "since")[]} */
const ONE = ["focus", "concern", "capability", "vendor", "architecture", "certified", "as_of", "since"];
/** @type {("compare" | "path" | "open" | "hide" | "pin" | "without" | "relation")[]} */
const MANY = ["compare", "path", "open", "hide", "pin", "without", "relation"];

/** As many things as are shown if nothing else is asked for; see `viz/query.py`. */
const LIMIT = 150;

/** @param {string} search @returns {Asked} */
export function readAsked(search) {
  const given = new URLSearchParams(search);
  const asked = nothing();
  for (const name of ONE) asked[name] = given.get(name) || undefined;
  for (const name of MANY) asked[name] = given.getAll(name).filter(Boolean);
  asked.depth = Number(given.get("depth")) || 1;
  asked.limit = Number(given.get("limit")) || LIMIT;
  asked.past = ["1", "true", "on"].includes(given.get("past") ?? "");
  return asked;
}

/** @returns {Asked} the first view */
export function nothing() {
  return { depth: 1, limit: LIMIT, past: false, compare: [], path: [], open: [], hide: [], pin: [], without: [], relation: [] };
}

/** What a view was asked by. @param {Partial<Asked>} view @returns {Asked} */
export function askedFor(view) {
  const asked = { ...nothing(), depth: view.depth ?? 1, limit: view.limit ?? LIMIT, past: view.past ?? false };
  for (const name of ONE) asked[name] = view[name] ?? undefined;
  for (const name of MANY) asked[name] = view[name] ?? [];
  return asked;
}

/** @param {Asked} asked @param {Language} language @returns {string} with its question mark */
export function writeAsked(asked, language) {
  const made = new URLSearchParams();
  for (const name of ONE) if (asked[name]) made.set(name, asked[name] ?? "");
  if (asked.depth > 1) made.set("depth", String(asked.depth));
  if (asked.limit !== LIMIT) made.set("limit", String(asked.limit));
  for (const name of MANY) for (const each of asked[name]) made.append(name, each);
  if (asked.past) made.set("past", "1");
  made.set("lang", language);
  return `?${made}`.replaceAll("%2C", ",");
}

/** What has to be fetched: what a reader hides, pins or filters by kind is done on the page. @param {Asked} asked */
export function toFetch(asked) {
  return { ...asked, hide: [], pin: [], without: [] };
}

/** Whether two views stand around the same things, so that what is in both stays in sight. @param {Asked} one @param {Asked} other */
export function alike(one, other) {
  const about = (/** @type {Asked} */ asked) => JSON.stringify([asked.focus, asked.concern, asked.compare, asked.path, asked.depth]);
  return about(one) === about(other);
}

/** The language in an address. @param {string} search @param {Language} fallback @returns {Language} */
export function readLanguage(search, fallback) {
  const given = new URLSearchParams(search).get("lang");
  return given ? (given.startsWith("zh") ? "zh" : "en") : fallback;
}

/** The thing that is selected, from the address. */
export function selectedInAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}
