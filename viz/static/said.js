/** Claims in words: who says so, where, and how it was judged. */

import { away, bdi, el } from "./dom.js";

const BAD = ["Wrong", "PartlyWrong", "Outdated", "Contradictory", "Unverifiable", "Retracted", "Typo", "Disputed"];
const GOOD = ["Confirmed", "Agreed"];

/** @param {{id: string, label: any} | null | undefined} name a verdict or a standing */
export function badge(words, name) {
  if (!name) return null;
  const tone = BAD.includes(name.id) ? "bad" : GOOD.includes(name.id) ? "good" : "plain";
  return el("span", { class: `badge ${tone}` }, words.own(name.label));
}

/** One claim. @param {import("./words.js").Words} words @param {any} said @param {boolean} valued say what it says too */
export function claim(words, said, valued = false) {
  const span = [
    said.since && `${words.t("panel.since")} ${said.since}`,
    said.until && `${words.t("panel.until")} ${said.until}`,
  ].filter(Boolean);
  const remarks = [said.reason, said.note].filter(Boolean).map((each) => el("p", { class: "reason" }, words.own(each)));
  return el(
    "li",
    { class: `claim ${said.kind}` },
    valued && el("p", { class: "said" }, bdi(words.own(said.value))),
    el("p", {}, away(said.url, words.own(said.title)), " ", badge(words, said.verdict)),
    el(
      "p",
      { class: "where" },
      bdi(said.locator),
      ` · ${words.t(`source.${said.kind}`)} · ${words.t("panel.rank")}: ${words.own(said.rank.label)}`,
      span.length ? ` · ${span.join(" · ")}` : "",
    ),
    ...remarks,
  );
}
