/** A result as a file or in the clipboard. */
import { download, save } from "../api/client.js";
import { counted } from "../lib/format.js";
import { notifyError } from "../lib/notices.js";
import { copyText, tabbed } from "./clipboard.js";
import { themeNow, withRows } from "./vega.js";

/**
 * @typedef {import("./result.js").Result} Result
 * @typedef {{sessionId: string, turnId: string, part?: number, title?: string}} ResultOf where a result is
 *   kept; `part` of an answer in parts
 */

/**
 * A title as the name of a file, whatever letters it has.
 *
 * @param {string|undefined} title
 */
function fileName(title) {
  const name = (title || "").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60);
  return name.toLowerCase() || "result";
}

/**
 * The whole result, also what the answer does not show.
 *
 * @param {ResultOf} of
 * @param {"csv"|"jsonl"|"parquet"} format
 * @param {Record<string, any>} [query]
 */
export function exportRows({ sessionId, turnId, part, title }, format, query = {}) {
  return download(`${turnPath(sessionId, turnId)}/export`, `${fileName(title)}.${format}`, { query: { format, part, ...query } }).catch(notifyError);
}

/**
 * The chart as a picture, light or dark as the page is.
 *
 * @param {ResultOf} of
 * @param {"png"|"svg"} format
 */
export function exportPicture({ sessionId, turnId, part, title }, format) {
  return download(`${turnPath(sessionId, turnId)}/chart.${format}`, `${fileName(title)}.${format}`, { query: { theme: themeNow(), part } }).catch(notifyError);
}

/**
 * @param {string} sessionId
 * @param {string} turnId
 */
const turnPath = (sessionId, turnId) => `/sessions/${encodeURIComponent(sessionId)}/turns/${encodeURIComponent(turnId)}`;

/** @param {Result} result */
function specText({ chart, columns, data }) {
  return JSON.stringify(withRows(chart?.spec || {}, columns || [], data?.rows || []), null, 2);
}

/** @param {Result} result */
export const saveSpec = (result) =>
  save(new Blob([specText(result)], { type: "application/json" }), `${fileName(result.title)}.vl.json`);

/** @param {Result} result */
export const copySpec = (result) => copyText(specText(result), "the spec");

/** @param {Result} result */
export function copyRows({ columns = [], data }) {
  const rows = data?.rows || [];
  return copyText(tabbed(columns, rows, { heads: true }), counted(rows.length, "row"));
}
