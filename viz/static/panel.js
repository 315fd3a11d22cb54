/** The panel beside the picture: what was clicked, and who says so. */

import { bdi, byId, el, icon } from "./dom.js";
import { pageOf, timesOf } from "./outline.js";
import { badge, claimList, sourcesOf } from "./said.js";

/** @typedef {import("./words.js").Words} Words */
/** @typedef {import("./data.js").ViewNode} ViewNode */
/** @typedef {import("./data.js").ViewEdge} ViewEdge */
/** @typedef {import("./data.js").Fact} Fact */

/**
 * @typedef {{
 *   go: (id: string) => void, toggle: (id: string) => void, alone: (id: string) => void, hide: (id: string) => void,
 *   pin: (id: string) => void, path: (id: string) => void, select: (id: string) => void, close: () => void,
 *   known: (id: string) => boolean, isAlone: (id: string) => boolean, selected: () => string | null,
 *   server: boolean, root: string,
 * }} Acts what can be done from beside the picture
 */

/** @param {Words} words @param {boolean} server */
export function showHint(words, server) {
  const hint = words.labels[server ? "explore.hint" : "explore.hint.file"] ?? "";
  byId("details").replaceChildren(el("p", { class: "hint", "data-t": hint }, words.t(hint)));
}

/** @param {Words} words @param {ViewNode} node @param {Fact[] | null} facts null while they are fetched @param {Acts} acts */
export function showNode(words, node, facts, acts) {
  const heading = el("h2", { tabindex: "-1" }, bdi(words.own(node.label)));
  const marks = [node.share && `tree.${node.share}`, node.change && `panel.${node.change}`, node.pinned && "panel.pinned"];
  byId("details").replaceChildren(
    el("header", {}, heading, closing(words, acts)),
    el("p", { class: "kind" }, icon(node.kind), words.label(`kind.${node.kind}`),
      ...marks.filter(Boolean).map((key) => el("span", { class: "badge plain" }, words.label(String(key))))),
    node.description ? el("p", {}, words.own(node.description)) : "",
    actions(words, node, acts),
    el("h3", {}, words.t("Facts and sources")),
    facts === null ? el("p", { class: "hint" }, words.t("Loading …")) : factList(words, facts, acts),
  );
}

/** @param {Words} words @param {ViewNode} node @param {Acts} acts */
function actions(words, node, acts) {
  const act = (/** @type {string} */ key, /** @type {(id: string) => void} */ does, rest = "") =>
    el("button", { type: "button", class: "quiet", "data-act": key, onclick: () => does(node.id) }, words.label(`panel.${key}`) + rest);
  const more = ` (${node.more ?? 0} ${words.t("not shown")})`;
  return el(
    "p",
    { class: "actions" },
    acts.server && node.opened && act("collapse", acts.toggle),
    acts.server && !node.opened && (node.more ?? 0) > 0 && act("expand", acts.toggle, more),
    acts.server && !acts.isAlone(node.id) && act("alone", acts.alone),
    act("hide", acts.hide),
    act(node.pinned ? "unpin" : "pin", acts.pin),
    acts.server && act("path", acts.path),
    acts.server && pageOf(words, node, acts.root),
    acts.server && timesOf(words, node, acts.root),
    acts.server && el("a", { class: "quiet", href: `${acts.root}data/${encodeURIComponent(node.id)}?format=turtle` }, words.t("Data")),
  );
}

/** @param {Words} words @param {Acts} acts */
function closing(words, acts) {
  return el("button", { type: "button", class: "close", "aria-label": words.t("Close"), onclick: acts.close }, "×");
}

/** Facts under the concern that they belong to. @param {Words} words @param {Fact[]} facts @param {Acts} acts */
function factList(words, facts, acts) {
  if (!facts.length) return el("p", { class: "hint" }, words.t("Nothing is recorded about it yet."));
  /** @type {Map<string, Fact[]>} */
  const groups = new Map();
  for (const fact of facts) {
    const name = fact.direction ? words.t("Related") : words.own(fact.concern?.label) || words.t("General");
    groups.set(name, [...(groups.get(name) ?? []), fact]);
  }
  const made = [...groups].map(([name, some]) =>
    el("section", {}, groups.size > 1 && el("h4", {}, name), el("ul", { class: "facts" }, ...some.map((fact) => factItem(words, fact, acts)))));
  return el("div", {}, ...made);
}

