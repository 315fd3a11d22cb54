/** The rich editor: YASQE with our prefixes and terms, and with nothing that asks or stores elsewhere. */

import { el } from "./dom.js";
import { t } from "./editor-words.js";

const NAME = "distrograph";
const GUTTER = "gutterErrorBar";

/**
 * @param {HTMLTextAreaElement} area @param {import("./editor-terms.js").Terms} terms
 * @param {{run: () => void}} does @returns {import("./editor-plain.js").Writing}
 */
export function rich(area, terms, does) {
  const Yasqe = /** @type {yasqe.Maker} */ (globalThis.Yasqe);
  // The completers that come with it ask prefix.cc and LOV; ours is the only one.
  Yasqe.defaults.autocompleters = [NAME];
  Yasqe.defaults.value = area.value;
  const typing = { now: false };
  Yasqe.registerAutocompleter(completer(terms, typing), false);
  knowPrefixes(Yasqe, terms);
  const place = area.parentElement ?? document.body;
  const editor = new Yasqe(place, options(does, typing));
  area.hidden = true;
  name(editor, area);
  follow(editor, typing);
  new ResizeObserver(() => editor.refresh()).observe(editor.getWrapperElement());
  return writing(editor);
}

/** @param {{run: () => void}} does @param {{now: boolean}} typing @returns {yasqe.Options} */
function options(does, typing) {
  const complete = (/** @type {yasqe.Editor} */ editor) => {
    typing.now = true;
    editor.autocomplete();
    typing.now = false;
  };
  return {
    persistenceId: null,
    createShareableLink: null,
    consumeShareLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "",
    prefixCcApi: "",
    // Its own marks bring styles in their markup, which the policy forbids, and speak English only.
    syntaxErrorCheck: false,
    extraKeys: {
      "Ctrl-Enter": () => does.run(),
      "Cmd-Enter": () => does.run(),
      "Ctrl-Space": complete,
      "Ctrl-S": false,
      Tab: false,
      "Shift-Tab": false,
    },
  };
}

/** Tell a screen reader what the editor is. @param {yasqe.Editor} editor @param {HTMLTextAreaElement} area */
function name(editor, area) {
  const input = editor.getInputField();
  input.setAttribute("aria-label", area.labels?.[0]?.textContent ?? "");
  input.setAttribute("aria-describedby", "keys");
}

/** Let the prefixes that need not be declared count as declared. @param {yasqe.Maker} Yasqe @param {import("./editor-terms.js").Terms} terms */
function knowPrefixes(Yasqe, terms) {
  const make = Yasqe.modes.sparql11;
  Yasqe.defineMode("sparql11", (config, parser) => {
    const mode = make(config, parser);
    const startState = () => ({ ...mode.startState(), prefixes: { ...terms.prefixes } });
    return { ...mode, startState };
  });
}

/** @param {import("./editor-terms.js").Terms} terms @param {{now: boolean}} typing @returns {yasqe.Completer} */
function completer(terms, typing) {
  const found = (/** @type {yasqe.Editor} */ editor) => {
    const cursor = editor.getDoc().getCursor();
    return terms.complete(editor.getDoc().getLine(cursor.line).slice(0, cursor.ch), editor.getValue());
  };
  return {
    name: NAME,
    bulk: false,
    autoShow: true,
    persistenceId: null,
    isValidCompletionPosition: (editor) => typing.now && found(editor).offers.length > 0,
    preProcessToken: (editor, token) => {
      const { ch } = editor.getDoc().getCursor();
      return { ...token, from: { ch: ch - found(editor).word.length }, to: { ch } };
    },
    get: (editor) => found(editor).offers.map((offer) => offer.name),
    postprocessHints: (editor, hints) => {
      const labels = new Map(found(editor).offers.map((offer) => [offer.name, offer.label]));
      return hints.map((hint) => ({ ...hint, render: (item) => item.append(hint.text, " ", el("small", {}, labels.get(hint.text) ?? "")) }));
    },
  };
}

/** Offer terms while one types, not while one moves about; mark what cannot be read. @param {yasqe.Editor} editor @param {{now: boolean}} typing */
function follow(editor, typing) {
  editor.on("change", (_, change) => {
    typing.now = /^(?:\+input|\+delete|\*compose|paste)/.test(change.origin ?? "");
  });
  editor.on("cursorActivity", () => (typing.now = false));
  editor.on("changes", () => {
    unmark(editor);
    check(editor);
  });
  check(editor);
}

/** Mark the first line that the grammar of SPARQL 1.1 cannot read. @param {yasqe.Editor} editor */
function check(editor) {
  const lines = editor.getDoc().lineCount();
  for (let line = 0; line < lines; line += 1) {
    const { state } = editor.getTokenAt({ line, ch: editor.getDoc().getLine(line).length }, true);
    if (state.OK) continue;
    const names = state.possibleCurrent.slice(0, 8).join(" ");
    const said = state.errorMsg ?? t("Syntax error in line {line}. Expected: {names}", { line: line + 1, names });
    editor.setGutterMarker(line, GUTTER, el("span", { class: "unread", title: said }, "!"));
    return;
  }
}

/** @param {yasqe.Editor} editor */
function unmark(editor) {
  editor.clearGutter(GUTTER);
  editor.eachLine((line) => editor.removeLineClass(line, "wrap", "wrong"));
}

/** @param {yasqe.Editor} editor @returns {import("./editor-plain.js").Writing} */
function writing(editor) {
  return {
    text: () => editor.getValue(),
    write: (text) => editor.setValue(text),
    mark: ({ line, column }) => {
      const at = Math.min(line, editor.getDoc().lineCount()) - 1;
      unmark(editor);
      editor.addLineClass(at, "wrap", "wrong");
      editor.setGutterMarker(at, GUTTER, el("span", { class: "unread", title: t("Line {line}", { line }) }, "!"));
      editor.getDoc().setCursor({ line: at, ch: column - 1 });
      editor.focus();
    },
    unmark: () => unmark(editor),
    focus: () => editor.focus(),
  };
}
