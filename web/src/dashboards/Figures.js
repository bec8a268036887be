/** A tile of one figure, with what it is compared with where there is that. */
import { isNumeric, writerOf } from "../lib/format.js";
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";

/** @typedef {import("../lib/format.js").Column} Column */

/** @param {{columns: Column[], row: any[], title: string}} props */
export function Figures({ columns, row, title }) {
  const cells = columns.map((column, index) => ({ column, value: row[index] }));
  const figures = cells.filter(({ column }) => column.role === "measure" || column.role === "calculated");
  const main = figures.length ? figures : cells.filter(({ column }) => isNumeric(column)).slice(0, 1);
  const change = cells.find(({ column }) => column.role === "change");
  const prior = cells.find(({ column }) => column.role === "prior");
  return html`<div class="figures">
    ${main.map(({ column, value }) => html`<p class="figure" key=${column.name}>
      <span class="figure-value" title=${writerOf(column)(value)}>${value === null ? "–" : short(column, value)}</span>
      ${(main.length > 1 || column.label !== title) && html`<span class="figure-label">${column.label}</span>`}
    </p>`)}
    ${(change || prior) && html`<p class="figure-change">
      ${change && change.value !== null && html`<span data-tone=${change.value < 0 ? "bad" : "good"}>
        <${Icon} name=${change.value < 0 ? "falling" : "rising"} size=${14} />${change.value > 0 ? "+" : ""}${writerOf(change.column)(change.value)}</span>`}
      ${prior && prior.value !== null && html`<span class="muted">from ${short(prior.column, prior.value)}</span>`}
    </p>`}
  </div>`;
}

/**
 * A large figure is read without its cents; the whole one is its tooltip.
 *
 * @param {Column} column
 * @param {any} value
 */
function short(column, value) {
  const large = column.style === "currency" && column.decimals === null && Math.abs(Number(value)) >= 1000;
  return writerOf(large ? { ...column, decimals: 0 } : column)(value);
}
