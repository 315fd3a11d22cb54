// The editor: runs the query in place and shows solutions as a table. Without script the form still works.
const form = /** @type {HTMLFormElement} */ (document.getElementById("query-form"));
const query = /** @type {HTMLTextAreaElement} */ (document.getElementById("query"));
const format = /** @type {HTMLSelectElement} */ (document.getElementById("format"));
const result = /** @type {HTMLElement} */ (document.getElementById("result"));
const table = /** @type {HTMLElement} */ (document.getElementById("table"));
const count = /** @type {HTMLElement} */ (document.getElementById("count"));

/** Makes an element that holds a text. @param {string} name @param {string} text @returns {HTMLElement} */
function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/** Shows one term; the IRIs of things lead to them. @param {{type: string, value: string}|undefined} term */
function cell(term) {
  const made = document.createElement("td");
  if (!term) return made;
  const thing = term.value.match(/^https:\/\/w3id\.org\/distrograph\/id\/(.+)$/);
  if (term.type === "uri" && thing) {
    const link = /** @type {HTMLAnchorElement} */ (element("a", thing[1]));
    link.href = `/explore?focus=${encodeURIComponent(thing[1])}`;
    made.append(link);
  } else {
    made.textContent = term.value
      .replace("https://w3id.org/distrograph/ontology#", "dg:")
      .replace("https://w3id.org/distrograph/source/", "source:");
  }
  return made;
}

/** Shows solutions. @param {any} answer */
function show(answer) {
  if ("boolean" in answer) {
    count.textContent = "";
    table.replaceChildren(element("p", String(answer.boolean)));
    return;
  }
  const names = answer.head.vars;
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const name of names) head.append(element("th", name));
  const body = made.createTBody();
  for (const solution of answer.results.bindings) {
    const row = body.insertRow();
    for (const name of names) row.append(cell(solution[name]));
  }
  count.textContent = `${answer.results.bindings.length} ${count.dataset.unit}`;
  table.replaceChildren(made);
}

/** Runs the query that is written, in the format that is chosen, and shows what comes of it. */
async function run() {
  const url = `/sparql?${new URLSearchParams({ query: query.value, ...chosen() })}`;
  const response = await fetch(url, { headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9" } });
  result.hidden = false;
  count.textContent = "";
  if (!response.ok) {
    const problem = await response.json();
    table.replaceChildren(element("p", problem.detail));
    if (problem.position) select(problem.position);
  } else if (response.headers.get("content-type") === "application/sparql-results+json") {
    show(await response.json());
  } else {
    table.replaceChildren(element("pre", await response.text()));
  }
}

/** Gives the format as a parameter; the first one, JSON, is shown as a table, and triples as Turtle. */
function chosen() {
  return format.selectedIndex === 0 ? {} : { format: format.value };
}

/** Puts the cursor where a query is wrong. @param {{line: number, column: number}} position */
function select(position) {
  const before = query.value.split("\n").slice(0, position.line - 1);
  const start = before.reduce((sum, line) => sum + line.length + 1, 0) + position.column - 1;
  query.focus();
  query.setSelectionRange(start, start + 1);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
for (const link of document.querySelectorAll("[data-query]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    query.value = /** @type {HTMLElement} */ (link).dataset.query ?? "";
    query.focus();
    scrollTo({ top: 0 });
  });
}
