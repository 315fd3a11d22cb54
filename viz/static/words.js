/** The language of the page: texts by key, labels in two languages. */

/** @typedef {{en: string, zh: string}} Label */

export class Words {
  /** @param {Record<string, Label>} texts @param {"en" | "zh"} language */
  constructor(texts, language) {
    this.texts = texts;
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

  /** Write the page's fixed texts anew. @param {"en" | "zh"} language */
  speak(language) {
    this.language = language;
    document.documentElement.lang = language;
    for (const each of document.querySelectorAll("[data-t]")) each.textContent = this.t(each.dataset.t);
    for (const each of document.querySelectorAll("[data-t-label]")) {
      each.setAttribute("aria-label", this.t(each.dataset.tLabel));
    }
    for (const each of document.querySelectorAll("[data-t-hint]")) {
      each.setAttribute("placeholder", this.t(each.dataset.tHint));
    }
  }
}
