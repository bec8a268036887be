/** Vega, which draws charts: loaded when the first one is drawn, and kept from everything outside. */
import { objectsOf } from "./result.js";

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */
/** @typedef {"light"|"dark"} Theme */

/** @type {Promise<[typeof import("/assets/vega.js"), Record<Theme, object>]>|null} */
let loading = null;

/** Vega and the charts' configs by theme. A failure is not kept: the next chart tries again. */
function loadVega() {
  loading ||= Promise.all([import("/assets/vega.js"), chartThemes()]);
  loading.catch(() => (loading = null));
  return loading;
}

/** @returns {Promise<Record<Theme, object>>} */
async function chartThemes() {
  const response = await fetch("/assets/chart-themes.json");
  if (!response.ok) throw new Error(`The charts' colours did not come (${response.status}).`);
  return response.json();
}

/** @returns {Theme} */
export const themeNow = () => (document.documentElement.dataset.theme === "dark" ? "dark" : "light");

/**
 * Calls when the page becomes light or dark.
 *
 * @param {() => void} heard
 * @returns {() => void} to stop that
 */
export function followTheme(heard) {
  const observer = new MutationObserver(heard);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

const refuse = () => Promise.reject(new Error("A chart loads nothing."));

// A spec that was stored could name addresses: of data, of images, of links.
const LOADER = { load: refuse, sanitize: refuse, http: refuse, file: refuse, options: {} };

// What runs expressions without `eval` takes a lone timestamp for a year, so that axes whose ticks are
// given in moments have none: https://github.com/vega/vega/issues/3632
const FUNCTIONS = { datetime: (/** @type {[any]} */ ...parts) => new Date(...parts) };

/**
 * A chart's spec with its rows, drawn alike by whoever knows Vega-Lite.
 *
 * @param {Record<string, any>} spec
 * @param {Column[]} columns
 * @param {Row[]} rows
 * @returns {Record<string, any>}
 */
export const withRows = (spec, columns, rows) => ({
  ...spec,
  datasets: { ...spec.datasets, result: objectsOf(columns, rows) },
});

/**
 * What stands in a tooltip: a line for each name. Vega's own would load a picture for one called `image`.
 *
 * @param {any} value
 * @param {(text: any) => string} escaped
 */
function tooltipText(value, escaped) {
  if (typeof value !== "object" || value === null) return escaped(value);
  const lines = Object.entries(value).map(([name, text]) => `<tr><td class="key">${escaped(name)}</td><td class="value">${escaped(text)}</td></tr>`);
  return `<table>${lines.join("")}</table>`;
}

/**
 * Draws into an element; `height` of the whole, where the place says it. `finalize()` of what comes must be
 * called when it goes.
 *
 * @param {HTMLElement} element
 * @param {{spec: Record<string, any>, columns: Column[], rows: Row[], height?: number}} drawn
 */
export async function draw(element, { spec, columns, rows, height }) {
  const [{ vegaEmbed }, themes] = await loadVega();
  // The title stands above the chart already; `usermeta` could change how it is embedded.
  const { title: _title, usermeta: _usermeta, ...rest } = withRows(spec, columns, rows);
  const fixed = typeof spec.height === "number" && spec.width === "container";
  const within = fixed && height ? { height, autosize: { type: "fit", contains: "padding" } } : {};
  const whole = { ...rest, ...within, config: themes[themeNow()], background: "transparent" };
  return vegaEmbed(element, whole, {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    ast: true,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true, formatTooltip: tooltipText },
    loader: LOADER,
    expressionFunctions: FUNCTIONS,
  });
}
