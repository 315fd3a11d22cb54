/** Making elements: text is always text, a link leads to the web or to this service, or is none. */

/**
 * @param {string} tag
 * @param {Record<string, string | boolean | ((event: any) => void) | null | undefined>} attributes `on…` are listeners
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) made.append(child);
  return made;
}

/** @param {string} text a name, kept apart from the writing direction of what is around it */
export function bdi(text) {
  return el("bdi", {}, text);
}

/** @param {string} url @param {string} text a link to a source, if its address is one of the web */
export function away(url, text) {
  if (!/^https?:\/\//i.test(url)) return bdi(text);
  return el("a", { href: url, rel: "noreferrer noopener" }, bdi(text));
}

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** @param {string} id @returns {HTMLInputElement} */
export function input(id) {
  return /** @type {HTMLInputElement} */ (byId(id));
}

/** The nearest element around where something happened. @param {Event} event @param {string} selector @returns {HTMLElement | null} */
export function around(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

/** The shape of a kind, copied from the legend. @param {string} kind */
export function icon(kind) {
  const shape = document.querySelector(`#legend [data-kind="${CSS.escape(kind)}"] svg`);
  return shape ? shape.cloneNode(true) : "";
}

/** Say something in passing. @param {string} text nothing hides it */
export function status(text) {
  const bar = byId("status");
  bar.textContent = text;
  bar.hidden = !text;
}
