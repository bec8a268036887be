/** Rows and texts to the clipboard. */
import { notify } from "../lib/notices.js";

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */

// What a spreadsheet takes for a formula and runs, as the service's exports see it.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * Rows as a spreadsheet takes them from the clipboard: values as they are, not as they are written here.
 *
 * @param {Column[]} columns
 * @param {Iterable<Row|undefined>} rows
 * @param {{first?: number, last?: number, heads?: boolean}} [options] the columns from and to, and
 *   whether a line of their names goes first
 */
export function tabbed(columns, rows, { first = 0, last = columns.length - 1, heads = false } = {}) {
  const taken = columns.slice(first, last + 1);
  const lines = heads ? [taken.map((column) => field(column.label, true)).join("\t")] : [];
  for (const row of rows) {
    lines.push(taken.map((column, at) => field(row?.[first + at], column.type === "text" || !column.type)).join("\t"));
  }
  return lines.join("\n");
}

/**
 * @param {any} value
 * @param {boolean} isText only a text can be a formula: -5 is a number
 */
function field(value, isText) {
  if (value === null || value === undefined) return "";
  const text = String(value);
  const safe = isText && FORMULA.test(text) ? `'${text}` : text;
  return /[\t\r\n"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}


/**
 * Copies a text and says so.
 *
 * @param {string} text
 * @param {string} what was copied: "SQL", "48 rows"
 */
export async function copyText(text, what) {
  try {
    await (navigator.clipboard ? navigator.clipboard.writeText(text) : copyBySelection(text));
    notify(`Copied ${what}.`, { ms: 2500 });
  } catch {
    notify("The browser does not allow copying here.", { tone: "bad" });
  }
}

/**
 * On a page that came without TLS there is no other way.
 *
 * @param {string} text
 */
function copyBySelection(text) {
  const copied = (/** @type {ClipboardEvent} */ event) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", copied, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", copied);
  if (!done) throw new Error("not allowed");
}
