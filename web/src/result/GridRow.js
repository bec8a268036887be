/** A row of a table: drawn anew only when something of it is another thing. */
import { classes, Component, html } from "../lib/html.js";
import { isNumeric } from "../lib/format.js";
import { ROW_HEIGHT } from "./virtual.js";

/** @typedef {import("./result.js").Column} Column */

/**
 * `position` of the row in the table as it is ordered; `active` the column one is at, `first` and `last`
 * those that are chosen; -1: none.
 *
 * @typedef {{id: string, position: number, row: import("./result.js").Row, columns: Column[],
 *   writers: ((value: any) => string)[], widths: {letters: number}[], needle: string, active: number, first: number,
 *   last: number}} GridRowProps
 */

/** @extends {Component<GridRowProps, {}>} */
export class GridRow extends Component {
  /** @param {any} next */
  shouldComponentUpdate(next) {
    const now = /** @type {any} */ (this.props);
    for (const name in next) if (next[name] !== now[name]) return true;
    return false;
  }

  render() {
    const { id, position, row, columns, writers, widths, needle, active, first, last } = /** @type {GridRowProps} */ (this.props);
    return html`<div class="grid-row" role="row" aria-rowindex=${position + 2}
      style=${{ transform: `translateY(${position * ROW_HEIGHT}px)` }}>
      ${columns.map((column, index) => {
        const text = writers[index]?.(row[index]) ?? "";
        const cut = text.length > (widths[index]?.letters ?? 0);
        const chosen = index >= first && index <= last;
        const here = index === active;
        return html`<div id=${here ? cellId(id, position, index) : undefined} role="gridcell" aria-colindex=${index + 1}
          aria-selected=${chosen ? "true" : undefined} title=${cut ? text : undefined}
          class=${classes("grid-cell", isNumeric(column) && "number", cut && "cut", chosen && "chosen", here && "active")}>
          ${here && cut ? html`<span class="grid-whole">${text}</span>` : marked(text, needle)}
        </div>`;
      })}
    </div>`;
  }
}

/**
 * Only the cell one is at has a name, by which readers are told of it.
 *
 * @param {string} id of the table
 * @param {number} position
 * @param {number} column
 */
export const cellId = (id, position, column) => `${id}-${position}-${column}`;

/**
 * @param {string} text
 * @param {string} needle in small letters
 */
function marked(text, needle) {
  const at = needle ? text.toLowerCase().indexOf(needle) : -1;
  if (at < 0) return text;
  const end = at + needle.length;
  return html`${text.slice(0, at)}<mark>${text.slice(at, end)}</mark>${text.slice(end)}`;
}
