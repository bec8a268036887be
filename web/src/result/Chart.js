/** The chart of a result: drawn, a single figure, or why there is none. */
import { Icon } from "../lib/icons.js";
import { html, useEffect, useState } from "../lib/html.js";
import { Drawing } from "./Drawing.js";
import { Kpi } from "./Kpi.js";
import { isDrawn } from "./result.js";

/**
 * `height` in pixels of the whole, where the place says how high it is; `onTable` shows the rows.
 *
 * @param {{chart: import("./result.js").ChartOf|null|undefined, columns: import("./result.js").Column[],
 *   rows: import("./result.js").Row[], height?: number, onTable?: () => void}} props
 */
export function Chart({ chart, columns, rows, height, onTable }) {
  const [failure, setFailure] = useState(/** @type {unknown} */ (null));
  useEffect(() => setFailure(null), [chart, rows]);
  if (!chart || !isDrawn(chart)) {
    return html`<${Message} text=${chart?.note || "These rows are read best as a table."} onTable=${onTable} />`;
  }
  if (!rows.length) return html`<${Message} text="There are no rows to draw." />`;
  if (failure) {
    return html`<${Message} text="This chart cannot be drawn here; see the table." onTable=${onTable} warns />`;
  }
  const subtitle = chart.spec?.title?.subtitle;
  return html`<figure class="chart">
    ${subtitle && html`<figcaption class="chart-subtitle">${[subtitle].flat().join(" ")}</figcaption>`}
    ${chart.type === "kpi"
      ? html`<${Kpi} chart=${chart} columns=${columns} rows=${rows} />`
      : html`<${Drawing} chart=${chart} columns=${columns} rows=${rows} onFail=${setFailure}
          height=${height && subtitle ? height - 28 : height} />`}
    ${chart.note && html`<p class="chart-note"><${Icon} name="info" size=${14} />${chart.note}</p>`}
  </figure>`;
}

/** @param {{text: string, onTable?: () => void, warns?: boolean}} props */
function Message({ text, onTable, warns }) {
  return html`<div class="chart-message" role=${warns ? "alert" : undefined}>
    <${Icon} name=${warns ? "warning" : "table"} size=${20} />
    <p>${text}</p>
    ${onTable && html`<button type="button" class="button small" onClick=${onTable}>Show the table</button>`}
  </div>`;
}
