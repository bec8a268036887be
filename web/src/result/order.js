/** The order of a table's rows: by which column, and which rows at all. */
import { isNumeric } from "../lib/format.js";

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */
/** @typedef {{column: number, descending: boolean}} Sorting */

const MARKS = /\p{M}/gu;
const DIGITS_OR_BEYOND_ASCII = /\d+|[^\x00-\x7f]/g;
const ZEROS = "000000000000";
// What is prepared in the background never holds up a frame.
const SLICE_MS = 8;

/**
 * A text by which texts are in order when they are compared plainly: without case and accents, and with
 * 9 before 10. Made once for each text, it is several times faster than a collator asked for each pair.
 *
 * @param {string} text
 */
function sortKey(text) {
  return text.toLowerCase().replace(DIGITS_OR_BEYOND_ASCII, (found) =>
    found.charCodeAt(0) < 0x80 ? ZEROS.slice(found.length) + found : withoutMarks(found),
  );
}

/** Letters with their marks taken off, each once: that takes longer than everything else. @type {Map<string, string>} */
const bare = new Map();

/** @param {string} letter */
function withoutMarks(letter) {
  let known = bare.get(letter);
  if (known === undefined) bare.set(letter, (known = letter.normalize("NFKD").replace(MARKS, "")));
  return known;
}

/** @type {WeakMap<Row[], Map<number, Float64Array>>} */
const ranks = new WeakMap();

/**
 * A number for each row, by which a column's values are in order; NaN for null.
 *
 * @param {Column} column
 * @param {Row[]} rows
 * @param {number} index
 */
function ranksOf(column, rows, index) {
  let known = ranks.get(rows);
  if (!known) ranks.set(rows, (known = new Map()));
  let made = known.get(index);
  if (!made) known.set(index, (made = isNumeric(column) ? numbers(rows, index) : places(rows, index)));
  return made;
}

/**
 * @param {Row[]} rows
 * @param {number} index
 */
function numbers(rows, index) {
  return Float64Array.from(rows, (row) => {
    const value = row[index];
    return value === null || value === undefined ? NaN : Number(value);
  });
}

/**
 * @param {Row[]} rows
 * @param {number} index
 */
function places(rows, index) {
  const texts = rows.map((row) => (row[index] === null || row[index] === undefined ? null : String(row[index])));
  /** @type {[string, string][]} */
  const keyed = [];
  for (const text of new Set(texts)) if (text !== null) keyed.push([sortKey(text), text]);
  keyed.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : 1));
  /** @type {Map<string|null, number>} */
  const place = new Map(keyed.map(([, text], at) => [text, at]));
  return Float64Array.from(texts, (text) => place.get(text) ?? NaN);
}

/**
 * The rows' indices in order: equal ones as they came, nulls last either way. `hits` null: all of them.
 *
 * @param {Column[]} columns
 * @param {Row[]} rows
 * @param {Sorting|null} sorting
 * @param {number[]|null} hits indices, as they came
 */
export function orderOf(columns, rows, sorting, hits) {
  const order = hits ? hits.slice() : Array.from(rows.keys());
  const column = sorting && columns[sorting.column];
  if (!sorting || !column) return order;
  const start = performance.now();
  const values = ranksOf(column, rows, sorting.column);
  const sign = sorting.descending ? -1 : 1;
  const there = order.filter((row) => !Number.isNaN(values[row]));
  const missing = there.length < order.length ? order.filter((row) => Number.isNaN(values[row])) : [];
  there.sort((a, b) => sign * (/** @type {number} */ (values[a]) - /** @type {number} */ (values[b])));
  performance.measure("sort", { start, detail: { column: column.name, rows: order.length } });
  return missing.length ? there.concat(missing) : there;
}

/**
 * What is searched for in rows: each row as it is written, without case. Made a part at a time while
 * nothing else happens, and the rest of it when it is needed.
 */
export class Haystack {
  /**
   * @param {Row[]} rows
   * @param {((value: any) => string)[]} writers
   */
  constructor(rows, writers) {
    this.rows = rows;
    this.writers = writers;
    /** @type {string[]} */
    this.lines = [];
    this.begun = false;
  }

  /** Makes them ready in the background, for somebody who is about to search. */
  begin() {
    if (this.begun) return;
    this.begun = true;
    const step = () => {
      const end = performance.now() + SLICE_MS;
      while (this.lines.length < this.rows.length && performance.now() < end) this.fill(this.lines.length + 50);
      if (this.lines.length < this.rows.length) setTimeout(step, 0);
    };
    step();
  }

  /** @param {number} count */
  fill(count) {
    const { lines, rows, writers } = this;
    for (let at = lines.length; at < Math.min(count, rows.length); at++) {
      const row = rows[at] ?? [];
      lines.push(writers.map((write, index) => write(row[index])).join("\n").toLowerCase());
    }
  }

  /**
   * The rows in which a cell holds the text.
   *
   * @param {string} text
   */
  find(text) {
    this.fill(this.rows.length);
    const needle = text.toLowerCase();
    /** @type {number[]} */
    const hits = [];
    this.lines.forEach((line, row) => line.includes(needle) && hits.push(row));
    return hits;
  }
}
