/** Rows in columns: any number of them, with the keys of a spreadsheet. */
import { classes, html, useEffect, useId, useMemo, useRef } from "../lib/html.js";
import { isNumeric } from "../lib/format.js";
import { Icon } from "../lib/icons.js";
import { tabbed } from "./clipboard.js";
import { cellId, GridRow } from "./GridRow.js";
import { useSelection } from "./selection.js";
import { bringIntoView, HEAD_HEIGHT, ROW_HEIGHT, useWindow } from "./virtual.js";
import { widthsOf } from "./widths.js";

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */

/**
 * `order` are the indices of the rows to show, as they are to be shown.
 *
 * @param {{columns: Column[], rows: Row[], order: number[], writers: ((value: any) => string)[],
 *   sorting: import("./order.js").Sorting|null, onSort: (column: number) => void, needle: string,
 *   label: string}} props
 */
export function Grid({ columns, rows, order, writers, sorting, onSort, needle, label }) {
  const id = useId();
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  const heads = useRef(/** @type {HTMLElement|null} */ (null));
  const [start, end] = useWindow(box, order.length);
  const widths = useMemo(() => widthsOf(columns, rows, writers), [columns, rows, writers]);
  const style = useMemo(
    () => ({
      "--columns": widths.map(({ width }) => `minmax(${width}px, ${width}fr)`).join(" "),
      "--width": `${widths.reduce((sum, { width }) => sum + width, 0)}px`,
    }),
    [widths],
  );
  const { at, range, clear, handlers } = useSelection({
    rows: order.length,
    columns: columns.length,
    page: () => Math.max(1, Math.floor(((box.current?.clientHeight ?? 0) - HEAD_HEIGHT) / ROW_HEIGHT) - 1),
    onEnter: ({ row, column }) => row < 0 && onSort(column),
    onMove({ row, column }) {
      if (box.current) bringIntoView(box.current, row, /** @type {any} */ (heads.current?.children[column] ?? null));
    },
  });
  useEffect(() => {
    clear();
    if (box.current) box.current.scrollTop = 0;
  }, [rows, needle, sorting]);

  /** @param {ClipboardEvent} event */
  const onCopy = (event) => {
    if (!range) return;
    const { from, to } = range;
    const chosen = order.slice(from.row, to.row + 1).map((index) => rows[index]);
    event.clipboardData?.setData("text/plain", tabbed(columns, chosen, { first: from.column, last: to.column }));
    event.preventDefault();
  };

  const shown = [];
  for (let position = start; position < end; position++) shown.push(position);
  // The row one is at stays in the page wherever one scrolls: it is what readers are told of.
  if (at && at.row >= 0 && (at.row < start || at.row >= end)) shown.push(at.row);
  // A row that leaves the window becomes one that enters it.
  const slots = end - start;

  return html`<div class="grid" ref=${box} role="grid" tabindex="0" aria-label=${label} aria-multiselectable="true"
    aria-rowcount=${order.length + 1} aria-colcount=${columns.length}
    aria-activedescendant=${at ? (at.row < 0 ? `${id}-head-${at.column}` : cellId(id, at.row, at.column)) : undefined}
    style=${style}
    onCopy=${onCopy} ...${handlers}>
    <div class="grid-head" role="row" aria-rowindex="1" ref=${heads}>
      ${columns.map(
        (column, index) => html`<${Head} key=${column.name} id=${`${id}-head-${index}`} column=${column} index=${index}
          active=${at?.row === -1 && at.column === index} onSort=${onSort}
          direction=${sorting?.column === index ? (sorting.descending ? "descending" : "ascending") : "none"} />`,
      )}
    </div>
    <div class="grid-body" role="rowgroup" style=${{ height: `${order.length * ROW_HEIGHT}px` }}>
      ${shown.map((position) => {
        const chosen = range && position >= range.from.row && position <= range.to.row;
        return html`<${GridRow} key=${position < start || position >= end ? "at" : position % slots} id=${id} position=${position} row=${rows[order[position] ?? 0]}
          columns=${columns} writers=${writers} widths=${widths} needle=${needle}
          active=${at?.row === position ? at.column : -1}
          first=${chosen ? range.from.column : -1} last=${chosen ? range.to.column : -1} />`;
      })}
    </div>
  </div>`;
}

/**
 * @param {{id: string, column: Column, index: number, active: boolean,
 *   direction: "none"|"ascending"|"descending", onSort: (column: number) => void}} props
 */
function Head({ id, column, index, active, direction, onSort }) {
  return html`<div role="columnheader" id=${id} aria-colindex=${index + 1} aria-sort=${direction}
    class=${classes("grid-head-cell", isNumeric(column) && "number", active && "active", direction !== "none" && "sorted")}
    title=${direction === "none" ? "Sort" : direction === "ascending" ? "Sort descending" : "Do not sort"}
    onClick=${() => onSort(index)}>
    ${direction !== "none" && html`<${Icon} name=${direction === "ascending" ? "arrowUp" : "arrowDown"} size=${14} />`}
    <span class="grid-text">${column.label}</span>
  </div>`;
}
