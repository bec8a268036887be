/** How wide the columns of a table are: as wide as what is in them, within bounds. */

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */

const FONT = '13px "Inter Variable", Inter, system-ui, sans-serif';
const HEAD_FONT = `600 ${FONT}`;
const NARROWEST = 64;
const WIDEST = 320;
const PADDING = 28;
const ARROW = 18;
// Figures of one width, as tables have them, are wider than the font's usual ones.
const TABULAR = 1.06;
const SAMPLE = 300;
const WIDE_LETTER = 9;

/** @type {CanvasRenderingContext2D|null} */
let pen = null;

/**
 * @param {string} text
 * @param {string} font
 */
function widthOf(text, font) {
  pen ||= document.createElement("canvas").getContext("2d");
  if (!pen) return text.length * WIDE_LETTER;
  pen.font = font;
  return pen.measureText(text).width * TABULAR;
}

/**
 * Pixels for each column, and how many letters fit into it, by rows from all over the result: measuring
 * each would take too long, and clipping each cell too.
 *
 * @param {Column[]} columns
 * @param {Row[]} rows
 * @param {((value: any) => string)[]} writers
 * @returns {{width: number, letters: number}[]}
 */
export function widthsOf(columns, rows, writers) {
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  return columns.map((column, index) => {
    let longest = "";
    for (let at = 0; at < rows.length; at += step) {
      const text = writers[index]?.(rows[at]?.[index]) ?? "";
      if (text.length > longest.length) longest = text;
    }
    const wide = Math.max(widthOf(longest, FONT), widthOf(column.label, HEAD_FONT) + ARROW) + PADDING;
    const width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, wide)));
    return { width, letters: Math.max(wide > WIDEST ? 0 : longest.length, Math.floor((width - PADDING) / WIDE_LETTER)) };
  });
}
