/** The card of an answer: its chart, its rows and its SQL, and what can be done with them. */
import { classes, html, useEffect, useId, useRef, useState } from "../lib/html.js";
import { part as lazily } from "../lib/lazy.js";
import { notifyError } from "../lib/notices.js";
import { Chart } from "./Chart.js";
import { ChartRefusal, ChartTypes } from "./ChartTypes.js";
import { suitableTypes } from "./types.js";
import { isDrawn } from "./result.js";
import { ResultTools } from "./ResultTools.js";
import { Table } from "./Table.js";

const Sql = lazily(() => import("./Sql.js").then((module) => module.Sql));

export { openPinIn } from "./ResultTools.js";

/** @typedef {import("./result.js").Result} Result */
/** @typedef {import("./result.js").Tab} Tab */

const NAMES = /** @type {Record<Tab, string>} */ ({ chart: "Chart", table: "Table", sql: "SQL" });

/**
 * What there is to see of a result, best first.
 *
 * @param {Result} result
 * @returns {Tab[]}
 */
function tabsOf({ chart, data, columns, sql }) {
  /** @type {Tab[]} */
  const tabs = [];
  if (data && columns && isDrawn(chart)) tabs.push("chart");
  if (columns && data !== undefined) tabs.push("table");
  if (sql) tabs.push("sql");
  return tabs;
}

/**
 * `tab` null, or one that is not there: the best one that is. `actions.visualize` is missing where the
 * chart cannot be another one. `part`: which part of the turn's answer it is, where it is not the whole.
 *
 * @param {{result: Result, sessionId: string|null, turnId: string|null, part?: number, live?: boolean, latest?: boolean,
 *   tab?: Tab|null, onTab?: (tab: Tab) => void, actions?: {visualize?: (type: string) => Promise<unknown>}}} props
 */
export function ResultCard({ result, sessionId, turnId, part, live, tab = null, onTab, actions }) {
  const tabs = tabsOf(result);
  const shown = tab && tabs.includes(tab) ? tab : tabs[0];
  const id = useId();
  const seen = useRef(/** @type {Set<Tab>} */ (new Set()));
  const chart = useSame(result.chart);
  const columns = useSame(result.columns);
  const data = useSame(result.data);
  const switching = useSwitching(actions?.visualize, chart);
  if (!shown) return null;
  seen.current.add(shown);

  const types = chart && columns && data && switching.choose && !live ? suitableTypes(chart, columns, data.rows) : [];
  /** @type {Record<Tab, () => any>} */
  const panels = {
    chart: () => html`<${Chart} chart=${chart} columns=${columns} rows=${data?.rows ?? []} onTable=${() => onTab?.("table")} />`,
    table: () =>
      data
        ? html`<${Table} columns=${columns} rows=${data.rows} total=${result.row_count} truncated=${result.truncated}
            label=${result.title || "Rows of the answer"} />`
        : html`<p class="result-gone">The rows are kept no longer. Run this again to see them.</p>`,
    sql: () => html`<${Sql} sql=${result.sql} author=${result.author} />`,
  };

  return html`<div class="result card" role="group" aria-label="Result">
    <div class="result-bar">
      <${Tabs} id=${id} tabs=${tabs} shown=${shown} onTab=${onTab} />
      ${shown === "chart" &&
      types.length > 1 &&
      html`<${ChartTypes} types=${types} chosen=${switching.wished || chart?.type} busy=${Boolean(switching.wished)}
        onChoose=${switching.choose} />`}
      <${ResultTools} result=${result} sessionId=${sessionId} turnId=${turnId} part=${part} live=${live} />
    </div>
    ${shown === "chart" &&
    switching.refusal &&
    html`<${ChartRefusal} refusal=${switching.refusal} onChoose=${switching.choose}
      onTable=${() => (switching.forget(), onTab?.("table"))} onClose=${switching.forget} />`}
    ${tabs.map(
      (name) => html`<div key=${name} class=${classes("result-panel", `result-${name}`)} role="tabpanel"
        id=${`${id}-panel-${name}`} aria-labelledby=${`${id}-tab-${name}`} hidden=${name !== shown}>
        ${seen.current.has(name) && panels[name]()}
      </div>`,
    )}
  </div>`;
}

/**
 * What was there before, as long as what comes says the same: each event of a stream brings all of it
 * anew, and nothing is to be drawn or sorted again for that.
 *
 * @template T
 * @param {T} value
 * @returns {T}
 */
function useSame(value) {
  const kept = useRef(value);
  if (kept.current !== value && JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value;
  return kept.current;
}

/** @param {{id: string, tabs: Tab[], shown: Tab, onTab?: (tab: Tab) => void}} props */
function Tabs({ id, tabs, shown, onTab }) {
  const list = useRef(/** @type {HTMLElement|null} */ (null));
  const keyed = (/** @type {KeyboardEvent} */ event) => {
    const at = tabs.indexOf(shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (!next) return;
    event.preventDefault();
    onTab?.(next);
    /** @type {HTMLElement|null|undefined} */ (list.current?.children[tabs.indexOf(next)])?.focus();
  };
  return html`<div class="result-tabs" role="tablist" aria-label="Views of the result" ref=${list} onKeyDown=${keyed}>
    ${tabs.map(
      (tab) => html`<button type="button" class="result-tab" role="tab" key=${tab} id=${`${id}-tab-${tab}`}
        aria-selected=${String(tab === shown)} aria-controls=${`${id}-panel-${tab}`} tabindex=${tab === shown ? 0 : -1}
        onClick=${() => onTab?.(tab)}>${NAMES[tab]}</button>`,
    )}
  </div>`;
}

/**
 * Another chart type: wished for, refused with a reason, or there.
 *
 * @param {((type: string) => Promise<unknown>)|undefined} visualize
 * @param {Result["chart"]} chart
 */
function useSwitching(visualize, chart) {
  const [wished, setWished] = useState(/** @type {string|null} */ (null));
  const [refusal, setRefusal] = useState(/** @type {{message: string, possible: string[]}|null} */ (null));
  useEffect(() => setRefusal(null), [chart]);
  /** @param {string} type */
  const choose = async (type) => {
    setWished(type);
    setRefusal(null);
    try {
      await visualize?.(type);
    } catch (error) {
      const { code, reason, details, message } = /** @type {any} */ (error);
      if (reason === "chart_not_possible") setRefusal({ message, possible: (details.possible || []).filter((/** @type {string} */ one) => one !== "table" && one !== chart?.type) });
      else if (code !== undefined || error instanceof Error) notifyError(error);
    } finally {
      setWished(null);
    }
  };
  return { wished, refusal, choose: visualize && choose, forget: () => setRefusal(null) };
}
