/** Finding room for things that come to a picture which is already there. */

/** @typedef {{x: number, y: number, w: number, h: number, drop: number}} Box its middle is `drop` below the thing */

/** How much room a thing takes with its label. @param {{x: number, y: number, size: number, font: number, label: string}} thing */
export function boxOf(thing) {
  const wide = [...thing.label].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e80 ? 1 : 0.6), 0);
  const width = wide * thing.font;
  const lines = Math.max(1, Math.ceil(width / 165));
  const drop = (lines * thing.font * 1.2) / 2 + 2;
  return {
    drop,
    x: thing.x,
    y: thing.y + drop,
    w: Math.max(Math.min(width, 165), 2 * thing.size) + 16,
    h: 2 * thing.size + lines * thing.font * 1.2 + 20,
  };
}

/** @param {Box} one @param {Box} other */
function overlap(one, other) {
  return (
    Math.abs(one.x - other.x) < (one.w + other.w) / 2 && Math.abs(one.y - other.y) < (one.h + other.h) / 2
  );
}

/**
 * Move a new box away from a centre, turning, until it covers no other.
 * @param {Box} box @param {Box[]} taken @param {{x: number, y: number}} centre
 */
export function settle(box, taken, centre) {
  const start = Math.hypot(box.x - centre.x, box.y - centre.y) || 120;
  const angle = Math.atan2(box.y - centre.y, box.x - centre.x);
  const placed = { ...box };
  for (let step = 0; step < 400 && taken.some((other) => overlap(placed, other)); step += 1) {
    const away = start + step * 7;
    const turn = angle + Math.sin(step * 2.4) * Math.min(1.2, step / 40);
    placed.x = Math.round(centre.x + away * Math.cos(turn));
    placed.y = Math.round(centre.y + away * Math.sin(turn));
  }
  return placed;
}
