// Asks sources with Comunica what standard input says, and prints what it makes of the answers, as JSON.
//
// {"asked": [{"kind": "rows" | "truth" | "triples", "query": "…", "sources": […]}, …]}

import process from "node:process";
import { text } from "node:stream/consumers";
import { QueryEngine } from "@comunica/query-sparql";

const engine = new QueryEngine();

/** Write a term as N-Triples does. */
function written(term) {
  if (term.termType === "NamedNode") return `<${term.value}>`;
  if (term.termType !== "Literal") throw new Error(`a term of another type: ${term.termType}`);
  return JSON.stringify(term.value) + (term.language ? `@${term.language}` : `^^<${term.datatype.value}>`);
}

const KINDS = {
  async rows(query, context) {
    const rows = await (await engine.queryBindings(query, context)).toArray();
    return rows.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, written(term)])));
  },
  truth: (query, context) => engine.queryBoolean(query, context),
  async triples(query, context) {
    const quads = await (await engine.queryQuads(query, context)).toArray();
    return quads.map((quad) => [quad.subject, quad.predicate, quad.object].map(written));
  },
};

const answers = [];
for (const { kind, query, sources } of JSON.parse(await text(process.stdin)).asked) {
  try {
    answers.push({ found: await KINDS[kind](query, { sources }) });
  } catch (error) {
    answers.push({ error: String(error.message) });
  }
}
process.stdout.write(JSON.stringify(answers));
