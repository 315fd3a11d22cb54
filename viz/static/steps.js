/** The steps of the page's history, which are also what undo and redo go through. */

import { byId } from "./dom.js";

/** @typedef {HTMLButtonElement} Button */

export class Steps {
  constructor() {
    /** @type {{step?: number} | null} */
    const state = history.state;
    this.at = state?.step ?? 0;
    this.last = this.at;
    this.undo = /** @type {Button} */ (byId("undo"));
    this.redo = /** @type {Button} */ (byId("redo"));
    this.undo.addEventListener("click", () => history.back());
    this.redo.addEventListener("click", () => history.forward());
    document.addEventListener("keydown", (event) => this.press(event));
    this.replace(location.href);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const { target } = event;
    const typing = target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type !== "range");
    if (typing || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const again = key === "y" || (key === "z" && event.shiftKey);
    if (again && !this.redo.disabled) history.forward();
    else if (key === "z" && !event.shiftKey && !this.undo.disabled) history.back();
    else return;
    event.preventDefault();
  }

  /** Go on to another address. @param {string} address */
  push(address) {
    this.at += 1;
    this.last = this.at;
    history.pushState({ step: this.at }, "", address);
    this.write();
  }

  /** @param {string} address */
  replace(address) {
    history.replaceState({ step: this.at }, "", address);
    this.write();
  }

  /** Arrive at a step of the history. @param {PopStateEvent} event */
  arrive(event) {
    this.at = event.state?.step ?? this.at;
    this.last = Math.max(this.last, this.at);
    this.write();
  }

  write() {
    this.undo.disabled = this.at <= 0;
    this.redo.disabled = this.at >= this.last;
  }
}
