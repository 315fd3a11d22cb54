/** Taking the picture along. */

import { byId, el } from "./dom.js";

/** @param {import("./canvas.js").Canvas} canvas @param {() => string} name what the file is called */
export function listenKeep(canvas, name) {
  const menu = /** @type {HTMLDetailsElement} */ (byId("keep"));
  byId("png").addEventListener("click", async () => {
    const picture = await canvas.snapshot();
    if (!picture) return;
    const href = URL.createObjectURL(picture);
    el("a", { href, download: `${name()}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
}

/** Have the links of the menu lead to files of what is shown. @param {string} address @param {string} query */
export function pointKeep(address, query) {
  for (const each of byId("keep").querySelectorAll("a[data-form]")) {
    if (each instanceof HTMLAnchorElement) each.href = `${address}${query}&format=${each.dataset.form}`;
  }
}
