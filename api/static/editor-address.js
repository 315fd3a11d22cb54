/** The fragment of the address: the query that is written and how its answer is shown, so that a link shows it again. */

/** @typedef {{query: string, view: string}} State */

/** Read the fragment; null if it names no query. @returns {State | null} */
export function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  const query = given.get("query");
  return query === null ? null : { query, view: given.get("view") ?? "" };
}

/** Write a state as a fragment. @param {State} state */
export function fragment({ query, view }) {
  return `#${new URLSearchParams(view ? { query, view } : { query })}`;
}

/** Keep a state in the address; what was there before is a step back. @param {State} state */
export function keep(state) {
  if (fragment(state) !== location.hash) history.pushState(null, "", fragment(state));
}

/** Say in the address how the answer is shown; that is no step of its own. @param {State} state */
export function amend(state) {
  history.replaceState(null, "", fragment(state));
}
