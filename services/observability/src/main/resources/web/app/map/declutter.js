/** Keeps discs and labels off each other. Pure and deterministic: the same places always give the same picture. */

/**
 * Moves discs apart until they no longer touch, each as little as possible. Fixed discs stay.
 *
 * @param discs [{x, y, r, fixed?}]; ties are broken by order
 * @param gap pixels to leave between two
 * @returns [{x, y}] in the same order
 */
export function spread(discs, gap = 2, rounds = 60) {
  const at = discs.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    for (let i = 0; i < discs.length; i++) {
      for (let j = i + 1; j < discs.length; j++) {
        if (push(discs, at, i, j, gap)) moved = true;
      }
    }
    if (!moved) break;
  }
  return at;
}

function push(discs, at, i, j, gap) {
  if (discs[i].fixed && discs[j].fixed) return false;
  const [dx, dy] = [at[j].x - at[i].x, at[j].y - at[i].y];
  const distance = Math.hypot(dx, dy);
  const overlap = discs[i].r + discs[j].r + gap - distance;
  if (overlap < 0.01) return false;
  const angle = j * 2.399963; // golden angle: places that coincide leave in different directions
  const [ux, uy] = distance < 0.01 ? [Math.cos(angle), Math.sin(angle)] : [dx / distance, dy / distance];
  const share = discs[i].fixed ? 0 : discs[j].fixed ? 1 : 0.5;
  at[i].x -= ux * overlap * share;
  at[i].y -= uy * overlap * share;
  at[j].x += ux * overlap * (1 - share);
  at[j].y += uy * overlap * (1 - share);
  return true;
}

const DIRECTIONS = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]];
const DISTANCES = [3, 12, 24, 40, 60];

/**
 * Finds a place for each label near its disc, away from discs, other labels and the map's edge. The first labels choose
 * first, so order them by importance.
 *
 * @param labels [{x, y, r, width, height}]: the disc it belongs to and the label's size
 * @param obstacles [{x, y, r}]: discs to stay clear of
 * @param bounds {width, height} of the map
 * @returns [{x, y, leader}]: left upper corner, and whether the label is far enough to need a line to its disc
 */
export function arrange(labels, obstacles, bounds) {
  const taken = [];
  return labels.map(label => {
    const best = candidates(label)
      .map(place => ({ ...place, cost: place.cost + collisions(place.box, taken, obstacles, bounds) }))
      .reduce((least, place) => (place.cost < least.cost ? place : least));
    taken.push(best.box);
    return { x: best.box.x, y: best.box.y, leader: best.leader };
  });
}

function candidates(label) {
  return DISTANCES.flatMap((distance, ring) => DIRECTIONS.map(([right, down], direction) => {
    const reach = label.r + distance;
    const diagonal = right && down ? 0.8 : 1;
    const box = {
      x: label.x + right * reach * diagonal - (right > 0 ? 0 : right < 0 ? label.width : label.width / 2),
      y: label.y + down * reach * diagonal - (down > 0 ? 0 : down < 0 ? label.height : label.height / 2),
      width: label.width,
      height: label.height,
    };
    return { box, leader: ring > 0, cost: ring * 8 + direction };
  }));
}

function collisions(box, taken, obstacles, bounds) {
  let cost = 0;
  for (const other of taken) cost += overlap(box, other) * 4;
  for (const { x, y, r } of obstacles) cost += overlap(box, { x: x - r, y: y - r, width: 2 * r, height: 2 * r }) * 2;
  const outside = Math.max(0, -box.x) + Math.max(0, -box.y)
    + Math.max(0, box.x + box.width - bounds.width) + Math.max(0, box.y + box.height - bounds.height);
  return cost + outside * 100;
}

/** Area two boxes share, in square pixels. */
export function overlap(a, b) {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
