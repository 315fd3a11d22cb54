/** The language of the page: texts by key, labels in two languages. */

/** @typedef {{en: string, zh: string}} Label */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export class Words {
  /** @param {Record<string, Label>} texts @param {"en" | "zh"} language @param {Record<string, Label>} terms labels told once */
  constructor(texts, language, terms = {}) {
    this.texts = texts;
    this.terms = terms;
    this.language = language;
  }

  /** @param {string} key */
  t(key) {
    return this.texts[key]?.[this.language] ?? key;
  }

  /** @param {Label | null | undefined} label */
  own(label) {
    return label ? label[this.language] || label.en : "";
  }

  /** The label of a property, a verdict and the like. @param {{id: string, label?: Label} | null | undefined} name */
  named(name) {
    return name ? this.own(name.label ?? this.terms[name.id]) : "";
  }

  /** A day as it is written in the language. @param {string} day such as 2021-01-15 */
  day(day) {
    const [year, month, date] = day.split("-").map(Number);
    if (!year || !month || !date) return day;
    return this.language === "zh" ? `${year}年${month}月${date}日` : `${date} ${MONTHS[month - 1]} ${year}`;
  }

  /** Write the page's fixed texts anew. @param {"en" | "zh"} language */
  speak(language) {
    this.language = language;
    document.documentElement.lang = language;
    for (const each of all("[data-t]")) each.textContent = this.t(each.dataset.t ?? "");
    for (const each of all("[data-t-label]")) each.setAttribute("aria-label", this.t(each.dataset.tLabel ?? ""));
    for (const each of all("[data-t-hint]")) each.setAttribute("placeholder", this.t(each.dataset.tHint ?? ""));
    for (const each of all("option[data-en]")) each.textContent = each.dataset[language] ?? "";
    for (const each of all("time[datetime]")) if (each.getAttribute("datetime")) each.textContent = this.day(each.getAttribute("datetime") ?? "");
  }
}

/** @param {string} selector @returns {NodeListOf<HTMLElement>} */
function all(selector) {
  return document.querySelectorAll(selector);
}
