/** The charts that a tile may be drawn as. */
import { isNumeric } from "../lib/format.js";

/** @type {{type: string, label: string, icon: string}[]} */
const CHARTS = [
  { type: "bar", label: "Bars", icon: "bars" },
  { type: "horizontal_bar", label: "Horizontal bars", icon: "barsHorizontal" },
  { type: "stacked_bar", label: "Stacked bars", icon: "bars" },
  { type: "grouped_bar", label: "Grouped bars", icon: "bars" },
  { type: "line", label: "Line", icon: "line" },
  { type: "multi_line", label: "Lines", icon: "line" },
  { type: "area", label: "Area", icon: "area" },
  { type: "stacked_area", label: "Stacked areas", icon: "area" },
  { type: "pie", label: "Pie", icon: "pie" },
  { type: "donut", label: "Donut", icon: "donut" },
  { type: "scatter", label: "Points", icon: "scatter" },
  { type: "bubble", label: "Bubbles", icon: "bubble" },
  { type: "heatmap", label: "Heatmap", icon: "heatmap" },
  { type: "histogram", label: "Histogram", icon: "histogram" },
  { type: "boxplot", label: "Box plot", icon: "boxplot" },
  { type: "kpi", label: "Figure", icon: "kpi" },
  { type: "table", label: "Table", icon: "table" },
];

/**
 * Those worth offering for what the tile shows. The service has the last word: what rows cannot carry is
 * drawn as what fits, and the tile says so.
 *
 * @param {import("./types.js").TileData|undefined} data
 * @param {string|null} chosen
 */
export function chartsFor(data, chosen) {
  if (!data?.columns || !data.data) return CHARTS.filter(({ type }) => type === chosen || type === "table");
  const numbers = data.columns.filter((column) => isNumeric(column) && column.role !== "group").length;
  const groups = data.columns.length - numbers;
  const single = data.data.rows.length === 1 && !groups;
  const fitting = new Set(["table", chosen, data.chart?.type]);
  const add = (/** @type {string[]} */ ...types) => types.forEach((type) => fitting.add(type));
  if (single) add("kpi");
  if (!single && numbers) {
    add("bar", "horizontal_bar", "line", "area");
    if (groups === 1 && numbers === 1) add("pie", "donut");
    if (groups >= 2 || numbers >= 2) add("stacked_bar", "grouped_bar", "multi_line", "stacked_area", "heatmap");
    if (numbers >= 2) add("scatter");
    if (numbers >= 3) add("bubble");
    if (data.data.rows.length >= 20) add("histogram", "boxplot");
  }
  return CHARTS.filter(({ type }) => fitting.has(type));
}
