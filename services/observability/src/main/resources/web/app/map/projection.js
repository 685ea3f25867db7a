/**
 * The Natural Earth projection (Tom Patterson's, in Bojan Šavrič's polynomial form).
 * The land in land.js was projected by this very file, so places always sit on their coast.
 */

/** Width of the whole world, antimeridian to antimeridian, in world units. */
export const WORLD_WIDTH = 2000;

/** North and south edges of the drawn world, in degrees; Antarctica is left out. */
export const NORTH = 83.7;
export const SOUTH = -57;

const RADIANS = Math.PI / 180;
const SCALE = WORLD_WIDTH / (2 * Math.PI * 0.8707);

/** Height of the drawn world, in world units. */
export const WORLD_HEIGHT = Math.round(SCALE * (northing(NORTH) - northing(SOUTH)));

/** Degrees to world units: x grows eastwards from 0, y grows southwards from 0 at the north edge. */
export function project(longitude, latitude) {
  const phi = latitude * RADIANS;
  const p2 = phi * phi;
  const p4 = p2 * p2;
  const parallel = 0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4));
  return {
    x: WORLD_WIDTH / 2 + SCALE * longitude * RADIANS * parallel,
    y: SCALE * (northing(NORTH) - northing(latitude)),
  };
}

function northing(latitude) {
  const phi = latitude * RADIANS;
  const p2 = phi * phi;
  const p4 = p2 * p2;
  return phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)));
}