/** @param {Words} words @param {Fact} fact @param {Acts} acts */
function factItem(words, fact, acts) {
  const claims = fact.claims ?? [];
  const backing = sourcesOf(claims.filter((said) => backs(said, fact))).length;
  const all = sourcesOf(claims).length;
  const count = backing || all;
  // Several sources, but no value that two of them name.
  const each = fact.standing?.id === "SingleSource" && count > 1;
  const starts = new Set(fact.values.map((value) => value.since ?? null));
  const shared = starts.size === 1 ? [...starts][0] : null;
  const since = (/** @type {string | null | undefined} */ start) => start && el("small", {}, ` ${words.t("since")} ${start}`);
  const values = fact.values.flatMap((value, rank) =>
    [rank ? words.t(", ") : "", valueOf(words, value, acts), shared ? null : since(value.since)]);
  return el(
    "li",
    { class: "fact" },
    el("p", {}, el("span", { class: "property" }, words.named(fact.property)), " ",
      each ? el("span", { class: "badge plain" }, words.t("one source each")) : badge(words, fact.standing)),
    el("p", { class: "value" }, ...(fact.sentence ? [words.own(fact.sentence)] : values.length ? values : [el("i", {}, words.t("sources disagree"))]),
      fact.condition && !fact.sentence && el("i", {}, ` ${words.t("({condition})", { condition: words.own(fact.condition.label) })}`),
      since(shared)),
    count > 0 && el("details", {},
      el("summary", {}, words.ngettext("{count} source", "{count} sources", count),
        all > count && ` + ${words.ngettext("{count} source with another value", "{count} sources with another value", all - count)}`),
      claimList(words, claims, fact.values.length !== 1 || claims.length > 1)),
  );
}

/** Whether a claim says what holds; a relation that arrives has the thing itself for its value. @param {import("./data.js").Said} said @param {Fact} fact */
function backs(said, fact) {
  const says = fact.values.some((value) => value.label.en === said.value?.en && value.label.zh === said.value?.zh);
  return said.rank.id !== "Deprecated" && (fact.direction === "in" || says);
}

/** @param {Words} words @param {Fact["values"][number]} value @param {Acts} acts */
function valueOf(words, value, acts) {
  const text = words.own(value.label);
  const { id } = value;
  if (!id || value.kind !== "thing" || (!acts.server && !acts.known(id))) return bdi(text);
  return el("button", { type: "button", class: "link", onclick: () => acts.go(id) }, bdi(text));
}

/** Who says that two things are related. @param {Words} words @param {ViewEdge} edge @param {ViewNode} from @param {ViewNode} to @param {Acts} acts */
export function showEdge(words, edge, from, to, acts) {
  const end = (/** @type {ViewNode} */ node) =>
    el("button", { type: "button", class: "link", onclick: () => acts.go(node.id) }, bdi(words.own(node.label)));
  const [claims, against] = [edge.claims ?? [], edge.against ?? []];
  const told = [edge.absent && "panel.absent", edge.past && !edge.change && "panel.over", edge.change && `panel.${edge.change}`];
  byId("details").replaceChildren(
    el("header", {}, el("h2", { tabindex: "-1" }, words.named(edge.property)), closing(words, acts)),
    el("p", { class: "relation" }, end(from), " → ", end(to), " ", badge(words, edge.standing),
      edge.condition && el("i", {}, ` ${words.t("({condition})", { condition: words.own(edge.condition.label) })}`)),
    ...told.filter(Boolean).map((key) => el("p", { class: "hint" }, words.label(String(key)))),
    el("h3", {}, words.t("Sources")),
    claims.length ? claimList(words, claims) : el("p", { class: "hint" }, words.t("Inferred from how the graph is organised; there is no source to cite.")),
    against.length ? el("h3", {}, words.t("Contradicting claims")) : "",
    against.length ? el("div", { class: "against" }, claimList(words, against, true)) : "",
  );
}
