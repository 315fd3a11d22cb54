/** What a reader did to a picture, done here, without asking the service: see `viz/view/builder.py`. */

/** @typedef {import("./address.js").Asked} Asked */
/** @typedef {import("./data.js").View} View */

/** Leave out what is hidden, and put what is pinned where it is pinned. @param {View} view @param {Asked} asked */
export function shownTo(view, asked) {
  const pins = new Map(asked.pin.map(readPin));
  const nodes = view.nodes
    .filter((node) => !asked.hide.includes(node.id) && !asked.without.includes(node.kind))
    .map((node) => (pins.has(node.id) ? { ...node, ...pins.get(node.id), pinned: true } : node));
  const there = new Set(nodes.map((node) => node.id));
  return { nodes, edges: view.edges.filter((edge) => there.has(edge.from) && there.has(edge.to)) };
}

/** @param {string} written a thing and its place, such as `kine,120,-40` @returns {[string, {x: number, y: number}]} */
function readPin(written) {
  const [id = "", x = "0", y = "0"] = written.split(",");
  return [id, { x: Number(x), y: Number(y) }];
}

/** Pin a thing to a place, or let it go. @param {Asked} asked @param {string} id @param {{x: number, y: number} | null} place @returns {Asked} */
export function pinTo(asked, id, place) {
  const others = asked.pin.filter((each) => readPin(each)[0] !== id);
  return { ...asked, pin: place ? [...others, `${id},${place.x},${place.y}`] : others };
}

/** Put something into a list if it is not there, and take it out if it is. @param {string[]} list @param {string} entry */
export function toggled(list, entry) {
  return list.includes(entry) ? list.filter((each) => each !== entry) : [...list, entry];
}

/** What a reader did, which is all that can change in a file by itself. @param {Asked} asked */
export function readerOf({ hide, pin, without }) {
  return { hide, pin, without };
}
