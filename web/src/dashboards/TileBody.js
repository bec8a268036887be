/** What a tile shows: a figure, a chart, rows, or why there is none of it. */
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Chart } from "../result/Chart.js";
import { Table } from "../result/Table.js";
import { Figures } from "./Figures.js";

const MIN_STEP = 14; // pixels from one bar to the next
const AROUND = 64; // axis and legend around the plot

/**
 * @param {{tile: import("./types.js").Tile, data: import("./types.js").TileData|undefined, reading: boolean,
 *   height: number}} props
 */
export function TileBody({ tile, data, reading, height }) {
  if (!data) return reading ? html`<span class="skeleton block"></span>` : null;
  if (data.error) return html`<p class="tile-error" role="alert"><${Icon} name="warning" />${data.error.message}</p>`;
  if (!data.data || !data.columns) {
    return html`<p class="tile-none">${tile.query ? "The rows are not there." : "This tile asks nothing of the data."}</p>`;
  }
  const { rows } = data.data;
  if (!rows.length) return html`<p class="tile-none">No rows for these filters.</p>`;
  const type = data.chart?.type;
  if (type === "kpi") return html`<${Figures} columns=${data.columns} row=${rows[0]} title=${tile.title} />`;
  if (!type || type === "table") {
    return html`<${Table} columns=${data.columns} rows=${rows} total=${data.row_count} truncated=${data.truncated} />`;
  }
  return height > 0 && html`<${Chart} chart=${fitted(data.chart, rows, height)} columns=${data.columns} rows=${rows} height=${height} />`;
}

/**
 * Bars of a fixed thickness become as high as the tile where they are still told apart; the tile says the
 * chart's note itself.
 *
 * @param {any} chart
 * @param {any[][]} rows
 * @param {number} height
 */
function fitted(chart, rows, height) {
  const { spec } = chart;
  const isStepped = typeof spec?.height?.step === "number" && spec.width === "container";
  const fits = isStepped && rows.length * MIN_STEP <= height - AROUND;
  return { ...chart, note: null, spec: fits ? { ...spec, height: height - AROUND } : spec };
}
