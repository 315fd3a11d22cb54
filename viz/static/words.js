/** The language of the page: messages and their translations, labels in two languages. */

/** @typedef {{en: string, zh: string}} Label */
/** @typedef {"en" | "zh"} Language */
/**
 * @typedef {{
 *   language: Language, messages: Partial<Record<Language, Record<string, string>>>,
 *   labels: Record<string, string>, autonyms: Record<Language, string>, terms?: Record<string, Label>, inverses?: Record<string, Label>,
 * }} Texts what a page says: translations by their English message, labels by group and value, names of languages
 */

export class Words {
  /** @param {Texts} texts */
  constructor({ language, messages, labels, autonyms, terms = {}, inverses = {} }) {
    this.messages = messages;
    this.labels = labels;
    this.autonyms = autonyms;
    this.terms = terms;
    this.inverses = inverses;
    this.language = language;
  }

  /** A message in the language, filled in. @param {string} message in English @param {Record<string, string | number>} values */
  t(message, values = {}) {
    const text = this.messages[this.language]?.[message] ?? message;
    return Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(`{${name}}`, String(value)), text);
  }

  /** The form that a count takes. @param {string} singular @param {string} plural @param {number} count */
  ngettext(singular, plural, count) {
    const form = this.language === "en" && count === 1 ? singular : plural;
    return this.t(form, { count });
  }

  /** What depends on a value. @param {string} key such as "kind.Component" */
  label(key) {
    return this.t(this.labels[key] ?? key);
  }

  /** @param {Label | null | undefined} label */
  own(label) {
    return label ? label[this.language] || label.en : "";
  }

  /** The label of a property, a verdict and the like. @param {{id: string, label?: Label} | null | undefined} name */
  named(name) {
    return name ? this.own(name.label ?? this.terms[name.id]) : "";
  }

  /** The label of a property as it is read from its object. @param {{id: string, inverse?: Label}} property */
  inverse(property) {
    return this.own(property.inverse ?? this.inverses[property.id]);
  }

  /** A day as it is written in the language. @param {string} day such as 2021-01-15 */
  day(day) {
    const [year, month, date] = day.split("-").map(Number);
    if (!year || !month || !date) return day;
    const pattern = { en: "en-GB", zh: "zh-CN" }[this.language];
    return new Date(Date.UTC(year, month - 1, date)).toLocaleDateString(pattern, {
      timeZone: "UTC", day: "numeric", month: this.language === "zh" ? "long" : "short", year: "numeric",
    }).replace("Sept", "Sep");
  }

  /** Write the page's fixed texts anew. @param {Language} language */
  speak(language) {
    this.language = language;
    document.documentElement.lang = language;
    const own = (/** @type {string | undefined} */ message) => (message ? this.t(message) : "");
    for (const each of all("[data-t]")) each.textContent = own(each.dataset.t);
    for (const each of all("[data-t-label]")) each.setAttribute("aria-label", own(each.dataset.tLabel));
    for (const each of all("[data-t-hint]")) each.setAttribute("placeholder", own(each.dataset.tHint));
    for (const each of all("option[data-en]")) each.textContent = each.dataset[language] ?? "";
    for (const each of all("time[datetime]")) if (each.getAttribute("datetime")) each.textContent = this.day(each.getAttribute("datetime") ?? "");
  }
}

/** @param {string} selector @returns {NodeListOf<HTMLElement>} */
function all(selector) {
  return document.querySelectorAll(selector);
}
