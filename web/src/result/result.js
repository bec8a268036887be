/** What a result is, as an answer or a tile of a dashboard has it. */

/** @typedef {import("../lib/format.js").Column} Column */
/** @typedef {string|number|boolean|null} Cell as the service writes it: dates are ISO 8601 */
/** @typedef {Cell[]} Row */

/**
 * @typedef {{type: string, title: string, x: string|null, y: string|null, series: string|null,
 *   note: string|null, spec: Record<string, any>|null}} ChartOf
 */

/**
 * @typedef {{kind: "embedded"|"model"|"person", model: string|null, reused?: boolean}} Author
 */

/**
 * While an answer streams, what is not there yet is undefined. `data` null: the rows are kept no longer.
 *
 * @typedef {{title?: string, sql?: string|null, columns?: Column[],
 *   data?: {columns: string[], rows: Row[]}|null, row_count?: number|null, truncated?: boolean,
 *   chart?: ChartOf|null, author?: Author|null, pinnable?: boolean, query_time_ms?: number|null}} Result
 */

/** @typedef {"chart"|"table"|"sql"} Tab */

// Every plain object has these names: under one of them Vega finds what no row holds. The service's specs
// look for such a column with a sign behind its name that is not seen.
const RESERVED = new Set(Object.getOwnPropertyNames(Object.prototype));
const WORD_JOINER = "\u2060";

/** @param {string} name */
const free = (name) => (RESERVED.has(name) ? name + WORD_JOINER : name);

/**
 * Rows as objects, new ones: who draws adds to them.
 *
 * @param {Column[]} columns
 * @param {Row[]} rows
 */
export function objectsOf(columns, rows) {
  const names = columns.map((column) => free(column.name));
  return rows.map((row) => {
    /** @type {Record<string, Cell>} */
    const object = {};
    for (let index = 0; index < names.length; index++) object[names[index] ?? ""] = row[index] ?? null;
    return object;
  });
}

/**
 * Whether there is something to draw, a single figure included.
 *
 * @param {ChartOf|null|undefined} chart
 * @returns {boolean}
 */
export const isDrawn = (chart) => Boolean(chart && chart.type !== "table" && (chart.spec || chart.type === "kpi"));
