/** The panel beside the picture: what was clicked, and who says so. */

import { bdi, el, icon } from "./dom.js";
import { timesOf } from "./outline.js";
import { badge, claimList, sourcesOf } from "./said.js";

/**
 * @typedef {{
 *   go: (id: string) => void, expand: (id: string) => void, alone: (id: string) => void,
 *   close: () => void, known: (id: string) => any, server: boolean, root: string
 * }} Acts what the panel can have done
 */

/** @param {HTMLElement} place */
export function showHint(place, words, server) {
  const key = server ? "explore.hint" : "explore.hint.file";
  place.replaceChildren(el("p", { class: "hint", "data-t": key }, words.t(key)));
}

/** @param {HTMLElement} place @param {any} node @param {any[] | null} facts null while they are fetched */
export function showNode(place, words, node, facts, acts) {
  const heading = el("h2", { tabindex: "-1" }, bdi(words.own(node.label)));
  place.replaceChildren(
    el("header", {}, heading, closing(words, acts)),
    el("p", { class: "kind" }, icon(node.kind), words.t(`kind.${node.kind}`)),
    node.description ? el("p", {}, words.own(node.description)) : "",
    acts.server ? actions(words, node, acts) : "",
    el("h3", {}, words.t("panel.facts")),
    facts === null ? el("p", { class: "hint" }, words.t("explore.loading")) : factList(words, facts, acts),
  );
}

function actions(words, node, acts) {
  const id = encodeURIComponent(node.id);
  return el(
    "p",
    { class: "actions" },
    node.more > 0 &&
      el("button", { type: "button", class: "act", onclick: () => acts.expand(node.id) },
        `${words.t("panel.expand")} (${node.more} ${words.t("panel.more")})`),
    !acts.alreadyAlone(node.id) &&
      el("button", { type: "button", class: "quiet", onclick: () => acts.alone(node.id) }, words.t("panel.alone")),
    timesOf(words, node, acts.root),
    el("a", { class: "quiet", href: `${acts.root}data/${id}?format=turtle` }, words.t("panel.data")),
  );
}

function closing(words, acts) {
  return el("button", { type: "button", class: "close", "aria-label": words.t("panel.close"), onclick: acts.close }, "×");
}

/** Facts under the concern that they belong to. @param {any[]} facts */
function factList(words, facts, acts) {
  if (!facts.length) return el("p", { class: "hint" }, words.t("panel.no-facts"));
  const groups = new Map();
  for (const fact of facts) {
    const name = (fact.group && words.t(fact.group)) || words.own(fact.concern?.label) || words.t("panel.general");
    groups.set(name, [...(groups.get(name) ?? []), fact]);
  }
  const made = [...groups].map(([name, some]) =>
    el("section", {}, groups.size > 1 && el("h4", {}, name), el("ul", { class: "facts" }, ...some.map((fact) => factItem(words, fact, acts)))));
  return el("div", {}, ...made);
}

function factItem(words, fact, acts) {
  const backing = sourcesOf(fact.claims.filter((said) => backs(said, fact))).length;
  const all = sourcesOf(fact.claims).length;
  const count = backing || all;
  const counted = (number, key) => `${number} ${words.t(number === 1 ? key : `${key}s`)}`;
  // Several sources, but no value that two of them name.
  const each = fact.standing?.id === "SingleSource" && count > 1;
  const starts = new Set(fact.values.map((value) => value.since ?? null));
  const shared = starts.size === 1 ? [...starts][0] : null;
  const since = (start) => start && el("small", {}, ` ${words.t("panel.since")} ${start}`);
  const values = fact.values.flatMap((value, rank) =>
    [rank ? ", " : "", valueOf(words, value, acts), shared ? null : since(value.since)]);
  return el(
    "li",
    { class: "fact" },
    el("p", {}, el("span", { class: "property" }, `${fact.arrow ? `${fact.arrow} ` : ""}${words.own(fact.property.label)}`), " ",
      each ? el("span", { class: "badge plain" }, words.t("panel.source.each")) : badge(words, fact.standing)),
    el("p", { class: "value" }, ...(values.length ? values : [el("i", {}, words.t("panel.open"))]),
      fact.condition && el("i", {}, ` (${words.t("panel.condition")} ${words.own(fact.condition.label)})`),
      since(shared)),
    count > 0 && el("details", {},
      el("summary", {}, counted(count, "panel.source"), all > count && ` + ${counted(all - count, "panel.other")}`),
      claimList(words, fact.claims, fact.values.length !== 1 || fact.claims.length > 1)),
  );
}

/** Whether a claim says what holds; a relation that arrives has the thing itself for its value. */
function backs(said, fact) {
  const says = (value) => value.label.en === said.value.en && value.label.zh === said.value.zh;
  return said.rank.id !== "Deprecated" && (fact.arrow === "←" || fact.values.some(says));
}

function valueOf(words, value, acts) {
  const text = words.own(value.label);
  if (!value.id || (!acts.server && !acts.known(value.id))) return bdi(text);
  return el("button", { type: "button", class: "link", onclick: () => acts.go(value.id) }, bdi(text));
}

/** Who says that two things are related. @param {HTMLElement} place @param {any} edge @param {any} from @param {any} to */
export function showEdge(place, words, edge, from, to, acts) {
  const end = (node) => el("button", { type: "button", class: "link", onclick: () => acts.go(node.id) }, bdi(words.own(node.label)));
  place.replaceChildren(
    el("header", {}, el("h2", { tabindex: "-1" }, words.own(edge.property.label)), closing(words, acts)),
    el("p", { class: "relation" }, end(from), " → ", end(to), " ", badge(words, edge.standing),
      edge.condition && el("i", {}, ` (${words.t("panel.condition")} ${words.own(edge.condition.label)})`)),
    el("h3", {}, words.t("panel.says")),
    edge.claims.length
      ? claimList(words, edge.claims)
      : el("p", { class: "hint" }, words.t("panel.no-claims")),
    edge.against.length ? el("h3", {}, words.t("panel.against")) : "",
    edge.against.length ? el("div", { class: "against" }, claimList(words, edge.against, true)) : "",
  );
}
