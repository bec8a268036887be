/** Types of charts: what they are called, and which of them a result is worth being drawn as. */
import { isNumeric } from "../lib/format.js";

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */

/** @type {Record<string, {name: string, icon: import("../lib/icons.js").IconName}>} */
const TYPES = {
  line: { name: "Line", icon: "line" },
  multi_line: { name: "Lines", icon: "lines" },
  bar: { name: "Bars", icon: "bars" },
  horizontal_bar: { name: "Horizontal bars", icon: "barsHorizontal" },
  stacked_bar: { name: "Stacked bars", icon: "barsStacked" },
  grouped_bar: { name: "Grouped bars", icon: "barsGrouped" },
  area: { name: "Area", icon: "area" },
  stacked_area: { name: "Stacked areas", icon: "areaStacked" },
  heatmap: { name: "Heatmap", icon: "heatmap" },
  pie: { name: "Pie", icon: "pie" },
  donut: { name: "Donut", icon: "donut" },
  scatter: { name: "Points", icon: "scatter" },
  bubble: { name: "Bubbles", icon: "bubble" },
  histogram: { name: "Histogram", icon: "histogram" },
  boxplot: { name: "Boxplot", icon: "boxplot" },
  kpi: { name: "Single figure", icon: "kpi" },
  table: { name: "Table", icon: "table" },
};
const ORDER = Object.keys(TYPES);

// The service refuses a pie of more slices in any case.
const MOST_SLICES = 8;

/** @param {string} type */
export const typeName = (type) => TYPES[type]?.name ?? type.replaceAll("_", " ");

/** @param {string} type */
export const typeIcon = (type) => TYPES[type]?.icon ?? "bars";

/**
 * The type a chart has and others that suit its columns, in a fixed order; the service has the last word
 * on them. None where there is nothing to choose.
 *
 * @param {{type: string}} chart
 * @param {Column[]} columns
 * @param {Row[]} rows
 */
export function suitableTypes(chart, columns, rows) {
  const suitable = new Set(suiting(columns, rows));
  if (suitable.size) suitable.add(chart.type);
  return ORDER.filter((type) => suitable.has(type));
}

/**
 * @param {Column[]} columns
 * @param {Row[]} rows
 */
function suiting(columns, rows) {
  if (rows.length < 2) return [];
  const all = columns.map((column, index) => ({ ...column, index }));
  const measures = all.filter((column) => column.role === "measure" || column.role === "prior");
  const keys = all.filter(
    (column) => (column.role === "time" || column.role === "dimension") && varies(rows, column.index),
  );
  const beside = measures.filter((column) => column.unit === measures[0]?.unit && column.style === measures[0]?.style);
  if (!measures.length) {
    const numbers = all.filter(isNumeric).length;
    return numbers > 1 ? ["scatter", "histogram", "boxplot"] : numbers ? ["histogram", "boxplot"] : [];
  }
  const [key, second] = keys;
  if (second) {
    return keys.some((column) => column.role === "time")
      ? ["multi_line", "stacked_bar", "grouped_bar", "stacked_area", "heatmap"]
      : ["stacked_bar", "grouped_bar", "heatmap"];
  }
  if (!key) return [];
  if (key.role === "time") return beside.length > 1 ? ["multi_line", "grouped_bar", "bar"] : ["line", "bar", "area"];
  if (isNumeric(key)) return ["bar", "line", "scatter"];
  if (measures.length > 1) return ["bar", "horizontal_bar", beside.length > 1 ? "grouped_bar" : "scatter"];
  const parts = rows.length <= MOST_SLICES && rows.every((row) => Number(row[measures[0]?.index ?? 0]) >= 0);
  return ["bar", "horizontal_bar", ...(parts ? ["pie", "donut"] : [])];
}

/**
 * @param {Row[]} rows
 * @param {number} index
 */
const varies = (rows, index) => rows.some((row) => row[index] !== rows[0]?.[index]);
