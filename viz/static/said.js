/** Claims in words: who says so, where, and how it was judged. */

import { away, bdi, el } from "./dom.js";

/** @typedef {import("./data.js").Said} Said */
/** @typedef {import("./words.js").Words} Words */

const BAD = ["Wrong", "PartlyWrong", "Outdated", "Contradictory", "Unverifiable", "Retracted", "Typo", "Disputed"];
const GOOD = ["Confirmed", "Agreed"];

/** @param {Words} words @param {import("./data.js").Name | null | undefined} name a verdict or a standing */
export function badge(words, name) {
  if (!name) return null;
  const tone = BAD.includes(name.id) ? "bad" : GOOD.includes(name.id) ? "good" : "plain";
  return el("span", { class: `badge ${tone}` }, words.named(name));
}

/** The claims of each source together, in the order in which the sources come. @param {Said[]} claims @returns {Said[][]} */
export function sourcesOf(claims) {
  /** @type {Map<string, Said[]>} */
  const found = new Map();
  for (const said of claims) found.set(said.source, [...(found.get(said.source) ?? []), said]);
  return [...found.values()];
}

/**
 * Claims under the sources that make them.
 * @param {Words} words @param {Said[]} claims @param {boolean} valued say what each says too
 */
export function claimList(words, claims, valued = false) {
  const sources = sourcesOf(claims).map((some) =>
    el("li", { class: "source" }, some[0] && sourceName(words, some[0]),
      el("ul", { class: "claims" }, ...some.map((said) => claim(words, said, valued)))));
  return el("ul", { class: "claims" }, ...sources);
}

/** @param {Words} words @param {Said} said */
function sourceName(words, said) {
  const repository = said.repository?.replace(/^https?:\/\/(www\.)?/, "").replace(/\.git$/, "");
  return el("p", {}, el("b", {}, bdi(words.own(said.title))), el("small", {}, ` ${words.label(`source.${said.kind}`)}`),
    repository && el("small", { class: "repository" }, " · ", away(said.repository ?? "", repository)));
}

/** @param {Words} words @param {Said} said @param {boolean} valued */
function claim(words, said, valued) {
  const span = [
    said.since && `${words.t("since")} ${said.since}`,
    said.until && `${words.t("until")} ${said.until}`,
  ].filter(Boolean);
  const remarks = [said.reason, said.note].filter(Boolean).map((each) => el("p", { class: "reason" }, words.own(each)));
  return el(
    "li",
    { class: `claim ${said.kind}` },
    el("p", {}, valued && el("span", { class: "said" }, bdi(words.own(said.value)), " "), badge(words, said.verdict)),
    el(
      "p",
      { class: "where" },
      away(said.url, said.locator),
      ` · ${words.t("rank")}${words.t(": ")}${words.named(said.rank)}`,
      span.length ? ` · ${span.join(" · ")}` : "",
    ),
    ...remarks,
  );
}
