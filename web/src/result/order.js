/** The order of a table's rows by one of its columns. */
import { isNumeric } from "../lib/format.js";
import { ranksOfTexts } from "./collation.js";

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */
/** @typedef {{column: number, descending: boolean}} Sorting */
/** @typedef {{of: Uint32Array, count: number}} Ranks `of`: each row's, from 0; `count` where there is no value */

/** @type {WeakMap<Row[], Map<number, Ranks>>} */
const known = new WeakMap();

/**
 * @param {Column} column
 * @param {Row[]} rows
 * @param {number} index the column's
 */
function ranksOf(column, rows, index) {
  let columns = known.get(rows);
  if (!columns) known.set(rows, (columns = new Map()));
  let ranks = columns.get(index);
  if (!ranks) columns.set(index, (ranks = ranked(rows, index, isNumeric(column))));
  return ranks;
}

/**
 * @param {Row[]} rows
 * @param {number} index
 * @param {boolean} areNumbers
 * @returns {Ranks}
 */
function ranked(rows, index, areNumbers) {
  const of = new Uint32Array(rows.length);
  /** @type {Map<any, number>} */
  const ids = new Map();
  for (let row = 0; row < rows.length; row++) {
    const raw = rows[row]?.[index];
    if (raw === null || raw === undefined) continue;
    const value = areNumbers ? Number(raw) : String(raw);
    if (Number.isNaN(value)) continue;
    let id = ids.get(value);
    if (id === undefined) ids.set(value, (id = ids.size + 1));
    of[row] = id;
  }
  const values = [...ids.keys()];
  const ranks = areNumbers ? ranksOfNumbers(Float64Array.from(values)) : ranksOfTexts(values);
  for (let row = 0; row < of.length; row++) {
    const id = of[row];
    of[row] = /** @type {number} */ (id ? ranks[id - 1] : values.length);
  }
  return { of, count: values.length };
}

/** @param {Float64Array} values different ones */
function ranksOfNumbers(values) {
  const sorted = values.slice().sort();
  return Uint32Array.from(values, (value) => {
    let low = 0;
    for (let high = values.length - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if (/** @type {number} */ (sorted[middle]) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/**
 * The rows' indices in order: equal ones as they came, those without a value last either way.
 * `hits` null: all of them.
 *
 * @param {Column[]} columns
 * @param {Row[]} rows
 * @param {Sorting|null} sorting
 * @param {number[]|null} hits indices, as they came
 */
export function orderOf(columns, rows, sorting, hits) {
  const column = sorting && columns[sorting.column];
  const found = hits ? hits.slice() : Array.from(rows.keys());
  if (!sorting || !column) return found;
  const start = performance.now();
  const ranks = ranksOf(column, rows, sorting.column);
  const order = inOrder(found, ranks, sorting.descending);
  performance.measure("sort", { start, detail: { column: column.name, rows: order.length } });
  return order;
}

/**
 * By counting: how many rows come before tells where each belongs.
 *
 * @param {number[]} rows
 * @param {Ranks} ranks
 * @param {boolean} descending
 */
function inOrder(rows, { of, count }, descending) {
  const placeOf = (/** @type {number} */ row) => {
    const rank = /** @type {number} */ (of[row]);
    return descending && rank < count ? count - 1 - rank : rank;
  };
  const next = new Uint32Array(count + 2);
  const at = (/** @type {number} */ place) => /** @type {number} */ (next[place]);
  for (const row of rows) next[placeOf(row) + 1] = at(placeOf(row) + 1) + 1;
  for (let place = 1; place <= count; place++) next[place] = at(place) + at(place - 1);
  const order = rows.slice();
  for (const row of rows) {
    const place = placeOf(row);
    order[at(place)] = row;
    next[place] = at(place) + 1;
  }
  return order;
}
