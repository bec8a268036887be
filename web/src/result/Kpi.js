/** A single figure, large, with what it is compared with or what came along. */
import { isNumeric, writerOf } from "../lib/format.js";
import { Icon } from "../lib/icons.js";
import { html } from "../lib/html.js";

/** @typedef {import("./result.js").Column} Column */

/** @param {{chart: import("./result.js").ChartOf, columns: Column[], rows: import("./result.js").Row[]}} props */
export function Kpi({ chart, columns, rows }) {
  const row = rows[0] ?? [];
  const figures = columns
    .map((column, index) => ({ column, value: row[index], text: writerOf(column)(row[index]) }))
    .filter(({ column }) => isNumeric(column));
  const first = figures.find(({ column }) => column.name === chart.y) || figures[0];
  if (!first) return html`<p class="chart-message">There is no figure in this result.</p>`;
  const change = figures.find(({ column }) => column.role === "change");
  const others = figures.filter((figure) => figure !== first && figure !== change);
  return html`<dl class="kpi">
    <div class="kpi-main">
      <dt>${first.column.label}</dt>
      <dd class="kpi-figure">${first.text || "No value"}</dd>
    </div>
    ${change && html`<${Change} ...${change} />`}
    ${others.map(
      ({ column, text }) => html`<div class="kpi-other" key=${column.name}>
        <dt>${column.label}</dt>
        <dd>${text || "No value"}</dd>
      </div>`,
    )}
  </dl>`;
}

/** @param {{column: Column, value: any, text: string}} props */
function Change({ column, value, text }) {
  const size = Number(value);
  if (!text || Number.isNaN(size)) return null;
  return html`<div class="kpi-change">
    <dt>${column.label}</dt>
    <dd>
      ${size !== 0 && html`<${Icon} name=${size < 0 ? "falling" : "rising"} />`}
      ${size > 0 ? `+${text}` : text.replace("-", "−")}
    </dd>
  </div>`;
}
