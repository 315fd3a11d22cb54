/** What the page says, in its language: the translations come with the page. */

import { byId } from "./dom.js";

/** @type {{language: "en" | "zh", messages: Record<string, string>}} */
const texts = JSON.parse(byId("texts").textContent ?? "");

export const language = texts.language;

/** Mark a message for the catalogue. @param {string} message */
export function N_(message) {
  return message;
}

/** Give a message in the language, filled in. @param {string} message in English @param {Record<string, string | number>} values */
export function t(message, values = {}) {
  return (texts.messages[message] ?? message).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** Give the form of a message that a count takes. @param {string} singular @param {string} plural @param {number} count */
export function ngettext(singular, plural, count) {
  const form = language === "en" && count === 1 ? singular : plural;
  return t(form, { count: number(count) });
}

/** Write a number as the language does. @param {number} count */
export function number(count) {
  return count.toLocaleString(language);
}
