import js from "@eslint/js";
import globals from "globals";

/** What people and sources wrote goes into a page as text, never as markup. */
const MARKUP = ["innerHTML", "outerHTML", "srcdoc"];
const READS_MARKUP = ["insertAdjacentHTML", "setHTMLUnsafe", "parseHTMLUnsafe", "parseFromString", "createContextualFragment"];
const message = "Text is only ever text: make elements with el() of dom.js.";

export default [
  { ignores: [".venv/", "build/", "dist/", "bench/results/"] },
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "module",
      globals: { ...globals.browser, vis: "readonly" },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-properties": [
        "error",
        ...[...MARKUP, ...READS_MARKUP].map((property) => ({ property, message })),
        ...["write", "writeln"].map((property) => ({ object: "document", property, message })),
      ],
    },
  },
];
