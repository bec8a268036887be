/** How tiles lie on the grid, and how they give way: only rules, nothing that is drawn. */

/** @typedef {import("./types.js").Tile} Tile */
/** @typedef {import("./types.js").Place} Place */

export const COLUMNS = 12;
export const MIN_WIDTH = 2;
export const MIN_HEIGHT = 2;
const MAX_HEIGHT = 24;

/**
 * As they are read: row by row, from the left.
 *
 * @template {{place: Place}} T
 * @param {readonly T[]} tiles
 * @returns {T[]}
 */
export const readingOrder = (tiles) =>
  [...tiles].sort((a, b) => a.place.row - b.place.row || a.place.column - b.place.column);

/** @param {readonly Tile[]} tiles */
export const rowsOf = (tiles) => Math.max(0, ...tiles.map(({ place }) => place.row + place.height));

/**
 * @param {Place} a
 * @param {Place} b
 */
const overlap = (a, b) =>
  a.column < b.column + b.width &&
  b.column < a.column + a.width &&
  a.row < b.row + b.height &&
  b.row < a.row + a.height;

/**
 * @param {Tile} tile
 * @param {Partial<Place>} change
 * @returns {Tile}
 */
const put = (tile, change) => ({ ...tile, place: { ...tile.place, ...change } });

/**
 * Each as far up as it goes, in reading order.
 *
 * @param {readonly Tile[]} tiles
 * @returns {Tile[]}
 */
export function closedUp(tiles) {
  /** @type {Tile[]} */
  const settled = [];
  for (const tile of readingOrder(tiles)) {
    let place = tile.place;
    const free = (/** @type {Place} */ one) => !settled.some((other) => overlap(one, other.place));
    while (place.row > 0 && free({ ...place, row: place.row - 1 })) place = { ...place, row: place.row - 1 };
    while (!free(place)) place = { ...place, row: place.row + 1 };
    settled.push({ ...tile, place });
  }
  return settled;
}

/**
 * The layout once a tile is where it is wanted. The others close up where it was; one in its way goes
 * aside if its row has room, else below; one whose upper half it leaves free stays above it.
 *
 * @param {readonly Tile[]} tiles
 * @param {string} id
 * @param {{column: number, row: number}} wanted
 * @returns {Tile[]}
 */
export function moved(tiles, id, wanted) {
  const tile = tiles.find((one) => one.id === id);
  if (!tile) return [...tiles];
  const others = closedUp(tiles.filter((one) => one.id !== id));
  const place = {
    ...tile.place,
    column: clamp(wanted.column, 0, COLUMNS - tile.place.width),
    row: clamp(wanted.row, 0, rowsOf(others)),
  };
  for (const other of others) {
    if (overlap(place, other.place) && place.row > other.place.row + other.place.height / 2) {
      place.row = other.place.row + other.place.height;
    }
  }
  return givenWay(put(tile, place), others, true);
}

/**
 * The layout once a tile has another size, within the grid.
 *
 * @param {readonly Tile[]} tiles
 * @param {string} id
 * @param {{width: number, height: number, column?: number}} wanted
 * @returns {Tile[]}
 */
export function resized(tiles, id, { width, height, column }) {
  const tile = tiles.find((one) => one.id === id);
  if (!tile) return [...tiles];
  const left = column ?? tile.place.column;
  const sized = put(tile, {
    column: left,
    width: clamp(width, MIN_WIDTH, COLUMNS - left),
    height: clamp(height, MIN_HEIGHT, MAX_HEIGHT),
  });
  return givenWay(sized, readingOrder(tiles.filter((one) => one.id !== id)), false);
}

/**
 * The layout after one step of an arrow key: the first one along that way which differs.
 *
 * @param {readonly Tile[]} tiles
 * @param {string} id
 * @param {"ArrowLeft"|"ArrowRight"|"ArrowUp"|"ArrowDown"} key
 * @returns {Tile[]}
 */
export function stepped(tiles, id, key) {
  const tile = tiles.find((one) => one.id === id);
  if (!tile) return [...tiles];
  const across = key === "ArrowLeft" || key === "ArrowRight";
  const step = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  const last = across ? COLUMNS - tile.place.width : rowsOf(tiles);
  const from = across ? tile.place.column : tile.place.row;
  for (let at = from + step; at >= 0 && at <= last; at += step) {
    const next = moved(tiles, id, across ? { column: at, row: tile.place.row } : { column: tile.place.column, row: at });
    if (!isSameLayout(next, tiles)) return next;
  }
  return [...tiles];
}

/**
 * The layout with a tile one place earlier or later in reading order.
 *
 * @param {readonly Tile[]} tiles
 * @param {string} id
 * @param {-1|1} by
 * @returns {Tile[]}
 */
export function reordered(tiles, id, by) {
  const order = readingOrder(tiles);
  const at = order.findIndex((one) => one.id === id);
  const [first, second] = by < 0 ? [order[at - 1], order[at]] : [order[at], order[at + 1]];
  if (!first || !second) return [...tiles];
  const { row, column } = first.place;
  return givenWay(
    put(second, { row, column: Math.min(column, COLUMNS - second.place.width) }),
    order.filter((one) => one !== second),
    true,
  );
}

/**
 * @param {readonly Tile[]} a
 * @param {readonly Tile[]} b
 */
export function isSameLayout(a, b) {
  const places = new Map(b.map((tile) => [tile.id, JSON.stringify(inOrder(tile.place))]));
  return a.length === b.length && a.every((tile) => places.get(tile.id) === JSON.stringify(inOrder(tile.place)));
}

/** @param {Place} place */
const inOrder = ({ column, row, width, height }) => [column, row, width, height];

/**
 * @param {Tile} tile stays where it is until all close up
 * @param {readonly Tile[]} others
 * @param {boolean} aside whether one in the way may go to the left or right of it
 */
function givenWay(tile, others, aside) {
  const placed = [tile];
  others.forEach((other, index) => {
    const taken = (/** @type {Place} */ place, /** @type {readonly Tile[]} */ by) =>
      by.some((one) => overlap(place, one.place));
    let { place } = other;
    if (aside && overlap(place, tile.place)) {
      const all = [...placed, ...others.slice(index + 1)];
      const columns = Array.from({ length: COLUMNS - place.width + 1 }, (_, column) => column)
        .filter((column) => !taken({ ...place, column }, all))
        .sort((a, b) => Math.abs(a - place.column) - Math.abs(b - place.column));
      const [nearest] = columns;
      if (nearest !== undefined) place = { ...place, column: nearest };
    }
    while (taken(place, placed)) place = { ...place, row: place.row + 1 };
    placed.push({ ...other, place });
  });
  return closedUp(placed);
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
