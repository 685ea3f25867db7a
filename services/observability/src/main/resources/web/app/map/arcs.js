/** Lines between places on the flat map, in pixels. Pure. They join places; they do not trace cables. */

/**
 * A curve from a to b that bows to its left by `bow` times its length, so the two directions of a pair part.
 *
 * @param a {x, y}
 * @param b {x, y}
 * @returns {d, middle}: the SVG path, and the point half-way along it
 */
export function bowed(a, b, bow) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const control = { x: (a.x + b.x) / 2 + dy * bow, y: (a.y + b.y) / 2 - dx * bow };
  return {
    d: `M${point(a)}Q${point(control)} ${point(b)}`,
    middle: { x: (a.x + 2 * control.x + b.x) / 4, y: (a.y + 2 * control.y + b.y) / 4 },
  };
}

/**
 * The curves that join a and b the short way round the globe: one, or two that leave the map at one edge and come back
 * at the other.
 *
 * @param a {x, y, longitude}
 * @param worldWidth pixels round the whole globe
 */
export function roundGlobe(a, b, bow, worldWidth) {
  const turn = b.longitude - a.longitude;
  if (Math.abs(turn) <= 200) return [bowed(a, b, bow)];
  const shift = turn > 0 ? -worldWidth : worldWidth;
  return [
    bowed(a, { x: b.x + shift, y: b.y }, bow),
    bowed({ x: a.x - shift, y: a.y }, b, bow),
  ];
}

/** An upward bow, whichever way the line runs: users' traffic. */
export function upward(a, b, bow) {
  return b.x >= a.x ? bow : -bow;
}

/** Line width in pixels for a share of the largest, so that ten times the traffic is visibly more. */
export function widthOf(value, largest, min = 1, max = 6) {
  if (!(value > 0) || !(largest > 0)) return min;
  return min + (max - min) * Math.sqrt(Math.min(1, value / largest));
}

function point({ x, y }) {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
