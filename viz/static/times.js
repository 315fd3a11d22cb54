/** The slider over the releases: the day of the picture, and since when changes are marked. */

import { byId, input } from "./dom.js";

/** @typedef {import("./data.js").Stop} Stop */

const PATIENCE = 180;

export class Times {
  /** @param {import("./words.js").Words} words @param {(asOf?: string, since?: string) => void} go */
  constructor(words, go) {
    this.words = words;
    /** @type {Stop[]} */
    this.stops = [];
    this.slider = input("stop");
    let waiting = 0;
    this.slider.addEventListener("input", () => {
      clearTimeout(waiting);
      this.tell(Number(this.slider.value));
      waiting = window.setTimeout(() => {
        const [stop, before] = this.at(Number(this.slider.value));
        go(stop?.day, stop && before?.day);
      }, PATIENCE);
    });
    byId("times").addEventListener("submit", (event) => {
      event.preventDefault();
      go(input("day").value || undefined);
    });
    byId("today").addEventListener("click", (event) => {
      event.preventDefault();
      go();
    });
  }

  /** The stop of a place of the slider, whose last place is today, and the stop before. @param {number} place @returns {[Stop | undefined, Stop | undefined]} */
  at(place) {
    return [this.stops[place], this.stops[place - 1]];
  }

  /** Show the day of a view. @param {Stop[]} stops @param {string | undefined} asOf @param {string | undefined} since */
  show(stops, asOf, since) {
    this.stops = stops;
    const later = stops.findIndex((stop) => asOf !== undefined && stop.day > asOf);
    const place = asOf === undefined ? stops.length : (later < 0 ? stops.length : later) - 1;
    this.slider.max = String(stops.length);
    this.slider.value = String(Math.max(0, place));
    this.tell(Math.max(0, place));
    input("day").value = asOf ?? "";
    byId("today").hidden = !asOf;
    byId("told").hidden = !asOf;
    this.write(byId("told").querySelector("time"), asOf);
    const changes = byId("told").querySelector(".changes");
    const time = document.createElement("time");
    this.write(time, since);
    changes?.replaceChildren(...(since ? [` · ${this.words.t("changes since")} `, time] : []));
  }

  /** @param {HTMLTimeElement | null} time @param {string | undefined} day */
  write(time, day) {
    time?.setAttribute("datetime", day ?? "");
    if (time) time.textContent = day ? this.words.day(day) : "";
  }

  /** Name the stop at a place. @param {number} place */
  tell(place) {
    const [stop] = this.at(place);
    const text = stop ? `${stop.release.replace("/", " ")}` : this.words.t("today");
    byId("stop-name").textContent = text;
    this.slider.setAttribute("aria-valuetext", stop ? `${text}, ${this.words.day(stop.day)}` : text);
  }
}
