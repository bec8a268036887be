/** What a chart shows, in words for somebody who does not see it. */
import { counted, isNumeric, writerOf } from "../lib/format.js";
import { typeName } from "./types.js";

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */

const MOST_NAMES = 8;

/**
 * Type and title, the series, where it begins and ends, and the lowest and highest value with their
 * places.
 *
 * @param {import("./result.js").ChartOf} chart
 * @param {Column[]} columns
 * @param {Row[]} rows
 */
export function describeChart(chart, columns, rows) {
  const at = (/** @type {string|null} */ name) => columns.findIndex((column) => column.name === name);
  const measure = columns.findIndex((column) => column.name === chart.y && isNumeric(column));
  const along = at(chart.x);
  const series = at(chart.series);
  const parts = [`${typeName(chart.type)}: ${chart.title || "chart"}`];
  if (series >= 0) parts.push(seriesText(columns, rows, series));
  if (along >= 0 && along !== measure) parts.push(spanText(columns, rows, along));
  if (measure >= 0) parts.push(extremesText(columns, rows, measure, [along, series].filter((index) => index >= 0 && index !== measure)));
  return `${parts.filter(Boolean).join(". ")}.`;
}

/**
 * @param {Column[]} columns
 * @param {number} index
 * @returns {(row: Row) => string}
 */
function writing(columns, index) {
  const column = columns[index];
  const write = column ? writerOf(column) : String;
  return (row) => write(row[index]);
}

/**
 * @param {Column[]} columns
 * @param {Row[]} rows
 * @param {number} index
 */
function seriesText(columns, rows, index) {
  const names = [...new Set(rows.map(writing(columns, index)))];
  const more = names.length - MOST_NAMES;
  const listed = names.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return `${names.length === 1 ? "One series" : `${names.length} series`}: ${listed}`;
}

/**
 * @param {Column[]} columns
 * @param {Row[]} rows
 * @param {number} index
 */
function spanText(columns, rows, index) {
  const write = writing(columns, index);
  const first = rows[0];
  const last = rows.at(-1);
  if (!first || !last) return "No rows";
  const label = columns[index]?.label ?? "";
  if (columns[index]?.role === "time") return `${label} from ${write(first)} to ${write(last)}`;
  return `${counted(new Set(rows.map((row) => row[index])).size, "value")} of ${label}, first ${write(first)}, last ${write(last)}`;
}

/**
 * @param {Column[]} columns
 * @param {Row[]} rows
 * @param {number} index
 * @param {number[]} keys what says where a value is
 */
function extremesText(columns, rows, index, keys) {
  const write = writing(columns, index);
  const there = rows.filter((row) => row[index] !== null && !Number.isNaN(Number(row[index])));
  const [first] = there;
  if (!first) return "";
  let low = first;
  let high = first;
  for (const row of there) {
    if (Number(row[index]) < Number(low[index])) low = row;
    if (Number(row[index]) > Number(high[index])) high = row;
  }
  const place = (/** @type {Row} */ row) => keys.map((key) => writing(columns, key)(row)).filter(Boolean).join(", ");
  const said = (/** @type {Row} */ row) => write(row) + (place(row) ? ` (${place(row)})` : "");
  return `${columns[index]?.label ?? "Values"} from ${said(low)} to ${said(high)}`;
}
