/** The order of a table's rows by one of its columns. */
import { isNumeric } from "../lib/format.js";
import { ranksOfTexts } from "./collation.js";

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */
/** @typedef {{column: number, descending: boolean}} Sorting */
/** @typedef {{of: Int32Array, count: number}} Ranks `of`: each row's, from 0; `count` where there is no value */

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
  const of = new Int32Array(rows.length);
  /** @type {any[]} */
  const values = [];
  for (let row = 0; row < rows.length; row++) {
    const raw = rows[row]?.[index];
    const value = areNumbers ? Number(raw ?? NaN) : String(raw);
    of[row] = raw === null || raw === undefined || Number.isNaN(value) ? -1 : values.push(value) - 1;
  }
  const { ranks, count } = areNumbers ? ranksOfNumbers(Float64Array.from(values)) : ranksOfTexts(values);
  for (let row = 0; row < of.length; row++) {
    const at = /** @type {number} */ (of[row]);
    of[row] = at < 0 ? count : /** @type {number} */ (ranks[at]);
  }
  return { of, count };
}

/** @param {Float64Array} values */
function ranksOfNumbers(values) {
  const sorted = values.slice().sort();
  let count = 0;
  for (const value of sorted) if (!count || value !== sorted[count - 1]) sorted[count++] = value;
  const ranks = new Uint32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    let low = 0;
    for (let high = count - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if (/** @type {number} */ (sorted[middle]) < /** @type {number} */ (values[at])) low = middle + 1;
      else high = middle;
    }
    ranks[at] = low;
  }
  return { ranks, count };
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
  const places = new Uint32Array(rows.length);
  const next = new Uint32Array(count + 2);
  for (let at = 0; at < rows.length; at++) {
    const rank = /** @type {number} */ (of[/** @type {number} */ (rows[at])]);
    const place = descending && rank < count ? count - 1 - rank : rank;
    places[at] = place;
    next[place + 1] = /** @type {number} */ (next[place + 1]) + 1;
  }
  for (let place = 1; place <= count; place++) next[place] = /** @type {number} */ (next[place]) + /** @type {number} */ (next[place - 1]);
  const order = rows.slice();
  for (let at = 0; at < rows.length; at++) {
    const place = /** @type {number} */ (places[at]);
    const to = /** @type {number} */ (next[place]);
    order[to] = /** @type {number} */ (rows[at]);
    next[place] = to + 1;
  }
  return order;
}
