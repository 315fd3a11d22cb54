/** What the page says, in its language: the texts come with the page. */

import { byId } from "./dom.js";

/** @type {{language: "en" | "zh", texts: Record<string, string>}} */
const said = JSON.parse(byId("said").textContent ?? "");

export const language = said.language;

/** Give a text, with its places filled in. @param {string} key @param {Record<string, string | number>} values */
export function t(key, values = {}) {
  return (said.texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** Write a number as the language does. @param {number} count */
export function number(count) {
  return count.toLocaleString(language);
}

/** Give a text that counts something. @param {string} key @param {number} count */
export function counted(key, count) {
  return count === 1 ? t(`${key}.one`) : t(key, { count: number(count) });
}
